"""Roles that ended, that begin tomorrow, that are somebody else's; forms left open meanwhile."""

import re

import pytest
import sqlalchemy as sa

from dialogs.deeds.invites import invite
from storage.access import Role
from storage.ids import ChildId, PersonId
from storage.invites import Invited
from storage.ledger import assign
from storage.tables.ledger import entry
from storage.tables.people import invite as invites
from storage.tables.people import role
from storage.tables.referrals import relay
from tests.cast import CastDesk, Player
from tests.dialogs.asking import WORDS
from tests.security.town import (
    ADDED,
    ANSWER,
    COUNTY,
    CRY,
    TOWNSHIP,
    Newcomer,
    ends_yesterday,
    joins,
    outsider,
    role_of,
)

CONTENT = (WORDS, ADDED, ANSWER)
NOT_WRITTEN = "这句话不该到别处去。"


async def _count(desk: CastDesk, table: sa.Table) -> int:
    async with desk.database.read() as tx:
        return int((await tx.execute(sa.select(sa.func.count()).select_from(table))).scalar_one())


async def _reads_while_answering(desk: CastDesk) -> None:
    """Chen answers R-1, looks into its content, and goes home: the form is parked."""
    await desk.chen.says("/start")
    for press in ("reply:1", "read:1"):
        await desk.chen.presses_data(press, desk.chen.screen.id)
    assert WORDS in desk.chen.screen.text
    await desk.chen.presses("首页")


async def test_a_parked_form_shows_no_content_once_the_role_has_ended(town: CastDesk) -> None:
    await _reads_while_answering(town)
    await ends_yesterday(town, town.chen)

    for press in ("resume:Answer", "read:1", "reply:1", "rcard:1", "myrefs", "home"):
        await town.chen.presses_data(press, town.chen.screen.id)
        assert not any(words in town.chen.screen.text for words in CONTENT), press


async def test_nor_once_it_was_given_back(town: CastDesk) -> None:
    await _reads_while_answering(town)
    await town.chen.presses_data("giveback:1:1", town.chen.screen.id)
    await town.chen.says("/start")
    await town.chen.presses("▶")

    assert not any(words in town.chen.screen.text for words in CONTENT)
    before = await _count(town, relay)
    await town.chen.says(NOT_WRITTEN)
    assert await _count(town, relay) == before


async def test_words_typed_after_the_role_ended_reach_no_family(town: CastDesk) -> None:
    await town.chen.says("/start")
    await town.chen.presses_data("reply:1", town.chen.screen.id)
    await ends_yesterday(town, town.chen)
    before = await _count(town, relay)

    await town.chen.says(NOT_WRITTEN)
    await town.deliver()

    assert await _count(town, relay) == before
    assert NOT_WRITTEN not in town.mother.all_text


async def test_an_entry_begun_before_the_role_ended_is_not_made(town: CastDesk) -> None:
    await town.wang.says("/start")
    await town.wang.presses_data("rec:1:contact", town.wang.screen.id)
    await town.wang.presses_data("how:1:phone", town.wang.screen.id)
    await ends_yesterday(town, town.wang)
    before = await _count(town, entry)

    for press in ("enter:1:contact:1:well", "resume:Record", "enter:1:contact:1:well"):
        await town.wang.presses_data(press, town.wang.screen.id)

    assert await _count(town, entry) == before
    assert "小雨" not in town.wang.all_text


async def test_an_entry_begun_before_the_child_went_to_another_is_not_made(town: CastDesk) -> None:
    colleague = await joins(town, Newcomer(701, Role.DIRECTOR, "130123100001", name="同村主任"))
    await town.wang.says("/start")
    await town.wang.presses_data("rec:1:contact", town.wang.screen.id)
    await town.wang.presses_data("how:1:phone", town.wang.screen.id)
    async with town.database.write() as tx:
        held = await tx.execute(sa.select(role.c.person).order_by(role.c.id.desc()).limit(1))
        await assign(tx, ChildId(1), PersonId(held.scalar_one()), town.house.today)
    before = await _count(town, entry)

    await town.wang.presses_data("enter:1:contact:1:well", town.wang.screen.id)

    assert await _count(town, entry) == before
    assert "小雨" not in town.wang.screen.text
    await colleague.presses_data("child:1", colleague.screen.id)
    assert "小雨" in colleague.screen.text


