"""The Bot API as a machine reads it: its methods and types, their fields, kinds and limits.

The file and its source: tests/data/README.md.
"""

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from .kinds import Kind, ListOf, Named, Plain, is_plain, kind_of
from .limits import Limit, limit_of

FILE = Path(__file__).parent.parent / "data" / "bot-api-spec.json.gz"


@dataclass(frozen=True)
class Field:
    """`only` is the one value allowed, where the page says "must be …" or "always …"."""

    name: str
    kind: Kind
    required: bool
    limit: Limit | None
    only: str | int | None
    description: str


@dataclass(frozen=True)
class Shape:
    """A method's parameters, or an object's fields.

    `members` is filled for a type that is only ever one of several others. `or_text` marks an
    object for which a bare string may stand.
    """

    name: str
    fields: Mapping[str, Field]
    members: tuple[Kind, ...] = ()
    or_text: bool = False


@dataclass(frozen=True)
class Spec:
    version: str
    methods: Mapping[str, Shape]  # by their names in small letters
    types: Mapping[str, Shape]

    def method(self, name: str) -> Shape | None:
        """Names are found in any case, as Telegram finds them."""
        return self.methods.get(name.lower())


@cache
def bot_api() -> Spec:
    page = json.loads(gzip.decompress(FILE.read_bytes()))
    entries = [entry for section in page["items"] for entry in section["children"]]
    shapes = [_shape(entry) for entry in entries]
    return Spec(
        version=page["api"]["version"],
        methods={shape.name.lower(): shape for shape in shapes if shape.name[0].islower()},
        types={shape.name: shape for shape in shapes if shape.name[0].isupper()},
    )


def _shape(entry: Any) -> Shape:
    name, told = entry["name"], entry["description"]
    fields = [_field(annotation) for annotation in entry["annotations"]]
    return Shape(
        name=name,
        fields={field.name: field for field in fields},
        members=() if fields else tuple(_members(name, told)),
        or_text="String can be used instead of this object" in told,
    )


def _members(name: str, told: str) -> Iterator[Kind]:
    """A union's members stand only in its description, one a line."""
    if "a String for plain text" in told:
        yield Plain("String")
    if f"an Array of {name}" in told:
        yield ListOf(Named(name))
    for member in re.findall(r"^ - (\w+)$", told, re.MULTILINE):
        yield Named(member)


def _field(annotation: Any) -> Field:
    kind, told = kind_of(annotation["type"]), annotation["description"]
    return Field(
        name=annotation["name"],
        kind=kind,
        required=annotation["required"],
        limit=limit_of(kind, told),
        only=_only(kind, told),
        description=told,
    )


def _only(kind: Kind, told: str) -> str | int | None:
    if is_plain(kind, "String") and (found := re.search(r"(?:must be|always) '?(\w+)'?$", told)):
        return found[1]
    if is_plain(kind, "Integer") and (found := re.match(r"Always (\d+)\.", told)):
        return int(found[1])
    return None
