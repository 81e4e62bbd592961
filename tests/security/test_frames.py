"""What a stranger's client may say over its own socket: the desk answers, stays up, and mixes nobody up."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import sqlalchemy as sa
import structlog
from aiohttp import WSCloseCode

from bot.pages.frames import LONGEST_FRAME
from storage.tables.chats import address, web_event
from tests.conftest import KEYS
from tests.running import Journey, journey
from tests.security.browser import chat, cookie_of, raw, wire

pytestmark = pytest.mark.asyncio(loop_scope="module")

WRONG = (
    "",
    "x",
    "[]",
    "{}",
    "null",
    "1",
    '"hello"',
    '{"type":"none"}',
    '{"type":"hello"}',
    '{"type":"hello","after":-1}',
    '{"type":"hello","after":99999999999999999999}',
    '{"type":"hello","after":4294967296}',
    '{"type":"seen","seq":9223372036854775808}',
    '{"type":"seen","seq":1e400}',
    '{"type":"seen","seq":NaN}',
    '{"type":"text","text":"x"}',
    '{"type":"text","key":"short","text":"x"}',
    '{"type":"text","key":"key with blanks","text":"x"}',
    '{"type":"text","key":"key-00000001","text":""}',
    '{"type":"text","key":"key-00000001","text":["x"]}',
    json.dumps({"type": "text", "key": "key-00000001", "text": "x" * 4001}),
    json.dumps({"type": "text", "key": "k" * 65, "text": "x"}),
    '{"type":"text","key":"key-00000001","text":"\\ud800"}',
    '{"type":"press","key":"key-00000001","message":-1,"data":"home"}',
    '{"type":"press","key":"key-00000001","message":99999999999999999999,"data":"home"}',
    json.dumps({"type": "press", "key": "key-00000001", "message": 1, "data": "x" * 65}),
    '{"type":"press","key":"key-00000001","message":1,"data":""}',
    "[" * 5000,
    '{"type":' * 2000,
)
ODD = (
    "孩子\x00怎么转学",
    "孩子怎么转学\u202e\u2066",
    "孩\u200b子\u200d怎么\ufeff转学",
    "<script>alert(1)</script>孩子怎么转学",
    "</script><img src=x onerror=alert(1)>",
    "'; DROP TABLE address; --",
    "{{7*7}} ${7*7} %s %(x)s {0} {name}",
    "\x1b[31mred\x07",
    "\r\n\r\nHTTP/1.1 200 OK",
    "😀" * 1000,
    "e" + "\u0301" * 3000,
    "\ufdfa" * 4000,
    "9" * 4000,
    "/" + "x" * 3999,
    "/start " + "A" * 3000,
    "　",
)
QUESTION, ANSWER = "孩子怎么转学", "您问的是不是这个"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def here(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Journey]:
    async with journey(tmp_path_factory.mktemp("desk"), KEYS) as made:
        yield made


@pytest.mark.parametrize("frame", WRONG, ids=lambda frame: frame[:40] or "empty")
async def test_a_wrong_frame_is_refused_and_the_line_stays(here: Journey, frame: str) -> None:
    async with chat(here.base) as page:
        with structlog.testing.capture_logs() as logs:
            await page.sends(frame)
            await page.until(lambda each: each["type"] == "error")
            await page.says(QUESTION)
            await page.sees(ANSWER)
        assert logs == []


async def test_the_newest_number_there_is_does_no_harm(here: Journey) -> None:
    """A page may say it has seen, or begin after, any number a chat could ever reach."""
    async with chat(here.base) as page:
        for kind, name in (("seen", "seq"), ("hello", "after")):
            await page.sends({"type": kind, name: 2**31 - 1})
        await page.sends({"type": "hello", "after": 0})
        await page.says(QUESTION)
        await page.sees(ANSWER)


@pytest.mark.parametrize("text", ODD, ids=lambda text: ascii(text[:12]))
async def test_odd_text_is_answered_and_kept_as_it_is(here: Journey, text: str) -> None:
    async with chat(here.base) as page:
        with structlog.testing.capture_logs() as logs:
            await page.is_answered(text)
        assert logs == []
        own = [each["text"] for each in page.heard if each.get("mine")]
        assert own == (["/start"] if text.startswith("/start") else [text])


async def test_a_frame_too_long_ends_that_line_only(here: Journey) -> None:
    async with chat(here.base) as other, chat(here.base) as page:
        await page.sends("x" * (LONGEST_FRAME + 1))
        assert await page.close_code() == WSCloseCode.MESSAGE_TOO_BIG
        await other.says(QUESTION)
        await other.sees(ANSWER)


async def test_frames_of_bytes_are_passed_over(here: Journey) -> None:
    async with chat(here.base) as page:
        await page.socket.send_bytes(b"\x00\xff" * 1000)
        await page.says(QUESTION)
        await page.sees(ANSWER)


async def test_a_thousand_frames_in_a_row_leave_the_desk_answering(here: Journey) -> None:
    """Wrong ones, presses of nothing, presses of everything; somebody else is answered meanwhile."""
    async with chat(here.base) as noisy, chat(here.base) as other:
        for number in range(200):
            for wrong in ("{", "[]", '{"type":"none"}'):
                await noisy.sends(wrong)
            await noisy.sends({"type": "seen", "seq": number})
            data = f"claim:{number}" if number % 2 else f"none:{number}"
            key = f"noise-{number:04}"
            await noisy.sends({"type": "press", "key": key, "message": 1, "data": data})
        await other.says(QUESTION)
        await other.sees(ANSWER)
        await noisy.says(QUESTION)
        await noisy.sees(ANSWER)
    assert (await raw(here.base, "GET /healthz HTTP/1.1"))[0] == 200


async def test_a_crowd_that_says_nothing_locks_nobody_out(here: Journey) -> None:
    """Open lines without a hello, and lines cut in the middle of a frame."""
    cookies = [await cookie_of(here.base) for _ in range(40)]
    async with asyncio.TaskGroup() as crowd:
        for cookie in cookies:
            crowd.create_task(_opens_and_leaves(here.base, cookie))
        async with chat(here.base) as page:
            await page.says(QUESTION)
            await page.sees(ANSWER)


async def test_a_key_belongs_to_its_chat(here: Journey) -> None:
    """The same key in two chats is two messages; nobody can use up another's keys."""
    key = "the-same-key"
    async with chat(here.base) as one, chat(here.base) as other:
        await one.says(QUESTION, key)
        await other.says(QUESTION, key)
        for page in (one, other):
            await page.sees(ANSWER)


