"""Simulated people, and the groups they put the bot into."""

from typing import Any

from .chats import Chat, MessageId, Standing
from .conversation import Button, Card, Conversation
from .limits import utf16_length
from .updates import UpdateId
from .wire import Wire
from .world import KICKED, MEMBER, OUTSIDE, World


class ButtonNotSeen(AssertionError):
    """The person looked for a button and found other ones, which the message lists."""


class Group(Conversation):
    """A group the bot was added to; people write there with `says(…, to=group)`."""

    def __init__(self, world: World, chat: Chat) -> None:
        super().__init__(chat, world.me["id"])
        self._world = world

    def adds_bot(self, by: "Person") -> UpdateId:
        """Somebody puts the bot into the group; the bot learns of it by my_chat_member."""
        self.chat.standing = Standing.OPEN
        return self._world.membership(self.chat, by.user, OUTSIDE, MEMBER)

    def throws_bot_out(self, by: "Person") -> UpdateId:
        self.chat.standing = Standing.LEFT
        return self._world.membership(self.chat, by.user, MEMBER, KICKED)


class Person(Conversation):
    """Somebody with a phone. What they do becomes an update, whose id is returned."""

    def __init__(self, world: World, chat: Chat, user: Wire) -> None:
        super().__init__(chat, world.me["id"])
        self.user = user
        self._world = world

    async def says(self, text: str, *, to: Group | None = None) -> UpdateId:
        """Write a message; one that begins with / has its command marked, as clients do."""
        return await self.sends(to=to, text=text, **_command(text))

    async def forwards(self, text: str, *, written_by: str) -> UpdateId:
        """Pass on what somebody wrote who hides their account."""
        origin = {"type": "hidden_user", "date": self._world.time, "sender_user_name": written_by}
        return await self.sends(text=text, forward_origin=origin)

    async def sends_photo(self, caption: str = "") -> UpdateId:
        picture = {"file_id": "photo", "file_unique_id": "photo", "width": 90, "height": 90}
        content: Wire = {"photo": [picture]}
        return await self.sends(**(content | {"caption": caption} if caption else content))

    async def sends(self, *, to: Group | None = None, **content: Any) -> UpdateId:
        """Write a message with any fields of the Bot API's Message."""
        chat = self._chat_to_write(to)
        message = chat.put(self.user, self._world.time, content)
        return self._world.updates.add("message", message)

    def _chat_to_write(self, group: Group | None) -> Chat:
        if group is not None:
            return group.chat
        if self.chat.standing is Standing.BLOCKED:
            raise AssertionError("who has blocked the bot can't write to it")
        self.chat.standing = Standing.OPEN
        return self.chat

    async def edits(self, text: str, *, message_id: int | None = None) -> UpdateId:
        """Write the newest of one's own messages anew, or the one named."""
        own = [one for one, sent in self.chat.messages.items() if sent["from"] == self.user]
        edited = MessageId(message_id) if message_id is not None else own[-1]
        content = {"text": text, **_command(text)}
        message = self.chat.change(edited, content, self._world.time)
        return self._world.updates.add("edited_message", message)

    async def presses(
        self,
        button: str,
        message: Card | None = None,
        *,
        at: Group | None = None,
        inaccessible: bool = False,
    ) -> UpdateId:
        """Press a button by its label or its data, on the newest message that has it.

        On `message`, an older card, the button is pressed as it stood there, even if the message
        looks different by now. A message that is gone, or an `inaccessible` one, comes to the bot
        as an InaccessibleMessage. A button of a reply keyboard sends its label as a message.
        Raises ButtonNotSeen.
        """
        place = at or self
        cards = [message] if message is not None else place.messages[::-1]
        for card in cards:
            for one in card.buttons:
                if button in {one.text, one.data}:
                    return self._press(place.chat, card, one, inaccessible)
        if message is None and button in _keyboard_labels(place.chat):
            return await self.says(button, to=at)
        raise ButtonNotSeen(f"no button {button!r}; to be seen:\n{_visible(cards, place.chat)}")

    def _press(self, chat: Chat, card: Card, button: Button, inaccessible: bool) -> UpdateId:
        if button.data is None:
            raise ButtonNotSeen(f"pressing [{button.text}] opens {button.url}, it asks no bot")
        message = chat.messages.get(card.message_id)
        if message is None or inaccessible:
            message = {"chat": chat.shown, "message_id": card.message_id, "date": 0}
        return self._world.press(chat, self.user, button.text, button.data, message)

    def blocks(self) -> UpdateId:
        """The bot learns of it, and is refused with 403 from now on."""
        self.chat.standing = Standing.BLOCKED
        return self._world.membership(self.chat, self.user, MEMBER, KICKED)

    def unblocks(self) -> UpdateId:
        self.chat.standing = Standing.OPEN
        return self._world.membership(self.chat, self.user, KICKED, MEMBER)


def _command(text: str) -> Wire:
    if not text.startswith("/"):
        return {}
    length = utf16_length(text.split(maxsplit=1)[0])
    return {"entities": [{"type": "bot_command", "offset": 0, "length": length}]}


def _keyboard_labels(chat: Chat) -> list[str]:
    rows = (chat.keyboard or {}).get("keyboard", [])
    return [one if isinstance(one, str) else one["text"] for row in rows for one in row]


def _visible(cards: list[Card], chat: Chat) -> str:
    seen = [f"[{one.text}] {one.data or one.url}" for card in cards for one in card.buttons]
    return "\n".join(seen + [f"[{label}]" for label in _keyboard_labels(chat)]) or "none"
