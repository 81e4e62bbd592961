"""A page of content: TOML front matter between two `+++` lines, then `## key` sections."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from content.table import MalformedContent, Table

_FENCE = "+++"
_HEADING = re.compile(r"##\s+(\S+)\s*")


@dataclass(frozen=True, slots=True)
class Section:
    """`text` keeps its lines, for they are shown as written; never empty."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page as written; `source` is its file name."""

    source: str
    front: Table
    sections: tuple[Section, ...]


def page(source: str, written: str) -> Page:
    """Split a page. MalformedContent for a missing fence, a stray line, an empty or double section."""
    lines = written.splitlines()
    if not lines or lines[0].rstrip() != _FENCE:
        raise MalformedContent(source, "line 1", _FENCE)
    closing = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), None)
    if closing is None:
        raise MalformedContent(source, "front matter", f"a closing {_FENCE}")
    front = Table.parsed(source, "\n".join(lines[1:closing]))
    sections = tuple(_sections(source, lines[closing + 1 :]))
    keys = [section.key for section in sections]
    for key in keys:
        if keys.count(key) > 1:
            raise MalformedContent(source, f"## {key}", "each section once")
    return Page(source, front, sections)


def _sections(source: str, lines: list[str]) -> Iterator[Section]:
    starts = [n for n, line in enumerate(lines) if line.startswith("#")]
    if any(line.strip() for line in lines[: starts[0] if starts else len(lines)]):
        raise MalformedContent(source, "body", "a heading such as ## who before the first line")
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        heading = _HEADING.fullmatch(lines[start])
        text = "\n".join(line.rstrip() for line in lines[start + 1 : end]).strip()
        if heading is None or not text:
            raise MalformedContent(source, lines[start], "## key, with text under it")
        yield Section(heading[1], text)
