"""The way into a place's round, for digests, menus and lists; and what its buttons want."""

from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

Code = Annotated[str, Field(max_length=12)]


class What(StrEnum):
    """What changed on a record."""

    GUARDIAN = "guardian"
    BORN = "born"


class Round(CallbackData, prefix="round"):
    """The counted children of a place whose record is to be checked; without a place, of all one's own."""

    region: Code
    page: int = 0


class RoundNext(CallbackData, prefix="rnext"):
    """This one later: the next behind it."""

    region: Code
    after: int


class RoundHere(CallbackData, prefix="rhere"):
    """The child still lives here, and the record is right."""

    region: Code
    child: int


class RoundUndo(CallbackData, prefix="rundo"):
    """The last one, once more."""

    region: Code
    child: int
    entry: int


class RoundChanged(CallbackData, prefix="rchg"):
    """Something of the record changed: asks what."""

    region: Code
    child: int


class RoundWhat(CallbackData, prefix="rwhat"):
    """Asks for it as it is now."""

    region: Code
    child: int
    what: What
