"""A parent looks up, asks, says where they live, changes the language, sees and erases what is held."""

import pytest
import sqlalchemy as sa

from storage.tables.chats import address
from tests.cast import CastDesk


async def test_a_service_is_found_in_three_taps(desk: CastDesk) -> None:
    await desk.mother.says("/start")
    await desk.mother.presses("查服务")
    await desk.mother.presses("上学")
    card = await desk.mother.presses("转学与学籍衔接")
    assert "带什么材料" in card.text
    assert "待核实" in card.text
    more = await desk.mother.presses("再看")
    assert "不给办怎么办" in more.text
    back = await desk.mother.presses("返回")
    assert "带什么材料" in back.text


async def test_what_is_being_written_says_so_and_gives_the_lines(desk: CastDesk) -> None:
    await desk.mother.says("/start")
    await desk.mother.presses("查服务")
    await desk.mother.presses("读书")
    card = await desk.mother.presses("正在写")
    assert "还在写" in card.text
    assert any("☎" in label for label in card.labels)


async def test_guidance_by_age_and_topic(desk: CastDesk) -> None:
    await desk.mother.says("/start")
    await desk.mother.presses("学带娃")
    await desk.mother.presses("中学")
    article = await desk.mother.presses("青春期顶嘴和冲突")
    assert "什么时候要找人帮忙" in article.text
    assert any("找人聊聊" in label for label in article.labels)


async def test_a_question_is_answered_with_buttons(desk: CastDesk) -> None:
    await desk.mother.says("/start")
    answer = await desk.mother.says("娃打疫苗去哪儿")
    assert "疫苗" in answer.labels[0]
    assert len([label for label in answer.labels if "都不是" in label]) == 1
    card = await desk.mother.presses("疫苗")
    assert "谁能办" in card.text


async def test_what_is_not_known_is_said_and_handed_to_a_person(desk: CastDesk) -> None:
    await desk.mother.says("/start")
    answer = await desk.mother.says("今天股票涨了吗")
    assert "答不好" in answer.text
    await desk.mother.presses("交给工作人员")
    assert "先说明" in desk.mother.screen.text or "开始之前" in desk.mother.screen.text


async def test_none_of_these_leads_on(desk: CastDesk) -> None:
    await desk.mother.says("孩子怎么转学")
    shown = await desk.mother.presses("都不是")
    assert any("交给工作人员" in label for label in shown.labels)


@pytest.mark.parametrize("typed", ["正定", "石家庄正定县", " 正定县 "])
async def test_a_place_typed_as_people_say_it(desk: CastDesk, typed: str) -> None:
    await desk.mother.says("/start")
    await desk.mother.presses("我住哪儿")
    home = await desk.mother.says(typed)
    assert any("正定县" in label for label in home.labels)


async def test_an_ambiguous_place_is_chosen_by_button(desk: CastDesk) -> None:
    await desk.mother.says("/start")
    await desk.mother.presses("我住哪儿")
    asked = await desk.mother.says("桥西区")
    assert len(asked.labels) > 2
    assert "哪一个" in asked.text


async def test_an_unknown_place_has_a_way_on(desk: CastDesk) -> None:
    await desk.mother.says("/start")
    await desk.mother.presses("我住哪儿")
    asked = await desk.mother.says("月亮背面")
    assert "没找到" in asked.text
    assert "首页" in asked.labels[-1]


async def test_english_redraws_the_form_that_waits(desk: CastDesk) -> None:
    await desk.mother.says("/start")
    await desk.mother.presses("心理支持")
    await desk.mother.presses("首页")
    await desk.mother.presses("English")
    home = await desk.mother.presses("English")
    assert "Services" in home.labels[1]
    asked = await desk.mother.presses("▶ Go on")
    assert "Before we begin" in asked.text


async def test_an_english_card_has_its_english_title_and_summary(desk: CastDesk) -> None:
    await desk.mother.says("/start")
    await desk.mother.presses("English")
    await desk.mother.presses("English")
    await desk.mother.presses("Services")
    await desk.mother.presses("School")
    card = await desk.mother.presses("Changing school")
    assert card.text.startswith("Changing school")
    assert "Papers to bring" in card.text


async def test_what_is_held_is_shown_and_erased(desk: CastDesk) -> None:
    await desk.mother.says("/start")
    await desk.mother.presses("我住哪儿")
    await desk.mother.says("正定")
    held = await desk.mother.presses("存了我的什么")
    assert "正定县" in held.text
    await desk.mother.presses("删掉")
    await desk.mother.presses("删掉")
    async with desk.database.read() as tx:
        places = await tx.execute(sa.select(address.c.place).where(address.c.place.is_not(None)))
        assert places.all() == []


async def test_lines_are_one_word_away(desk: CastDesk) -> None:
    shown = await desk.mother.says("/lines")
    assert shown.text.index("110") < shown.text.index("12356")


async def test_pictures_are_refused_kindly(desk: CastDesk) -> None:
    await desk.mother.says("/start")
    await desk.mother.sends_photo()
    assert "看不了图片" in desk.mother.screen.text
