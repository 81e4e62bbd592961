"""Logs: one JSON object a line on standard error; references and codes, never words of people."""

import logging
import sys

import structlog


def set_up_logs() -> None:
    """Tracebacks without local variables: those hold what people typed."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(name)s: %(message)s")
    for name in ("httpx", "aiogram"):
        logging.getLogger(name).setLevel(logging.ERROR)
