"""Every button the project knows, as somebody with a client of their own could press it."""

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

from aiogram.filters.callback_data import CallbackData

import dialogs

MISSING = 54321
"""No row of any table has this id."""
EXISTING = (1, 2, 3, 4, 5)

COUNTS = frozenset({"page", "value", "days"})
"""A list's page, a setting's value, how long somebody is away."""

Press = type[CallbackData]

VALUES: dict[tuple[str, str], tuple[Any, ...]] = {
    ("tell", "step"): ("consent", "place", "hurting_self", "passing"),
    ("tell", "value"): ("yes", "now", ""),
    ("goto", "step"): ("send", "words"),
    ("svc", "code"): ("EDU-TRANSFER", "NONE"),
    ("art", "code"): ("EDU-TRANSFER", "NONE"),
    ("art", "band"): ("6-12", ""),
    ("age", "band"): ("6-12",),
    ("grp", "code"): ("education", "none"),
    ("is", "code"): ("130123", "000000"),
    ("invat", "code"): ("130123", "130123100001", "000000"),
    ("lang", "locale"): ("en", "xx"),
    ("resume", "form"): (
        "Support",
        "Answer",
        "Complaining",
        "Record",
        "Finding",
        "Proposing",
        "Rounding",
        "Moving",
        "Away",
        "Wanted",
        "Notice",
        "Inviting",
        "Join",
        "None",
    ),
    ("rate", "rating"): ("helped",),
    ("adrule", "rule"): ("contact_months", "none"),
    ("adset", "rule"): ("contact_months", "county_30", "none"),
    ("addrop", "rule"): ("contact_months", "none"),
    ("how", "how"): ("phone", "at_home"),
    ("heldon", "day"): ("2026-11-20",),
    ("end", "outcome"): ("helped",),
    ("close", "outcome"): ("helped",),
    ("enter", "outcome"): ("well", ""),
    ("withwhom", "whom"): ("child", "none"),
    ("tried", "again"): ("2026-11-25", "2026-11-01"),
    ("offwhy", "why"): ("illness", "none"),
    ("offto", "until"): ("2026-11-25", "2026-12-01"),
    ("offto", "why"): ("", "illness"),
    ("enterfix", "outcome"): ("worried", ""),
    ("passgrp", "code"): ("education", "none"),
    ("passcard", "code"): ("EDU-TRANSFER", "NONE"),
    ("round", "region"): ("", "130123100001", "130123100002"),
    ("rnext", "region"): ("130123100001", "130123100002"),
    ("rhere", "region"): ("130123100001", "130123100002", "130123001001"),
    ("rundo", "region"): ("130123100001",),
    ("rchg", "region"): ("130123100001", "130123100002"),
    ("rwhat", "region"): ("130123100001", "130123100002"),
    ("leaving", "to"): ("", "130123100002", "000000"),
    ("kidstep", "step"): ("name", "check", "none"),
    ("kidskip", "step"): ("birth", "none"),
    ("kidat", "code"): ("130123100001", "130123001001"),
    ("reason", "code"): ("K-PSY", "NONE"),
    ("wantstep", "step"): ("place", "consent", "none"),
    ("wantat", "code"): ("130123100001", "130123", "000000"),
    ("wantage", "band"): ("6-12", "none"),
    ("awayfrom", "since"): ("2026-11-25", "never"),
    ("awayto", "since"): ("2026-11-25", "2025-01-01"),
    ("awayto", "until"): ("2026-11-26", "9999-12-31"),
    ("awayend", "until"): ("", "2026-11-25"),
    ("inv", "role"): ("triage", "administrator", "director"),
    ("rfd", "worry"): ("BULLYING",),
    ("rfd", "hurting_self"): ("n",),
    ("rfd", "hurt_by_someone"): ("w",),
    ("rfd", "basis"): ("g",),
}
"""What a field of text holds, by its press; an enum's own values and both answers are tried anyway."""


def every_press() -> list[Press]:
    for room in pkgutil.walk_packages(dialogs.__path__, "dialogs."):
        importlib.import_module(room.name)
    return sorted(_below(CallbackData), key=lambda press: press.__prefix__)


def numbers_of(press: Press) -> list[str]:
    return [name for name, field in press.model_fields.items() if field.annotation is int]


def ids_of(press: Press) -> list[str]:
    """Its numbers but those that count something."""
    return [name for name in numbers_of(press) if name not in COUNTS]


def packed(press: Press, numbers: Iterable[int]) -> Iterator[str]:
    """The press with these numbers as its ids, and each value known for the other fields."""
    names = ids_of(press)
    choices = {name: _values(press, name) for name in press.model_fields if name not in names}
    for number in numbers if names else (0,):
        for others in product(*choices.values()):
            told = dict(zip(choices, others, strict=True)) | dict.fromkeys(names, number)
            yield ":".join([press.__prefix__, *(str(told[name]) for name in press.model_fields)])


def malformed(press: Press) -> Iterator[str]:
    """The wrong number of fields, fields of the wrong kind, junk up to Telegram's 64 bytes."""
    prefix, fields = press.__prefix__, len(press.model_fields)
    for count in {0, fields + 1, 9}:
        yield ":".join([prefix, *["1"] * count])
    for junk in ("", "０", "' OR 1=1 --\x00😀") if fields else ():
        yield ":".join([prefix, *[junk] * fields])
        yield ":".join([prefix, "1", *[junk] * (fields - 1)])
    room = 64 - len(prefix) - fields
    for sign in ("x", "_") if fields else ():
        yield ":".join([prefix, "1", *[sign * (room // fields)] * (fields - 1)])
        yield ":".join([prefix, *["1"] * (fields - 1), sign * (room - fields)])


def _values(press: Press, name: str) -> tuple[Any, ...]:
    known = VALUES.get((press.__prefix__, name))
    if known is not None:
        return known
    annotation = press.model_fields[name].annotation
    if annotation is bool:
        return ("0", "1")
    if annotation is int:
        return (0,)
    if annotation is not str:
        return tuple(each.value for each in list(annotation))  # type: ignore[call-overload]
    raise AssertionError(f"{press.__prefix__}: tell VALUES what {name} may hold")


def _below(kind: Press) -> Iterator[Press]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)