async def test_a_key_used_again_does_nothing_again(here: Journey) -> None:
    """Other text under a used key is not stored over the first, and has no effect of its own."""
    async with chat(here.base) as page:
        await page.presses("where")
        await page.sees("您住在哪")
        await page.says("正定", "used-up-key")
        await page.sees("候鸟服务台")
        await page.says("这是另一句话", "used-up-key")
        await page.says("再问一句转学", "fresh-key-1")
    own = [
        each["text"] for each in page.heard if each.get("mine") and each.get("kind") == "message"
    ]
    assert "这是另一句话" not in own
    async with here.database.read() as tx:
        found = await tx.execute(sa.select(sa.func.count()).where(web_event.c.key == "used-up-key"))
        assert found.scalar_one() == 1


async def test_a_press_reaches_the_own_chat_only(here: Journey) -> None:
    """Whatever message number a page names, what it changes is its own log."""
    async with chat(here.base) as victim, chat(here.base) as page:
        target = next(each["message"] for each in victim.heard if each.get("kind") == "message")
        heard = len(victim.heard)
        await page.sends(
            {"type": "press", "key": "aim-at-other", "message": target, "data": "lines"}
        )
        await page.until(lambda frame: frame["type"] == "taken")
        await victim.says(QUESTION)
        edits = [each for each in victim.heard[heard:] if each.get("kind") == "edit"]
        assert edits == []


async def test_the_code_of_an_invite_is_in_no_transcript(here: Journey) -> None:
    """Also with blanks before it, and when it is no invite at all."""
    code = here.seeded.invites["director"].code
    async with chat(here.base) as page:
        for text in (f"  /start {code}", f"/start {code}", "\n/start NOSUCHCODE99"):
            await page.says(text)
        assert code not in page.all_text
        assert "NOSUCHCODE99" not in page.all_text
    async with here.database.read() as tx:
        bodies = await tx.execute(sa.select(web_event.c.body))
        kept = [tx.keys.open("web_event.body", row.body) for row in bodies]
        kept += [
            tx.keys.open("address.data", row.data)
            for row in await tx.execute(
                sa.select(address.c.data).where(address.c.data.is_not(None))
            )
        ]
    assert not [text for text in kept if code in text or "NOSUCHCODE99" in text]


async def _opens_and_leaves(base: str, cookie: str) -> None:
    async with wire(base, cookie) as opened:
        await opened.socket.ping()
