"""The timetable when replicas die, jobs fail and desks are away: everything is done, once, and told once."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
import structlog

from bot import jobs
from bot.house import House
from bot.jobs import JOBS
from bot.serve import catch_up, timetable
from bot.ticking import run, take_up
from reminders.timetable import TIMETABLE
from storage.outbox import LetterState, counts
from storage.runs import LEASE, claim_run
from storage.tables.chats import outbox
from storage.tables.desk import job_run
from tests.cast import CastDesk
from tests.counting import statements
from tests.faults.ground import rows
from tests.village import at

TUESDAY = at("2026-11-24", "08:30")


@pytest.fixture
async def morning(desk: CastDesk) -> CastDesk:
    """Tuesday, 08:30: Wang's digest is due."""
    desk.clock.to("2026-11-24", "08:30")
    return desk


def failing(monkeypatch: pytest.MonkeyPatch, name: str, times: int) -> list[str]:
    """The job fails so often and then does its work; what was tried."""
    known, tried = jobs.JOBS, []

    async def job(house: House, now: datetime) -> None:
        tried.append(name)
        if len(tried) <= times:
            raise OSError("disk full")
        await known[name](house, now)

    monkeypatch.setattr(jobs, "JOBS", {**known, name: job})
    return tried


def digests(desk: CastDesk) -> list[str]:
    return [shown.text for shown in desk.wang.messages if "早上好" in shown.text]


async def test_a_run_of_a_dead_replica_is_taken_over_after_its_lease(morning: CastDesk) -> None:
    async with morning.database.write() as tx:
        assert await claim_run(tx, "plan_day", TUESDAY, morning.clock())

    morning.clock.now += LEASE - timedelta(seconds=1)
    await morning.tick()
    assert digests(morning) == []
    morning.clock.now += timedelta(seconds=1)
    await morning.tick()
    await morning.tick()

    assert len(digests(morning)) == 1


async def test_a_replica_that_comes_back_late_tells_nobody_twice(morning: CastDesk) -> None:
    """It slept through its lease; another did the run; then it goes on where it was."""
    await morning.tick()
    await JOBS["plan_day"](morning.house, morning.clock())
    await morning.deliver()
    assert len(digests(morning)) == 1


async def test_a_job_that_fails_stops_no_other_and_is_done_again(
    morning: CastDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = failing(monkeypatch, "plan_day", times=2)
    sealed = failing(monkeypatch, "seal_audit", times=0)

    with structlog.testing.capture_logs() as logs:
        await morning.tick()
    assert sealed
    assert [log["job"] for log in logs if log["event"] == "job failed"] == ["plan_day"]
    for _ in range(3):
        morning.clock.now += LEASE
        await morning.tick()

    assert len(tried) == 3
    assert len(digests(morning)) == 1


async def test_a_sweep_that_fails_stops_no_other(
    morning: CastDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, "referral_clocks", times=9)
    with structlog.testing.capture_logs() as logs:
        await morning.tick()
    assert len(digests(morning)) == 1
    assert {log["job"] for log in logs if log["event"] == "job failed"} == {"referral_clocks"}


async def test_a_desk_whose_job_fails_starts_all_the_same(
    morning: CastDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = failing(monkeypatch, "plan_day", times=1)
    await catch_up(morning.house)
    assert tried == ["plan_day"]


async def test_nine_days_of_downtime_are_one_digest_a_person(desk: CastDesk) -> None:
    """Of what fell due on different days meanwhile."""
    await desk.tick()
    desk.clock.to("2026-12-02", "10:00")

    for _ in range(2):
        await catch_up(desk.house)
        await desk.deliver()

    made = await rows(desk.database, sa.select(outbox.c.person).where(outbox.c.kind == "digest"))
    people = [row.person for row in made]
    assert len(people) == len(set(people)) == 2  # Wang, and Zhao for what nobody answered
    (digest,) = digests(desk)
    assert "C-1" in f"{digest}{desk.wang.screen.labels}"
    async with desk.database.read() as tx:
        assert set(await counts(tx)) == {LetterState.SENT}


async def test_what_was_run_is_not_run_again_at_the_start(morning: CastDesk) -> None:
    await morning.tick()
    plans = sa.select(job_run).where(job_run.c.job == "plan_day")
    before = await rows(morning.database, plans)
    morning.clock.on(hours=1)
    await catch_up(morning.house)
    assert await rows(morning.database, plans) == before != []


async def test_an_old_claim_of_a_job_that_is_no_more_troubles_nobody(morning: CastDesk) -> None:
    async with morning.database.write() as tx:
        await claim_run(tx, "a_job_of_an_older_desk", TUESDAY, morning.clock())
    morning.clock.now += LEASE
    await morning.tick()
    assert len(digests(morning)) == 1


async def test_looking_for_unfinished_runs_is_one_statement(morning: CastDesk) -> None:
    await morning.tick()
    with statements(morning.database) as seen:
        assert await take_up(morning.house, morning.clock()) == 0
    assert len(seen) == 1


async def test_the_scheduler_has_every_entry_and_forgives_late_starts(desk: CastDesk) -> None:
    made = timetable(desk.house)
    assert {job.id for job in made.get_jobs()} == {entry.name for entry in TIMETABLE}
    for job in made.get_jobs():
        assert job.misfire_grace_time is None
        assert job.coalesce
        assert job.max_instances == 1


async def test_one_instant_is_run_by_one_of_two_replicas(morning: CastDesk) -> None:
    other = await CastDesk.open(morning.database, morning.clock)
    found = [
        await run(each.house, "plan_day", TUESDAY, morning.clock()) for each in (morning, other)
    ]
    assert found == [True, False]
