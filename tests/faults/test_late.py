"""The machine is late: what is noticed and when, who sees it, and that the operator hears while Telegram is down."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
import sqlalchemy as sa

from bot.commands import check
from bot.commands.opened import Opened
from bot.couriers.email import EmailCourier
from bot.late import Lag, Late, late_jobs, lateness
from bot.settings import Settings
from bot.watching import ONCE_IN, tell_operator, watch
from reminders.timetable import TIMETABLE
from storage.access import Channel
from storage.letter import LetterState, Priority, To, Why
from storage.outbox import Lane, claim, gave_up, held, later, put
from storage.runs import last_runs
from storage.tables.ledger import notice
from tests.botapi import BotApi
from tests.cast import MONDAY, ZONE, CastDesk
from tests.faults.ground import Ground
from tests.faults.mailserver import Mailbox, mailbox

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def local(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=ZONE).astimezone(UTC)


def ran(at: str) -> dict[str, datetime]:
    """Every job ran for the last time before `at`: sweeps at it, the others at their hour."""
    now = local(at)
    return {
        entry.name: now if entry.sweep else local(f"{at[:10]}T{clock_of(entry.cron)}")
        for entry in TIMETABLE
    }


def clock_of(cron: str) -> str:
    minute, hour, *_ = cron.split()
    return f"{int(hour):02}:{int(minute):02}"


@pytest.mark.parametrize(
    ("now", "late"),
    [
        ("2026-11-23T09:15", []),
        ("2026-11-23T09:16", [entry.name for entry in TIMETABLE if entry.sweep]),
        ("2026-11-24T03:24", [entry.name for entry in TIMETABLE if entry.sweep]),
    ],
)
def test_sweeps_are_late_after_a_quarter_of_an_hour(now: str, late: list[str]) -> None:
    found = late_jobs(ran("2026-11-23T09:00"), local(now) + timedelta(seconds=1), ZONE)
    assert sorted(each.job for each in found) == sorted(late)


@pytest.mark.parametrize(
    ("now", "late"),
    [
        ("2026-11-24T08:30", False),
        ("2026-11-24T08:45", False),
        ("2026-11-24T08:46", True),
        ("2026-11-30T12:00", True),
    ],
)
def test_the_mornings_plan_is_late_when_its_next_run_is(now: str, late: bool) -> None:
    runs = {**ran("2026-11-23T09:00"), **dict.fromkeys(sweeps(), local(now))}
    found = [each for each in late_jobs(runs, local(now), ZONE) if each.job == "plan_day"]
    expected = Late(Lag.JOB, since=local("2026-11-24T08:30"), job="plan_day")
    assert found == ([expected] if late else [])


def sweeps() -> list[str]:
    return [entry.name for entry in TIMETABLE if entry.sweep]


def test_a_desk_that_never_ran_is_not_late_and_a_job_that_never_ran_is() -> None:
    assert late_jobs({}, local("2026-11-24T12:00"), ZONE) == []
    runs = ran("2026-11-23T09:00")
    del runs["plan_day"]
    now = local("2026-11-24T09:00")
    runs |= dict.fromkeys(sweeps(), now)
    found = late_jobs(runs, now, ZONE)
    assert "plan_day" in [each.job for each in found]


async def lags(desk: CastDesk) -> set[Lag]:
    async with desk.database.read() as tx:
        return {each.lag for each in await lateness(tx, desk.clock(), ZONE)}


async def letter(desk: CastDesk, number: int = 1) -> None:
    async with desk.database.write() as tx:
        key, refs = f"late:{number}", {"lag": Lag.JOB.value}
        now = desk.clock()
        await put(tx, key, "machine_late", To(), refs, priority=Priority.RECEIPT, now=now)


async def test_each_sweep_keeps_when_it_went_through(desk: CastDesk) -> None:
    for _ in range(3):
        desk.clock.on(minutes=1)
        await desk.tick()
    async with desk.database.read() as tx:
        runs = await last_runs(tx)
    assert {runs[name] for name in sweeps()} == {desk.clock()}
    assert await lags(desk) == set()


@pytest.mark.parametrize(("minutes", "late"), [(15, False), (16, True)])
async def test_letters_nobody_takes(desk: CastDesk, minutes: int, late: bool) -> None:
    await letter(desk)
    desk.clock.on(minutes=minutes)
    assert await lags(desk) == ({Lag.OUTBOX} if late else set())


@pytest.mark.parametrize(("minutes", "late"), [(45, False), (46, True)])
async def test_paced_letters_have_their_time(desk: CastDesk, minutes: int, late: bool) -> None:
    await letter(desk)
    async with desk.database.write() as tx:
        (taken,) = await claim(tx, desk.clock(), 1)
        await held(tx, taken.id, Why.PACED)
        assert await claim(tx, desk.clock(), 1, Lane.FREE) == []
    desk.clock.on(minutes=minutes)
    assert await lags(desk) == ({Lag.OUTBOX} if late else set())


@pytest.mark.parametrize(("minutes", "late"), [(60, False), (61, True)])
async def test_letters_tried_in_vain(desk: CastDesk, minutes: int, late: bool) -> None:
    await letter(desk)
    desk.clock.on(minutes=minutes)
    async with desk.database.write() as tx:
        (taken,) = await claim(tx, desk.clock(), 1)
        await later(tx, taken.id, desk.clock() + MINUTE, Why.AWAY)
    assert await lags(desk) == ({Lag.IN_VAIN} if late else set())


@pytest.mark.parametrize(("hours", "late"), [(23, True), (25, False)])
async def test_letters_that_reached_nobody(desk: CastDesk, hours: int, late: bool) -> None:
    await letter(desk)
    async with desk.database.write() as tx:
        (taken,) = await claim(tx, desk.clock(), 1)
        await gave_up(tx, taken.id, LetterState.BROKEN, Why.MALFORMED, desk.clock())
    desk.clock.on(hours=hours)
    assert await lags(desk) == ({Lag.LOST} if late else set())


async def test_due_and_not_planned(desk: CastDesk) -> None:
    """The plan ran each morning, but the notices of one child are lost."""
    desk.clock.to("2026-12-01", "08:30")
    await desk.tick()
    assert Lag.NOT_PLANNED not in await lags(desk)
    async with desk.database.write() as tx:
        await tx.execute(sa.delete(notice))
    assert Lag.NOT_PLANNED in await lags(desk)


async def test_healthz_says_codes_and_nothing_of_people(ground: Ground) -> None:
    async with ground.desk() as journey, aiohttp.ClientSession() as http:
        async with http.get(f"{journey.base}/healthz") as answer:
            assert (answer.status, await answer.json()) == (200, {"ok": True})
        await journey.pass_to("2026-11-24", "08:31")
        journey.clock.to("2026-11-25", "12:00")
        async with http.get(f"{journey.base}/healthz") as answer:
            told = await answer.json()
        assert (answer.status, told["ok"]) == (503, False)
        assert "job_late:plan_day" in told["late"]
        assert {code.partition(":")[0] for code in told["late"]} <= {*Lag}

        await journey.pass_to("2026-11-25", "12:01")
        async with http.get(f"{journey.base}/healthz") as answer:
            assert answer.status == 200


async def test_healthz_looks_at_the_rows_once_in_a_while(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = []

    async def seen(*asked: object) -> list[Late]:
        looked.append(asked)
        raise OSError("disk gone")

    monkeypatch.setattr("bot.pages.app.lateness", seen)
    async with ground.desk() as journey, aiohttp.ClientSession() as http:
        for _ in range(20):
            async with http.get(f"{journey.base}/healthz") as answer:
                assert (answer.status, (await answer.json())["late"]) == (503, ["database"])
    assert len(looked) == 1


async def test_check_says_what_is_late_and_how_to_mend_it(desk: CastDesk) -> None:
    desk.clock.to("2026-11-24", "08:31")
    await desk.tick()
    await letter(desk)
    desk.clock.to("2026-11-25", "12:00")
    opened = Opened(Settings.model_construct(), desk.database)
    told = [each.says for each in await check._database(opened, desk.clock()) if each.wrong]
    assert "plan_day should have run since 2026-11-25 00:30Z; is houniao serve running?" in told
    waits = "the oldest letter waits since 2026-11-24 00:31Z, and nobody takes it; is houniao serve running?"
    assert waits in told


@pytest.fixture
async def box(desk: CastDesk) -> AsyncIterator[Mailbox]:
    """The operator's mailbox, and a desk that knows it."""
    async with mailbox() as made:
        courier = EmailCourier(made.settings(), "https://desk.example")
        desk.sender.couriers = {**desk.sender.couriers, Channel.EMAIL: courier}
        desk.house.alarms = ((Channel.EMAIL, "operator@county.example"),)
        yield made


