"""Messages: sent, edited, deleted; presses answered."""

from typing import Any

from . import refusals
from .chats import CONTENT, Chat, MessageId, Toast
from .deeds import deed
from .texts import formatted
from .wire import Wire
from .world import World

DELETABLE_FOR = 48 * 3600  # seconds, by the description of deleteMessage


@deed(
    "sendMessage",
    *("chat_id", "text", "entities", "link_preview_options", "disable_notification"),
    *("protect_content", "reply_parameters", "reply_markup"),
)
async def send(world: World, given: Wire) -> Wire:
    chat = world.chat(given["chat_id"])
    content = formatted(given["text"], given.get("entities", ()))
    content |= _reply(chat, given.get("reply_parameters"))
    if world.enforce_rates and (wait := world.pace.ask(chat.id)):
        raise refusals.too_many(wait)
    content |= _markup(chat, given.get("reply_markup", {}))
    if "link_preview_options" in given:
        content["link_preview_options"] = given["link_preview_options"]
    if given.get("protect_content"):
        content["has_protected_content"] = True
    return chat.put(world.author, world.time, content)


def _reply(chat: Chat, asked: Wire | None) -> Wire:
    if asked is None:
        return {}
    if strange := sorted(asked.keys() - {"message_id", "chat_id", "allow_sending_without_reply"}):
        raise refusals.not_done_here(f"replies with {', '.join(strange)}")
    message = chat.messages.get(asked.get("message_id", 0))
    if message is None or asked.get("chat_id", chat.id) != chat.id:
        if asked.get("allow_sending_without_reply"):
            return {}
        raise refusals.Refused(400, refusals.NO_MESSAGE_TO_REPLY)
    return {"reply_to_message": {k: v for k, v in message.items() if k != "reply_to_message"}}


def _markup(chat: Chat, markup: Wire) -> Wire:
    """Only an inline keyboard is part of the message; another one belongs to the chat."""
    if "keyboard" in markup:
        chat.keyboard = markup
    if "remove_keyboard" in markup:
        chat.keyboard = None
    return {"reply_markup": markup} if markup.get("inline_keyboard") else {}


@deed(
    "editMessageText",
    *("chat_id", "message_id", "text", "entities", "link_preview_options", "reply_markup"),
)
async def edit_text(world: World, given: Wire) -> Wire:
    if "text" not in given:
        raise refusals.mistake(refusals.EMPTY_TEXT)
    content = formatted(given["text"], given.get("entities", ()))
    if "link_preview_options" in given:
        content["link_preview_options"] = given["link_preview_options"]
    return _edit(world, given, content)


@deed("editMessageReplyMarkup", "chat_id", "message_id", "reply_markup")
async def edit_markup(world: World, given: Wire) -> Wire:
    return _edit(world, given, None)


def _edit(world: World, given: Wire, text: Wire | None) -> Wire:
    """Replace the text, unless it is None, and the keyboard: one not named is taken away."""
    for name in ("chat_id", "message_id"):
        if name not in given:
            raise refusals.mistake(f'Bad Request: parameter "{name}" is required')
    chat = world.chat(given["chat_id"])
    message = world.bot_message(chat, given["message_id"])
    old = {name: message[name] for name in CONTENT if name in message}
    kept = {name: value for name, value in old.items() if name != "reply_markup"}
    content = (kept if text is None else text) | _markup(chat, given.get("reply_markup", {}))
    if content == old:
        raise refusals.Refused(400, refusals.NOT_MODIFIED)
    return chat.change(MessageId(message["message_id"]), content, world.time)


@deed("deleteMessage", "chat_id", "message_id")
async def delete(world: World, given: Wire) -> Any:
    chat = world.chat(given["chat_id"])
    message = chat.messages.get(MessageId(given["message_id"]))
    if message is None:
        raise refusals.Refused(400, refusals.NO_MESSAGE_TO_DELETE)
    if world.time - message["date"] >= DELETABLE_FOR:
        raise refusals.Refused(400, refusals.NOT_DELETABLE)
    chat.remove(MessageId(given["message_id"]))
    return True


@deed("answerCallbackQuery", "callback_query_id", "text", "show_alert", "cache_time")
async def answer(world: World, given: Wire) -> Any:
    chat, press = world.pressed(given["callback_query_id"])
    press.answered = True
    if text := given.get("text"):
        chat.toasts.append(Toast(text, alert=given.get("show_alert", False)))
    chat.changed.ring()
    return True
