"""The yearly notice of holidays, as an administrator's table."""

from datetime import date, timedelta

import pytest

from content.holiday_notice import MOST_OFF, Slip, WrongLine, WrongNotice, read_notice

NEW_YEAR = date(2027, 1, 1)


@pytest.mark.parametrize(
    "written",
    [
        "2027-01-01,休",
        "2027/1/1,休",
        "2027.1.1,off",
        "2027年1月1日,放假",
        "2027年01月01日，休",
        "２０２７年１月１日，休",
        "２０２７－０１－０１,OFF",
        " 2027-1-1 ; off ",
        "2027/1/1\t休\t元旦",
        '"2027-01-01","休","元旦"',
        "\ufeff日期,休/班\n2027-01-01,休\n",
        "日期,休/班,节日\r\n2027-01-01,休,元旦\r\n\r\n",
        "2027-01-01,休\n2027/1/1,休",
    ],
)
def test_a_day_off_is_read_however_it_is_written(written: str) -> None:
    assert read_notice(written) == {NEW_YEAR: False}


@pytest.mark.parametrize("mark", ["班", "上班", "work", "Work"])
def test_a_make_up_day_is_worked(mark: str) -> None:
    assert read_notice(f"2027-01-09,{mark}") == {date(2027, 1, 9): True}


def test_several_years_may_stand_together() -> None:
    assert read_notice("2026-12-31,班\n2027-01-01,休") == {
        date(2026, 12, 31): True,
        NEW_YEAR: False,
    }


@pytest.mark.parametrize(
    ("line", "slip"),
    [
        ("2027-02-29,休", Slip.NO_DATE),
        ("1月1日,休", Slip.NO_DATE),
        ("休,2027-01-02", Slip.NO_DATE),
        ("日期,休/班", Slip.NO_DATE),  # a header further down
        ("2027-01-02", Slip.NO_MARK),
        ("2027-01-02,也许", Slip.NO_MARK),
        ("2027年1月1日,班", Slip.CONTRADICTS),
    ],
)
def test_wrong_lines_are_named_and_nothing_is_taken(line: str, slip: Slip) -> None:
    with pytest.raises(WrongNotice) as wrong:
        read_notice(f"2027-01-01,休\n{line}\n2027-01-03,休")
    assert wrong.value.lines == (WrongLine(2, line, slip),)


def test_every_wrong_line_is_named() -> None:
    with pytest.raises(WrongNotice) as wrong:
        read_notice("2027-13-01,休\n\n2027-01-04,?")
    assert [line.number for line in wrong.value.lines] == [1, 3]


@pytest.mark.parametrize("empty", ["", "\ufeff", "日期,休/班\n", "\n\n"])
def test_a_notice_without_a_day_is_refused(empty: str) -> None:
    with pytest.raises(WrongNotice) as wrong:
        read_notice(empty)
    assert wrong.value.lines == ()


@pytest.mark.parametrize(("days", "taken"), [(MOST_OFF, True), (MOST_OFF + 1, False)])
def test_a_table_that_would_silence_the_desk_is_refused(days: int, taken: bool) -> None:
    off = [NEW_YEAR + timedelta(days=count) for count in range(days)]
    written = "\n".join(f"{day},休" for day in [*off, off[0], date(2028, 1, 1)])
    if taken:
        assert len(read_notice(written)) == days + 1
        return
    with pytest.raises(WrongNotice) as refused:
        read_notice(written)
    assert [each.slip for each in refused.value.lines] == [Slip.TOO_MANY]
