"""Runs of the timetable: claimed once, again when the claim lapsed, never when finished."""

from datetime import datetime, timedelta

import pytest

from storage.database import Database
from storage.runs import LEASE, claim_run, finish_run, last_runs
from tests.storage.conftest import TWENTY, at_once
from tests.village import at

AT = at("2026-11-23", "08:30")
SECOND = timedelta(seconds=1)


async def claimed(
    database: Database, now: datetime = AT, *, job: str = "plan_day", instant: datetime = AT
) -> bool:
    async with database.write() as tx:
        return await claim_run(tx, job, instant, now)


async def finished(database: Database, job: str, instant: datetime) -> None:
    async with database.write() as tx:
        await claim_run(tx, job, instant, instant)
        await finish_run(tx, job, instant, instant)


async def test_twenty_replicas_at_once_claim_a_run_once(database: Database) -> None:
    found = await at_once(database, lambda tx: claim_run(tx, "plan_day", AT, AT))

    assert sorted(found) == [False] * (TWENTY - 1) + [True]


async def test_another_job_and_another_instant_are_other_runs(database: Database) -> None:
    assert await claimed(database)
    assert await claimed(database, job="seal_audit")
    assert await claimed(database, instant=AT + timedelta(days=1))


@pytest.mark.parametrize(
    ("after", "again"),
    [(timedelta(0), False), (LEASE - SECOND, False), (LEASE, True), (LEASE + SECOND, True)],
)
async def test_a_claim_that_lapsed_unfinished_is_taken_over(
    database: Database, after: timedelta, again: bool
) -> None:
    assert await claimed(database)
    assert await claimed(database, AT + after) is again


async def test_twenty_replicas_at_once_take_over_a_lapsed_claim_once(database: Database) -> None:
    await claimed(database)
    late = AT + LEASE
    found = await at_once(database, lambda tx: claim_run(tx, "plan_day", AT, late))

    assert sorted(found) == [False] * (TWENTY - 1) + [True]


async def test_a_taken_over_claim_has_a_lease_of_its_own(database: Database) -> None:
    await claimed(database)
    assert await claimed(database, AT + LEASE)
    assert not await claimed(database, AT + LEASE * 2 - SECOND)
    assert await claimed(database, AT + LEASE * 2)


async def test_a_finished_run_is_never_claimed_again(database: Database) -> None:
    await finished(database, "plan_day", AT)

    for later in (timedelta(0), LEASE, timedelta(days=400)):
        assert not await claimed(database, AT + later)


async def test_a_claim_of_an_undone_transaction_was_none(database: Database) -> None:
    with pytest.raises(RuntimeError):
        await _failing(database)

    assert await claimed(database)


async def _failing(database: Database) -> None:
    async with database.write() as tx:
        await claim_run(tx, "plan_day", AT, AT)
        raise RuntimeError


async def test_the_last_runs_are_the_newest_finished_of_each_job(database: Database) -> None:
    day = timedelta(days=1)
    for instant in (AT + day, AT):
        await finished(database, "plan_day", instant)
    await finished(database, "seal_audit", AT)
    await claimed(database, job="plan_day", instant=AT + 2 * day)
    await claimed(database, job="purge_seen")
    async with database.read() as tx:
        assert await last_runs(tx) == {"plan_day": AT + day, "seal_audit": AT}
