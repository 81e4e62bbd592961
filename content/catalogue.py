"""The catalogue of services and guidance: which items there are, and what is written of them."""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TypeVar

from content.item_pages import listed_article, listed_service, written_article, written_service
from content.items import Answer, Article, Field, Item, OfficialItem, Service, State
from content.kinds import kinds
from content.markdown import Page, page
from content.table import MalformedContent, UnknownCode, data, read
from content.text import Locale, Text

__all__ = [
    "Answer",
    "Article",
    "Catalogue",
    "Field",
    "Item",
    "Locale",
    "OfficialItem",
    "Service",
    "State",
    "Text",
    "UnknownItem",
    "catalogue",
]

ItemT = TypeVar("ItemT", bound=Item)


class UnknownItem(UnknownCode):
    """The catalogue has no service and no article of this code."""


@dataclass(frozen=True)
class Catalogue:
    """All items, listed or written, in the order of the two tables."""

    services: tuple[Service, ...]
    articles: tuple[Article, ...]

    @cached_property
    def _by_code(self) -> Mapping[str, Service | Article]:
        services: dict[str, Service | Article] = {one.code: one for one in self.services}
        return services | {one.code: one for one in self.articles}

    def item(self, code: str) -> Service | Article:
        """UnknownItem where there is none: an old button may carry a code that is gone."""
        try:
            return self._by_code[code]
        except KeyError:
            raise UnknownItem(code) from None

    def services_in(self, group: str) -> tuple[Service, ...]:
        """UnknownKind for a group that doesn't exist."""
        wanted = kinds().groups.of(group).code
        return tuple(service for service in self.services if service.group == wanted)

    def articles_for(self, age_band: str) -> tuple[Article, ...]:
        """UnknownKind for an age band that doesn't exist."""
        wanted = kinds().age_bands.of(age_band).code
        return tuple(article for article in self.articles if wanted in article.age_bands)


@cache
def catalogue() -> Catalogue:
    """Read once from the package data; MalformedContent names the file that breaks its format."""
    services = [
        listed_service(
            row["code"],
            row["group"],
            Text(row["title_zh"], row["title_en"]),
            row["lead_department"],
            row["policy_measure"],
        )
        for row in _rows("services.tsv")
    ]
    articles = [
        listed_article(row["code"], row["age_bands"], Text(row["title_zh"], row["title_en"]))
        for row in _rows("guidance.tsv")
    ]
    return Catalogue(
        services=_written(services, "services", written_service),
        articles=_written(articles, "guidance", written_article),
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    return csv.DictReader(read(data("catalogue", name)).splitlines(), delimiter="\t")


def _written(
    listed: list[ItemT], folder: str, write: Callable[[ItemT, Page], ItemT]
) -> tuple[ItemT, ...]:
    pages = {found.source: found for found in _pages(folder)}
    items = tuple(
        write(item, pages.pop(f"{item.code}.md")) if f"{item.code}.md" in pages else item
        for item in listed
    )
    for stray in pages:
        raise MalformedContent(stray, "file name", "a code of the catalogue with .md")
    return items


def _pages(folder: str) -> Iterator[Page]:
    for file in data(folder).iterdir():
        if file.name.endswith(".md"):
            yield page(file.name, read(file))
