"""The plan of a day: told once, caught up, silent when nothing calls for it; on both databases."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from reminders.due import Kind
from reminders.morning import last_day_asked, steps_now
from reminders.plan import Planned, plan_day
from reminders.steps import Step
from storage import ledger, notices, outbox
from storage.access import Role
from storage.children import Owed
from storage.database import Database
from storage.ids import DigestId, PersonId
from storage.outbox import LEASE, Letter, LetterState, claim, counts
from tests.village import VILLAGE, ZONE, Village, acting, at, day_of, somebody, statements

# A child entered on 15 February is owed a contact by 15 May 2026, a Friday.
ENTERED = "2026-02-15"
DUE = date(2026, 5, 15)

OWN, BOTH = (Step.AFTER_3,), (Step.AFTER_3, Step.SUPERVISOR_7)


@pytest.mark.parametrize(
    ("due", "today", "steps"),
    [
        (DUE, date(2026, 4, 30), ()),
        (DUE, date(2026, 5, 1), (Step.BEFORE_14,)),
        (DUE, date(2026, 5, 11), (Step.BEFORE_14,)),
        (DUE, date(2026, 5, 12), (Step.BEFORE_3,)),
        (DUE, date(2026, 5, 14), (Step.BEFORE_3,)),
        (DUE, date(2026, 5, 15), (Step.ON_DAY,)),
        (DUE, date(2026, 5, 17), (Step.ON_DAY,)),
        (DUE, date(2026, 5, 18), OWN),
        (DUE, date(2026, 5, 21), OWN),
        (DUE, date(2026, 5, 22), BOTH),
        (DUE, date(2026, 6, 13), BOTH),
        (DUE, date(2026, 6, 14), (*BOTH, Step.COUNTY_30)),
        (DUE, date(2027, 6, 14), (*BOTH, Step.COUNTY_30)),
        # Due on Sunday 17 May: asked for on the Friday before; overdue counts from the Sunday.
        (date(2026, 5, 17), date(2026, 5, 14), (Step.BEFORE_3,)),
        (date(2026, 5, 17), date(2026, 5, 15), (Step.ON_DAY,)),
        (date(2026, 5, 17), date(2026, 5, 18), (Step.ON_DAY,)),
        (date(2026, 5, 17), date(2026, 5, 19), (Step.ON_DAY,)),
        (date(2026, 5, 17), date(2026, 5, 20), OWN),
        # Due within the national holiday (1 to 7 October): asked for on 30 September.
        (date(2026, 10, 5), date(2026, 9, 29), (Step.BEFORE_3,)),
        (date(2026, 10, 5), date(2026, 9, 30), (Step.ON_DAY,)),
        (date(2026, 10, 5), date(2026, 10, 8), OWN),
    ],
)
def test_the_steps_of_a_morning(due: date, today: date, steps: tuple[Step, ...]) -> None:
    assert steps_now(due, today) == steps


@pytest.mark.parametrize(
    ("today", "steps"),
    [
        (date(2026, 5, 11), ()),
        (date(2026, 5, 12), (Step.BEFORE_3,)),  # three days before, acknowledged is not enough
        (date(2026, 5, 18), OWN),
    ],
)
def test_acknowledging_quiets_the_early_step_only(today: date, steps: tuple[Step, ...]) -> None:
    assert steps_now(DUE, today, acknowledged_on=date(2026, 5, 1)) == steps


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2026, 5, 11), date(2026, 5, 25)),  # the 26th is worked
        (date(2026, 5, 15), date(2026, 5, 31)),  # two weeks on is a Friday: its weekend too
    ],
)
def test_a_plan_looks_two_weeks_ahead_and_over_the_days_off_behind(today: date, last: date) -> None:
    assert last_day_asked(today) == last
    assert steps_now(last, today) == (Step.BEFORE_14,)
    assert steps_now(date.fromordinal(last.toordinal() + 1), today) == ()


async def test_a_plan_that_runs_twice_tells_once(database: Database) -> None:
    village = await Village.founded(database)
    child = await village.child(ENTERED)

    first = await plan_day(database, at("2026-05-12", "08:30"), ZONE)
    second = await plan_day(database, at("2026-05-12", "08:30"), ZONE)

    assert (first, second) == (Planned(1, 1), Planned())
    (letter,) = await _letters(database, at("2026-05-12", "08:31"))
    assert (letter.kind, letter.to.person) == ("digest", village.wang.person)
    (line,) = await _lines(database, letter, at("2026-05-12"))
    assert (line.child, line.kind, line.due) == (child, Kind.CONTACT, DUE)


async def test_the_next_day_the_same_step_is_not_told_again(database: Database) -> None:
    village = await Village.founded(database)
    await village.child(ENTERED)

    made = [await plan_day(database, at(f"2026-05-{day}"), ZONE) for day in range(11, 16)]

    assert [each.notices for each in made] == [1, 1, 0, 0, 1]  # −14 (late), −3, −, −, 0


@pytest.mark.parametrize(
    ("now", "notices"),
    [
        (at("2026-05-12", "08:29"), 0),
        (at("2026-05-12", "08:30"), 1),
        (at("2026-05-12", "23:59"), 1),
        (at("2026-05-16"), 0),  # a Saturday
        (at("2026-05-09"), 1),  # a Saturday that is worked, for the May holiday
        (at("2026-05-04"), 0),  # within it
    ],
)
async def test_told_on_working_days_from_half_past_eight(
    database: Database, now: datetime, notices: int
) -> None:
    village = await Village.founded(database)
    await village.child(ENTERED)

    assert (await plan_day(database, now, ZONE)).notices == notices


async def test_the_zone_of_the_desk_decides_what_morning_is(database: Database) -> None:
    village = await Village.founded(database)
    await village.child(ENTERED)
    half_past_eight_in_shanghai = datetime(2026, 5, 12, 0, 30, tzinfo=UTC)

    assert (await plan_day(database, half_past_eight_in_shanghai, ZONE)).digests == 1


async def test_nothing_due_is_silence(database: Database) -> None:
    village = await Village.founded(database)
    child = await village.child(ENTERED)
    await village.held(village.wang, child, Kind.CONTACT, "2026-05-11", at("2026-05-11"))

    assert await plan_day(database, at("2026-05-12"), ZONE) == Planned()
    assert await _letters(database, at("2026-05-12", "12:00")) == []


async def test_what_falls_due_on_a_holiday_is_asked_for_before_it(database: Database) -> None:
    village = await Village.founded(database)
    await village.child("2026-07-03")  # the contact falls due on 3 October, a holiday
    await plan_day(database, at("2026-09-29"), ZONE)

    made = await plan_day(database, at("2026-09-30"), ZONE)

    assert made.notices == 1
    assert await _steps(database, village, "2026-10-03") == {"before_3", "on_day"}


async def test_after_a_week_without_the_machine_all_is_caught_up_in_one_digest(
    database: Database,
) -> None:
    village = await Village.founded(database)
    first = await village.child(ENTERED)
    second = await village.child("2026-02-18")
    now = at("2026-05-22", "14:00")  # from 12 May on nothing ran

    assert await plan_day(database, now, ZONE) == Planned(digests=2, notices=3)
    by_person = {letter.to.person: letter for letter in await _letters(database, now)}
    wang = await _lines(database, by_person[village.wang.person], now)
    zhao = await _lines(database, by_person[village.zhao.person], now)
    assert [line.child for line in wang] == [first, second]
    assert [line.child for line in zhao] == [first]


async def test_silence_climbs_to_the_supervisor_and_the_county(database: Database) -> None:
    village = await Village.founded(database)
    await village.child(ENTERED)

    told = {}
    for day in ("2026-05-18", "2026-05-22", "2026-06-15"):
        await plan_day(database, at(day), ZONE)
        told[day] = {letter.to.person for letter in await _letters(database, at(day, "10:00"))}

    assert told == {
        "2026-05-18": {village.wang.person},
        "2026-05-22": {village.zhao.person},
        "2026-06-15": {village.sun.person},
    }


async def test_who_takes_over_a_child_is_told_where_it_stands(database: Database) -> None:
    village = await Village.founded(database)
    child = await village.child(ENTERED)
    await plan_day(database, at("2026-05-18"), ZONE)
    await _letters(database, at("2026-05-18", "10:00"))
    ma = await somebody(database, "马主任", Role.DIRECTOR, VILLAGE)
    async with database.write() as tx:
        await ledger.assign(tx, child, ma.person, date(2026, 5, 19))

    await plan_day(database, at("2026-05-19"), ZONE)

    (letter,) = await _letters(database, at("2026-05-19", "10:00"))
    assert letter.to.person == ma.person


async def test_what_becomes_due_after_the_digest_waits_for_the_next_morning(
    database: Database,
) -> None:
    village = await Village.founded(database)
    await village.child(ENTERED)
    await plan_day(database, at("2026-05-12", "08:30"), ZONE)
    await village.child(ENTERED, name="后来的", now=at("2026-05-12", "09:00"))

    assert await plan_day(database, at("2026-05-12", "10:00"), ZONE) == Planned()
    assert await plan_day(database, at("2026-05-13", "08:30"), ZONE) == Planned(1, 1)


async def test_nobody_anywhere_above_is_counted(database: Database) -> None:
    village = await Village.founded(database)
    child = await village.child(ENTERED, region="13")

    made = await plan_day(database, at("2026-05-12"), ZONE)

    assert made == Planned(unheard=1)
    assert child


async def test_a_crash_between_plan_and_sending_loses_nothing(database: Database) -> None:
    village = await Village.founded(database)
    await village.child(ENTERED)
    now = at("2026-05-12", "08:30")
    await plan_day(database, now, ZONE)
    lost = await _claimed(database, now)  # claimed, then the machine went down

    await plan_day(database, now + LEASE, ZONE)
    again = await _claimed(database, now + LEASE)

    assert [letter.id for letter in again] == [letter.id for letter in lost]
    async with database.read() as tx:
        assert sum((await counts(tx)).values()) == 1


async def test_a_plan_that_dies_half_way_goes_on_where_it_stopped(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    village = await Village.founded(database)
    await village.child(ENTERED)
    monkeypatch.setattr("reminders.plan.CHUNK", 1)
    monkeypatch.setattr("reminders.plan.outbox.put", _failing_after(1))
    now = at("2026-05-22")

    with pytest.raises(ConnectionError):
        await plan_day(database, now, ZONE)
    monkeypatch.undo()

    assert await plan_day(database, now, ZONE) == Planned(1, 1)
    assert len(await _letters(database, now)) == 2


async def test_only_the_reader_of_a_digest_gets_it(database: Database) -> None:
    village = await Village.founded(database)
    await village.child(ENTERED)
    await plan_day(database, at("2026-05-12"), ZONE)
    (letter,) = await _letters(database, at("2026-05-12", "10:00"))
    digest = DigestId(int(letter.refs["digest"]))
    today = date(2026, 5, 12)

    async with database.write() as tx:
        stranger = acting(PersonId(999), Role.DIRECTOR, "13").person
        assert await notices.digest_of(tx, digest, stranger, today) is None
        assert not await notices.acknowledge_digest(tx, digest, stranger, today, at("2026-05-12"))


async def test_a_plan_costs_statements_by_the_chunk_not_by_the_child(database: Database) -> None:
    village = await Village.founded(database)
    costs = []
    for day, children in (("2026-05-12", 1), ("2026-05-15", 30)):
        for _ in range(children):
            await village.child(ENTERED)
        with statements(database) as executed:
            made = await plan_day(database, at(day), ZONE)
        costs.append(len(executed))
        assert made.notices >= children

    assert costs[0] == costs[1] <= 8


def _failing_after(letters: int) -> Callable[..., Awaitable[bool]]:
    """The outbox goes away after that many letters."""
    put, left = outbox.put, iter(range(letters))

    async def failing(*args: Any, **more: Any) -> bool:
        if next(left, None) is None:
            raise ConnectionError
        return await put(*args, **more)

    return failing


async def _claimed(database: Database, now: datetime) -> list[Letter]:
    async with database.write() as tx:
        return await claim(tx, now, 100)


async def _letters(database: Database, now: datetime) -> list[Letter]:
    """Takes what may go now out of the outbox."""
    letters = await _claimed(database, now)
    async with database.write() as tx:
        for letter in letters:
            await outbox.gave_up(tx, letter.id, LetterState.SENT, "read by the test", now)
    return letters


async def _lines(database: Database, letter: Letter, now: datetime) -> tuple[Owed, ...]:
    assert letter.to.person is not None
    async with database.read() as tx:
        digest = DigestId(int(letter.refs["digest"]))
        found = await notices.digest_of(tx, digest, letter.to.person, day_of(now))
    assert found is not None
    return found.lines


async def _steps(database: Database, village: Village, due: str) -> set[str]:
    reminder = await village.reminder(due)
    async with database.read() as tx:
        return {step for _, step, _ in await notices.told_before(tx, [reminder])}
