"""Over any history and any calendar: no due date is lost, doubled, or past without showing as overdue."""

import asyncio
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from content.calendar import is_working_day
from content.intervals import NoticeDays, standard_intervals
from reminders.due import Kind, Standing, standing
from reminders.morning import asked_for, calls_now, last_day_asked
from reminders.record import Held, record, undo
from reminders.schedule import reschedule
from reminders.steps import LADDER, OWN, Step, asked_by
from storage import ledger
from storage.database import Database
from storage.ids import EntryId
from storage.ledger import NewChild
from storage.migrate import migrate
from storage.opening import open_database
from storage.reminders import Asked
from tests.conftest import KEYS
from tests.reminders.asking import Waiting
from tests.village import VILLAGE, Village, at

DAYS = standard_intervals().steps
FIRST = date(2025, 9, 1)
NEAR = st.integers(-20, 20)

days = st.dates(date(2024, 1, 1), date(2028, 12, 31))
calendars = st.dictionaries(
    st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.booleans(), max_size=60
)


@st.composite
def waiting(draw: st.DrawFn, acknowledged: st.SearchStrategy[int] = NEAR) -> Waiting:
    """Everything near the day it counts from, where the steps meet."""
    due = draw(st.dates(date(2026, 5, 1), date(2026, 8, 31)))
    ask_on = draw(st.none() | st.dates(due, date(2026, 9, 30)))

    def near(offsets: st.SearchStrategy[int]) -> date | None:
        offset = draw(st.none() | offsets)
        return None if offset is None else (ask_on or due) + timedelta(days=offset)

    promise, nudge = st.integers(-15, 45), st.integers(-5, 45)
    return Waiting(due, near(acknowledged), ask_on, near(promise), near(promise), near(nudge))


@st.composite
def notice_days(draw: st.DrawFn) -> NoticeDays:
    early, late = sorted(draw(st.sets(st.integers(-30, -1), min_size=2, max_size=2)))
    resend, own, supervisor, county = sorted(
        draw(st.sets(st.integers(1, 60), min_size=4, max_size=4))
    )
    every = draw(st.integers(7, 30))
    return NoticeDays(early, late, 0, resend, own, supervisor, county, every)


# ---- the steps, on any calendar


@given(waiting(), calendars, notice_days(), st.dates(date(2026, 3, 1), date(2027, 3, 1)))
def test_a_step_is_called_once_a_rung_and_climbs_are_never_silenced(
    asked: Waiting, calendar: dict[date, bool], steps: NoticeDays, today: date
) -> None:
    calls = calls_now(asked, today, steps, calendar)

    rungs = [_rung(call.step) for call in calls]
    assert rungs == sorted(set(rungs))
    over = (today - (asked.ask_on or asked.due)).days
    assert (1 in rungs) is (over >= steps.supervisor_7)
    assert (2 in rungs) is (over >= steps.county_30)


@given(waiting(acknowledged=st.just(-40)), calendars, notice_days())
def test_steps_go_forward_only(
    asked: Waiting, calendar: dict[date, bool], steps: NoticeDays
) -> None:
    """A promise or a nudge never leads back to an earlier step of the ladder."""
    plain = replace(asked, put_off_until=None, tried_until=None, nudged_on=None)
    lives = [
        [_own_place(each, day, steps, calendar) for day in _life(each)] for each in (plain, asked)
    ]
    for places in lives:
        known = [place for place in places if place is not None]
        assert all(before <= after for before, after in pairwise(known))
    for rung in (Step.SUPERVISOR_7, Step.COUNTY_30):
        times = [_time(asked, day, steps, rung) for day in _life(asked)]
        assert times == sorted(times)


@given(waiting(), calendars)
def test_whoever_promised_is_asked_again_by_that_day_and_not_before(
    asked: Waiting, calendar: dict[date, bool]
) -> None:
    promises = [day for day in (asked.put_off_until, asked.tried_until) if day]
    assume(promises)
    quiet = replace(asked, nudged_on=None)
    day = asked_by(max(promises), lambda each: is_working_day(each, calendar))
    own = {call.step for call in calls_now(quiet, day - timedelta(days=1), DAYS, calendar)}
    assert own.isdisjoint({*OWN, Step.AGAIN})
    on_the_day = [call.code for call in calls_now(quiet, day, DAYS, calendar)]
    begun_that_day = calls_now(
        replace(quiet, put_off_until=None, tried_until=None), day, DAYS, calendar
    )
    assert f"again:{max(promises)}" in on_the_day
    assert on_the_day[1:] == [call.code for call in begun_that_day if _rung(call.step)]


