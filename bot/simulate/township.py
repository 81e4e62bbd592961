"""A supervisor's hands: a director's page in the township, another word to them, who stands in while they are away."""

from datetime import date

from bot.simulate.hands import Hands, say
from bot.simulate.received import day_in, people_in
from bot.simulate.telegram import Phone, Shown

MOST_PAGES = 12


class TownshipHands:
    def __init__(self, hands: Hands) -> None:
        self.hands = hands

    async def nudge(self, phone: Phone, director: int) -> bool:
        """Whether the desk says they are told with the next digest."""
        page = await self._page_of(phone, director)
        if page is None or await self.hands.press(phone, page, "Nudge once") is None:
            return False
        return phone.toast == say("They are told with the next morning's digest.")

    async def cover(self, phone: Phone, director: int, since: date) -> int | None:
        """Names the first other director on offer, or oneself; who it is. `since`: when the leave begins."""
        page = await self._page_of(phone, director)
        asked = [
            (label, data)
            for label, data in (page.buttons if page else ())
            if label.startswith(say("Who covers from {day}?", day="").strip("?？"))
            or day_in(label, self.hands.today) == since
        ]
        if page is None or not asked:
            return None
        offered = await self.hands.take(phone, page, asked[0][1])
        free = [each for each in offered.buttons if people_in(each[0]) and " · " not in each[0]]
        if not free:
            done = await self.hands.press(phone, offered, "I cover myself")
            return None if done is None else phone.person
        label, data = free[0]
        cover = people_in(label)[0]
        taken = await self.hands.take(phone, offered, data)
        return cover if cover in people_in(taken.text) else None

    async def _page_of(self, phone: Phone, director: int) -> Shown | None:
        home = await self.hands.home(phone)
        listed = await self.hands.press(phone, home, "Directors of the township")
        for _ in range(MOST_PAGES):
            if listed is None:
                return None
            for label, data in listed.buttons:
                if director in people_in(label):
                    return await self.hands.take(phone, listed, data)
            listed = await self.hands.press(phone, listed, "↓ More")
        return None
