"""What commands print: lines of JSON, and errors in one line with an exit code."""

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

OK, SOME_WRONG, WRONG = 0, 1, 2


def line(made: object) -> None:
    sys.stdout.write(json.dumps(made, ensure_ascii=False) + "\n")


def text(words: str) -> None:
    sys.stdout.write(words + "\n")


def notice(words: str) -> None:
    """Worth knowing, but no part of the answer: on standard error."""
    sys.stderr.write(f"houniao: {words}\n")


def wrong(words: str) -> int:
    """One line on standard error; the exit code for it."""
    sys.stderr.write(f"houniao: {words}\n")
    return WRONG


def read_lines(file: str) -> Iterator[str]:
    """The lines of a UTF-8 file, or of standard input for "-". Raises OSError."""
    if file == "-":
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        yield from (each.rstrip("\r\n") for each in sys.stdin)
        return
    with open(file, encoding="utf-8-sig", errors="replace") as opened:
        yield from (each.rstrip("\r\n") for each in opened)


def each_line(file: str, judge: Callable[[str], Any]) -> int:
    """One line out for each line in; a bad one gives {"error": …} and exit code 1 at the end."""
    code = OK
    try:
        for given in read_lines(file):
            try:
                line(judge(given))
            except ValueError as error:
                line({"error": str(error)})
                code = SOME_WRONG
    except OSError as error:
        return wrong(f"{file}: {error.strerror or 'cannot be read'}")
    return code


def each_row(file: str, columns: tuple[str, ...], judge: Callable[[dict[str, str]], Any]) -> int:
    """The same for tab-separated lines under a header, which gives no line out."""
    header: list[str] = []

    def judged(given: str) -> Any:
        cells = given.split("\t")
        if len(cells) != len(header):
            raise ValueError(f"expected {len(header)} columns, found {len(cells)}")
        return judge(dict(zip(header, (cell.strip() for cell in cells), strict=True)))

    try:
        lines = read_lines(file)
        header = [cell.strip() for cell in next(lines, "").split("\t")]
        if sorted(header) != sorted(columns):
            return wrong(f"{file}: expected the header: {' '.join(columns)} (tab-separated)")
        return _rows(lines, judged)
    except OSError as error:
        return wrong(f"{file}: {error.strerror or 'cannot be read'}")


def _rows(lines: Iterator[str], judged: Callable[[str], Any]) -> int:
    code = OK
    for given in lines:
        try:
            line(judged(given))
        except ValueError as error:
            line({"error": str(error)})
            code = SOME_WRONG
    return code
