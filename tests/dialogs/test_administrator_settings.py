"""The calendar and the rules of the place: shown before entered, wrong lines named, never longer than the plan."""

from datetime import date

import pytest
import sqlalchemy as sa
from aiogram.filters.callback_data import CallbackData

from content.regional_rules import RULES
from dialogs.administrator.presses import (
    Calendar,
    DropRule,
    PasteNotice,
    RuleOf,
    RulesOfPlace,
    SetRuleTo,
    TakeNotice,
)
from storage.access import Role
from storage.calendar_days import exceptions
from storage.regional_rules import rules_over
from storage.tables.desk import audit
from tests.cast import CastDesk, Player
from tests.counting import statements
from tests.security.town import Newcomer, joins
from tests.village import PATHS, Village

COUNTY = PATHS["130123"]
NOTICE = "日期,安排\n2027-01-01,休\n2027年2月7日,班\n2027/2/8 , 休\n"


@pytest.fixture
async def village(desk: CastDesk) -> Village:
    return await Village.of_desk(desk.database)


async def _press(player: Player, press: CallbackData) -> str:
    await player.presses_data(press.pack(), player.screen.id)
    return player.screen.text


async def _entered(desk: CastDesk) -> dict[date, bool]:
    async with desk.database.read() as tx:
        return await exceptions(tx)


async def _rules(desk: CastDesk, path: str = COUNTY) -> dict[str, int]:
    async with desk.database.read() as tx:
        return (await rules_over(tx, {path}))[path]


async def _pasted(desk: CastDesk, notice: str) -> str:
    await desk.sun.says("/start")
    for tap in ("工作日与放假安排", "录入年度放假通知"):
        await desk.sun.presses(tap)
    return (await desk.sun.says(notice)).text


async def test_a_notice_is_shown_and_then_entered(desk: CastDesk) -> None:
    preview = await _pasted(desk, NOTICE)
    assert preview.split("\n") == [
        "放假2天，调休上班1天。",
        "2027年1月1日周五 放假",
        "2027年2月7日周日 上班",
        "2027年2月8日周一 放假",
    ]
    assert await _entered(desk) == {}
    page = await desk.sun.presses("没错，录入")
    assert desk.sun.toast == "已录入3天。"
    assert "2027年2月7日周日 上班（本地录入）" in page.text
    assert await _entered(desk) == {
        date(2027, 1, 1): False,
        date(2027, 2, 7): True,
        date(2027, 2, 8): False,
    }


async def test_wrong_lines_are_named_and_nothing_is_entered(desk: CastDesk) -> None:
    told = await _pasted(desk, "2027-01-01,休\n2027-02-30,休\n2027-01-03,?\n2027-01-01,班")
    assert told.split("\n") == [
        "没有录入。下面几行不对：",
        "第2行：2027-02-30,休（没有这个日期）",
        "第3行：2027-01-03,?（没写“休”或“班”）",
        "第4行：2027-01-01,班（和另一行矛盾）",
        "请改好后整份重新粘贴。",
    ]
    assert "没错，录入" not in desk.sun.screen.labels
    better = await desk.sun.says("2027-01-01,休")
    assert better.text.startswith("放假1天")
    assert await _entered(desk) == {}


async def test_entering_twice_or_late_changes_nothing_more(desk: CastDesk) -> None:
    await _pasted(desk, NOTICE)
    for _ in range(2):
        text = await _press(desk.sun, TakeNotice())
    assert text.startswith("近期放假和调休上班的日子")
    assert len(await _entered(desk)) == 3
    async with desk.database.read() as tx:
        noted = await tx.execute(sa.select(audit.c.deed, audit.c.thing_id).where(
            audit.c.deed == "set_calendar"))  # fmt: skip
        assert [tuple(row) for row in noted] == [("set_calendar", 2027)]


async def test_a_day_entered_wins_over_the_calendar_that_is_known(desk: CastDesk) -> None:
    """The plan of that morning keeps to it."""
    await desk.sun.says("/start")
    before = await _press(desk.sun, Calendar())
    assert "2027年1月1日" not in before or "（本地录入）" not in before
    await _pasted(desk, "2026-11-24,休")
    await desk.sun.presses("没错，录入")
    assert "11月24日周二 放假（本地录入）" in await _press(desk.sun, Calendar())


@pytest.mark.parametrize(("day", "warned"), [("2026-11-30", False), ("2026-12-01", True)])
async def test_from_december_an_unknown_year_is_asked_for(
    desk: CastDesk, day: str, warned: bool
) -> None:
    desk.clock.to(day)
    warning = "2027年的放假安排还没有录入，请尽快录入。"
    assert (warning in (await desk.sun.says("/start")).text) is warned
    if warned:
        await _pasted(desk, "2027-01-01,休")
        await desk.sun.presses("没错，录入")
        assert warning not in (await desk.sun.says("/start")).text


