"""A person's hands on their own phone: they press what they were shown, and type what they are asked for."""

from collections.abc import AsyncIterator
from datetime import date

from bot.simulate.history import local
from bot.simulate.machine import Machine
from bot.simulate.received import CONTACT, REFRESH, VISIT, children_in, day_in
from bot.simulate.telegram import Phone, Shown
from content.phrases import ZH_HANS, phrases

MOST_PRESSES = 8
MOST_PAGES = 40
say = phrases(ZH_HANS)
KINDS = {CONTACT: "Contact", VISIT: "Home visit", REFRESH: "Record check"}
BEGIN = {CONTACT: "Contacted", VISIT: "Visited", REFRESH: "Record checked"}
NOBODY = ("Couldn't reach anybody", "Nobody was at home", "Couldn't be checked")


class Hands:
    """`kind` and days as people mean them; what the buttons carry is never looked into."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine

    @property
    def today(self) -> date:
        return local(self.machine.clock()).date()

    async def press(self, phone: Phone, shown: Shown, *msgids: str) -> Shown | None:
        """The first button with one of these labels; what the card shows then. None without one."""
        labels = [say(msgid) for msgid in msgids]
        return await self._labelled(phone, shown, *labels)

    async def take(self, phone: Phone, shown: Shown, data: str) -> Shown:
        """A press on that button; what the card shows then."""
        await self.machine.presses(phone, shown.id, data)
        return phone.messages.get(shown.id) or phone.newest

    async def home(self, phone: Phone) -> Shown:
        await self.machine.says(phone, "/start")
        return phone.newest

    async def pages(self, phone: Phone, shown: Shown) -> list[Shown]:
        """What stands behind "more", page by page; at the end the card shows its last one."""
        found: list[Shown] = []
        seen = shown
        while len(found) < MOST_PAGES:
            more = await self.press(phone, seen, "↓ More")
            if more is None or more == seen:
                break
            found.append(more)
            seen = more
        return found

    async def seen_all(self, phone: Phone, shown: Shown) -> bool:
        return await self.press(phone, shown, "Seen, all of it") is not None

    async def record(self, phone: Phone, child: int, kind: str, held_on: date) -> Shown | None:
        """Through the child's card, the usual answer each time; where the desk says that it is entered."""
        shown = await self._begun(phone, child, kind)
        if shown is not None and held_on != self.today:
            shown = await self._another_day(phone, shown, held_on)
        return shown and await self._usual(phone, shown)

    async def not_reached(self, phone: Phone, child: int, kind: str) -> tuple[bool, date | None]:
        """Whether the try was entered, and the day chosen to be reminded of the next one."""
        shown = await self._begun(phone, child, kind)
        shown = shown and await self.press(phone, shown, *NOBODY)
        if shown is None:
            return False, None
        again = day_in(shown.labels[0], self.today)
        return await self._usual(phone, shown) is not None, again

    async def put_off(self, phone: Phone, child: int, kind: str) -> date | None:
        """To the last day offered; with the first reason where there is no day without one."""
        shown = await self.card(phone, child)
        shown = shown and await self.press(phone, shown, "Put off")
        if shown is None:
            return None
        shown = await self.press(phone, shown, KINDS[kind]) or shown
        days = [label for label in shown.labels if day_in(label, self.today)]
        if not days:
            shown = await self.take(phone, shown, shown.buttons[0][1])
            days = [label for label in shown.labels if day_in(label, self.today)]
        if not days or say(KINDS[kind]) not in shown.text:
            return None
        done = await self._labelled(phone, shown, days[-1])
        return day_in(done.text, self.today) if done and f"C-{child}：" in done.text else None

    async def round(self, phone: Phone, place: str, most: int) -> AsyncIterator[int]:
        """The counted children of a place, one after the other: each is still here, all right."""
        shown = await self._round(phone, place)
        for _ in range(most):
            child = next(children_in(shown.text), None) if shown is not None else None
            after = shown and await self.press(phone, shown, "Still here, all right")
            if child is None or after is None:
                return
            if say("↩ {child}, once more", child=f"C-{child}") in after.labels:
                yield child
            shown = after

    async def undo(self, phone: Phone, entered: Shown) -> bool:
        """The entry just made, on the card that says so."""
        undone = await self.press(phone, entered, "Undo")
        return undone is not None and say("The entry is undone.") in undone.text

    async def leave(self, phone: Phone, which: int) -> tuple[date, date] | None:
        """From tomorrow on, through the day so-and-so on offer."""
        shown: Shown | None = await self.home(phone)
        for step in ("More …", "My leave", "Enter leave"):
            shown = shown and await self.press(phone, shown, step)
        shown = shown and await self.press(phone, shown, "Tomorrow")
        days = [label for label in shown.labels if day_in(label, self.today)] if shown else []
        if shown is None or not days:
            return None
        first, last = day_in(shown.text, self.today), day_in(days[which % len(days)], self.today)
        taken = await self._labelled(phone, shown, days[which % len(days)])
        entered = say("Leave is entered: {leave}", leave="")
        if taken is None or first is None or last is None or not taken.text.startswith(entered):
            return None
        return first, last

    async def card(self, phone: Phone, child: int) -> Shown | None:
        """From a message that names the child, else from the list of what is due."""
        called = f"C-{child} "
        for shown in reversed(phone.messages.values()):
            if (found := await self._open(phone, shown, called)) is not None:
                return found
        owed = await self.press(phone, await self.home(phone), "What is due")
        for _ in range(MOST_PAGES):
            if owed is None:
                return None
            if (found := await self._open(phone, owed, called)) is not None:
                return found
            owed = await self.press(phone, owed, "↓ More")
        return None

    async def _begun(self, phone: Phone, child: int, kind: str) -> Shown | None:
        """The first question of an entry; a check of the record may stand behind "more"."""
        card = await self.card(phone, child)
        if card is None:
            return None
        shown = await self.press(phone, card, BEGIN[kind])
        if shown is None and (more := await self.press(phone, card, "More …")) is not None:
            shown = await self.press(phone, more, BEGIN[kind])
        return shown

    async def _round(self, phone: Phone, place: str) -> Shown | None:
        called = f"V-{place} "
        for shown in reversed(phone.messages.values()):
            for label, data in shown.buttons:
                if label.startswith(called):
                    return await self.take(phone, shown, data)
        shown_now: Shown | None = await self.home(phone)
        for step in ("More …", "Round of the counted children"):
            shown_now = shown_now and await self.press(phone, shown_now, step)
        return shown_now

    async def _open(self, phone: Phone, shown: Shown, called: str) -> Shown | None:
        for label, data in shown.buttons:
            if label.startswith(called):
                card = await self.take(phone, shown, data)
                return card if card.text.startswith(called.strip()) else None
        return None

    async def _another_day(self, phone: Phone, shown: Shown, day: date) -> Shown | None:
        """Asked how first, where that comes before the day."""
        for _ in range(3):
            days = await self.press(phone, shown, "Another day")
            if days is not None:
                return await self._chosen(phone, days, day)
            shown = await self.take(phone, shown, shown.buttons[0][1])
        return None

    async def _chosen(self, phone: Phone, days: Shown, day: date) -> Shown:
        names = {0: say("Today"), 1: say("Yesterday")}
        written = f"{day.month}月{day.day}日"
        if day.year != self.today.year:
            written = f"{day.year}年{written}"
        chosen = await self._labelled(phone, days, names.get((self.today - day).days, written))
        if chosen is not None:
            return chosen
        await self.press(phone, days, "An earlier day: type it")
        await self.machine.says(phone, f"{day:%Y-%m-%d}")
        return phone.newest

    async def _usual(self, phone: Phone, shown: Shown) -> Shown | None:
        for _ in range(MOST_PRESSES):
            if say("Undo") in shown.labels:
                return shown
            if not shown.buttons:
                return None
            shown = await self.take(phone, shown, shown.buttons[0][1])
        return None

    async def _labelled(self, phone: Phone, shown: Shown, *labels: str) -> Shown | None:
        for label, data in shown.buttons:
            if label in labels:
                return await self.take(phone, shown, data)
        return None
