"""The plan of a day: told once, caught up, silent when nothing calls for it; on both databases."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from reminders.due import Kind
from reminders.plan import Planned, plan_day
from storage import ledger, notices, posts
from storage.access import Role
from storage.calendar_days import set_days
from storage.database import Database
from storage.digests import digest_of
from storage.ids import DigestId, PersonId
from storage.outbox import LEASE, counts
from storage.regional_rules import set_rule
from tests.reminders.mornings import (
    brought,
    changed,
    claimed,
    digest_in,
    planned,
    steps_told,
)
from tests.village import VILLAGE, ZONE, Village, acting, at, somebody, statements

# A child entered on 15 February is owed a contact by 15 May 2026, a Friday.
ENTERED = "2026-02-15"
DUE = date(2026, 5, 15)


async def test_a_plan_that_runs_twice_tells_once(database: Database) -> None:
    village = await Village.founded(database)
    child = await village.child(ENTERED)

    first = await planned(database, "2026-05-12")
    second = await planned(database, "2026-05-12")

    assert (first, second) == (Planned(1, 1), Planned())
    letters = await brought(database, "2026-05-12", "08:31")
    assert [letter.kind for letter in letters.values()] == ["digest"]
    (line,) = (await digest_in(database, letters[village.wang.person], at("2026-05-12"))).lines
    assert (line.child, line.kind, line.due) == (child, Kind.CONTACT, DUE)


async def test_the_next_day_the_same_step_is_not_told_again(database: Database) -> None:
    village = await Village.founded(database)
    await village.child(ENTERED)
    made = []
    for day in ("2026-05-11", "2026-05-12", "2026-05-13", "2026-05-14", "2026-05-15"):
        made.append((await planned(database, day)).notices)
        await brought(database, day)

    assert made == [1, 1, 0, 0, 1]  # −14 (late), −3, −, −, 0


async def test_it_is_sent_once_more_the_day_after_and_never_then(database: Database) -> None:
    village = await Village.founded(database)
    await village.child("2026-02-13")  # due on Wednesday 13 May
    made = []
    for day in ("2026-05-13", "2026-05-14", "2026-05-15"):
        made.append((await planned(database, day)).notices)
        await brought(database, day)

    assert made == [1, 1, 0]


async def test_having_acknowledged_it_is_not_sent_once_more(database: Database) -> None:
    village = await Village.founded(database)
    await village.child("2026-02-13")
    await planned(database, "2026-05-13")
    await brought(database, "2026-05-13")
    await changed(database, await village.reminder("2026-05-13"), acknowledged_on=date(2026, 5, 13))

    assert await planned(database, "2026-05-14") == Planned()


@pytest.mark.parametrize(
    ("now", "notices"),
    [
        (at("2026-05-12", "08:29"), 0),
        (at("2026-05-12", "08:30"), 1),
        (at("2026-05-12", "19:59"), 1),
        (at("2026-05-12", "20:00"), 0),  # quiet: the next working morning
        (at("2026-05-15", "23:59"), 0),
        (at("2026-05-16"), 0),  # a Saturday
        (at("2026-05-09"), 1),  # a Saturday that is worked, for the May holiday
        (at("2026-05-04"), 0),  # within it
    ],
)
async def test_told_on_working_days_from_half_past_eight_to_eight(
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


async def test_a_day_off_an_administrator_entered_is_kept_free(database: Database) -> None:
    village = await Village.founded(database)
    await village.child(ENTERED)
    async with database.write() as tx:
        free = {date(2026, 5, 12): False, date(2026, 5, 16): True}
        await set_days(tx, free, None, at("2026-05-11"))

    assert await planned(database, "2026-05-12") == Planned()
    assert (await planned(database, "2026-05-16")).digests == 1


async def test_nothing_due_is_silence(database: Database) -> None:
    village = await Village.founded(database)
    child = await village.child(ENTERED)
    await village.held(village.wang, child, Kind.CONTACT, "2026-05-11", at("2026-05-11"))

    assert await planned(database, "2026-05-12") == Planned()
    assert await brought(database, "2026-05-12", "12:00") == {}


async def test_what_falls_due_on_a_holiday_is_asked_for_before_it(database: Database) -> None:
    village = await Village.founded(database)
    await village.child("2026-07-03")  # the contact falls due on 3 October, a holiday
    await planned(database, "2026-09-29")
    await brought(database, "2026-09-29")

    made = await planned(database, "2026-09-30")

    assert made.notices == 1
    which = await village.reminder("2026-10-03")
    assert await steps_told(database, which, "2026-09-30") == {"before_3", "on_day"}


async def test_silence_climbs_to_the_supervisor_and_the_county(database: Database) -> None:
    village = await Village.founded(database)
    await village.child(ENTERED)

    told = {}
    for day in ("2026-05-18", "2026-05-22", "2026-06-15"):
        await planned(database, day)
        told[day] = set(await brought(database, day))

    assert told == {
        "2026-05-18": {village.wang.person},
        "2026-05-22": {village.zhao.person},
        "2026-06-15": {village.sun.person},
    }


async def test_who_takes_over_a_child_is_told_where_it_stands(database: Database) -> None:
    village = await Village.founded(database)
    child = await village.child(ENTERED)
    await planned(database, "2026-05-18")
    await brought(database, "2026-05-18")
    ma = await somebody(database, "马主任", Role.DIRECTOR, VILLAGE)
    async with database.write() as tx:
        await ledger.assign(tx, child, ma.person, date(2026, 5, 19))

    await planned(database, "2026-05-19")

    assert set(await brought(database, "2026-05-19")) == {ma.person}


async def test_what_becomes_due_after_the_digest_waits_for_the_next_morning(
    database: Database,
) -> None:
    village = await Village.founded(database)
    await village.child(ENTERED)
    await planned(database, "2026-05-12")
    await brought(database, "2026-05-12", "08:31")
    await village.child(ENTERED, name="后来的", now=at("2026-05-12", "09:00"))

    assert await planned(database, "2026-05-12", "10:00") == Planned()
    assert await planned(database, "2026-05-13") == Planned(1, 1)


@pytest.mark.parametrize(
    ("promise", "day", "asked", "code"),
    [
        ("put_off_until", 14, [14], "again:2026-05-14"),
        ("tried_until", 14, [14], "again:2026-05-14"),
        ("tried_until", 16, [15], "again:2026-05-16"),  # a Saturday: asked for on the Friday
        ("nudged_on", 14, [12, 14], "nudge:2026-05-14"),  # quiets nothing
    ],
)
async def test_what_was_promised_is_asked_for_again_on_its_day(
    database: Database, promise: str, day: int, asked: list[int], code: str
) -> None:
    village = await Village.founded(database)
    await village.child("2026-02-20")  # due on Wednesday 20 May: −14 is over, −3 is on the 18th
    which = await village.reminder("2026-05-20")
    made = []
    for morning in (12, 13, 14, 15):
        if morning == 14 or promise != "nudged_on":
            await changed(database, which, **{promise: date(2026, 5, day)})
        if (await planned(database, f"2026-05-{morning}")).notices:
            made.append(morning)
        await brought(database, f"2026-05-{morning}")

    assert made == asked
    assert code in await steps_told(database, which, "2026-05-15")


async def test_an_item_of_the_backlog_is_asked_for_on_its_day_and_climbs_from_there(
    database: Database,
) -> None:
    village = await Village.founded(database)
    await village.child("2025-02-15")
    which = await village.reminder("2025-05-15")  # a year over when the county began
    for each in await village.open():
        later = date(2026, 5, 27) if each.id == which else date(2027, 1, 1)
        await changed(database, each.id, ask_on=later)

    told = {}
    for day in ("2026-05-12", "2026-05-13", "2026-05-27", "2026-06-02", "2026-06-03"):
        await planned(database, day)
        told[day] = set(await brought(database, day))

    wang, zhao = village.wang.person, village.zhao.person
    assert told["2026-05-12"] == set()
    assert told["2026-05-13"] == {wang}  # two weeks ahead of its own day
    assert told["2026-05-27"] == {wang}
    assert told["2026-06-02"] == {wang}
    assert told["2026-06-03"] == {zhao}


async def test_a_place_may_be_told_earlier_than_others(database: Database) -> None:
    village = await Village.founded(database)
    await village.child(ENTERED)
    async with database.write() as tx:
        await set_rule(tx, "130123", "before_14", -25, None, at("2026-04-01"))

    assert await planned(database, "2026-04-17") == Planned()
    assert await planned(database, "2026-04-20") == Planned(1, 1)


async def test_nobody_anywhere_above_is_counted(database: Database) -> None:
    village = await Village.founded(database)
    await village.child(ENTERED, region="13")

    assert await planned(database, "2026-05-12") == Planned(unheard=1)


async def test_a_crash_between_plan_and_sending_loses_nothing(database: Database) -> None:
    village = await Village.founded(database)
    await village.child(ENTERED)
    now = at("2026-05-12", "08:30")
    await plan_day(database, now, ZONE)
    lost = await claimed(database, now)  # claimed, then the machine went down

    await plan_day(database, now + LEASE, ZONE)
    again = await claimed(database, now + LEASE)

    assert [letter.id for letter in again] == [letter.id for letter in lost]
    async with database.read() as tx:
        assert sum((await counts(tx)).values()) == 1


async def test_a_plan_that_dies_half_way_goes_on_where_it_stopped(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    village = await Village.founded(database)
    await village.child(ENTERED)
    monkeypatch.setattr("reminders.plan.CHUNK", 1)
    monkeypatch.setattr("reminders.plan.put_digests", _failing_after(1))
    now = at("2026-05-22")

    with pytest.raises(ConnectionError):
        await plan_day(database, now, ZONE)
    monkeypatch.undo()

    assert await plan_day(database, now, ZONE) == Planned(1, 1)
    assert len(await brought(database, "2026-05-22")) == 2


async def test_only_the_reader_of_a_digest_gets_it(database: Database) -> None:
    village = await Village.founded(database)
    await village.child(ENTERED)
    await planned(database, "2026-05-12")
    letter = (await brought(database, "2026-05-12"))[village.wang.person]
    digest = DigestId(int(letter.refs["digest"]))
    today, now = date(2026, 5, 12), at("2026-05-12")

    async with database.write() as tx:
        stranger = acting(PersonId(999), Role.DIRECTOR, "13").person
        assert await digest_of(tx, digest, stranger, today) is None
        assert not await notices.acknowledge_digest(tx, digest, stranger, [], today, now)


async def test_many_counted_children_are_told_each_but_in_one_transaction(
    database: Database,
) -> None:
    village = await Village.founded(database)
    for _ in range(12):
        await village.counted("2025-12-30")

    made = await planned(database, "2026-06-29")

    assert made == Planned(digests=1, notices=12)
    letter = (await brought(database, "2026-06-29"))[village.wang.person]
    lines = (await digest_in(database, letter, at("2026-06-29"))).lines
    assert {(line.kind, line.counted) for line in lines} == {(Kind.REFRESH, True)}


async def test_a_plan_costs_statements_by_the_chunk_not_by_the_child(database: Database) -> None:
    village = await Village.founded(database)
    costs = []
    for day, children in (("2026-05-12", 1), ("2026-05-15", 30)):
        for _ in range(children):
            await village.child(ENTERED)
        with statements(database) as executed:
            made = await planned(database, day)
        await brought(database, day)
        costs.append(len(executed))
        assert made.notices >= children

    assert costs[0] == costs[1] <= 12


def _failing_after(letters: int) -> Callable[..., Awaitable[None]]:
    """The outbox goes away after that many portions."""
    put, left = posts.put_digests, iter(range(letters))

    async def failing(*args: Any, **more: Any) -> None:
        if next(left, None) is None:
            raise ConnectionError
        await put(*args, **more)

    return failing