@given(days, calendars)
def test_what_is_new_is_told_by_its_day_and_over_at_every_morning_after(
    due: date, calendar: dict[date, bool]
) -> None:
    """A due date is never past without somebody being told, and never shows as anything but overdue."""
    asked = Waiting(due)
    first = asked_by(due, lambda day: is_working_day(day, calendar))
    told = {call.step for call in calls_now(asked, first, DAYS, calendar)}
    assert told == {Step.ON_DAY}
    for over in (1, 3, 7, 30, 365):
        today = due + timedelta(days=over)
        assert standing(due, today, -timedelta(days=DAYS.before_14)) is Standing.OVERDUE
        assert calls_now(asked, today, DAYS, calendar)


@given(days, calendars, notice_days(), st.integers(-40, 5))
def test_a_plan_looks_exactly_as_far_ahead_as_something_may_be_told(
    due: date, calendar: dict[date, bool], steps: NoticeDays, ahead: int
) -> None:
    today = due + timedelta(days=ahead)
    assume(is_working_day(today, calendar))
    told = bool(calls_now(Waiting(due), today, steps, calendar))
    assert told is asked_for(due, today, steps, calendar)
    assert not told or due <= last_day_asked(today, steps, calendar)


# ---- the ledger, over any history


@dataclass
class Deed:
    """`back`: how many days before its entering it was held."""

    what: str
    kind: Kind = Kind.CONTACT
    back: int = 0
    reached: bool = True
    wait: int = 0


deeds = st.lists(
    st.builds(
        Deed,
        st.sampled_from(["record", "record", "record", "undo", "redo", "care", "no care"]),
        st.sampled_from(Kind),
        st.sampled_from([0, 0, 0, 1, 30, 100, 200]),
        st.booleans() | st.just(True),
        st.sampled_from([0, 0, 5, 40, 92, 200]),
    ),
    max_size=12,
)


@dataclass
class World:
    """One desk for all examples; each example has a child of its own in it."""

    runner: asyncio.Runner
    database: Database
    village: Village


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    file = tmp_path_factory.mktemp("histories") / "desk.db"
    with asyncio.Runner() as runner:
        database = open_database(f"sqlite:///{file}", KEYS)
        runner.run(migrate(database))
        yield World(runner, database, runner.run(Village.founded(database)))
        runner.run(database.close())


class History:
    """A child's life told deed by deed, and what it should be owed, reckoned apart from the product."""

    def __init__(self, village: Village) -> None:
        self.village = village
        self.today = FIRST
        self.entered = FIRST
        self.care_since: date | None = None
        self.standing: dict[EntryId, Held] = {}
        self.mine: list[tuple[EntryId, date]] = []
        self.undone: Held | None = None

    @property
    def now(self) -> datetime:
        return at(self.today.isoformat())

    async def begin(self) -> "History":
        async with self.village.database.write() as tx:
            self.child = await ledger.add_child(tx, NewChild("小雨", VILLAGE, self.entered))
            await reschedule(tx, self.child, self.now, self.today)
        return self

    async def do(self, deed: Deed) -> None:
        self.today += timedelta(days=deed.wait)
        match deed.what:
            case "record":
                held_on = self.today - timedelta(days=deed.back)
                await self.record(Held(deed.kind, held_on, deed.reached, "phone", "well"))
            case "undo":
                await self.undo()
            case "redo" if self.undone is not None:
                await self.record(self.undone)
            case "care" | "no care":
                await self.change_care(begin=deed.what == "care")

    async def record(self, held: Held) -> None:
        async with self.village.database.write() as tx:
            made = await record(tx, self.village.wang, self.child, held, self.now, self.today)
        self.standing[made.entry] = held
        self.mine.append((made.entry, self.today))

    async def undo(self) -> None:
        if not self.mine or self.mine[-1][1] != self.today:
            return
        entry, _ = self.mine.pop()
        async with self.village.database.write() as tx:
            await undo(tx, self.village.wang, self.child, entry, self.now, self.today)
        self.undone = self.standing.pop(entry)

    async def change_care(self, *, begin: bool) -> None:
        if begin is (self.care_since is not None):
            return
        async with self.village.database.write() as tx:
            if begin:
                await ledger.put_in_care(tx, self.child, ["K-POOR"], self.today)
            else:
                await ledger.end_care(tx, self.child, self.today)
            await reschedule(tx, self.child, self.now, self.today)
        self.care_since = self.today if begin else None

    async def stored(self) -> list[Asked]:
        return [each for each in await self.village.open() if each.child == self.child]

    def owed(self) -> dict[str, date]:
        refreshed = self.last("refresh") or self.entered
        owed = {"refresh": _later(refreshed, 6)}
        if self.care_since is None:
            return owed
        for kind, months, counting in (
            ("contact", 3, ("contact", "visit")),
            ("visit", 6, ("visit",)),
        ):
            last = self.last(*counting)
            due = _later(last, months) if last else self.care_since
            owed[kind] = due if last and due >= self.care_since else _later(self.care_since, months)
        return owed

    def last(self, *kinds: str) -> date | None:
        held = [
            each.held_on for each in self.standing.values() if each.reached and each.kind in kinds
        ]
        return max(held, default=None)


