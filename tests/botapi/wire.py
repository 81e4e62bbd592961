"""A call as it comes over HTTP: query, JSON, urlencoded or multipart, brought to plain values."""

import json
import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from aiohttp import web

from .checking import Upload
from .kinds import Kind, OneOf, Plain, is_plain
from .spec import Shape

Wire: TypeAlias = dict[str, Any]  # an object of the Bot API as JSON holds it

WORDS = {"true": True, "1": True, "false": False, "0": False}


class Unreadable(Exception):
    """A body that is not what its content type says."""


async def read(request: web.Request) -> Wire:
    """All parameters under their names; texts are not decoded yet, files are Uploads.

    Raises Unreadable.
    """
    given: Wire = dict(request.query)
    if request.content_type == "application/json":
        return given | _json_object(await request.text())
    for name, part in (await request.post()).items():
        given[name] = Upload(name) if isinstance(part, web.FileField) else part
    return given


def _json_object(body: str) -> Wire:
    try:
        given = json.loads(body or "{}")
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise Unreadable("Bad Request: can't parse request JSON object")
    return given


def uploads(given: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(part.name for part in given.values() if isinstance(part, Upload))


def decoded(shape: Shape, given: Mapping[str, Any]) -> Wire:
    """Every text where the method wants something else is read as that, if it can be.

    Telegram takes each parameter as text in any kind of body, objects and lists as JSON in it.
    A text that can't be read stays as it is, for the check to complain of. A file that another
    parameter points at (`attach://…`) is no parameter itself.
    """
    files = {name for name, part in given.items() if isinstance(part, Upload)}
    attached = {name for name in files - shape.fields.keys() if _mentioned(name, given)}
    return {
        name: _decoded(shape.fields[name].kind, value) if name in shape.fields else value
        for name, value in given.items()
        if name not in attached
    }


def _mentioned(name: str, given: Mapping[str, Any]) -> bool:
    return any(f"attach://{name}" in str(value) for value in given.values())


def _decoded(kind: Kind, value: Any) -> Any:
    if not isinstance(value, str) or is_plain(kind, "String", "InputFile"):
        return value
    match kind:
        case Plain("Integer"):
            return int(value) if re.fullmatch(r"-?\d+", value) else value
        case Plain("Boolean" | "True"):
            return WORDS.get(value.lower(), value)
        case OneOf(kinds) if any(is_plain(one, "String") for one in kinds):
            return _decoded(kinds[0], value)
        case _:
            return _from_json(value)


def _from_json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
