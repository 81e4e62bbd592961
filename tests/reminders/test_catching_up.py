"""After a time without the machine, or a morning whose letters did not get out: all of it, once, in one digest."""

from datetime import date, timedelta

import pytest

from content.calendar import is_working_day
from content.intervals import standard_intervals
from reminders.digest_reading import digest_to_send
from reminders.due import Kind
from reminders.morning import calls_now
from reminders.plan import Planned
from storage.database import Database
from storage.ids import DigestId
from storage.outbox import Letter
from tests.reminders.mornings import (
    Days,
    all_done,
    brought,
    brought_before,
    changed,
    claimed,
    digest_in,
    ended,
    in_reach_again,
    not_brought,
    on_the_page,
    planned,
    shown,
    steps_told,
)
from tests.village import Village, at


async def test_after_a_week_without_the_machine_all_is_caught_up_in_one_digest(
    database: Database,
) -> None:
    village = await Village.founded(database)
    first = await village.child("2026-02-15")
    second = await village.child("2026-02-18")

    # From 12 May on nothing ran.
    assert await planned(database, "2026-05-22", "14:00") == Planned(digests=2, notices=3)
    letters = await brought(database, "2026-05-22", "14:01")
    now = at("2026-05-22")
    wang = (await digest_in(database, letters[village.wang.person], now)).lines
    zhao = (await digest_in(database, letters[village.zhao.person], now)).lines
    assert [line.child for line in wang] == [first, second]
    assert [line.child for line in zhao] == [first]


@pytest.mark.parametrize(
    ("last", "back"),
    [
        ("2026-05-11", "2026-05-13"),  # a day
        ("2026-05-11", "2026-06-22"),  # forty days and the weekend behind them
        ("2026-09-29", "2026-10-08"),  # over the national holiday
    ],
)
async def test_downtime_of_any_length_costs_one_digest_each(
    database: Database, last: str, back: str
) -> None:
    """The children of three weeks, one due a day: what a desk that never stopped would have told by then."""
    village = await Village.founded(database)
    first = date.fromisoformat(last) - timedelta(days=95)
    for later in range(21):
        await village.child((first + timedelta(days=later)).isoformat())
    await planned(database, last)
    await brought(database, last)

    await planned(database, back, "11:00")
    letters = await brought(database, back, "11:01")

    today, steps = date.fromisoformat(back), standard_intervals().steps
    for each in await village.open():
        codes = {call.code for call in calls_now(each, today, steps)}
        assert codes <= await steps_told(database, each.id, back), each.due
    assert await planned(database, back, "12:00") == Planned()
    assert village.wang.person in letters


async def test_a_digest_that_did_not_get_out_is_folded_into_the_next(database: Database) -> None:
    village = await Village.founded(database)
    first = await village.child("2026-02-15")
    await planned(database, "2026-05-12")  # the channel is down all day
    second = await village.child("2026-02-16")

    assert await planned(database, "2026-05-13") == Planned(1, 2)
    letters = await brought(database, "2026-05-13")

    digest = await digest_in(database, letters[village.wang.person], at("2026-05-13"))
    assert [line.child for line in digest.lines] == [first, second]
    assert await ended(database) == {"folded": 1, None: 1}


async def test_what_was_done_while_it_waited_is_not_told(database: Database) -> None:
    village = await Village.founded(database)
    child = await village.child("2026-02-15")
    await planned(database, "2026-05-12")
    await village.held(village.wang, child, Kind.CONTACT, "2026-05-12", at("2026-05-12"))

    assert await planned(database, "2026-05-13") == Planned()
    (letter,) = await claimed(database, at("2026-05-13"))
    assert not await _goes_out(database, letter, date(2026, 5, 13))


@pytest.mark.parametrize("day", ["2026-05-12", "2026-05-16"])
async def test_a_digest_goes_out_on_its_own_day_only(database: Database, day: str) -> None:
    """Before the plan of a later morning, or on a Saturday: what it held comes with the next digest."""
    village = await Village.founded(database)
    await village.child("2026-02-15")
    await planned(database, "2026-05-11")
    (letter,) = await claimed(database, at("2026-05-11"))

    assert await _goes_out(database, letter, date(2026, 5, 11))
    assert not await _goes_out(database, letter, date.fromisoformat(day))
    assert await _goes_out(database, letter, date.fromisoformat(day), brought=True)


async def test_a_letter_that_is_being_sent_is_left_alone(database: Database) -> None:
    village = await Village.founded(database)
    await village.child("2026-02-15")
    await planned(database, "2026-05-11")
    (letter,) = await claimed(database, at("2026-05-11", "08:31"))
    await brought_before(database, letter, at("2026-05-11", "08:31"))
    await claimed(database, at("2026-05-12", "08:29"))  # to another address
    await village.child("2026-02-16")

    assert await planned(database, "2026-05-12") == Planned()
    (again,) = await claimed(database, at("2026-05-12", "08:32"))  # its lease lapsed
    assert again.id == letter.id
    assert await planned(database, "2026-05-13") == Planned(1, 2)


