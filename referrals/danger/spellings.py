"""Words put in place of others, longest first: spellings, classes, shields."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from content.table import MalformedContent, data, read


def rows(*path: str) -> list[list[str]]:
    """The rows of a table under content/data/danger, split at tabs; comments and blank lines left out."""
    lines = read(data("danger", *path)).splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def check_width(source: str, row: list[str], width: int) -> None:
    """MalformedContent names the row that has too few or too many columns."""
    if len(row) != width:
        raise MalformedContent(source, "\t".join(row), f"{width} columns parted by tabs")


@dataclass(frozen=True, slots=True)
class Spellings:
    """Replaces the longest known word at each place, from left to right, once."""

    by_first: Mapping[str, tuple[tuple[str, str], ...]]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> "Spellings":
        """Pairs of (found, put in its place); of two with the same word the first wins."""
        by_first: dict[str, dict[str, str]] = {}
        for found, put in pairs:
            if found:
                by_first.setdefault(found[0], {}).setdefault(found, put)
        longest_first = {
            first: tuple(sorted(words.items(), key=lambda pair: -len(pair[0])))
            for first, words in by_first.items()
        }
        return cls(longest_first)

    def put_into(self, text: str) -> str:
        return "".join(put for _, put in self.parts(text))

    def parts(self, text: str) -> Iterator[tuple[str, str]]:
        """The text in pieces: what stands there, and what is put in its place."""
        at = 0
        while at < len(text):
            for found, put in self.by_first.get(text[at], ()):
                if text.startswith(found, at) and _whole(text, at, at + len(found)):
                    yield found, put
                    at += len(found)
                    break
            else:
                yield text[at], text[at]
                at += 1


def _whole(text: str, start: int, end: int) -> bool:
    """No Latin word is cut in two."""
    return not (
        (start > 0 and _latin(text[start - 1]) and _latin(text[start]))
        or (end < len(text) and _latin(text[end - 1]) and _latin(text[end]))
    )


def _latin(character: str) -> bool:
    return character.isascii() and character.isalpha()
