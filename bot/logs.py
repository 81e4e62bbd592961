"""Logs: one JSON object a line on standard error; references and codes, never words of people."""

import logging
import sys
import traceback
from collections.abc import Iterator

import structlog
from structlog.typing import ExcInfo

SAY_NOTHING_OF_PEOPLE = ("sqlite3", "sqlalchemy", "asyncpg")
"""Their errors name tables and settings; statements come without their parameters."""


def set_up_logs() -> None:
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.ExceptionRenderer(without_words),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Wordless("%(name)s: %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    for name in ("httpx", "aiogram"):
        logging.getLogger(name).setLevel(logging.ERROR)


class Wordless(logging.Formatter):
    """The same for what libraries log."""

    def formatException(self, ei: object) -> str:  # noqa: N802 (logging's name)
        return without_words(ei)  # type: ignore[arg-type]


def without_words(exc_info: ExcInfo) -> str:
    """Where it happened and what kinds of errors led to it, the first cause first.

    No local variables, and no message of an error that may quote what somebody typed.
    """
    return "".join(part for error in _causes(exc_info[1]) for part in _told(error)).rstrip()


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    yield from reversed(chain)


def _told(error: BaseException) -> Iterator[str]:
    kind = type(error)
    yield from traceback.format_tb(error.__traceback__)
    yield f"{kind.__module__}.{kind.__qualname__}"
    if isinstance(error, OSError) or kind.__module__.partition(".")[0] in SAY_NOTHING_OF_PEOPLE:
        yield f": {error}"
    yield "\n"
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield from _told(each)
