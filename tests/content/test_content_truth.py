"""What may be said: no number that isn't looked up, no law nobody read, nothing claimed as checked."""

import csv
import re
import unicodedata
from collections.abc import Iterator

import pytest

from content.catalogue import Article, Service, catalogue
from content.items import Field
from content.kinds import kinds
from content.lines import lines_for, numbers
from content.table import data, read

SERVICES = [one for one in catalogue().services if one.written]
ARTICLES = [one for one in catalogue().articles if one.written]
WRITTEN: list[Service | Article] = [*SERVICES, *ARTICLES]

# Digits that are no telephone number, each form exactly: a date, a year before 年, the number of
# a document.
NOT_A_PHONE = re.compile(r"\d{4}-\d{2}-\d{2}|(?<!\d)(?:19|20)\d{2}(?=年)|〔\d{4}〕\d{1,3}号")
DIGITS = re.compile(r"\d+(?:[-\u2010-\u2015 ()]+\d+)*")


def phone_like(text: str) -> set[str]:
    """Digit groups of three and more, and short groups that together make seven digits."""
    plain = NOT_A_PHONE.sub("*", unicodedata.normalize("NFKC", text))
    found: set[str] = set()
    for run in DIGITS.findall(plain):
        groups = re.findall(r"\d+", run)
        long = {group for group in groups if len(group) >= 3}
        found |= {run} if not long and sum(map(len, groups)) >= 7 else long
    return found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("打12399", {"12399"}),
        ("0311-8888 7777", {"0311", "8888", "7777"}),
        ("13812345678", {"13812345678"}),
        ("１２３９９", {"12399"}),  # full width
        ("12 34 56 78", {"12 34 56 78"}),
        ("区号+12356", {"12356"}),
        ("2026", {"2026"}),  # a year only before 年
        ("2018年的规定", set()),
        ("民发〔2024〕35号", set()),
        ("2025-05-01", set()),
        ("6到15岁，6月20日到22日，9点到12点，第37至39条", set()),
        ("3-6, 12-16", set()),
    ],
)
def test_the_search_for_numbers_finds_what_it_should(text: str, found: set[str]) -> None:
    assert phone_like(text) == found


def content_files() -> Iterator[tuple[str, str]]:
    for name in ("lines.toml", "kinds.toml"):
        yield name, read(data(name))
    for folder in ("catalogue", "services", "guidance"):
        for file in data(folder).iterdir():
            yield file.name, read(file)


def test_every_number_in_any_content_file_is_in_the_lines_table() -> None:
    strange = {name: phone_like(text) - numbers() for name, text in content_files()}
    assert {name: found for name, found in strange.items() if found} == {}


def test_no_number_is_spelt_out_in_chinese_digits() -> None:
    spelt = re.compile(r"[〇零一二三四五六七八九幺]{3,}")
    assert {name for name, text in content_files() if spelt.search(text)} == set()


def spoken(item: Service | Article) -> str:
    if isinstance(item, Article):
        return f"{item.helps}\n{item.avoid}\n{item.seek}"
    return "\n".join(answer.text or answer.ask for answer in item.answers)


@pytest.mark.parametrize("item", WRITTEN, ids=lambda one: one.code)
def test_every_number_an_item_names_stands_among_its_lines(item: Service | Article) -> None:
    assert phone_like(spoken(item)) <= {line.number for line in lines_for(item.lines)}


# Laws and documents that were read or reliably reported; beside each, its place in the facts.
LEGAL_BASES = {
    "河北省加强流动儿童关爱保护行动实施方案",  # facts 0: the base text
    "加强流动儿童关爱保护行动方案（民发〔2024〕35号）",  # facts 1: the national plan
    "居住证暂行条例",  # facts 1.1: who, yearly endorsement, art. 12
    "社会救助法",  # facts 1.1: in force 2026-07-01, art. 37-39, 50
    "民发〔2019〕34号",  # facts 2: directors and supervisors
    "民发〔2023〕61号",  # facts 4.2: signs and referral
    "精神卫生法",  # facts 4.2: art. 23, 27, 28, 29
    "未成年人保护法",  # facts 4.3: art. 11
    "反家庭暴力法",  # facts 4.3: art. 14, 35
    "九部门2020年强制报告意见",  # facts 4.3: opinion of nine bodies, May 2020
    "个人信息保护法",  # facts 5: art. 23
}


@pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.code)
def test_a_service_rests_on_documents_that_were_read(service: Service) -> None:
    assert service.legal_basis
    assert set(service.legal_basis) <= LEGAL_BASES


# Items an editor has checked with the office in charge: entered here as well, so that no page
# claims a check by a copied line.
CHECKED: frozenset[str] = frozenset()


