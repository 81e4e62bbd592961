"""Telegram's mode and secret: what is missing or wrong is named, the secret itself never."""

import os

import pytest

from bot.settings import SettingsWrong, TelegramMode, read_settings

TOKEN = "1234567:token"
SECRET = "geheim_77"
HTTPS = "https://desk.example"
WHOLE = {
    "telegram_token": TOKEN,
    "public_url": HTTPS,
    "telegram_mode": "webhook",
    "telegram_webhook_secret": SECRET,
}


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: os.PathLike[str]) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [each for each in os.environ if each.startswith("HOUNIAO_")]:
        monkeypatch.delenv(name)


def test_polling_is_the_default_and_needs_nothing() -> None:
    assert read_settings().telegram_mode is TelegramMode.POLLING


@pytest.mark.parametrize("secret", ["x", SECRET, "A-z_9" * 51 + "x"])
def test_a_webhook_with_all_it_needs(secret: str) -> None:
    made = read_settings(**{**WHOLE, "telegram_webhook_secret": secret})
    assert made.telegram_mode is TelegramMode.WEBHOOK
    assert made.telegram_webhook_secret.get_secret_value() == secret
    assert f"{secret!r}" not in repr(made)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"telegram_token": None}, "HOUNIAO_TELEGRAM_MODE"),
        ({"public_url": "http://desk.example"}, "HOUNIAO_TELEGRAM_MODE"),
        ({"telegram_mode": "push"}, "HOUNIAO_TELEGRAM_MODE"),
        ({"telegram_webhook_secret": ""}, "HOUNIAO_TELEGRAM_WEBHOOK_SECRET"),
        ({"telegram_webhook_secret": "x" * 257}, "HOUNIAO_TELEGRAM_WEBHOOK_SECRET"),
        ({"telegram_webhook_secret": f"{SECRET} "}, "HOUNIAO_TELEGRAM_WEBHOOK_SECRET"),
        ({"telegram_webhook_secret": f"{SECRET}ä"}, "HOUNIAO_TELEGRAM_WEBHOOK_SECRET"),
    ],
)
def test_what_is_wrong_is_named_without_its_value(wrong: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsWrong) as told:
        read_settings(**{**WHOLE, **wrong})
    (problem,) = told.value.problems
    assert problem.startswith(f"{named}: ")
    assert SECRET not in problem


def test_a_secret_that_fits_nobody_is_wrong_in_polling_too() -> None:
    with pytest.raises(SettingsWrong) as told:
        read_settings(telegram_webhook_secret="no blanks please")
    assert told.value.problems[0].startswith("HOUNIAO_TELEGRAM_WEBHOOK_SECRET")


def test_a_wrong_address_is_named_once() -> None:
    with pytest.raises(SettingsWrong) as told:
        read_settings(**{**WHOLE, "public_url": "desk.example"})
    assert [each.partition(":")[0] for each in told.value.problems] == ["HOUNIAO_PUBLIC_URL"]
