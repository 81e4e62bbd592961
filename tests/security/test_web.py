"""The pages for strangers: headers on every answer, nothing outside the folder, cookies and origins that count."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path

import aiohttp_jinja2
import pytest
import pytest_asyncio
from itsdangerous import URLSafeSerializer

from bot.commands.demo import FIRST_CHAT
from bot.demo.clock import DemoClock, TimeMachine
from bot.demo.pages import DemoPages, prefix
from bot.demo.words import PHONES
from bot.pages.app import HEADERS
from bot.pages.chat import LOAD_ANEW
from bot.pages.cookies import NAME
from bot.seed import ensure_regions
from bot.serve import Running, running
from bot.settings import Settings
from storage.keys import fresh_keyring
from storage.migrate import migrate
from storage.opening import open_database
from tests.cast import MONDAY
from tests.conftest import KEYS
from tests.running import Journey, free_port, journey
from tests.security.browser import chat, cookie_of, raw, wire

pytestmark = pytest.mark.asyncio(loop_scope="module")

PAGES = Path(str(files("bot") / "pages"))
ANYWHERE = (
    "GET /chat",
    "HEAD /chat",
    "GET /healthz",
    "GET /static/chat.js",
    "GET /",
    "GET /static/",
    "GET /static/none.js",
    "GET /no/such/page",
    "GET /chat/ws",
    "POST /chat",
    "DELETE /healthz",
    "PUT /static/chat.js",
    "OPTIONS /chat",
    "GET /chat?start=ABC",
    "GET /%00",
    "GET /chat/../chat",
)
OUTSIDE = (
    "/static/../app.py",
    "/static/..%2fapp.py",
    "/static/%2e%2e/app.py",
    "/static/%2e%2e%2f%2e%2e%2fsettings.py",
    "/static/....//app.py",
    "/static//etc/passwd",
    "/static/%2fetc%2fpasswd",
    "/static/..%5capp.py",
    "/static/%c0%ae%c0%ae/app.py",
    "/static/../templates/chat.html",
    "/static/../../../var/houniao.key",
    "/static/..%00/app.py",
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def here(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Journey]:
    async with journey(tmp_path_factory.mktemp("desk"), KEYS) as made:
        yield made


@pytest.mark.parametrize("line", ANYWHERE)
async def test_every_answer_is_guarded_whatever_it_is(here: Journey, line: str) -> None:
    status, headers, _ = await raw(here.base, f"{line} HTTP/1.1")
    assert status < 500
    for name, value in HEADERS.items():
        if name != "Cache-Control":
            assert headers[name.lower()] == value
    static = line.split(" ")[1].startswith("/static/")
    assert headers["cache-control"] == ("no-cache" if static else "no-store")
    assert "server" not in headers


async def test_the_sockets_handshake_is_guarded_too(here: Journey) -> None:
    async with wire(here.base, await cookie_of(here.base)) as opened:
        headers = opened.socket._response.headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Server" not in headers


@pytest.mark.parametrize("path", OUTSIDE)
async def test_no_path_leads_out_of_the_static_folder(here: Journey, path: str) -> None:
    status, _, body = await raw(here.base, f"GET {path} HTTP/1.1")
    assert status in (400, 403, 404)
    for inside in ("import ", "root:", "{%", "k1 "):
        assert inside not in body


async def test_an_error_page_repeats_nothing_of_the_request(here: Journey) -> None:
    for path in ("/<script>alert(1)</script>", "/x?y=<img/src=x>", "/{{7*7}}"):
        _, _, body = await raw(here.base, f"GET {path} HTTP/1.1")
        for echoed in ("alert(1)", "<img/src", "49", "7*7"):
            assert echoed not in body
        assert "Traceback" not in body


async def test_the_demo_is_not_there_in_a_real_desk(here: Journey) -> None:
    for path in (
        "/demo",
        "/demo/",
        "/demo/clock",
        "/demo/phone/parent/chat",
        "/demo/phone/triage/chat/ws",
    ):
        assert (await raw(here.base, f"GET {path} HTTP/1.1"))[0] == 404
    assert (await raw(here.base, "POST /demo/clock HTTP/1.1", body='{"to":"week"}'))[0] == 404


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:1", "[::1]", "x" * 300, "a b"])
async def test_a_foreign_host_changes_no_answer(here: Journey, host: str) -> None:
    status, headers, body = await raw(here.base, "GET / HTTP/1.1", f"Host: {host}")
    assert status in (302, 400)
    assert host not in headers.get("location", "") + body.replace(f"{host!r}", "")


async def test_the_cookie_holds_a_signed_number_and_guards_itself(here: Journey) -> None:
    _, headers, _ = await raw(here.base, "GET /chat HTTP/1.1")
    given = headers["set-cookie"]
    for rule in ("HttpOnly", "SameSite=Lax", "Path=/"):
        assert rule in given
    number = URLSafeSerializer(KEYS.signing_key("chat cookie"), salt=NAME).loads(
        given.partition("=")[2].partition(";")[0]
    )
    assert number >= 2**40


async def test_only_a_cookie_of_ours_opens_a_chat(here: Journey) -> None:
    good = await cookie_of(here.base)
    number, _, signature = good.rpartition(".")
    forged = [
        None,
        "",
        number,
        f"1.{signature}",
        good[:-1],
        good[:-2] + ("AA" if good[-2:] != "AA" else "BB"),
        good.swapcase(),
        f"{good}.x",
        str(URLSafeSerializer(b"another key", salt=NAME).dumps(1)),
        str(URLSafeSerializer(fresh_keyring().signing_key("chat cookie"), salt=NAME).dumps(1)),
        str(URLSafeSerializer(KEYS.signing_key("chat cookie"), salt="other").dumps(1)),
        str(URLSafeSerializer(KEYS.signing_key("chat cookie"), salt=NAME).dumps([1])),
        str(URLSafeSerializer(KEYS.signing_key("chat cookie"), salt=NAME).dumps("1")),
        "\udcff\udcfe",
        "a" * 4000,
    ]
    for cookie in forged:
        async with wire(here.base, f"{NAME}={cookie}" if cookie is not None else None) as opened:
            assert await opened.close_code() == LOAD_ANEW, cookie
    async with chat(here.base, good) as opened:
        assert opened.heard


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "null",
        "https://evil.example",
        "http://evil.example:8080",
        "file://",
        "{base}.evil.example",
        "http://x@{host}",
    ],
)
async def test_a_socket_is_opened_by_our_own_page_only(here: Journey, origin: str) -> None:
    host = here.base.removeprefix("http://")
    there = origin.format(base=here.base, host=host)
    async with wire(here.base, await cookie_of(here.base), there) as opened:
        assert await opened.close_code() == LOAD_ANEW


async def test_two_browsers_read_nothing_of_each_other(here: Journey) -> None:
    secret = "我家的事只跟这里说。"
    async with chat(here.base) as one, chat(here.base) as other:
        await one.says(secret)
        await other.says("转学")
        assert secret in one.all_text
        assert secret not in other.all_text


async def test_a_phone_of_the_demo_is_that_phone_whatever_cookies_there_are(
    tmp_path: Path,
) -> None:
    """The browser that also opened the plain chat, or holds another phone's cookie, mixes nothing up."""
    async with _demo(tmp_path) as base:
        plain = await cookie_of(base)
        phones = {key: await cookie_of(base, f"{prefix(key)}/chat") for key in PHONES}
        assert len({plain, *phones.values()}) == 5
        secret = "这句话只在家长手机上说。"
        both = f"{NAME}={phones['parent']}; {NAME}={plain}"
        async with wire(base, both, path=f"{prefix('parent')}/chat/ws") as parent:
            await parent.sends({"type": "hello", "after": 0})
            await parent.says(secret)
        for key, cookies in (
            ("director", f"{NAME}={phones['director']}; {NAME}={phones['parent']}"),
            ("triage", f"{NAME}={phones['parent']}"),
        ):
            async with wire(base, cookies, path=f"{prefix(key)}/chat/ws") as phone:
                await phone.sends({"type": "hello", "after": 0})
                await phone.says("转学")
                assert secret not in phone.all_text
        async with wire(base, plain) as own:
            await own.sends({"type": "hello", "after": 0})
            await own.says("转学")
            assert secret not in own.all_text


