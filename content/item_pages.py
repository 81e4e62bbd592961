"""From the catalogue's rows and its pages to items. A page that is not whole is refused."""

from dataclasses import replace
from typing import Literal, TypeVar

from content.items import Answer, Article, Field, Item, OfficialItem, Service, State
from content.kinds import kinds, line_codes
from content.markdown import Page
from content.table import MalformedContent, Table
from content.text import Text

ASPECTS = ("幼有所育", "学有所教", "病有所医", "住有所居", "弱有所扶", "发展保障")

_COMMON = (
    *("code", "title", "summary", "lines", "source", "valid_from", "valid_to"),
    *("checked_on", "checked_by", "state", "asked_as"),
)
_SERVICE = (
    *("departments", "policy_measures", "legal_basis", "review_by", "ask"),
    *("official_aspect", "official_number", "official_sure"),
)
_PARTS = ("helps", "avoid", "seek")

ItemT = TypeVar("ItemT", bound=Item)


def listed_service(code: str, group: str, title: Text, departments: str, measures: str) -> Service:
    """A row of services.tsv. `departments` are parted by 、 and `measures` by commas."""
    return Service(
        code=code,
        title=title,
        lines=kinds().groups.of(group).lines,
        group=group,
        departments=tuple(departments.split("、")),
        policy_measures=tuple(int(number) for number in measures.split(",")),
    )


def listed_article(code: str, age_bands: str, title: Text) -> Article:
    """A row of guidance.tsv. `age_bands` are parted by commas."""
    bands = tuple(kinds().age_bands.of(band).code for band in age_bands.split(","))
    return Article(code=code, title=title, lines=kinds().article_lines, age_bands=bands)


def written_service(listed: Service, page: Page) -> Service:
    """The service with its page; `listed` itself while the page is still being written."""
    front = page.front
    front.allow(*_COMMON, *_SERVICE)
    if _state(front, listed.code) is State.BEING_WRITTEN:
        return listed
    return replace(
        _with_front(listed, front),
        departments=front.words("departments"),
        policy_measures=front.numbers("policy_measures"),
        official=_official(front),
        legal_basis=front.words("legal_basis"),
        review_by=front.day("review_by"),
        answers=_answers(page),
    )


def written_article(listed: Article, page: Page) -> Article:
    """The article with its page; `listed` itself while the page is still being written."""
    front = page.front
    front.allow(*_COMMON, "age_bands", "worries")
    if _state(front, listed.code) is State.BEING_WRITTEN:
        return listed
    if tuple(section.key for section in page.sections) != _PARTS:
        raise MalformedContent(page.source, "body", " ".join(f"## {part}" for part in _PARTS))
    helps, avoid, seek = (section.text for section in page.sections)
    return replace(
        _with_front(listed, front),
        age_bands=tuple(kinds().age_bands.of(band).code for band in front.words("age_bands")),
        worries=tuple(kinds().worries.of(worry).code for worry in front.words("worries")),
        helps=helps,
        avoid=avoid,
        seek=seek,
    )


def _with_front(listed: ItemT, front: Table) -> ItemT:
    if front.day("valid_from") is None:
        raise front.fault("valid_from", "a date such as 2026-12-01")
    if (front.day("checked_on") is None) != (not front.word_or_blank("checked_by")):
        raise front.fault("checked_on", "a date here and a name in checked_by, or both empty")
    return replace(
        listed,
        title=front.text("title"),
        summary=front.text("summary"),
        lines=line_codes(front),
        source=front.words("source"),
        valid_from=front.day("valid_from"),
        valid_to=front.day("valid_to"),
        checked_on=front.day("checked_on"),
        checked_by=front.word_or_blank("checked_by"),
        state=State.PUBLISHED,
        asked_as=front.words("asked_as"),
    )


def _state(front: Table, code: str) -> State:
    if front.word("code") != code:
        raise front.fault("code", code)
    if front.word("state") not in list(State):
        raise front.fault("state", " | ".join(State))
    return State(front.word("state"))


def _official(front: Table) -> OfficialItem | None:
    if "official_number" not in front.values:
        return None
    aspect, number = front.word("official_aspect"), front.number("official_number")
    if aspect not in ASPECTS:
        raise front.fault("official_aspect", " | ".join(ASPECTS))
    sures: tuple[Literal["good"], Literal["fair"]] = ("good", "fair")
    for sure in sures:
        if front.word("official_sure") == sure:
            return OfficialItem(aspect, number, sure)
    raise front.fault("official_sure", " | ".join(sures))


def _answers(page: Page) -> tuple[Answer, ...]:
    """Every field once: as a section, or in `[ask]`."""
    ask = page.front.table("ask")
    ask.allow(*Field)
    told = {section.key: section.text for section in page.sections}
    for key in told:
        if key not in list(Field):
            raise MalformedContent(page.source, f"## {key}", " | ".join(Field))
    for field in Field:
        if (field in told) == (field in ask.values):
            raise MalformedContent(
                page.source, field, "a section or a line in [ask], one of the two"
            )
    return tuple(
        Answer(field, text=told[field]) if field in told else Answer(field, ask=ask.word(field))
        for field in Field
    )
