"""A page is read whole or refused, and the refusal says where to look."""

from datetime import date

import pytest

from content.item_pages import listed_article, listed_service, written_article, written_service
from content.items import Answer, Field, OfficialItem
from content.markdown import page
from content.table import MalformedContent
from content.text import Text

SERVICE = listed_service("EDU-TEST", "education", Text("测试", "Test"), "教育、卫健", "4,5")
ARTICLE = listed_article("G-TEST", "3-6,6-12", Text("测试", "Test"))

SERVICE_PAGE = """+++
code = "EDU-TEST"
state = "published"
title.zh = "测试"
title.en = "Test"
summary.zh = "一句话。"
summary.en = "One sentence."
official_aspect = "学有所教"
official_number = 5
official_sure = "good"
departments = ["教育"]
policy_measures = [4]
source = ["河北实施方案 措施4"]
valid_from = 2024-11-25
checked_on = ""
checked_by = ""
lines = ["12345"]
asked_as = []
[ask]
where = "县教育局"
papers = "县教育局"
how = "县教育局"
online = "县教育局"
cost = "县教育局"
time = "县教育局"
phone = "县教育局"
refused = "市教育局"
complaint = "市教育局"
+++
## who
6到15岁的孩子。
## what
- 上学
- 转学
"""

ARTICLE_PAGE = """+++
code = "G-TEST"
state = "published"
title.zh = "测试"
title.en = "Test"
summary.zh = "一句话。"
summary.en = "One sentence."
age_bands = ["3-6"]
worries = ["CONFLICT"]
source = ["常识"]
valid_from = "2025-05-01"
valid_to = 2026-05-01
checked_on = 2025-06-01
checked_by = "王老师"
lines = ["12355"]
+++
## helps
听一听。
## avoid
别急。
## seek
找班主任。
"""


def test_a_service_is_read_with_every_field_told_or_asked() -> None:
    service = written_service(SERVICE, page("EDU-TEST.md", SERVICE_PAGE))
    assert service.written
    assert [answer.field for answer in service.answers] == list(Field)
    assert service.answer(Field.WHAT) == Answer(Field.WHAT, text="- 上学\n- 转学")
    assert service.answer(Field.WHERE) == Answer(Field.WHERE, ask="县教育局")
    assert service.official == OfficialItem("学有所教", 5, "good")
    assert (service.group, service.departments) == ("education", ("教育",))


def test_an_article_is_read_with_its_three_parts_and_dates() -> None:
    article = written_article(ARTICLE, page("G-TEST.md", ARTICLE_PAGE))
    assert (article.helps, article.avoid, article.seek) == ("听一听。", "别急。", "找班主任。")
    assert (article.age_bands, article.worries) == (("3-6",), ("CONFLICT",))
    assert article.checked
    assert [
        article.valid_on(day)
        for day in (date(2025, 4, 30), date(2025, 5, 1), date(2026, 5, 1), date(2026, 5, 2))
    ] == [False, True, True, False]


def test_a_page_still_being_written_is_listed_only() -> None:
    draft = SERVICE_PAGE.replace('"published"', '"being_written"').replace("## what", "## later")
    assert written_service(SERVICE, page("EDU-TEST.md", draft)) == SERVICE


@pytest.mark.parametrize(
    ("written", "instead", "key"),
    [
        ('code = "EDU-TEST"', 'code = "EDU-OTHER"', "code"),
        ('state = "published"', 'state = "finished"', "state"),
        ('title.en = "Test"\n', "", "en"),
        ("asked_as = []", "asked_ass = []", "asked_ass"),
        ("valid_from = 2024-11-25", 'valid_from = "spring"', "valid_from"),
        ("valid_from = 2024-11-25\n", "", "valid_from"),
        ('checked_on = ""', "checked_on = 2026-12-01", "checked_on"),  # but nobody's name
        ('"学有所教"', '"学有所成"', "official_aspect"),
        ('"good"', '"sure"', "official_sure"),
        ("policy_measures = [4]", 'policy_measures = ["4"]', "policy_measures"),
        ('where = "县教育局"\n', "", "where"),  # neither told nor asked
        ('where = "县教育局"', 'where = "县教育局"\nwho = "学校"', "who"),  # both
        ('where = "县教育局"', 'where = ""', "where"),
        ("## what", "## whatever", "## whatever"),
    ],
)
def test_a_slip_in_a_service_is_named(written: str, instead: str, key: str) -> None:
    assert written in SERVICE_PAGE
    with pytest.raises(MalformedContent) as slip:
        written_service(SERVICE, page("EDU-TEST.md", SERVICE_PAGE.replace(written, instead)))
    assert slip.value.key == key
    assert slip.value.source.startswith("EDU-TEST.md")


@pytest.mark.parametrize(("written", "instead"), [("## avoid", "## never"), ("## seek", "## more")])
def test_an_article_without_its_three_parts_is_refused(written: str, instead: str) -> None:
    with pytest.raises(MalformedContent):
        written_article(ARTICLE, page("G-TEST.md", ARTICLE_PAGE.replace(written, instead)))


@pytest.mark.parametrize(
    ("written", "instead"),
    [('"3-6"', '"3-7"'), ('"CONFLICT"', '"QUARREL"'), ('"12355"', '"12399"')],
)
def test_a_code_that_does_not_exist_is_refused(written: str, instead: str) -> None:
    with pytest.raises(LookupError):
        written_article(ARTICLE, page("G-TEST.md", ARTICLE_PAGE.replace(written, instead)))
