"""Settings: `HOUNIAO_*` variables or `houniao.toml`, typed; a wrong one is named with what is expected."""

import re
import tomllib
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, SecretStr, ValidationError, ValidationInfo
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

T = TypeVar("T", str, SecretStr)
SHORTEST_SECRET = 16


class Privacy(StrEnum):
    STRICT = "strict"
    STANDARD = "standard"


class TelegramMode(StrEnum):
    """Whether the desk asks Telegram for updates, or Telegram brings them."""

    POLLING = "polling"
    WEBHOOK = "webhook"


class Tls(StrEnum):
    """How the line to the mail server is kept closed. `none` is for a server on this machine."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class SettingsWrong(Exception):
    """`problems`: a line each, the setting's name and what is expected; never its value."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("expected the name of a time zone, such as Asia/Shanghai") from error
    return name


def _database(url: str) -> str:
    if not url.startswith(("sqlite:///", "postgresql://")):
        raise ValueError("expected sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME")
    return url


def _database_if_any(url: str) -> str:
    return _database(url) if url else url


def _token(token: SecretStr) -> SecretStr:
    if not re.fullmatch(r"\d+:[\w-]+", token.get_secret_value()):
        raise ValueError("expected the token as the BotFather gives it, NUMBER:LETTERS")
    return token


def _mode(mode: TelegramMode, info: ValidationInfo) -> TelegramMode:
    """A setting before this one that is wrong itself is named by its own line."""
    if mode is TelegramMode.POLLING:
        return mode
    if info.data.get("telegram_token", "wrong") is None:
        raise ValueError("webhook needs HOUNIAO_TELEGRAM_TOKEN")
    if not str(info.data.get("public_url", "https://")).startswith("https://"):
        raise ValueError("webhook needs a HOUNIAO_PUBLIC_URL that starts with https://")
    return mode


def _header(secret: SecretStr, info: ValidationInfo) -> SecretStr:
    written = secret.get_secret_value()
    if written and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", written):
        raise ValueError("expected 1 to 256 letters, digits, _ or -")
    if not written and info.data.get("telegram_mode") is TelegramMode.WEBHOOK:
        raise ValueError("expected with HOUNIAO_TELEGRAM_MODE=webhook")
    return secret


def _address(url: str) -> str:
    if url and not url.startswith(("http://", "https://")):
        raise ValueError(
            "expected an address that starts with https:// (or http:// on this machine)"
        )
    return url.rstrip("/")


def _mail(address: str) -> str:
    if address and not re.fullmatch(r"[!-?A-~]+@[A-Za-z0-9.-]+", address):
        raise ValueError("expected a mail address, such as desk@example.org")
    return address


def _long(secret: SecretStr) -> SecretStr:
    if 0 < len(secret.get_secret_value()) < SHORTEST_SECRET:
        raise ValueError(f"expected at least {SHORTEST_SECRET} characters, drawn at random")
    return secret


def _needed_by(*names: str) -> Callable[[T, ValidationInfo], T]:
    """A check that something is given where one of these settings, which stand before it, is."""

    def check(given: T, info: ValidationInfo) -> T:
        asking = [name for name in names if info.data.get(name)]
        if asking and not _text(given):
            raise ValueError(f"expected with HOUNIAO_{asking[0].upper()}")
        return given

    return check


def _only_with_mail(address: str, info: ValidationInfo) -> str:
    if address and not info.data.get("smtp_host"):
        raise ValueError("expected only with HOUNIAO_SMTP_HOST")
    return address


def _text(given: str | SecretStr) -> str:
    return given.get_secret_value() if isinstance(given, SecretStr) else given


class Settings(BaseSettings):
    """Every setting with its default; docs/operators.md explains them in the same order."""

    model_config = SettingsConfigDict(
        env_prefix="HOUNIAO_", toml_file="houniao.toml", extra="forbid"
    )

    database_url: Annotated[str, AfterValidator(_database)] = "sqlite:///var/houniao.db"
    key_file: Path = Path("var/houniao.key")
    web_host: str = "127.0.0.1"
    web_port: int = Field(8080, ge=1, le=65535)
    public_url: Annotated[str, AfterValidator(_address)] = "http://127.0.0.1:8080"
    leave_url: Annotated[str, AfterValidator(_address)] = "https://www.weather.com.cn"
    telegram_token: Annotated[SecretStr, AfterValidator(_token)] | None = None
    telegram_api_base: Annotated[str, AfterValidator(_address)] = "https://api.telegram.org"
    telegram_mode: Annotated[TelegramMode, AfterValidator(_mode)] = TelegramMode.POLLING
    telegram_webhook_secret: Annotated[SecretStr, AfterValidator(_header)] = Field(
        SecretStr(""), validate_default=True
    )
    privacy: Privacy = Privacy.STRICT
    timezone: Annotated[str, AfterValidator(_zone)] = "Asia/Shanghai"
    smtp_host: str = ""
    smtp_port: int = Field(587, ge=1, le=65535)
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_from: Annotated[str, AfterValidator(_mail), AfterValidator(_needed_by("smtp_host"))] = (
        Field("", validate_default=True)
    )
    smtp_tls: Tls = Tls.STARTTLS
    hook_url: Annotated[str, AfterValidator(_address)] = ""
    alarm_url: Annotated[str, AfterValidator(_address)] = ""
    hook_secret: Annotated[
        SecretStr, AfterValidator(_long), AfterValidator(_needed_by("hook_url", "alarm_url"))
    ] = Field(SecretStr(""), validate_default=True)
    alarm_email: Annotated[str, AfterValidator(_mail), AfterValidator(_only_with_mail)] = ""
    alarm_shown_minutes: int = Field(10, ge=1, le=1440)
    simulate_database_url: Annotated[str, AfterValidator(_database_if_any)] = ""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 (pydantic's signature)
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def read_settings(**given: object) -> Settings:
    """Raises SettingsWrong."""
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsWrong(
            [_problem(each["loc"], each["msg"]) for each in error.errors()]
        ) from None
    except tomllib.TOMLDecodeError as error:
        where = str(error).rpartition("(")[2].rstrip(")")
        raise SettingsWrong([f"houniao.toml: not written as TOML ({where})"]) from None


def _problem(loc: tuple[int | str, ...], message: str) -> str:
    name = f"HOUNIAO_{str(loc[0]).upper()}" if loc else "houniao.toml"
    return f"{name}: {message.removeprefix('Value error, ')}"
