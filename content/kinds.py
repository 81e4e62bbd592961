"""The short lists everybody chooses from: data/kinds.toml."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Generic, Literal, TypeVar, get_args

from content.lines import lines_for
from content.table import Table, UnknownCode, data, read
from content.text import Text

LevelCode = Literal["P0", "P1", "P2", "P3"]


class UnknownKind(UnknownCode):
    """The list asked has no entry of this code."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One choice: a code that rows and buttons keep, and its name."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class Worry(Kind):
    """`least_level`: an intake with this worry is never below it; P0 is the gravest."""

    least_level: LevelCode


@dataclass(frozen=True, slots=True)
class KeyCareReason(Kind):
    """`services`: codes of the services to look at first.

    `close_contact`: the child is contacted at shorter intervals inside care periods.
    """

    services: tuple[str, ...]
    close_contact: bool


@dataclass(frozen=True, slots=True)
class AgeBand(Kind):
    """Ages in whole years, `from_year` in, `before_year` out."""

    from_year: int
    before_year: int

    def holds(self, years: int) -> bool:
        return self.from_year <= years < self.before_year


@dataclass(frozen=True, slots=True)
class ServiceGroup(Kind):
    """`lines`: codes of the lines shown with a service of the group that isn't written yet."""

    lines: tuple[str, ...]


K = TypeVar("K", bound=Kind)


@dataclass(frozen=True, slots=True)
class Choices(Generic[K]):
    """One list in the order shown."""

    entries: tuple[K, ...]

    def __iter__(self) -> Iterator[K]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __contains__(self, code: object) -> bool:
        return any(entry.code == code for entry in self.entries)

    def of(self, code: str) -> K:
        """The entry of this code; UnknownKind if there is none."""
        for entry in self.entries:
            if entry.code == code:
                return entry
        raise UnknownKind(code)


@dataclass(frozen=True, slots=True)
class Kinds:
    """All lists. `article_lines`: line codes shown with an article that isn't written yet."""

    units: Choices[Kind]
    worries: Choices[Worry]
    key_care_reasons: Choices[KeyCareReason]
    outcomes: Choices[Kind]
    ways: Choices[Kind]
    with_whom: Choices[Kind]
    put_off_reasons: Choices[Kind]
    closings: Choices[Kind]
    age_bands: Choices[AgeBand]
    groups: Choices[ServiceGroup]
    article_lines: tuple[str, ...]


@cache
def kinds() -> Kinds:
    table = Table.parsed("kinds.toml", read(data("kinds.toml")))
    return Kinds(
        units=_choices(table, "unit", _kind),
        worries=_choices(table, "worry", _worry),
        key_care_reasons=_choices(table, "key_care", _key_care_reason),
        outcomes=_choices(table, "outcome", _kind),
        ways=_choices(table, "way", _kind),
        with_whom=_choices(table, "with_whom", _kind),
        put_off_reasons=_choices(table, "put_off", _kind),
        closings=_choices(table, "closing", _kind),
        age_bands=_choices(table, "age_band", _age_band),
        groups=_choices(table, "group", _group),
        article_lines=line_codes(table.table("guidance")),
    )


def age_band_at(years: int) -> AgeBand | None:
    """The band of a child this many whole years old; None from 18 on."""
    return next((band for band in kinds().age_bands if band.holds(years)), None)


def line_codes(table: Table) -> tuple[str, ...]:
    """The table's `lines`, each a line that exists; UnknownLine otherwise."""
    return tuple(line.code for line in lines_for(table.words("lines")))


def _choices(table: Table, key: str, entry: Callable[[Table], K]) -> Choices[K]:
    return Choices(tuple(entry(one) for one in table.tables(key)))


def _kind(table: Table) -> Kind:
    table.allow("code", "name")
    return Kind(table.word("code"), table.text("name"))


def _worry(table: Table) -> Worry:
    table.allow("code", "name", "least_level")
    levels: tuple[LevelCode, ...] = get_args(LevelCode)
    written = table.word("least_level")
    level = next((level for level in levels if level == written), None)
    if level is None:
        raise table.fault("least_level", " | ".join(levels))
    return Worry(table.word("code"), table.text("name"), level)


def _key_care_reason(table: Table) -> KeyCareReason:
    table.allow("code", "name", "services", "close_contact")
    return KeyCareReason(
        table.word("code"),
        table.text("name"),
        table.words("services"),
        table.values.get("close_contact") is True,
    )


def _age_band(table: Table) -> AgeBand:
    table.allow("code", "name", "from_year", "before_year")
    years = table.number("from_year"), table.number("before_year")
    return AgeBand(table.word("code"), table.text("name"), *years)


def _group(table: Table) -> ServiceGroup:
    table.allow("code", "name", "lines")
    return ServiceGroup(table.word("code"), table.text("name"), line_codes(table))