async def test_the_operator_hears_of_each_once_in_six_hours(desk: CastDesk, box: Mailbox) -> None:
    for _ in range(3):
        await tell_operator(desk.house, [Lag.JOB, Lag.IN_VAIN], desk.clock())
        await desk.deliver()
        desk.clock.on(minutes=1)
    assert len(box.got) == 2
    desk.clock.now = MONDAY + ONCE_IN - timedelta(seconds=1)
    await tell_operator(desk.house, [Lag.JOB, Lag.OUTBOX], desk.clock())
    await desk.deliver()
    assert len(box.got) == 3
    desk.clock.now = MONDAY + ONCE_IN
    await tell_operator(desk.house, [Lag.JOB], desk.clock())
    await desk.deliver()
    assert len(box.got) == 4
    assert {tuple(to) for to in box.to} == {("operator@county.example",)}
    assert "定时任务" in box.got[-1].get_content()


async def test_an_operator_once_unreachable_is_told_again(desk: CastDesk, box: Mailbox) -> None:
    box.rcpt.append("550 no such mailbox")
    await tell_operator(desk.house, [Lag.JOB], desk.clock())
    await desk.deliver()
    assert box.got == []
    await tell_operator(desk.house, [Lag.OUTBOX], desk.clock())
    await desk.deliver()
    assert len(box.got) == 1


async def test_with_no_address_of_the_operator_nothing_is_put(desk: CastDesk) -> None:
    await tell_operator(desk.house, [Lag.JOB], desk.clock())
    async with desk.database.write() as tx:
        assert await claim(tx, desk.clock(), 1) == []


async def test_the_alarm_comes_while_telegram_is_down(ground: Ground, api: BotApi) -> None:
    async with mailbox() as box, ground.desk() as journey:
        house, sender = journey.desk.house, journey.desk.sender
        courier = EmailCourier(box.settings(), "https://desk.example")
        sender.couriers = {**sender.couriers, Channel.EMAIL: courier}
        house.alarms = ((Channel.EMAIL, "operator@county.example"),)
        wang = api.person("王秀兰")
        await wang.says(f"/start {journey.seeded.invites['director'].code}")
        await wang.sees("示例")
        api.down = True
        await journey.pass_to("2026-11-24", "08:31")
        for clock in ("08:40", "09:20", "09:32"):
            await journey.pass_to("2026-11-24", clock)
            await sender.drain()
        await watch(house, journey.clock())
        await sender.drain()
        api.down = False
    assert [got for got in box.got if "试发一个多小时" in got.get_content()]
