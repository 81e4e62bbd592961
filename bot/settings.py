"""Settings: `HOUNIAO_*` variables or `houniao.toml`, typed; a wrong one is named with what is expected."""

import re
import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)


class Privacy(StrEnum):
    STRICT = "strict"
    STANDARD = "standard"


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


def _token(token: SecretStr) -> SecretStr:
    if not re.fullmatch(r"\d+:[\w-]+", token.get_secret_value()):
        raise ValueError("expected the token as the BotFather gives it, NUMBER:LETTERS")
    return token


def _address(url: str) -> str:
    if url and not url.startswith(("http://", "https://")):
        raise ValueError(
            "expected an address that starts with https:// (or http:// on this machine)"
        )
    return url.rstrip("/")


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
    privacy: Privacy = Privacy.STRICT
    timezone: Annotated[str, AfterValidator(_zone)] = "Asia/Shanghai"

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