async def test_yesterdays_letter_claimed_first_on_coming_back_holds_up_nothing(
    database: Database,
) -> None:
    """It ends unsent: the plan that runs beside it tells what it held, this very day."""
    village = await Village.founded(database)
    await village.child("2026-02-15")
    await planned(database, "2026-05-11")
    (letter,) = await claimed(database, at("2026-05-12", "13:59"))

    assert not await _goes_out(database, letter, date(2026, 5, 12))
    assert await planned(database, "2026-05-12", "14:00") == Planned(1, 1)


async def test_what_a_page_showed_early_in_the_morning_was_yesterdays_digest(
    database: Database,
) -> None:
    """Who reads yesterday's digest before half past eight gets today's all the same."""
    village = await Village.founded(database)
    await village.child("2026-02-13")  # due on Wednesday 13 May
    await planned(database, "2026-05-12")
    (letter,) = await claimed(database, at("2026-05-12", "08:31"))
    await on_the_page(database, letter, at("2026-05-12", "08:31"))
    await shown(database, letter, at("2026-05-13", "07:50"))

    assert await planned(database, "2026-05-13") == Planned(1, 1)


async def test_a_nudge_is_told_whichever_step_comes_next(database: Database) -> None:
    """Nudged after the morning's digest, due the next day, and the week has had its three."""
    village = await Village.founded(database)
    await village.child("2026-02-15")  # due on Friday 15 May
    which = await village.reminder("2026-05-15")
    for day, entered in (("11", "2026-02-25"), ("12", "2026-02-26"), ("13", "2026-02-27")):
        await village.child(entered)  # −14 that day
        await planned(database, f"2026-05-{day}")
        assert await brought(database, f"2026-05-{day}")
    assert await planned(database, "2026-05-14") == Planned()
    await changed(database, which, nudged_on=date(2026, 5, 14))

    assert (await planned(database, "2026-05-15")).digests == 1


async def test_what_reached_nobody_counts_as_not_told(database: Database) -> None:
    village = await Village.founded(database)
    await village.child("2026-02-15")
    await planned(database, "2026-05-12")
    wang, zhao = village.wang.person, village.zhao.person

    assert await not_brought(database, "2026-05-12") == [wang]
    assert (await planned(database, "2026-05-13")).digests == 1
    assert set(await brought(database, "2026-05-13")) == {zhao}  # the same step, for the next one
    await in_reach_again(database, wang)
    assert (await planned(database, "2026-05-14")).digests == 1
    assert set(await brought(database, "2026-05-14")) == {wang}


async def test_no_more_than_three_a_week_and_nothing_is_lost(database: Database) -> None:
    """Children due all through three months, each seen on its day, so that none is ever overdue."""
    village = await Village.founded(database)
    first = date(2026, 1, 5)
    for later in range(0, 90, 3):
        await village.child((first + timedelta(days=later)).isoformat())
    steps, week, held = standard_intervals().steps, 0, 0
    for day in Days("2026-04-06", "2026-06-28"):
        today = date.fromisoformat(day)
        for each in await village.open():
            if each.due <= today:
                await all_done(village, each.child, day)
        week = 0 if today.weekday() == 0 else week
        await planned(database, day)
        told = bool(await brought(database, day))
        week += told
        assert week <= 3
        for each in await village.open():
            codes = {call.code for call in calls_now(each, today, steps)}
            missing = codes - await steps_told(database, each.id, day)
            assert not (told and missing), (day, each.due)
            held += bool(missing) and is_working_day(today)
    assert held


async def test_what_turned_overdue_breaks_the_weeks_limit_once(database: Database) -> None:
    village = await Village.founded(database)
    for entered in ("02-25", "02-26", "02-27", "02-28"):  # −14: Monday 11 May through Thursday
        await village.child(f"2026-{entered}")
    await village.child("2026-02-14")  # due on Thursday 14 May
    which = await village.reminder("2026-05-14")
    await changed(database, which, acknowledged_on=date(2026, 5, 1))

    mornings = []
    for day in Days("2026-05-11", "2026-05-18"):
        await planned(database, day)
        if village.wang.person in await brought(database, day):
            mornings.append(day[-2:])

    # The 14th is a fourth digest and waits; on the 15th something is over, and told of for once.
    assert mornings == ["11", "12", "13", "15", "18"]
    codes = await steps_told(database, which, "2026-05-18")
    assert codes == {"before_3", "on_day", "after_3"}


async def _goes_out(
    database: Database, letter: Letter, today: date, *, brought: bool = False
) -> bool:
    assert letter.to.person is not None
    async with database.read() as tx:
        which = DigestId(int(letter.refs["digest"]))
        found = await digest_to_send(tx, which, letter.to.person, today, brought=brought)
    return found is not None
