"""A director refers a child of their own care in five taps; afterwards they see its state only."""

import sqlalchemy as sa

from storage.referrals import Source
from storage.tables.ledger import child
from tests.cast import CastDesk
from tests.dialogs.asking import ANSWER, referral
from tests.dialogs.test_danger_dialog import opened


async def a_child(desk: CastDesk) -> int:
    """One in director Wang's care."""
    from datetime import date

    from storage.access import Role
    from storage.ledger import NewChild, add_child, assign
    from storage.tables.people import role

    async with desk.database.write() as tx:
        found = await tx.execute(sa.select(role).where(role.c.kind == Role.DIRECTOR.value))
        wang = found.first()
        assert wang is not None
        new = NewChild("小雨", wang.region, date(2026, 4, 1), birth_month="2016-05")
        who = await add_child(tx, new)
        await assign(tx, who, wang.person, date(2026, 4, 1))
    return who


async def refer(desk: CastDesk, who: int, basis: str = "问过了") -> None:
    await desk.wang.says("/start")
    await desk.wang.presses_data(f"refer:{who}", desk.wang.screen.id)
    await desk.wang.presses("不愿上学")
    await desk.wang.presses("没有")
    await desk.wang.presses("有，或者像是有")
    await desk.wang.presses(basis)


async def test_five_taps_from_the_child_to_sent(desk: CastDesk) -> None:
    who = await a_child(desk)
    await refer(desk, who)
    await desk.deliver()

    one = await referral(desk)
    assert (one.source, one.child, one.address, one.level) == (Source.DIRECTOR, who, None, "P1")
    assert one.age_band == "6-12"
    assert "R-1" in desk.wang.screen.text
    assert "第十一条" in desk.wang.screen.text, "a sign of harm: the duty to report is shown"
    assert "有一件新的求助：R-1" in desk.chen.screen.text


async def test_without_consent_only_with_a_sign_of_danger(desk: CastDesk) -> None:
    who = await a_child(desk)
    await desk.wang.says("/start")
    await desk.wang.presses_data(f"refer:{who}", desk.wang.screen.id)
    await desk.wang.presses("不愿上学")
    await desk.wang.presses("没有")
    await desk.wang.presses("没有")
    assert not [each for each in desk.wang.screen.labels if "依法报告" in each]
    await desk.wang.presses_data(f"rfd:{who}:SCHOOL_REFUSAL:n:n:d:0", desk.wang.screen.id)

    assert await opened(desk) == []


async def test_pressed_twice_there_is_one(desk: CastDesk) -> None:
    who = await a_child(desk)
    await refer(desk, who)
    last = f"rfd:{who}:SCHOOL_REFUSAL:n:t:g:0"
    await desk.wang.presses_data(last, desk.wang.screen.id)

    assert len(await opened(desk)) == 1
    assert "已经有一件" in desk.wang.toast


async def test_a_child_of_somebody_else_is_not_there(desk: CastDesk) -> None:
    async with desk.database.write() as tx:
        from datetime import date

        from storage.ledger import NewChild, add_child

        far = await add_child(tx, NewChild("别人", "130123", date(2026, 4, 1)))
    await desk.wang.says("/start")
    for press in (f"refer:{far}", f"rfd:{far}:SCHOOL_REFUSAL:n:t:g:0", "refer:9999"):
        await desk.wang.presses_data(press, desk.wang.screen.id)
        assert "R-1" not in desk.wang.screen.text

    assert await opened(desk) == []


async def test_its_director_sees_the_state_and_no_content(desk: CastDesk) -> None:
    who = await a_child(desk)
    await refer(desk, who, basis="依法报告")
    await desk.deliver()
    await desk.chen.presses("我来接")
    await desk.chen.presses("看内容")
    assert "依法报告" in desk.chen.screen.text
    assert "小雨" not in desk.chen.all_text
    await desk.chen.presses("✎ 回复")
    assert "没有" not in desk.chen.screen.text
    assert "不在这里" in desk.chen.screen.text
    await desk.deliver()
    await desk.wang.presses_data("refs", desk.wang.screen.id)

    assert "R-1" in desk.wang.screen.text
    assert "已有人接" in desk.wang.screen.text
    assert ANSWER not in desk.wang.all_text


async def test_every_press_fits_into_a_button(desk: CastDesk) -> None:
    from content.kinds import kinds
    from dialogs.director.refer_screens import Referred

    longest = max((each.code for each in kinds().worries), key=len)
    press = Referred(
        child=9_999_999_999,
        worry=longest,
        hurting_self="t",
        hurt_by_someone="t",
        basis="g",
        trace=9_999_999_999,
    )

    assert len(press.pack().encode()) <= 64
    async with desk.database.read() as tx:
        assert (await tx.execute(sa.select(child.c.id).limit(1))).keys() is not None
