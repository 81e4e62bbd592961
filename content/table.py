"""Content tables written by hand, read strictly: a slip is named with its file and key."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

from content.text import Text

V = TypeVar("V")


class ContentError(Exception):
    """Something is wrong with the content or with a code asked of it."""


class MalformedContent(ContentError):
    """A content file breaks its format: which file, which key, what is expected there."""

    def __init__(self, source: str, key: str, expected: str) -> None:
        super().__init__(source, key, expected)
        self.source, self.key, self.expected = source, key, expected


class UnknownCode(ContentError, LookupError):
    """No entry has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def data(*path: str) -> Traversable:
    """A file or folder of the package data; it may lie inside a wheel."""
    return files("content").joinpath("data", *path)


def read(file: Traversable) -> str:
    """UTF-8, with or without the mark that Windows editors put in front; line ends as `\\n`."""
    try:
        return "\n".join(file.read_bytes().decode("utf-8-sig").splitlines()) + "\n"
    except UnicodeDecodeError as cause:
        raise MalformedContent(file.name, f"byte {cause.start}", "UTF-8") from cause


@dataclass(frozen=True, slots=True)
class Table:
    """One TOML table; `source` is its file and, inside it, the way to the table."""

    source: str
    values: Mapping[str, object]

    @classmethod
    def parsed(cls, source: str, toml: str) -> "Table":
        try:
            return cls(source, tomllib.loads(toml))
        except tomllib.TOMLDecodeError as cause:
            raise MalformedContent(source, "", str(cause)) from cause

    def allow(self, *keys: str) -> None:
        """Refuse a key that nobody reads: it is a slip of the pen."""
        for key in self.values:
            if key not in keys:
                raise self.fault(key, " | ".join(keys))

    def fault(self, key: str, expected: str) -> MalformedContent:
        return MalformedContent(self.source, key, expected)

    def word(self, key: str) -> str:
        """A non-empty string."""
        found = self._of(key, str, "text in quotes").strip()
        if not found:
            raise self.fault(key, "text that is not empty")
        return found

    def word_or_blank(self, key: str) -> str:
        return self._of(key, str, "text in quotes").strip() if key in self.values else ""

    def words(self, key: str) -> tuple[str, ...]:
        """Empty where the key is absent."""
        found: list[object] = self._of(key, list, "a list of texts") if key in self.values else []
        return tuple(self._each(key, one, str, "a list of texts") for one in found)

    def numbers(self, key: str) -> tuple[int, ...]:
        found: list[object] = self._of(key, list, "a list of numbers")
        return tuple(self._each(key, one, int, "a list of numbers") for one in found)

    def number(self, key: str) -> int:
        return self._of(key, int, "a whole number")

    def text(self, key: str) -> Text:
        pair = self.table(key)
        pair.allow("zh", "en")
        return Text(pair.word("zh"), pair.word("en"))

    def text_or_none(self, key: str) -> Text | None:
        return self.text(key) if key in self.values else None

    def day(self, key: str) -> date | None:
        """A date, bare or in quotes; None where it is absent or empty."""
        found = self.values.get(key, "")
        if isinstance(found, date) and not isinstance(found, datetime):
            return found
        try:
            return date.fromisoformat(self._each(key, found, str, "a date")) if found else None
        except ValueError as cause:
            raise self.fault(key, "a date such as 2026-12-01") from cause

    def table(self, key: str) -> "Table":
        return Table(f"{self.source} [{key}]", self._of(key, dict, "a table"))

    def tables(self, key: str) -> tuple["Table", ...]:
        found: list[object] = self._of(key, list, f"tables [[{key}]]")
        inner = (self._each(key, one, dict, f"tables [[{key}]]") for one in found)
        return tuple(Table(f"{self.source} [[{key}]] {n}", one) for n, one in enumerate(inner, 1))

    def _of(self, key: str, kind: type[V], expected: str) -> V:
        return self._each(key, self.values.get(key), kind, expected)

    def _each(self, key: str, found: object, kind: type[V], expected: str) -> V:
        if not isinstance(found, kind) or isinstance(found, bool):
            raise self.fault(key, expected)
        return found