async def test_only_who_answers_for_the_whole_desk_enters_the_notice(desk: CastDesk) -> None:
    """A second county on the same desk: its calendar would change too."""
    await joins(desk, Newcomer(905, Role.ADMINISTRATOR, "1301", name="市局"))
    await desk.sun.says("/start")
    assert "由上级统一录入" in await _press(desk.sun, Calendar())
    for press in (PasteNotice(), TakeNotice()):
        await _press(desk.sun, press)
        await desk.sun.says(NOTICE)
    await _press(desk.sun, TakeNotice())
    assert await _entered(desk) == {}


async def test_a_rule_is_made_stricter_and_the_children_follow(
    desk: CastDesk, village: Village
) -> None:
    await village.child("2026-11-01")
    assert date(2027, 2, 1) in await village.due()
    await desk.sun.says("/start")
    page = await desk.sun.presses("本地规则")
    assert "至少每3个月联系一次" in page.labels
    one = await desk.sun.presses("至少每3个月联系一次")
    assert one.labels[:2] == ["1", "2"]
    changed = await desk.sun.presses("2")
    assert changed.text == "至少每2个月联系一次\n默认：至少每3个月联系一次"
    assert desk.sun.toast == "已修改。辖区内的到期日几分钟内会重新计算。"

    desk.clock.on(minutes=1)
    await desk.tick()
    assert date(2027, 1, 1) in await village.due()
    back = await desk.sun.presses("恢复默认")
    assert back.text == "至少每3个月联系一次"
    desk.clock.on(minutes=1)
    await desk.tick()
    assert date(2027, 2, 1) in await village.due()


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("contact_months", 4),
        ("contact_months", 0),
        ("visit_months", 7),
        ("refresh_months", 12),
        ("most_digests_a_week", 0),
        ("supervisor_7", 61),
        ("before_14", -2),  # after the second reminder
        ("county_30", 7),  # with the supervisor's
    ],
)
async def test_beyond_the_plan_nothing_is_set(desk: CastDesk, rule: str, value: int) -> None:
    await desk.sun.says("/start")
    await _press(desk.sun, SetRuleTo(rule=rule, value=value))
    assert desk.sun.toast.startswith("没有改")
    assert await _rules(desk) == {}


async def test_an_unknown_rule_is_no_button(desk: CastDesk) -> None:
    await desk.sun.says("/start")
    for press in (RuleOf(rule="none"), SetRuleTo(rule="none", value=1), DropRule(rule="none")):
        assert "以前页面" in await _press(desk.sun, press)
    assert await _rules(desk) == {}


async def test_every_rule_can_be_shown_and_pressed(desk: CastDesk) -> None:
    await desk.sun.says("/start")
    seen = []
    for page in range(3):
        await _press(desk.sun, RulesOfPlace(page=page))
        seen += [(label, data) for label, data in desk.sun.screen.buttons if "adrule:" in data]
    assert len({data for _, data in seen}) == len(RULES)
    for label, data in seen:
        await desk.sun.presses_data(data, desk.sun.screen.id)
        assert desk.sun.screen.text.startswith(label)


async def test_it_is_written_who_changed_what_where(desk: CastDesk, village: Village) -> None:
    await desk.sun.says("/start")
    await _press(desk.sun, SetRuleTo(rule="supervisor_7", value=5))
    assert await _rules(desk) == {"supervisor_7": 5}
    async with desk.database.read() as tx:
        noted = await tx.execute(
            sa.select(audit.c.person, audit.c.thing, audit.c.thing_id).where(
                audit.c.deed == "set_rule"
            )
        )
        assert [tuple(row) for row in noted] == [(village.sun.person, "supervisor_7", 130123)]


async def test_a_place_sets_its_own_rules_only(desk: CastDesk) -> None:
    other = await joins(desk, Newcomer(906, Role.ADMINISTRATOR, "130123001", name="别处"))
    await other.says("/start")
    await _press(other, SetRuleTo(rule="contact_months", value=1))
    assert await _rules(desk) == {}
    assert await _rules(desk, PATHS["130123001"]) == {"contact_months": 1}


@pytest.mark.parametrize("name", ["wang", "zhao", "chen", "mother"])
async def test_only_an_administrator_sets_anything(desk: CastDesk, name: str) -> None:
    player: Player = getattr(desk, name)
    await player.says("/start")
    for press in (
        SetRuleTo(rule="contact_months", value=1),
        DropRule(rule="contact_months"),
        PasteNotice(),
        TakeNotice(),
    ):
        await _press(player, press)
    await player.says(NOTICE)
    await _press(player, TakeNotice())
    assert await _rules(desk) == {}
    assert await _entered(desk) == {}


async def test_what_setting_costs(desk: CastDesk) -> None:
    await desk.sun.says("/start")
    with statements(desk.database) as executed:
        await _press(desk.sun, SetRuleTo(rule="contact_months", value=2))
    assert len(executed) <= 10, executed
