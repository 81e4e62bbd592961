"""Text with entities: what Telegram refuses, and what it keeps of the rest."""

from collections.abc import Iterator, Sequence

from . import refusals
from .limits import utf16_length
from .wire import Wire


def formatted(text: str, entities: Sequence[Wire] = ()) -> Wire:
    """The `text` and `entities` of the message, without white space at both ends.

    Raises Refused if nothing is left, or if an entity doesn't lie within the text.
    """
    for entity in entities:
        _check_within(text, entity)
    kept = text.strip()
    if not kept:
        raise refusals.mistake(refusals.EMPTY_TEXT)
    cut = utf16_length(text[: text.index(kept)])
    moved = list(_moved(entities, cut, utf16_length(kept)))
    return {"text": kept, "entities": moved} if moved else {"text": kept}


def _check_within(text: str, entity: Wire) -> None:
    start, end = entity["offset"], entity["offset"] + entity["length"]
    about = f"Bad Request: entity beginning at UTF-16 offset {start} ends"
    if start < 0 or entity["length"] < 1:
        raise refusals.mistake("Bad Request: receive an entity with incorrect offset or length")
    if end > utf16_length(text):
        raise refusals.mistake(f"{about} after the end of the text at UTF-16 offset {end}")
    if not {start, end} <= set(_borders(text)):
        raise refusals.mistake(f"{about} in a middle of a UTF-16 symbol")


def _borders(text: str) -> Iterator[int]:
    """Every offset, in UTF-16 code units, at which a character begins or ends."""
    at = 0
    yield at
    for character in text:
        at += utf16_length(character)
        yield at


def _moved(entities: Sequence[Wire], cut: int, length: int) -> Iterator[Wire]:
    for entity in entities:
        start = max(entity["offset"] - cut, 0)
        end = min(entity["offset"] + entity["length"] - cut, length)
        if start < end:
            yield entity | {"offset": start, "length": end - start}