async def test_an_invite_begun_before_the_role_ended_is_not_made(town: CastDesk) -> None:
    await _names_a_director(town.zhao)
    await ends_yesterday(town, town.zhao)
    before = await _count(town, invites)

    await town.zhao.says("常山社区")
    for press in ("invat:130123100001", "resume:Inviting", "invat:130123100001"):
        await town.zhao.presses_data(press, town.zhao.screen.id)

    assert await _count(town, invites) == before


async def test_who_worked_here_until_yesterday_gets_the_lines_like_anybody(town: CastDesk) -> None:
    """A cry of somebody who is staff no more is a cry: lines first, then somebody is told."""
    await town.chen.says("/start")
    await ends_yesterday(town, town.chen)
    town.clock.on(days=1)

    await town.chen.says(CRY)

    first, second = town.chen.messages[-2:]
    assert "12356" in first.text
    assert "正在通知" in second.text


async def test_a_role_of_tomorrow_opens_nothing_today_and_all_tomorrow(town: CastDesk) -> None:
    player = outsider(town, "begins_tomorrow")
    await player.says("/start")
    which = await role_of(town, player)
    for press in (f"act:{which}", "queue:0", "rcard:2", "claim:2", "home"):
        await player.presses_data(press, player.screen.id)
        assert "R-2" not in player.screen.text, press

    town.clock.on(days=1)
    for press in (f"act:{which}", "queue:0"):
        await player.presses_data(press, player.screen.id)
    assert "R-2" in player.screen.text


@pytest.mark.parametrize("name", ["stranger", "ma", "he", "sun"])
async def test_nobody_acts_in_a_role_that_is_not_theirs(town: CastDesk, name: str) -> None:
    player = outsider(town, name)
    await player.says("/start")
    own = 0 if name == "stranger" else await role_of(town, player)
    for number in {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, -1} - {own}:
        await player.presses_data(f"act:{number}", player.screen.id)
        await player.presses_data("home", player.screen.id)
        for title in ("城关", "示例县分诊转介台", "陈静", "小雨"):
            assert title not in player.screen.text, number
    if own:
        assert await role_of(town, player) == own


async def test_a_form_of_one_role_gives_nothing_in_another(town: CastDesk) -> None:
    """Who is administrator and supervisor begins to invite a triage worker, and goes on as supervisor."""
    await joins(town, Newcomer(town.sun.chat, Role.SUPERVISOR, COUNTY, name="孙局"))
    supervisor = await role_of(town, town.sun)
    await town.sun.presses_data("act:5", town.sun.screen.id)
    await town.sun.presses_data("inv:triage", town.sun.screen.id)
    await town.sun.says("新同事")
    await town.sun.presses_data(f"act:{supervisor}", town.sun.screen.id)
    before = await _count(town, invites)

    for press in ("resume:Inviting", "invin:1", "invat:130123100001"):
        await town.sun.presses_data(press, town.sun.screen.id)

    assert await _count(town, invites) == before


@pytest.mark.parametrize(
    "press", ["invat:130123", f"invat:{TOWNSHIP}", "invin:1", "invat:13", "invat:000000"]
)
async def test_a_director_is_invited_to_a_village_and_no_more(town: CastDesk, press: str) -> None:
    """A director of a county would see every child of it; a supervisor's own township is no village either."""
    for inviter in (town.sun, town.zhao):
        await _names_a_director(inviter)
        if inviter is town.sun and press == "invat:130123001001":
            continue
        before = await _count(town, invites)
        await inviter.presses_data(press, inviter.screen.id)
        assert await _count(town, invites) == before


