"""How Telegram says no."""

from dataclasses import dataclass

UNAUTHORIZED = "Unauthorized"
NOT_FOUND = "Not Found"
CHAT_NOT_FOUND = "Bad Request: chat not found"
BLOCKED = "Forbidden: bot was blocked by the user"
NOT_IN_GROUP = "Forbidden: bot is not a member of the group chat"
NOT_LEFT = "Bad Request: chat member status can't be changed in private chats"
EMPTY_TEXT = "Bad Request: message text is empty"
TOO_LONG_TO_SEND = "Bad Request: message is too long"
TOO_LONG = "Bad Request: MESSAGE_TOO_LONG"
BAD_BUTTON_DATA = "Bad Request: BUTTON_DATA_INVALID"
TOO_MANY_BUTTONS = "Bad Request: REPLY_MARKUP_TOO_LONG"
NO_ACTION = (
    "Bad Request: can't parse inline keyboard button: "
    "Text buttons are unallowed in the inline keyboard"
)
BAD_COMMAND = "Bad Request: BOT_COMMAND_INVALID"
BAD_COMMAND_DESCRIPTION = "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID"
WRONG_ACTION = "Bad Request: wrong parameter action in request"
UNKNOWN_ENTITY = "Bad Request: can't parse MessageEntity: Unsupported type specified"
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup "
    "are exactly the same as a current content and reply markup of the message"
)
NO_MESSAGE_TO_EDIT = "Bad Request: message to edit not found"
NOT_EDITABLE = "Bad Request: message can't be edited"
NO_MESSAGE_TO_DELETE = "Bad Request: message to delete not found"
NOT_DELETABLE = "Bad Request: message can't be deleted for everyone"
NO_MESSAGE_TO_REPLY = "Bad Request: message to be replied not found"
OLD_QUERY = "Bad Request: query is too old and response timeout expired or query ID is invalid"
POLLED_TWICE = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
HTTPS_ONLY = "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
WRONG_PORT = "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"
WRONG_SECRET = "Bad Request: secret token contains unallowed characters"


@dataclass(eq=False)
class Refused(Exception):
    """A call that is answered with `ok: false`.

    `blame` marks what a correct bot never does; such a refusal is also kept in
    `BotApi.violations`. A blocked chat or a message that is gone is nobody's fault.
    """

    status: int
    description: str
    retry_after: int | None = None
    blame: bool = False


def mistake(description: str) -> Refused:
    return Refused(400, description, blame=True)


def not_done_here(what: str) -> Refused:
    """The parameters may be right, but this server doesn't play that part of Telegram."""
    return Refused(501, f"Not Implemented: this test server does not do {what}", blame=True)


def too_many(wait: int) -> Refused:
    return Refused(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
