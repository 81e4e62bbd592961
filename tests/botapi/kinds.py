"""The types the Bot API's page speaks of, read from words such as "Array of Integer or String"."""

import re
from dataclasses import dataclass
from typing import TypeAlias

PLAIN = frozenset({"Integer", "Float", "String", "Boolean", "True", "InputFile"})


@dataclass(frozen=True)
class Plain:
    """A value without parts; `name` is one of PLAIN."""

    name: str


@dataclass(frozen=True)
class Named:
    """An object that has its own entry in the specification."""

    name: str


@dataclass(frozen=True)
class ListOf:
    item: "Kind"


@dataclass(frozen=True)
class OneOf:
    kinds: tuple["Kind", ...]


Kind: TypeAlias = Plain | Named | ListOf | OneOf


def kind_of(words: str) -> Kind:
    """A list of "A, B and C" may hold items of each of them."""
    if words.startswith("Array of "):
        return ListOf(kind_of(words.removeprefix("Array of ")))
    parts = re.split(r", | or | and ", words)
    if len(parts) > 1:
        return OneOf(tuple(kind_of(part) for part in parts))
    return Plain(words) if words in PLAIN else Named(words)


def is_plain(kind: Kind, *names: str) -> bool:
    return isinstance(kind, Plain) and kind.name in names