async def test_a_supervisor_invites_within_the_township(town: CastDesk) -> None:
    await _names_a_director(town.zhao)
    before = await _count(town, invites)
    await town.zhao.presses_data("invat:130123001001", town.zhao.screen.id)
    assert await _count(town, invites) == before


async def test_a_supervisor_is_invited_to_a_township_and_a_worker_into_a_unit(
    town: CastDesk,
) -> None:
    for kind, forged in (("supervisor", "invat:130123"), ("triage", "invat:130123")):
        await town.sun.says("/start")
        await town.sun.presses_data(f"inv:{kind}", town.sun.screen.id)
        await town.sun.says("新来的人")
        before = await _count(town, invites)
        await town.sun.presses_data(forged, town.sun.screen.id)
        assert await _count(town, invites) == before, kind


@pytest.mark.parametrize(
    ("name", "own", "presses"),
    [
        ("ma", "C-4", ("kids:0", "owed:0", "refs")),
        ("qian", "C-5", ("kids:0", "owed:0", "overdue:1:0", "overdue:0:0")),
        ("he", "-", ("queue:0", "queue:1", "myrefs")),
        ("sun", "-", ("home", "kids:0", "queue:0", "refs")),
    ],
)
async def test_lists_hold_ones_own_and_nothing_else(
    town: CastDesk, name: str, own: str, presses: tuple[str, ...]
) -> None:
    player = outsider(town, name)
    town.clock.to("2027-06-01")
    await player.says("/start")
    shown = set()
    for press in presses:
        await player.presses_data(press, player.screen.id)
        told = "\n".join([player.screen.text, *player.screen.labels])
        shown |= set(re.findall(r"\b[CR]-\d+", told))
    assert shown <= {own}


async def test_a_colleague_of_the_same_unit_sees_the_card_and_no_more(town: CastDesk) -> None:
    before = await _count(town, relay)
    await town.liu.says("/start")
    await town.liu.presses_data("rcard:1", town.liu.screen.id)
    card = town.liu.screen.text
    for press in ("read:1", "reply:1", "ends:1", "end:1:helped", "close:1:helped", "called:1:1"):
        await town.liu.presses_data(press, town.liu.screen.id)
        assert town.liu.screen.text == card, press
    await town.liu.says(NOT_WRITTEN)
    assert await _count(town, relay) == before


async def test_switched_to_parent_one_sees_nothing_of_the_role(town: CastDesk) -> None:
    for player, presses in (
        (town.chen, ("read:1", "queue:0", "rcard:1", "rhist:1")),
        (town.wang, ("child:1", "kids:0", "owed:0", "digest:1:0", "refs")),
        (town.zhao, ("child:1", "kids:0", "overdue:1:0")),
    ):
        await player.says("/start")
        await player.presses_data("act:0", player.screen.id)
        for press in presses:
            await player.presses_data(press, player.screen.id)
            for words in (*CONTENT, "小雨", "小山", "C-1", "R-1"):
                assert words not in player.screen.text, (press, words)


async def test_an_invite_of_a_worker_whose_role_ended_gives_the_new_role_only(
    town: CastDesk,
) -> None:
    """A second role begins today; the one that ended stays ended, and what it held stays closed."""
    await ends_yesterday(town, town.chen)
    async with town.database.write() as tx:
        made = await invite(tx, Invited(Role.DIRECTOR, "130123100002", None, "陈静"), town.clock())
    await town.chen.says(f"/start {made.code}")
    for press in ("read:1", "rcard:1", "queue:0"):
        await town.chen.presses_data(press, town.chen.screen.id)
        assert "R-1" not in town.chen.screen.text


async def _names_a_director(inviter: Player) -> None:
    await inviter.says("/start")
    await inviter.presses_data("inv:director", inviter.screen.id)
    await inviter.says("钱大姐")