async def test_the_demos_clock_is_turned_by_its_own_page_only(tmp_path: Path) -> None:
    async with _demo(tmp_path) as base:
        turn = "POST /demo/clock HTTP/1.1"
        for origin in ((), ("Origin: https://evil.example",), ("Origin: null",)):
            status, headers, _ = await raw(base, turn, *origin, body='{"to":"now"}')
            assert status == 403
            assert headers["x-content-type-options"] == "nosniff"
        status, headers, body = await raw(base, turn, f"Origin: {base}", body='{"to":"now"}')
        assert (status, "2026-11-23" in body) == (200, True)
        assert headers["cache-control"] == "no-store"
        for wrong in ("{}", "[]", '{"to":"never"}', "x", '{"to":{}}', '{"to":["now"]}'):
            assert (await raw(base, turn, f"Origin: {base}", body=wrong))[0] == 400


async def test_no_script_of_ours_makes_markup_of_words() -> None:
    """What people type reaches the page as text only: none of the ways to make it markup or code is used."""
    sinks = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc|DOMParser"
        r"|createContextualFragment|javascript:"
    )
    scripts = list((PAGES / "static").glob("*.js"))
    assert len(scripts) >= 4
    for script in scripts:
        assert not sinks.search(script.read_text("utf-8")), script.name


async def test_templates_escape_what_they_are_given(here: Journey) -> None:
    environment = aiohttp_jinja2.get_env(here.desk.app)
    assert environment.autoescape is True
    for template in (PAGES / "templates").glob("*.html"):
        text = template.read_text("utf-8")
        assert "|safe" not in text.replace(" ", "")
        assert "autoescape false" not in text


@asynccontextmanager
async def _demo(folder: Path) -> AsyncIterator[str]:
    """The demo's pages over an empty desk: phones without people suffice here."""
    database = open_database(f"sqlite:///{folder / 'demo.db'}", KEYS)
    await migrate(database)
    await ensure_regions(database, within="13/1301/130123")
    settings = Settings.model_construct(web_port=free_port(), telegram_token=None)
    clock = DemoClock(lambda: MONDAY)

    async def prepare(desk: Running) -> None:
        machine = TimeMachine(clock, desk.house, desk.sender)
        chats = {key: FIRST_CHAT + place for place, key in enumerate(PHONES)}
        DemoPages(machine, desk.pages, chats, dict.fromkeys(PHONES, "示例")).add_to(desk.app)

    async with running(settings, database, clock, prepare):
        yield f"http://127.0.0.1:{settings.web_port}"
    await database.close()