@pytest.mark.parametrize("item", WRITTEN, ids=lambda one: one.code)
def test_nothing_is_claimed_as_checked_that_nobody_checked(item: Service | Article) -> None:
    assert item.checked == (item.code in CHECKED)
    assert bool(item.checked_on) == bool(item.checked_by) == item.checked


@pytest.mark.parametrize("item", WRITTEN, ids=lambda one: one.code)
def test_an_item_says_where_it_comes_from_and_since_when(item: Service | Article) -> None:
    assert item.source
    assert item.valid_from is not None
    assert item.summary is not None


@pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.code)
def test_a_service_answers_every_field_once_and_briefly(service: Service) -> None:
    assert [answer.field for answer in service.answers] == list(Field)
    for answer in service.answers:
        assert bool(answer.text) != bool(answer.ask)
        assert len(sentences(answer.text)) <= 4, answer.field


@pytest.mark.parametrize("article", ARTICLES, ids=lambda one: one.code)
def test_an_article_is_about_a_minutes_reading_and_ends_with_whom_to_call(article: Article) -> None:
    letters = re.sub(r"\s|^- ", "", spoken(article), flags=re.MULTILINE)
    assert 250 <= len(letters) <= 450
    assert phone_like(article.seek)


@pytest.mark.parametrize("item", WRITTEN, ids=lambda one: one.code)
def test_no_sentence_is_longer_than_forty_characters(item: Service | Article) -> None:
    summary = item.summary.zh if item.summary else ""
    assert [one for one in sentences(f"{summary}\n{spoken(item)}") if len(one) > 40] == []


@pytest.mark.parametrize("article", ARTICLES, ids=lambda one: one.code)
def test_an_article_names_no_illness(article: Article) -> None:
    words = re.findall(r"抑郁|焦虑|多动|自闭|躁郁|综合征|障碍|病症|患者|成瘾|网瘾", spoken(article))
    assert words == []


def test_pages_keep_the_titles_departments_and_ages_of_the_tables() -> None:
    for row in csv.DictReader(read(data("catalogue", "services.tsv")).splitlines(), delimiter="\t"):
        service = catalogue().item(row["code"])
        assert isinstance(service, Service)
        assert (service.title.zh, service.title.en) == (row["title_zh"], row["title_en"])
        assert "、".join(service.departments) == row["lead_department"]
        assert ",".join(map(str, service.policy_measures)) == row["policy_measure"]
    for row in csv.DictReader(read(data("catalogue", "guidance.tsv")).splitlines(), delimiter="\t"):
        article = catalogue().item(row["code"])
        assert isinstance(article, Article)
        assert (article.title.zh, article.title.en) == (row["title_zh"], row["title_en"])
        assert ",".join(article.age_bands) == row["age_bands"]


def test_age_bands_and_worries_are_known_ones() -> None:
    bands = {band.code for band in kinds().age_bands}
    worries = {worry.code for worry in kinds().worries}
    for article in catalogue().articles:
        assert article.age_bands
        assert set(article.age_bands) <= bands
        assert set(article.worries) <= worries


@pytest.mark.parametrize(
    ("code", "number", "sure"),
    [
        ("EDU-ENROL", 5, "good"),
        ("EDU-TRANSFER", 5, "good"),
        ("EDU-EXAM", 7, "fair"),
        ("HEA-VACCINE", 8, "good"),
        ("HEA-INSURANCE", 10, "good"),
        ("LIV-TEMP-AID", 14, "good"),
        ("HEA-REHAB", 15, "good"),
        ("GUA-FAMILY-EDU", 17, "good"),
        ("PSY-REFERRAL", 18, "good"),
    ],
)
def test_a_service_keeps_its_reconstructed_place(code: str, number: int, sure: str) -> None:
    service = catalogue().item(code)
    assert isinstance(service, Service)
    assert service.official is not None
    assert (service.official.number, service.official.sure) == (number, sure)


@pytest.mark.parametrize("code", ["REG-MIGRANT", "REG-RESIDENCE-PERMIT", "LAW-ABUSE"])
def test_a_service_beyond_the_national_list_has_no_official_number(code: str) -> None:
    service = catalogue().item(code)
    assert isinstance(service, Service)
    assert service.official is None


def test_official_numbers_lie_within_the_list_of_nineteen() -> None:
    assert all(1 <= one.official.number <= 19 for one in SERVICES if one.official)


def sentences(text: str) -> list[str]:
    pieces = (piece.strip("-” \t") for piece in re.split(r"[。！？；\n]", text))
    return [piece for piece in pieces if piece]
