"""After a whole week the files hold ciphertext, ids and codes: none of what anybody is called, typed or was given."""

from collections.abc import Iterator
from pathlib import Path

from itsdangerous import URLSafeSerializer

from bot.pages.cookies import NAME
from storage.keys import Keyring
from tests.running import journey
from tests.security.browser import chat, cookie_of
from tests.security.secrets_told import NUMBERS, READERS
from tests.security.story import Week

ON_THE_PAGE = "这是只在网页上说的话。"


def _shapes(secret: str) -> Iterator[bytes]:
    """As text in every form a file could hold it, and a number as the database packs it."""
    yield secret.encode()
    yield secret.encode("utf-16-le")
    yield secret.encode("unicode_escape")
    if secret.isdecimal() and len(secret) > 6:
        number = int(secret)
        yield number.to_bytes((number.bit_length() + 7) // 8)
        yield number.to_bytes(8)
        yield number.to_bytes(8, "little")


def _files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file() and file.suffix != ".key"]


def _found(folder: Path, secrets: list[str]) -> list[tuple[str, str]]:
    contents = {file.name: file.read_bytes() for file in _files(folder)}
    return [
        (secret, name)
        for secret in secrets
        for name, content in contents.items()
        if any(shape in content for shape in _shapes(secret))
    ]


def test_a_week_leaves_nothing_readable_in_the_files(week: Week) -> None:
    """Neither while the desk is open, its newest pages in the write-ahead log, nor after it was closed."""
    assert {"desk.db", "desk.db-wal"} <= {file.name for file in _files(week.while_open)}
    assert {file.name for file in _files(week.closed)} == {"desk.db"}
    for folder in (week.while_open, week.closed):
        assert _found(folder, [*READERS, *week.codes, *NUMBERS]) == []


def test_the_search_would_find_what_is_there(week: Week) -> None:
    """Places, units and codes are no secrets, and stand in the file."""
    known = ["正定县", "示例县分诊转介台", "referral_new"]
    assert [found for found, _ in _found(week.closed, known)] == known


async def test_the_web_chats_words_and_numbers_are_sealed_too(
    tmp_path: Path, keys: Keyring
) -> None:
    async with journey(tmp_path, keys) as made:
        codes = [each.code for each in made.seeded.invites.values()]
        cookie = await cookie_of(made.base)
        async with chat(made.base, cookie) as page:
            await page.says(ON_THE_PAGE)
            await page.says(f" /start {codes[0]}")
            await page.sees("儿童主任")
        number = URLSafeSerializer(keys.signing_key("chat cookie"), salt=NAME).loads(cookie)
        secrets = [ON_THE_PAGE, *codes, str(number), *made.seeded.names.values()]
        assert _found(tmp_path, secrets) == []
    assert _found(tmp_path, secrets) == []
