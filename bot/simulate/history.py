"""The judge's own books: who is where, and what each person did, told the moment they do it.

Nothing of the desk is asked. Numbers are those people see: C-12 is child 12, D-3 is person 3.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.simulate.days import months_after, worked_from
from bot.simulate.received import CONTACT, REFRESH, VISIT

ZONE = ZoneInfo("Asia/Shanghai")
MONTHS = {CONTACT: 3, VISIT: 6, REFRESH: 6}
COUNTS_AS = {CONTACT: (CONTACT, VISIT), VISIT: (VISIT,), REFRESH: (REFRESH,)}
LONG_AFTER = date(9999, 12, 31)

DIRECTOR, SUPERVISOR, ADMINISTRATOR = 0, 1, 2
"""The rungs a reminder climbs."""

Item = tuple[int, str, date]
"""One thing owed: child, kind, due date."""


@dataclass(frozen=True)
class Seat:
    """A person on a rung for a place (its official code), first and last day included."""

    person: int
    rung: int
    place: str
    since: date
    until: date = LONG_AFTER

    def holds(self, day: date) -> bool:
        return self.since <= day <= self.until


@dataclass(frozen=True)
class Away:
    """On leave, first and last day included."""

    person: int
    since: date
    until: date
    cover: int | None


@dataclass(frozen=True)
class Deed:
    kind: str
    held_on: date
    reached: bool
    by: int


@dataclass
class Child:
    """`story`: what was entered, who heard what, what was expected."""

    number: int
    village: str
    entered: date
    in_care: bool
    assigned: int | None = None
    left: date | None = None
    deeds: list[Deed] = field(default_factory=list)
    story: list[tuple[datetime, str]] = field(default_factory=list)


@dataclass
class Quiet:
    """Somebody said "I know", or promised a day for it; or was asked by a supervisor."""

    seen: date | None = None
    promised: date | None = None
    nudged: date | None = None
    asked_again: list[date] = field(default_factory=list)
    """Every day that was promised or on which a supervisor asked, the newest last."""


NOTHING_SAID = Quiet()


@dataclass
class History:
    children: dict[int, Child] = field(default_factory=dict)
    seats: dict[str, list[Seat]] = field(default_factory=lambda: defaultdict(list))
    away: list[Away] = field(default_factory=list)
    shut: dict[int, list[tuple[datetime, datetime | None]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    owed: dict[int, dict[str, date]] = field(default_factory=dict)
    by_due: dict[date, set[tuple[int, str]]] = field(default_factory=lambda: defaultdict(set))
    quiet: dict[Item, Quiet] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    """What no push may hold."""
    places: dict[str, str] = field(default_factory=dict)
    """Codes by the name a township is called by."""

    # What is told by the county and by people.

    def seated(self, seat: Seat) -> None:
        self.seats[seat.place].append(seat)

    def left_office(self, person: int, last_day: date) -> None:
        for place, seats in self.seats.items():
            self.seats[place] = [
                Seat(each.person, each.rung, each.place, each.since, last_day)
                if each.person == person and each.holds(last_day)
                else each
                for each in seats
            ]

    def can_be_reached(self, person: int) -> None:
        """Once a person has a chat with the desk; before, nobody reaches them."""
        self.shut[person] = []

    def shuts(self, person: int, at: datetime) -> None:
        """Blocks the desk: nothing arrives from now on."""
        self.shut[person].append((at, None))

    def opens(self, person: int, at: datetime) -> None:
        since, _ = self.shut[person].pop()
        self.shut[person].append((since, at))

    def entered(self, child: Child, at: datetime) -> None:
        self.children[child.number] = child
        self._settle(child)
        self.note(child.number, at, f"entered on {child.entered}, village {child.village}")

    def did(self, number: int, deed: Deed, at: datetime) -> None:
        """Something was recorded; the desk said so."""
        child = self.children[number]
        reached = "" if deed.reached else ", nobody reached"
        self.note(number, at, f"D-{deed.by} records: {deed.kind} on {deed.held_on}{reached}")
        before = dict(self.owed.get(number, {}))
        child.deeds.append(deed)
        self._settle(child)
        day = at.astimezone(ZONE).date()
        for kind, due in self.owed.get(number, {}).items():
            touched = deed.kind in COUNTS_AS[kind] if deed.reached else deed.kind == kind
            if before.get(kind) == due and touched:
                self._saw((number, kind, due), day)

    def undid(self, number: int, deed: Deed, at: datetime) -> None:
        child = self.children[number]
        self.note(number, at, f"D-{deed.by} undoes: {deed.kind} on {deed.held_on}")
        child.deeds.remove(deed)
        self._settle(child)

    def saw(self, item: Item, person: int, at: datetime) -> None:
        """Somebody said: I know."""
        if self.is_open(item):
            self.note(item[0], at, f"D-{person} has seen: {item[1]} due {item[2]}")
            self._saw(item, at.astimezone(ZONE).date())

    def put_off(self, item: Item, person: int, until: date, at: datetime) -> None:
        self.note(item[0], at, f"D-{person} puts off: {item[1]} due {item[2]} until {until}")
        self._promises(item, until, at)

    def tries_again(self, item: Item, person: int, on: date, at: datetime) -> None:
        self.note(item[0], at, f"D-{person} means to try again on {on}: {item[1]} due {item[2]}")
        self._promises(item, on, at)

    def asks_again(self, director: int, person: int, at: datetime) -> None:
        """A supervisor: all of theirs that is overdue, once a week, with the next morning's digest."""
        day = local(at).date()
        monday = day - timedelta(days=day.weekday())
        for item in self.open_through(day - timedelta(days=1)):
            quiet = self.quiet.setdefault(item, Quiet())
            lately = quiet.nudged is not None and quiet.nudged > monday
            if self.answerable(item[0], day) == director and not lately:
                self.note(item[0], at, f"D-{person} asks again: {item[1]} due {item[2]}")
                quiet.nudged = worked_from(day + timedelta(days=1))
                quiet.asked_again.append(quiet.nudged)

    def on_leave(self, away: Away) -> None:
        self.away.append(away)

    def covers(self, person: int, cover: int, day: date) -> None:
        """Somebody does the work of who is away, or soon will be."""
        self.away = [
            replace(each, cover=cover) if each.person == person and each.until >= day else each
            for each in self.away
        ]

    def left(self, number: int, on: date, at: datetime) -> None:
        self.note(number, at, f"left the ledger on {on}")
        self.children[number].left = on
        self._settle(self.children[number])

    def note(self, number: int, at: datetime, words: str) -> None:
        self.children[number].story.append((at, words))

    # What the judge asks.

    def is_open(self, item: Item) -> bool:
        return self.owed.get(item[0], {}).get(item[1]) == item[2]

    def quiet_of(self, item: Item) -> Quiet:
        return self.quiet.get(item, NOTHING_SAID)

    def open_through(self, day: date) -> Iterator[Item]:
        for due in sorted(due for due in self.by_due if due <= day):
            for number, kind in sorted(self.by_due[due]):
                yield number, kind, due

    def reachable(self, person: int, at: datetime) -> bool:
        return person in self.shut and not any(
            since <= at and (until is None or at < until) for since, until in self.shut[person]
        )

    def absence(self, person: int, day: date) -> Away | None:
        return next(
            (
                each
                for each in self.away
                if each.person == person and each.since <= day <= each.until
            ),
            None,
        )

    def above(self, director: int, day: date) -> tuple[int, ...]:
        """The supervisors of a director's township."""
        for seats in list(self.seats.values()):
            for seat in seats:
                if seat.person == director and seat.rung == DIRECTOR and seat.holds(day):
                    return tuple(each.person for each in self._at(SUPERVISOR, seat.place[:9], day))
        return ()

    def answerable(self, number: int, day: date) -> int | None:
        """Which director answers for the child, on leave or not."""
        child = self.children[number]
        named = child.assigned
        if named is not None and any(
            seat.person == named for seat in self._on(DIRECTOR, child.village, day)
        ):
            return named
        local = self._at(DIRECTOR, child.village, day)
        return local[0].person if len(local) == 1 else None

    def rung(self, number: int, rung: int, day: date) -> tuple[int, ...]:
        """Who stands on one rung that day; for who is on leave, their cover."""
        if rung == DIRECTOR:
            director = self.answerable(number, day)
            return () if director is None else self._present(director, day)
        nearest = self._nearest(rung, self.children[number].village, day)
        return tuple(who for seat in nearest for who in self._present(seat.person, day))

    def standing(self, number: int, rung: int, day: date) -> tuple[int, ...]:
        """Who holds that rung around the child, away or not, and from every place above."""
        if rung == DIRECTOR:
            director = self.answerable(number, day)
            return () if director is None else (director,)
        return tuple(seat.person for seat in self._on(rung, self.children[number].village, day))

    def heard_by(self, number: int, rung: int, at: datetime) -> tuple[int, ...]:
        """Who is to hear what begins on that rung: the first rung from there with anybody to reach."""
        day = at.astimezone(ZONE).date()
        for each in range(rung, ADMINISTRATOR + 1):
            people = tuple(who for who in self.rung(number, each, day) if self.reachable(who, at))
            if people:
                return people
        return ()

    def _present(self, person: int, day: date) -> tuple[int, ...]:
        away = self.absence(person, day)
        if away is None:
            return (person,)
        return () if away.cover is None else (away.cover,)

    def _nearest(self, rung: int, village: str, day: date) -> list[Seat]:
        for length in (12, 9, 6, 4, 2):
            if found := self._at(rung, village[:length], day):
                return found
        return []

    def _on(self, rung: int, village: str, day: date) -> list[Seat]:
        return [
            seat for length in (12, 9, 6, 4, 2) for seat in self._at(rung, village[:length], day)
        ]

    def _at(self, rung: int, place: str, day: date) -> list[Seat]:
        return [s for s in self.seats.get(place, ()) if s.rung == rung and s.holds(day)]

    def _promises(self, item: Item, day: date, at: datetime) -> None:
        """The newest promise holds."""
        quiet = self.quiet.setdefault(item, Quiet())
        quiet.promised = day
        quiet.asked_again.append(day)
        self._saw(item, local(at).date())

    def _saw(self, item: Item, day: date) -> None:
        quiet = self.quiet.setdefault(item, Quiet())
        quiet.seen = quiet.seen or day

    def _settle(self, child: Child) -> None:
        for kind, due in self.owed.pop(child.number, {}).items():
            self.by_due[due].discard((child.number, kind))
        if child.left is not None:
            return
        self.owed[child.number] = owed = owed_by(child)
        for kind, due in owed.items():
            self.by_due[due].add((child.number, kind))


def owed_by(child: Child) -> dict[str, date]:
    """When each kind is due again: counted from the latest time, before the first from the day of entry."""
    kinds = (CONTACT, VISIT, REFRESH) if child.in_care else (REFRESH,)
    found = {}
    for kind in kinds:
        done = [d.held_on for d in child.deeds if d.reached and d.kind in COUNTS_AS[kind]]
        found[kind] = months_after(max(done, default=child.entered), MONTHS[kind])
    return found


def local(at: datetime) -> datetime:
    return at.astimezone(ZONE)


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """An instant by the county's clock."""
    return datetime(day.year, day.month, day.day, tzinfo=ZONE) + timedelta(
        hours=hour, minutes=minute
    )
