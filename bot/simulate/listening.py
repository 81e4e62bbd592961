"""What the desk logs while a year is played: errors are counted by name, the rest is not kept."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog


@contextmanager
def listening(errors: Counter[str]) -> Iterator[None]:
    """Gives the logs back as they were."""

    def count(_: object, method: str, event: Any) -> Any:
        if method in ("error", "exception", "critical"):
            errors[_name(event)] += 1
        raise structlog.DropEvent

    before = structlog.get_config()
    structlog.configure(processors=[count], cache_logger_on_first_use=False)
    try:
        yield
    finally:
        structlog.configure(**before)


def _name(event: Any) -> str:
    """What was logged, and the kind of the error that led to it."""
    kind = sys.exc_info()[0]
    return f"{event.get('event')}: {kind.__name__}" if kind else str(event.get("event"))
