"""The commands as a machine calls them: a line out for each line in, errors in one line, no chat loaded."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.commands.rules import ELIGIBLE

HOUNIAO = [sys.executable, "-m", "bot"]


def run(*arguments: str, stdin: str = "", cwd: Path | None = None, **env: str) -> Any:
    return subprocess.run(
        [*HOUNIAO, *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **env},
        check=False,
    )


def lines(done: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_due_gives_a_line_for_each_line() -> None:
    given = "kind\tlast_done\ncontact\t2026-02-28\nvisit\t2026-08-31\nrefresh\tsoon\n"
    done = run("due", "--file", "-", stdin=given)
    assert lines(done)[:2] == [
        {"kind": "contact", "last_done": "2026-02-28", "due": "2026-05-28"},
        {"kind": "visit", "last_done": "2026-08-31", "due": "2027-02-28"},
    ]
    assert "last_done" in lines(done)[2]["error"]
    assert done.returncode == 1


def test_due_takes_its_columns_in_any_order() -> None:
    done = run("due", "--file", "-", stdin="last_done\tkind\n2025-11-30\tcontact\n")
    assert lines(done) == [{"kind": "contact", "last_done": "2025-11-30", "due": "2026-02-28"}]
    assert done.returncode == 0


def test_eligible_answers_with_a_reason() -> None:
    header = "birth_date\ton_date\thome_county_code\tlive_county_code\tmonths_here\tguardians_with"
    rows = [
        "2015-03-04\t2026-11-23\t410105\t130108\t8\tboth",
        "2015-03-04\t2026-11-23\t410105\t130108\t5\tboth",
        "\t\t410105\t130108\t8\t",
        "2015-03-04\t2026-11-23\t410105\t130108\tmany\tboth",
    ]
    done = run("eligible", "--file", "-", stdin="\n".join([header, *rows]) + "\n")
    assert [each.get("answer", "error") for each in lines(done)] == ["yes", "no", "ask", "error"]
    assert all(each["because"] for each in lines(done)[:3])
    assert done.returncode == 1


def test_danger_labels_each_text() -> None:
    done = run("danger", "--file", "-", stdin="孩子说不想活了\n今天作业累死了\n")
    first, second = lines(done)
    assert first["danger"] == "self_harm_child"
    assert first["level"] in {"P0", "P1"}
    assert second == {"text": "今天作业累死了", "danger": None, "level": None}


def test_ask_answers_a_file_in_order() -> None:
    done = run("ask", "--file", "-", stdin="孩子怎么转学\n今天股票涨了吗\n")
    first, second = lines(done)
    assert first["matched"] is True
    assert first["answers"][0]["code"] == "EDU-TRANSFER"
    assert set(first["answers"][0]) == {"code", "title", "score"}
    assert second["matched"] is False
    assert first["danger"] is None


def test_ask_takes_one_question() -> None:
    done = run("ask", "孩子怎么转学", "--limit", "1", "--json", "--region", "130123")
    assert len(lines(done)[0]["answers"]) == 1


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (("ask",), "question"),
        (("ask", "转学", "--region", "999999"), "999999"),
        (("due", "--file", "/nowhere/at/all"), "/nowhere/at/all"),
        (("tick", "--at", "tomorrow"), "--at"),
    ],
)
def test_an_error_is_one_line_and_an_exit_code(
    arguments: tuple[str, ...], names: str, tmp_path: Path
) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("houniao: ")
    assert done.stderr.count("\n") == 1
    assert names in done.stderr


@pytest.mark.parametrize("command", ["ask", "danger", "due", "eligible"])
def test_commands_without_a_chat_load_none(command: str) -> None:
    """aiogram alone costs four seconds; SQLAlchemy isn't needed either."""
    given = {
        "due": "kind\tlast_done\ncontact\t2026-01-01\n",
        "eligible": "\t".join(ELIGIBLE) + "\n" + "\t" * 5 + "\n",
    }.get(command, "孩子怎么转学\n")
    code = (
        "import sys, atexit\n"
        "atexit.register(lambda: sys.stderr.write(','.join(m for m in "
        "('aiogram','sqlalchemy','telegram','aiohttp') if m in sys.modules)))\n"
        f"sys.argv = ['houniao', {command!r}, '--file', '-']\n"
        "from bot.cli import main\nmain()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=given, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""


def test_the_first_start_writes_a_key_and_says_so(tmp_path: Path) -> None:
    done = run("check", cwd=tmp_path)
    key = tmp_path / "var" / "houniao.key"
    assert "Back it up" in done.stderr
    assert key.stat().st_mode & 0o777 == 0o600


def test_a_lost_key_is_a_clear_refusal(tmp_path: Path) -> None:
    run("check", cwd=tmp_path)
    (tmp_path / "var" / "houniao.key").unlink()
    done = run("check", cwd=tmp_path)
    assert done.returncode == 2
    assert "houniao.key" in done.stderr
    assert not (tmp_path / "var" / "houniao.key").exists()


def test_check_names_wrong_settings_and_never_their_values(tmp_path: Path) -> None:
    wrong = {
        "HOUNIAO_WEB_PORT": "eighty",
        "HOUNIAO_PRIVACY": "open",
        "HOUNIAO_TIMEZONE": "Mars/Base",
    }
    done = run("check", cwd=tmp_path, **wrong)
    assert done.returncode == 2
    for name, value in wrong.items():
        assert name in done.stderr
        assert value not in done.stderr


def test_check_names_a_misspelt_setting(tmp_path: Path) -> None:
    done = run("check", cwd=tmp_path, HOUNIAO_TELEGRAM_TOKN="x")
    assert "is HOUNIAO_TELEGRAM_TOKEN meant?" in done.stdout
    assert done.returncode == 1


def test_seed_invite_and_check_work_together(tmp_path: Path) -> None:
    seeded = run("seed", "demo", "--json", cwd=tmp_path)
    people = {each["person"]: each for each in lines(seeded) if "person" in each}
    assert people["triage"]["word"]
    assert people["director"]["word"] is None
    again = run("seed", "demo", cwd=tmp_path)
    assert again.returncode == 2
    made = run("invite", "triage", "--region", "130123", "--unit", "1", "--json", cwd=tmp_path)
    assert lines(made)[0]["link"].startswith("http://127.0.0.1:8080/chat#start=")
    lost = run("invite", "triage", "--region", "130123", cwd=tmp_path)
    assert "--unit" in lost.stderr
    ticked = run("tick", "--at", "2030-01-02T08:30+08:00", "--json", cwd=tmp_path)
    assert lines(ticked)[0]["runs"] >= 1
    assert (
        lines(run("tick", "--at", "2030-01-02T08:30+08:00", "--json", cwd=tmp_path))[0]["runs"] == 0
    )


def test_the_yearly_notice_is_tried_and_then_entered(tmp_path: Path) -> None:
    notice = tmp_path / "2027.csv"
    notice.write_text("日期,安排\n2027-01-01,休\n2027-02-07,班\n", encoding="utf-8")
    tried = run("calendar", "import", str(notice), "--dry-run", "--json", cwd=tmp_path)
    assert lines(tried) == [{"off": 1, "worked": 1, "entered": False}]
    assert not [each for each in _year(tmp_path) if each["entered"]]

    done = run("calendar", "import", str(notice), "--json", cwd=tmp_path)
    assert lines(done) == [{"off": 1, "worked": 1, "entered": True}]
    assert [each for each in _year(tmp_path) if each["entered"]] == [
        {"day": "2027-01-01", "worked": False, "entered": True},
        {"day": "2027-02-07", "worked": True, "entered": True},
    ]


def _year(folder: Path) -> list[dict[str, Any]]:
    return lines(run("calendar", "show", "2027", "--json", cwd=folder))


def test_a_wrong_notice_is_one_line_and_nothing_is_entered(tmp_path: Path) -> None:
    given = "2027-01-01,休\n2027-13-01,休\n2027-01-04,?\n"
    done = run("calendar", "import", "-", stdin=given, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "houniao: -: nothing entered; line 2 (no date), line 3 (no mark)"
    ]
    assert not (tmp_path / "var").exists()


def test_a_place_asks_for_more_than_the_plan_and_never_for_less(tmp_path: Path) -> None:
    run("seed", "demo", cwd=tmp_path)
    done = run("rules", "set", "--region", "130123", "contact_months", "2", "--json", cwd=tmp_path)
    assert lines(done) == [
        {"region": "130123", "rule": "contact_months", "value": 2, "children": 3}
    ]
    shown = run("rules", "show", "--region", "130123", "--json", cwd=tmp_path)
    assert lines(shown) == [{"region": "130123", "rule": "contact_months", "value": 2}]
    less = run("rules", "set", "--region", "130123", "contact_months", "4", cwd=tmp_path)
    assert (less.returncode, "1 to 3" in less.stderr) == (2, True)
    early = run("rules", "set", "--region", "130123", "before_14", "-20", "--json", cwd=tmp_path)
    assert lines(early)[0]["value"] == -20

    for rule in ("contact_months", "before_14"):
        dropped = run("rules", "drop", "--region", "130123", rule, "--json", cwd=tmp_path)
        assert lines(dropped)[0]["value"] is None
    again = run("rules", "drop", "--region", "130123", "contact_months", cwd=tmp_path)
    assert (again.returncode, again.stderr.count("\n")) == (2, 1)
    assert lines(run("rules", "show", "--json", cwd=tmp_path)) == []


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (("calendar", "import", "/nowhere/at/all"), "/nowhere/at/all"),
        (("calendar", "show", "1999"), "2004"),
        (("rules", "set", "--region", "999999", "contact_months", "2"), "999999"),
        (("rules", "show", "--region", "999999"), "999999"),
        (("rules", "set", "--region", "130123", "sleep", "2"), "contact_months"),
    ],
)
def test_what_the_calendar_and_the_rules_refuse_is_one_line(
    arguments: tuple[str, ...], names: str, tmp_path: Path
) -> None:
    done = run(*arguments, cwd=tmp_path)
    said = [each for each in done.stderr.splitlines() if "key file" not in each]
    assert done.returncode == 2
    assert len(said) == 1
    assert names in said[0]


@pytest.mark.parametrize(
    "arguments", [["calendar", "show", "2027"], ["rules", "show"], ["rules", "drop", "x", "--region", "13"]]
)  # fmt: skip
def test_the_calendar_and_the_rules_load_no_chat(arguments: list[str], tmp_path: Path) -> None:
    code = (
        "import sys, atexit\n"
        "atexit.register(lambda: print('loaded:' + ','.join(m for m in "
        "('aiogram','telegram','aiohttp') if m in sys.modules)))\n"
        f"sys.argv = ['houniao', *{arguments!r}]\n"
        "from bot.cli import main\nmain()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=False, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "loaded:"
