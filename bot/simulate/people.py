"""How people behave: some at once, some after a while, some late, some never; each by their temper.

What a person does they tell the judge's books the moment they have done it.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import partial
from heapq import heappop, heappush
from itertools import count
from random import Random

from bot.simulate.days import worked_from
from bot.simulate.hands import Hands
from bot.simulate.history import DIRECTOR, SUPERVISOR, Away, Deed, History, Item, local, moment
from bot.simulate.received import CONTACT, REFRESH, VISIT, Of, Read
from bot.simulate.telegram import Phone, Shown
from bot.simulate.township import TownshipHands

Act = Callable[[], Awaitable[None]]


class Temper(Enum):
    PROMPT = 0.5
    SLOW = 0.3
    LATE = 0.15
    NEVER = 0.05


@dataclass
class Agenda:
    """What people mean to do, in the order of its time."""

    waiting: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _number: "count[int]" = field(default_factory=count)

    def add(self, at: datetime, act: Act) -> None:
        heappush(self.waiting, (at, next(self._number), act))

    def next_before(self, end: datetime) -> tuple[datetime, Act] | None:
        if not self.waiting or self.waiting[0][0] >= end:
            return None
        at, _, act = heappop(self.waiting)
        return at, act


@dataclass
class Someone:
    number: int
    rung: int
    phone: Phone
    temper: Temper
    plans: set[Item] = field(default_factory=set)
    rounds: set[str] = field(default_factory=set)
    """What they mean to do already."""


@dataclass
class People:
    history: History
    hands: Hands
    dice: Random
    agenda: Agenda = field(default_factory=Agenda)
    everybody: dict[int, Someone] = field(default_factory=dict)
    done: int = 0
    stumbled: int = 0
    """Meant to be recorded, and the desk would not have it (somebody else was first)."""

    def __post_init__(self) -> None:
        self.township = TownshipHands(self.hands)

    @property
    def clock(self) -> Callable[[], datetime]:
        return self.hands.machine.clock

    def joins(self, number: int, rung: int, phone: Phone) -> None:
        temper = self.dice.choices(list(Temper), [each.value for each in Temper])[0]
        self.everybody[number] = Someone(number, rung, phone, temper)
        self.history.can_be_reached(number)

    def hears(self, number: int, shown: Shown, message: Read, items: list[Item]) -> None:
        """Makes up their mind about what a message asks for; `items` are what it tells of."""
        one = self.everybody[number]
        if one.rung == DIRECTOR:
            self._director(one, shown, message, items)
            return
        if one.rung == SUPERVISOR:
            self._calls(one, items)
        within = 6 if one.rung == SUPERVISOR else 12
        for item in items:
            self._called(one, item, within)

    def _director(self, one: Someone, shown: Shown, message: Read, items: list[Item]) -> None:
        slow = one.temper is Temper.SLOW
        if items and (slow or (one.temper is Temper.PROMPT and self.dice.random() < 0.3)):
            self.agenda.add(self._soon(), lambda: self._sees(one, shown, items))
        for line in message.lines:
            item = (line.child, line.kind, line.due)
            if slow and self.dice.random() < 0.1:
                self.agenda.add(self._soon(), partial(self._puts_off, one, item))
            else:
                self._plan(one, item, self._when(one, line.due))
        for several in message.several:
            if several.of is Of.VILLAGE and several.due is not None:
                self._plan_round(one, several.which, self._when(one, several.due))

    def _when(self, one: Someone, due: date) -> date | None:
        """The day they mean to do it; None for never."""
        today = local(self.clock()).date()
        match one.temper:
            case Temper.PROMPT:
                return today + timedelta(days=self.dice.choice((0, 0, 0, 1, 2, 4)))
            case Temper.SLOW:
                last = max(due + timedelta(days=2), today + timedelta(days=2))
                return today + timedelta(days=self.dice.randint(0, (last - today).days))
            case Temper.LATE:
                return max(due, today) + timedelta(days=self.dice.randint(1, 12))
            case _:
                return None

    def _calls(self, one: Someone, items: list[Item]) -> None:
        """A supervisor: the desk asks once more, or they do so themselves."""
        today = local(self.clock()).date()
        late = {self.history.answerable(item[0], today) or 0 for item in items if item[2] < today}
        for director in sorted(late - {0, one.number}):
            if self.dice.random() < 0.3:
                self.agenda.add(self._soon(), partial(self._nudges, one, director))

    async def _nudges(self, one: Someone, director: int) -> None:
        if not one.phone.shut and await self.township.nudge(one.phone, director):
            self.history.asks_again(director, one.number, self.clock())

    async def goes_away(self, one: Someone) -> None:
        """Takes leave from tomorrow on; mostly somebody is named who stands in."""
        taken = (
            None if one.phone.shut else await self.hands.leave(one.phone, self.dice.randint(0, 5))
        )
        if taken is None:
            return
        since, until = taken
        self.history.on_leave(Away(one.number, since, until, None))
        today = local(self.clock()).date()
        above = self.history.above(one.number, today)
        if one.rung == DIRECTOR and above and self.dice.random() < 0.6:
            who = self.everybody[above[0]]
            self.agenda.add(self._soon(), partial(self._names_cover, who, one.number, since))

    async def _names_cover(self, one: Someone, director: int, since: date) -> None:
        if one.phone.shut:
            return
        cover = await self.township.cover(one.phone, director, since)
        if cover is not None:
            self.history.covers(director, cover, since)

    def _called(self, caller: Someone, item: Item, within: int) -> None:
        """Asked by telephone, the director does it, or else whoever called."""
        today = local(self.clock()).date()
        director = self.history.answerable(item[0], today)
        asked = self.everybody.get(director or 0)
        willing = asked is not None and self.dice.random() < (
            0.3 if asked.temper is Temper.NEVER else 0.85
        )
        day = today + timedelta(days=self.dice.randint(0, within))
        doer = asked if willing else caller if self.dice.random() < 0.5 else None
        if doer is None or doer.rung > SUPERVISOR:
            return
        doer.plans.discard(item)
        child = self.history.children[item[0]]
        if child.in_care:
            self._plan(doer, item, day)
        else:
            self._plan_round(doer, child.village[-3:], day)

    def _plan_round(self, one: Someone, place: str, day: date | None) -> None:
        """One sitting, or a few children now and the others when the next word comes."""
        if day is None or place in one.rounds:
            return
        one.rounds.add(place)
        most = 40 if self.dice.random() < 0.8 else self.dice.randint(1, 6)
        self.agenda.add(self._on(day), lambda: self._goes_round(one, place, most))

    def _plan(self, one: Someone, item: Item, day: date | None) -> None:
        if day is None or item in one.plans:
            return
        one.plans.add(item)
        self.agenda.add(self._on(day), lambda: self._does(one, item))

    def _on(self, day: date) -> datetime:
        """Mostly on a working day, in its hours."""
        if self.dice.random() < 0.9:
            day = worked_from(day)
        at = moment(day, 8, 40) + timedelta(minutes=self.dice.randint(0, 670))
        return max(self._soon(), at.astimezone(UTC))

    def _soon(self) -> datetime:
        return self.clock() + timedelta(minutes=self.dice.randint(2, 90))

    async def _sees(self, one: Someone, shown: Shown, items: list[Item]) -> None:
        now = one.phone.messages.get(shown.id)
        if one.phone.shut or now is None or not await self.hands.seen_all(one.phone, now):
            return
        for item in items:
            self.history.saw(item, one.number, self.clock())

    async def _does(self, one: Someone, item: Item) -> None:
        one.plans.discard(item)
        if one.phone.shut or not self.history.is_open(item):
            return
        number, kind, _ = item
        today = local(self.clock()).date()
        if kind == CONTACT and self.history.owed[number].get(VISIT, today) <= today:
            kind = VISIT  # one way for both
        if self.dice.random() < 0.04:
            await self._reaches_nobody(one, number, kind, item)
            return
        back = self.dice.choice((0, 0, 0, 0, 0, 0, 0, 1, 2, 12))
        deed = Deed(kind, today - timedelta(days=back), reached=True, by=one.number)
        entered = await self.hands.record(one.phone, number, kind, deed.held_on)
        if entered is None:
            self._stumbles(one, number, kind)
            return
        self._did(number, deed)
        if self.dice.random() < 0.02 and await self.hands.undo(one.phone, entered):
            self._undid(one, number, deed, item)

    async def _reaches_nobody(self, one: Someone, number: int, kind: str, item: Item) -> None:
        """And means to try again on the day chosen."""
        entered, again = await self.hands.not_reached(one.phone, number, kind)
        if not entered:
            self._stumbles(one, number, kind)
            return
        today = local(self.clock()).date()
        self._did(number, Deed(kind, today, reached=False, by=one.number))
        due = self.history.owed[number][kind]
        if again is not None:
            self.history.tries_again((number, kind, due), one.number, again, self.clock())
        self._plan(one, item, today + timedelta(days=self.dice.randint(1, 8)))

    async def _puts_off(self, one: Someone, item: Item) -> None:
        if one.phone.shut or not self.history.is_open(item):
            return
        until = await self.hands.put_off(one.phone, item[0], item[1])
        if until is not None:
            self.history.put_off(item, one.number, until, self.clock())
            self._plan(one, item, until + timedelta(days=self.dice.randint(0, 3)))

    async def _goes_round(self, one: Someone, place: str, most: int) -> None:
        one.rounds.discard(place)
        if one.phone.shut:
            return
        async for number in self.hands.round(one.phone, place, most):
            day = local(self.clock()).date()
            self._did(number, Deed(REFRESH, day, reached=True, by=one.number))

    def _did(self, number: int, deed: Deed) -> None:
        self.done += 1
        self.history.did(number, deed, self.clock())

    def _stumbles(self, one: Someone, number: int, kind: str) -> None:
        self.stumbled += 1
        self.history.note(number, self.clock(), f"D-{one.number} could not record {kind}")

    def _undid(self, one: Someone, number: int, deed: Deed, item: Item) -> None:
        """It was the wrong child: done properly some days later."""
        self.history.undid(number, deed, self.clock())
        later = local(self.clock()).date() + timedelta(days=self.dice.randint(1, 6))
        self._plan(one, item, later)