@settings(max_examples=60, deadline=None)
@given(deeds)
def test_no_due_date_is_lost_or_doubled_whatever_happens(world: World, story: list[Deed]) -> None:
    async def told() -> None:
        history = await History(world.village).begin()
        for deed in story:
            await history.do(deed)
            stored = await history.stored()
            assert len({each.kind for each in stored}) == len(stored)
            assert {each.kind: each.due for each in stored} == history.owed()
            for each in stored:
                over = each.due < history.today
                shows = standing(each.due, history.today, timedelta(days=14))
                assert (shows is Standing.OVERDUE) is over
                assert not over or calls_now(each, history.today, DAYS)

    world.runner.run(told())


@settings(max_examples=40, deadline=None)
@given(deeds, st.sampled_from(Kind), st.sampled_from([0, 1, 30, 100, 400]))
def test_undoing_and_redoing_lead_where_no_error_leads(
    world: World, story: list[Deed], kind: Kind, back: int
) -> None:
    """The same rows with the notices they had; what was read by then stays read."""

    async def told() -> None:
        history = await History(world.village).begin()
        for deed in story:
            await history.do(deed)
        before = await history.stored()
        held = Held(kind, history.today - timedelta(days=back), reached=True, how="phone")
        await history.record(held)
        once = await history.stored()
        await history.undo()
        assert _but_read(await history.stored()) == _but_read(before)
        await history.record(held)
        assert _but_read(await history.stored()) == _but_read(once)

    world.runner.run(told())


@settings(max_examples=25, deadline=None)
@given(st.permutations([Deed("record", kind, back) for kind in Kind for back in (0, 40, 120)]))
def test_the_order_in_which_things_are_entered_changes_nothing(
    world: World, story: list[Deed]
) -> None:
    async def told() -> None:
        history = await History(world.village).begin()
        await history.change_care(begin=True)
        history.today += timedelta(days=130)
        for deed in story:
            await history.do(deed)
        owed = {each.kind: each.due for each in await history.stored()}
        assert owed == {
            "contact": _later(history.today, 3),
            "visit": _later(history.today, 6),
            "refresh": _later(history.today, 6),
        }

    world.runner.run(told())


def _but_read(stored: list[Asked]) -> list[Asked]:
    return [replace(each, acknowledged_on=None) for each in stored]


def _later(day: date, months: int) -> date:
    """Reckoned apart from the product: month by month."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _life(asked: Waiting) -> list[date]:
    due = asked.ask_on or asked.due
    return [due + timedelta(days=day) for day in range(-40, 130)]


def _rung(step: Step) -> int:
    return {Step.SUPERVISOR_7: 1, Step.COUNTY_30: 2}.get(step, 0)


def _own_place(
    asked: Waiting, today: date, steps: NoticeDays, calendar: dict[date, bool]
) -> int | None:
    """The director's place on the ladder; None where it is silent, promised or nudged."""
    own = [call.step for call in calls_now(asked, today, steps, calendar) if not _rung(call.step)]
    return LADDER.index(own[0]) if own and own[0] in LADDER else None


def _time(asked: Waiting, today: date, steps: NoticeDays, rung: Step) -> int:
    """How many days the rung was told for: 0 before the first."""
    codes = [call.code for call in calls_now(asked, today, steps) if call.step is rung]
    return int(codes[0].partition(":")[2] or 1) if codes else 0
