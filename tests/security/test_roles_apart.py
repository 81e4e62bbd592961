"""What somebody holds elsewhere or held before opens nothing here: forms left open, covers, invites."""

import re
from datetime import date

import pytest
import sqlalchemy as sa

from dialogs.director.proposing_press import ProposeChild
from dialogs.navigation import Home, Resume
from dialogs.staff.inviting_again import InviteAgain
from dialogs.supervisor.presses import CoverBy, LeaveDays
from storage.access import Channel, Role
from storage.chats import mark_unreachable, reaches_of
from storage.complaint_seats import place_of
from storage.ids import PersonId
from storage.people import add_role
from storage.reaching import propose_way
from storage.tables.people import invite, leave
from tests.cast import CastDesk, Player
from tests.security.town import COUNTY, ends_yesterday
from tests.village import NEXT_VILLAGE, OTHER_TOWN, Official, Village, at, somebody

TODAY = date(2026, 11, 23)
NAME = "周小满"
COMPLAINT = "督导员三个月没来过一次。"
OTHER_TOWNSHIP = "130123001"


@pytest.fixture
async def village(desk: CastDesk) -> Village:
    return await Village.of_desk(desk.database)


@pytest.fixture
async def two_places(village: Village) -> Official:
    """A director of Zhao's township who supervises another one."""
    ma = await somebody(village.database, "马主任", Role.DIRECTOR, NEXT_VILLAGE)
    async with village.database.write() as tx:
        await add_role(tx, ma.person, Role.SUPERVISOR, OTHER_TOWNSHIP, None, TODAY)
    return ma


async def test_a_form_left_open_is_not_shown_once_the_role_is_over(desk: CastDesk) -> None:
    await _proposes_half(desk)
    await ends_yesterday(desk, desk.wang)
    await desk.wang.says("/start")
    assert "儿童主任" not in desk.wang.screen.text

    await desk.wang.presses_data(Resume(form="Proposing").pack(), desk.wang.screen.id)

    assert NAME not in desk.wang.screen.text


async def test_nor_in_another_role_but_back_in_it_goes_on(desk: CastDesk) -> None:
    await _proposes_half(desk)
    await desk.wang.presses("以家长身份")
    await desk.wang.presses_data(Resume(form="Proposing").pack(), desk.wang.screen.id)
    assert NAME not in desk.wang.screen.text

    await desk.wang.says("/start")
    await desk.wang.presses("换成：儿童主任")
    await desk.wang.presses_data(Resume(form="Proposing").pack(), desk.wang.screen.id)
    assert NAME in desk.wang.screen.text


async def test_nobody_covers_more_than_the_supervisor_answers_for(
    desk: CastDesk, village: Village, two_places: Official
) -> None:
    """Whoever covered would see the children of the other township as well."""
    far = await village.child("2026-11-01", region=OTHER_TOWN)
    await desk.zhao.says("/start")
    away = LeaveDays(director=two_places.person, days=7)
    await desk.zhao.presses_data(away.pack(), desk.zhao.screen.id)
    assert "别处" in desk.zhao.screen.text
    async with desk.database.read() as tx:
        which = int((await tx.execute(sa.select(leave.c.id))).scalar_one())

    covers = CoverBy(leave=which, cover=village.zhao.person)
    await desk.zhao.presses_data(covers.pack(), desk.zhao.screen.id)

    async with desk.database.read() as tx:
        assert (await tx.execute(sa.select(leave.c.cover))).scalar_one() is None
    await desk.zhao.presses_data(f"child:{far}", desk.zhao.screen.id)
    assert "以前页面" in desk.zhao.screen.text


async def test_nobody_is_invited_again_into_more_than_the_inviter_answers_for(
    desk: CastDesk, two_places: Official
) -> None:
    """Whoever takes the invite acts as this person, everywhere."""
    await _unreachable(desk, two_places.person)
    await desk.zhao.says("/start")

    again = InviteAgain(person=two_places.person)
    await desk.zhao.presses_data(again.pack(), desk.zhao.screen.id)

    assert "别处" in desk.zhao.screen.text
    async with desk.database.read() as tx:
        made = sa.select(sa.func.count()).where(invite.c.person == two_places.person)
        assert (await tx.execute(made)).scalar_one() == 0


async def test_who_is_invited_again_reads_no_complaint_of_before(
    desk: CastDesk, village: Village
) -> None:
    """The supervisor it is about makes the invite, and could take it as well."""
    await desk.wang.says("/start")
    for press in ("cpl", "cplabout:supervisor"):
        await desk.wang.presses_data(press, desk.wang.screen.id)
    await desk.wang.says(COMPLAINT)
    await _unreachable(desk, village.wang.person)
    desk.clock.to("2026-11-24", "10:00")
    await desk.zhao.says("/start")
    again = InviteAgain(person=village.wang.person)
    await desk.zhao.presses_data(again.pack(), desk.zhao.screen.id)
    code = re.search(r"/start (\w+)", desk.zhao.screen.text)
    assert code is not None
    another = Player(desk, 777)
    await another.says(f"/start {code[1]}")
    assert "儿童主任" in another.screen.text
    for press in ("cplmine", "cplown:1", "cplback:1:1"):
        await another.presses_data(press, another.screen.id)
        assert "S-1" not in another.screen.text

    await desk.wang.presses_data("cplown:1", desk.wang.screen.id)
    assert COMPLAINT in desk.wang.screen.text


async def test_a_way_nobody_confirmed_makes_nobody_reachable(desk: CastDesk) -> None:
    """A complaint would wait for somebody whom no letter reaches."""
    async with desk.database.write() as tx:
        before = await place_of(tx, COUNTY, None)
        (sun,) = {seat.person for seat in before.seats}
    await _unreachable(desk, sun)
    async with desk.database.write() as tx:
        await propose_way(tx, sun, Channel.EMAIL, "sun@mail.example", "zh_Hans", desk.clock())
        after = await place_of(tx, COUNTY, None)
    assert [seat.reachable for seat in (*before.seats, *after.seats)] == [True, False]


async def _proposes_half(desk: CastDesk) -> None:
    """A child's name stands on the screen of a form that then waits on Home."""
    await desk.wang.says("/start")
    await desk.wang.presses_data(ProposeChild().pack(), desk.wang.screen.id)
    await desk.wang.says(NAME)
    await desk.wang.says("2018年5月")
    await desk.wang.presses_data("kidskip:guardian", desk.wang.screen.id)
    await desk.wang.presses_data("kidstep:check", desk.wang.screen.id)
    assert NAME in desk.wang.screen.text
    await desk.wang.presses_data(Home().pack(), desk.wang.screen.id)
    assert NAME not in desk.wang.screen.text


async def _unreachable(desk: CastDesk, who: PersonId) -> None:
    async with desk.database.write() as tx:
        for reach in await reaches_of(tx, who):
            await mark_unreachable(tx, reach.address, at("2026-11-22"))
