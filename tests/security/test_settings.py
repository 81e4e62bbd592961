"""Settings and their errors: a secret is printed nowhere, whatever is wrong; files are their owner's."""

import io
import os
import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.commands.check import check_desk
from bot.commands.desk import serve_desk
from bot.settings import Privacy, SettingsWrong, read_settings
from storage.keys import KeysError, fresh_keyring, read_keyring, write_keyring
from storage.opening import AddressWrong, open_database
from tests.security.own_log import own_log

SECRET = "geheim77"
TOKEN = f"1234567:{SECRET}"


@dataclass
class Commands:
    """`houniao check` and `houniao serve` in an empty folder, in this process."""

    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch
    log: io.StringIO

    async def fail(self, command: Callable[[], Awaitable[int]], **env: str) -> tuple[str, str]:
        """What was written to both streams by a command that must not succeed."""
        for name, value in env.items():
            self.monkeypatch.setenv(name, value)
        assert await command() == 2
        return self._written()

    async def check(self) -> tuple[int, str]:
        return await check_desk(as_json=False), "".join(self._written())

    def _written(self) -> tuple[str, str]:
        written = self.capsys.readouterr()
        return written.out, written.err + self.log.getvalue()


@pytest.fixture
def commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Commands]:
    monkeypatch.chdir(tmp_path)
    for name in [each for each in os.environ if each.startswith("HOUNIAO_")]:
        monkeypatch.delenv(name)
    with own_log() as log:
        yield Commands(capsys, monkeypatch, log)


async def check() -> int:
    return await check_desk(as_json=False)


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://u:{SECRET}@127.0.0.1:1/none",
        f"postgresql://u:a@b:{SECRET}@host/none",
        f"postgresql://u:a/{SECRET}@127.0.0.1:1/none",
        f"postgresql://u:{SECRET}@127.0.0.1:1/none?no_such_option=1",
        f"postgresql+psycopg://u:{SECRET}@127.0.0.1:1/none",
    ],
)
async def test_an_address_that_fails_is_told_without_its_password(
    commands: Commands, url: str
) -> None:
    out, err = await commands.fail(check, HOUNIAO_DATABASE_URL=url)
    assert "houniao: HOUNIAO_DATABASE_URL: " in err
    assert SECRET not in out + err


@pytest.mark.parametrize(
    ("env", "names"),
    [
        ({"HOUNIAO_TELEGRAM_TOKEN": SECRET}, "HOUNIAO_TELEGRAM_TOKEN"),
        ({"HOUNIAO_TELEGRAM_TOKEN": f"{TOKEN} "}, "HOUNIAO_TELEGRAM_TOKEN"),
        ({"HOUNIAO_PUBLIC_URL": SECRET}, "HOUNIAO_PUBLIC_URL"),
        ({"HOUNIAO_KEY_FILE": "/", "HOUNIAO_TELEGRAM_TOKEN": TOKEN}, "HOUNIAO_KEY_FILE"),
    ],
)
async def test_a_wrong_setting_is_named_without_its_value(
    commands: Commands, env: dict[str, str], names: str
) -> None:
    for command in (check, serve_desk):
        out, err = await commands.fail(command, **env)
        assert err.startswith(f"houniao: {names}: ")
        assert err.count("\n") == 1
        assert SECRET not in out + err


@pytest.mark.parametrize(
    "toml",
    [
        f'telegram_token = "{TOKEN}\n',
        f'telegram_token = ["{TOKEN}"]\n',
        f'telegram_tokn = "{TOKEN}"\n',
        f"telegram_token = {TOKEN}\n",
        f'database_url = "mysql://u:{SECRET}@h/n"\n',
    ],
)
def test_a_wrong_file_of_settings_is_told_without_its_values(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, toml: str
) -> None:
    (tmp_path / "houniao.toml").write_text(toml, "utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsWrong) as wrong:
        read_settings()
    told = "; ".join(wrong.value.problems)
    assert SECRET not in told
    assert re.search(r"houniao\.toml|HOUNIAO_", told)
    assert wrong.value.__cause__ is None


async def test_a_right_token_is_checked_and_never_shown(commands: Commands) -> None:
    commands.monkeypatch.setenv("HOUNIAO_TELEGRAM_TOKEN", TOKEN)
    _, told = await commands.check()
    assert "settings: privacy strict" in told
    assert "HOUNIAO_TELEGRAM_TOKEN" not in told
    assert SECRET not in told
    assert SECRET not in repr(read_settings())


def test_every_setting_of_privacy_is_strict_unless_told(commands: Commands) -> None:
    settings = read_settings()
    assert settings.privacy is Privacy.STRICT
    assert settings.web_host == "127.0.0.1"
    assert settings.telegram_token is None


@pytest.mark.parametrize("url", ["postgresql://u:a@b:c@d/e", "postgresql://u:p@h:port/n", "x"])
def test_an_address_that_cannot_be_read_says_nothing_of_itself(url: str) -> None:
    with pytest.raises(AddressWrong) as wrong:
        open_database(url, fresh_keyring())
    assert str(wrong.value) == ""
    assert wrong.value.__suppress_context__


def test_files_and_folders_that_are_made_are_their_owners(tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        write_keyring(tmp_path / "keys" / "desk.key", fresh_keyring())
        open_database(f"sqlite:///{tmp_path / 'data' / 'desk.db'}", fresh_keyring())
    finally:
        os.umask(old)
    assert (tmp_path / "keys" / "desk.key").stat().st_mode & 0o777 == 0o600
    for folder in ("keys", "data"):
        assert (tmp_path / folder).stat().st_mode & 0o777 == 0o700


async def test_a_key_others_may_read_is_found(commands: Commands, tmp_path: Path) -> None:
    await commands.check()
    (tmp_path / "var" / "houniao.key").chmod(0o644)
    code, told = await commands.check()
    assert "chmod 600" in told
    assert code == 1


@pytest.mark.parametrize("content", [f"k1 {SECRET}", SECRET, f"{SECRET} k1", f"k1  {SECRET}=="])
def test_a_bad_key_file_is_told_without_its_keys(tmp_path: Path, content: str) -> None:
    (tmp_path / "desk.key").write_text(content, "ascii")
    with pytest.raises(KeysError) as wrong:
        read_keyring(tmp_path / "desk.key")
    assert SECRET not in str(wrong.value)
    ring = fresh_keyring()
    assert repr(ring) == "Keyring()"
