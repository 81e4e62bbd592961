"""The judge: holds what people received against what was promised, after every virtual day.

It reads the judge's own books and the messages as they arrived; it asks the desk nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from bot.simulate.days import worked
from bot.simulate.history import ADMINISTRATOR, DIRECTOR, SUPERVISOR, History, Item, local
from bot.simulate.mail import Mail
from bot.simulate.received import Line, Of, Read, Several, read
from bot.simulate.steps import FURTHEST, Step, asked_for, steps, window

OPENS, CLOSES = time(8, 30), time(20, 0)
RUNGS = (DIRECTOR, SUPERVISOR, ADMINISTRATOR)


class Promise(StrEnum):
    TOLD = "what is due is told in time"
    ONCE = "nothing is told twice"
    HOURS = "nothing arrives at night or on a day off"
    ONE_A_DAY = "one digest a day"
    THREE_A_WEEK = "three digests a week while nothing is overdue"
    NOT_PERSONAL = "no push holds a name or a place"
    RIGHT_DATE = "every date told is the date owed"
    NOT_EARLY = "nothing is asked for more than two weeks ahead"
    ITS_OWN = "only those around a child hear of it"


@dataclass(frozen=True)
class Broken:
    """`story`: dated lines, what was entered, what was sent to whom, what was expected."""

    promise: Promise
    day: date
    words: str
    story: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """`rungs`: those on which the person was the one to hear of it then."""

    person: int
    at: datetime
    rungs: frozenset[int]

    @property
    def day(self) -> date:
        return local(self.at).date()


@dataclass
class Judge:
    history: History
    broken: list[Broken] = field(default_factory=list)
    told: dict[Item, list[Told]] = field(default_factory=lambda: defaultdict(list))
    mail: Mail = field(default_factory=Mail)
    _expected: dict[tuple[Item, Step], None] = field(default_factory=dict)
    _begun: dict[str, list[Item]] = field(default_factory=lambda: defaultdict(list))
    """What is open and asked for this morning, by village."""
    _known: set[tuple[Item, Step]] = field(default_factory=set)
    _today: dict[tuple[int, Item], None] = field(default_factory=dict)
    _names: re.Pattern[str] | None = None

    def morning(self, at: datetime) -> None:
        """What this day has to bring, as things stand when the desk begins it (or is back again)."""
        day = local(at).date()
        if not self._is_time(at):
            return
        self._begun = defaultdict(list)
        for item in self.history.open_through(day + FURTHEST):
            if asked_for(item[2], day):
                self._begun[self.history.children[item[0]].village].append(item)
            for step in self._missing(item, at):
                if self._may_be_told(item, step, at):
                    self._expected[item, step] = None

    def machine_down(self) -> None:
        """Nothing can be promised until it is back; then the day begins anew."""
        self._expected.clear()

    def lost_receipt(self, person: int, at: datetime) -> None:
        self.mail.repeats[person, local(at).date()] += 1

    def delivered(
        self, person: int, at: datetime, text: str, labels: tuple[str, ...]
    ) -> list[Item]:
        """A message came that nobody had asked for; what it tells of."""
        here = local(at)
        if not self._is_time(at):
            said = text.partition("\n")[0]
            self._break(Promise.HOURS, here.date(), f"D-{person} at {here:%F %R}: {said}")
        if found := self._name_in("\n".join([text, *labels])):
            self._break(Promise.NOT_PERSONAL, here.date(), f"D-{person} got {found!r} in a push")
        message = read(text, labels, here.date())
        self.mail.came(person, at, message)
        return self.further(person, at, message)

    def further(self, person: int, at: datetime, page: Read) -> list[Item]:
        """What one page of a message tells of."""
        items = [self._line(person, at, line) for line in page.lines]
        items += [each for several in page.several for each in self._several(person, at, several)]
        return [item for item in items if item is not None]

    def evening(self, at: datetime) -> None:
        """Holds the day against its promises."""
        day = local(at).date()
        for item, step in self._expected:
            missing = step in self._missing(item, at) and self._may_be_told(item, step, at)
            if missing and (item, step) not in self._known:
                self._known.add((item, step))
                self._unsent(item, step, at)
        for person, item in self._today:
            self._told_once(person, item, day)
        for person, many in self.mail.too_many(day):
            self._break(Promise.ONE_A_DAY, day, f"D-{person} got {many} digests")
        pressed = {who for who, item in self._today if self._pressed(who, item, day)}
        for person in set(self.mail.fourth_of_a_week(day)) - pressed:
            self._break(Promise.THREE_A_WEEK, day, f"D-{person} got a fourth digest in a week")
        self._expected, self._today = {}, {}
        self.mail.pushed.clear()

    def _pressed(self, person: int, item: Item, day: date) -> bool:
        """It was promised or asked for, or climbed to this person as nobody below could be told."""
        asked = bool(self.history.quiet_of(item).asked_again)
        return asked or person not in self.history.rung(item[0], DIRECTOR, day)

    # What has to be told.

    def _missing(self, item: Item, at: datetime) -> list[Step]:
        """The steps of that day nobody on their rung has heard of yet."""
        if not self.history.is_open(item):
            return []
        told = self.told.get(item, ())
        return [
            step
            for step in steps(item[2], local(at).date(), self.history.quiet_of(item))
            if not any(step.rung in each.rungs and each.day >= step.since for each in told)
        ]

    def _may_be_told(self, item: Item, step: Step, at: datetime) -> bool:
        """Somebody can be reached, and need not be spared this week: what they heard of as overdue may wait."""
        day = local(at).date()
        own = step.rung == DIRECTOR
        for person in self.history.heard_by(item[0], step.rung, at):
            knows = any(t.person == person and t.day > item[2] for t in self.told.get(item, ()))
            waits = own and (not step.late or (knows and not step.promised))
            if not waits or not self.mail.full(person, day):
                return True
        return False

    def _unsent(self, item: Item, step: Step, at: datetime) -> None:
        number, kind, due = item
        people = self.history.heard_by(number, step.rung, at)
        whom = " or ".join(f"D-{person}" for person in people)
        said = f"expected: {kind} due {due} told to {whom} (step {step.name})"
        self.history.note(number, at, said)
        words = f"C-{number}: {kind} due {due}, step {step.name}, never reached {whom}"
        self._break(Promise.TOLD, local(at).date(), words, number)

    # What was told.

    def _line(self, person: int, at: datetime, line: Line) -> Item | None:
        item = (line.child, line.kind, line.due)
        number, day = line.child, local(at).date()
        if number not in self.history.children:
            self._break(Promise.ITS_OWN, day, f"D-{person} heard of C-{number}, whom nobody knows")
            return None
        over = ", as overdue" if line.over else ""
        self.history.note(number, at, f"D-{person} hears: {line.kind} due {line.due}{over}")
        for promise, words in self._wrong(person, item, day, over=line.over):
            self._break(promise, day, f"C-{number}: {words}", number)
        return self._heard(person, item, at)

    def _several(self, person: int, at: datetime, several: Several) -> list[Item]:
        """So many things in one line: those this person was to hear of, the oldest first.

        Above the director the same thing may come once as one's own and once as climbed, and a count does
        not say which it means: what is more than was to be heard has to be open, nothing further.
        """
        day = local(at).date()
        around = self._counted_in(person, several, at)
        if several.many > len(around):
            words = f"D-{person} heard of {several.many} things, {len(around)} are owed: {several.which}"
            self._break(Promise.RIGHT_DATE, day, words)
        fresh = [item for item in around if self._is_for(person, item, at)]
        fresh.sort(key=lambda item: not self._missing(item, at))  # what nobody heard of comes first
        again = [item for item in around if (person, item) in self._today]
        owner = all(self.history.answerable(item[0], day) == person for item in around)
        items = (fresh + again * owner)[: several.many]
        self._check_first(person, several, day, items if owner else around)
        for item in items:
            said = f"D-{person} hears of {several.many} things together: {item[1]} due {item[2]}"
            self.history.note(item[0], at, said)
            self._heard(person, item, at)
        return items

    def _check_first(self, person: int, several: Several, day: date, items: list[Item]) -> None:
        """The date in the line is the first one's; called overdue when it is."""
        if several.due is None or not items:
            return
        first = min(item[2] for item in items)
        known = several.due == first or self._is_above(person, several.due, items)
        if not known or several.over != (several.due < day):
            words = f"D-{person} heard of a round due {several.due}, owed {first}: {several.which}"
            self._break(Promise.RIGHT_DATE, day, words)

    def _is_above(self, person: int, due: date, items: list[Item]) -> bool:
        owner = person in {self.history.answerable(item[0], item[2]) for item in items}
        return not owner and due in {item[2] for item in items}

    def _counted_in(self, person: int, several: Several, at: datetime) -> list[Item]:
        """What is open and asked for there, with the person around."""
        history, day = self.history, local(at).date()
        if several.of is Of.PERSON:
            villages = list(self._begun)
        elif several.of is Of.PLACE:
            code = history.places.get(several.which, several.which)
            villages = [village for village in self._begun if village.startswith(code)]
        else:
            villages = [village for village in self._begun if village.endswith(several.which)]
        return sorted(
            (
                item
                for village in villages
                for item in self._begun[village]
                if history.is_open(item)
                and (several.of is not Of.VILLAGE or not history.children[item[0]].in_care)
                and (several.of is not Of.PERSON or self._belongs(int(several.which), item[0], day))
                and person in self._around(item[0], day)
            ),
            key=lambda item: item[2],
        )

    def _belongs(self, whose: int, number: int, day: date) -> bool:
        """Whether the child is that director's to look after, or in that supervisor's township."""
        if self.history.answerable(number, day) == whose:
            return True
        return any(whose in self.history.standing(number, rung, day) for rung in RUNGS)

    def _is_for(self, person: int, item: Item, at: datetime) -> bool:
        """Whether a step of it is this person's to hear, and they have not yet."""
        heard = [each.day for each in self.told.get(item, ()) if each.person == person]
        return any(
            person in self.history.heard_by(item[0], step.rung, at)
            and not any(day >= step.since for day in heard)
            for step in steps(item[2], local(at).date(), self.history.quiet_of(item))
        )

    def _heard(self, person: int, item: Item, at: datetime) -> Item:
        self.told[item].append(Told(person, at, self._rungs(person, item[0], at)))
        self._today[person, item] = None
        return item

    def _around(self, number: int, day: date) -> set[int | None]:
        around = {who for rung in RUNGS for who in self.history.standing(number, rung, day)}
        return {*around, *(who for rung in RUNGS for who in self.history.rung(number, rung, day))}

    def _wrong(
        self, person: int, item: Item, day: date, *, over: bool
    ) -> Iterator[tuple[Promise, str]]:
        number, kind, due = item
        owed = self.history.owed.get(number, {}).get(kind)
        if owed != due or over != (due < day):
            yield Promise.RIGHT_DATE, f"{kind} of {due} told to D-{person}; owed is {owed}"
        elif not asked_for(due, day):
            yield Promise.NOT_EARLY, f"{kind} due {due} told to D-{person} already"
        if person not in self._around(number, day):
            yield Promise.ITS_OWN, f"told to D-{person}, who is not around the child"

    def _rungs(self, person: int, number: int, at: datetime) -> frozenset[int]:
        return frozenset(r for r in RUNGS if person in self.history.heard_by(number, r, at))

    def _told_once(self, person: int, item: Item, day: date) -> None:
        """Once a step; on a higher rung once more, where what nobody below could hear has climbed."""
        number, kind, due = item
        since = window(due, day, self.history.quiet_of(item))
        heard = [each for each in self.told[item] if each.person == person and each.day >= since]
        lost = sum(self.mail.repeats[person, each.day] for each in heard)
        climbed = person != self.history.answerable(number, day)
        if len(heard) > 1 + lost + climbed:
            words = (
                f"C-{number}: {kind} due {due} told to D-{person} {len(heard)} times since {since}"
            )
            self._break(Promise.ONCE, day, words, number)

    def _is_time(self, at: datetime) -> bool:
        here = local(at)
        return worked(here.date()) and OPENS <= here.time() < CLOSES

    def _name_in(self, words: str) -> str | None:
        if self._names is None:
            every = sorted(self.history.names, key=len, reverse=True)
            self._names = re.compile("|".join(map(re.escape, every)) or r"(?!)")
        found = self._names.search(words)
        return found.group() if found else None

    def _break(self, promise: Promise, day: date, words: str, child: int | None = None) -> None:
        story = sorted(self.history.children[child].story) if child is not None else []
        lines = tuple(f"{local(at):%Y-%m-%d %H:%M} {said}" for at, said in story)
        self.broken.append(Broken(promise, day, words, lines))
