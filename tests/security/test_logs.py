"""The log of a whole week, with failures in it, names nobody and quotes nobody."""

import asyncio
import io
import json
import logging
import sys
from collections.abc import Iterator

import pytest

from bot.logs import Wordless, without_words
from tests.cast import CastDesk
from tests.security.own_log import TYPED, own_log, refuses_rows_of, search_fails
from tests.security.secrets_told import NUMBERS, READERS
from tests.security.story import Week


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    with own_log() as written:
        yield written


def test_a_week_leaves_no_word_name_number_or_code_in_the_log(week: Week) -> None:
    assert week.log.count("turn failed") >= 3
    assert "referral past its time" in week.log
    for secret in (*READERS, TYPED, "13812340000", *week.codes, *NUMBERS):
        assert secret not in week.log, secret


async def test_each_line_of_the_log_is_an_object_of_its_own(
    desk: CastDesk, logged: io.StringIO
) -> None:
    await search_fails(desk, '\n{"event": "forged"}\n')
    lines = [json.loads(line) for line in logged.getvalue().splitlines()]
    assert [each["event"] for each in lines] == ["turn failed"]
    assert lines[0]["code"] in desk.mother.screen.text
    assert "RuntimeError" in lines[0]["exception"]
    assert "own_log.py" in lines[0]["exception"]


async def test_an_error_of_the_database_hides_what_was_to_be_stored(
    desk: CastDesk, logged: io.StringIO
) -> None:
    """It names the table and the fault, which the operator needs."""
    await refuses_rows_of(desk, "address")
    await desk.mother.says(TYPED)
    log = logged.getvalue()
    assert "IntegrityError" in log
    assert "no more rows" in log
    assert "hide_parameters" in log
    assert TYPED not in log


async def test_what_libraries_log_quotes_nobody_either(logged: io.StringIO) -> None:
    """An exception nobody fetched is logged by asyncio itself, when the task is forgotten."""

    async def failing() -> None:
        raise ValueError(TYPED)

    task = asyncio.create_task(failing())
    await asyncio.wait([task])
    loop = asyncio.get_running_loop()
    loop.call_exception_handler({"message": "left alone", "exception": task.exception()})
    logging.getLogger("somewhere").error("failed", exc_info=task.exception())

    assert logged.getvalue().count("builtins.ValueError") == 2
    assert TYPED not in logged.getvalue()


def test_of_a_chain_every_kind_is_told_and_no_message() -> None:
    try:
        try:
            try:
                raise KeyError(TYPED)
            except KeyError as error:
                raise ExceptionGroup(TYPED, [ValueError(TYPED), RuntimeError(TYPED)]) from error
        except ExceptionGroup:
            raise LookupError(TYPED)  # noqa: B904 (the context is to be told too)
    except LookupError as error:
        told = without_words((type(error), error, error.__traceback__))
    kinds = ["KeyError", "ExceptionGroup", "ValueError", "RuntimeError", "LookupError"]
    places = [told.index(f"builtins.{kind}") for kind in kinds]
    assert places == sorted(places)
    assert TYPED not in told


def test_an_error_of_the_machine_says_what_it_is() -> None:
    try:
        open("/nowhere/at/all")  # noqa: SIM115
    except OSError:
        record = logging.LogRecord("desk", 40, "x", 1, "failed", None, sys.exc_info())
    assert "No such file or directory" in Wordless("%(message)s").format(record)
