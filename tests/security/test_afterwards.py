"""When something is over or elsewhere: withdrawn, closed, moved by a code, typed on Telegram, cried by who has left."""

import pytest
import sqlalchemy as sa
import structlog

from dialogs.deeds.danger import trace
from dialogs.deeds.pick_up import pick_up_code
from dialogs.turn import Privacy
from referrals.danger import recognise
from storage.access import Channel, Role
from storage.ids import AddressId, ReferralId
from storage.referrals import State, referral_by_id
from storage.tables.desk import audit
from storage.tables.referrals import referral
from tests.cast import CastDesk, Player
from tests.dialogs.asking import WORDS, answered, ask
from tests.dialogs.asking import referral as found_referral
from tests.security.town import (
    COUNTY,
    CRY,
    DESK_UNIT,
    Newcomer,
    address_of,
    ends_yesterday,
    joins,
    rows_of,
)

THERE, FAMILY_THERE = 5551234567, 5551230000
TYPED = "这些话不该经过电报。"


async def test_a_request_the_family_took_back_is_read_no_more(desk: CastDesk) -> None:
    """Withdrawing takes the consent back: an old "read" button opens nothing."""
    await answered(desk)
    await desk.mother.presses_data("wdraw:1:1", desk.mother.screen.id)
    await desk.chen.says("/start")
    for press in ("read:1", "reply:1", "ends:1"):
        await desk.chen.presses_data(press, desk.chen.screen.id)
        assert WORDS not in desk.chen.screen.text, press
        assert "撤回" in desk.chen.screen.text


async def test_nor_one_that_is_closed(desk: CastDesk) -> None:
    await answered(desk)
    await desk.chen.presses_data("close:1:helped", desk.chen.screen.id)
    await desk.chen.presses_data("read:1", desk.chen.screen.id)
    assert WORDS not in desk.chen.screen.text


async def test_a_worker_on_telegram_closes_without_words(desk: CastDesk) -> None:
    """Strict privacy: no free note goes that way, so none is asked for, and none is taken."""
    there = await joins(desk, Newcomer(THERE, Role.TRIAGE, COUNTY, DESK_UNIT), Channel.TELEGRAM)
    await ask(desk.mother)
    for press in ("claim:1", "end:1:helped"):
        await there.presses_data(press, there.screen.id)
    assert "打" not in there.screen.text
    await there.says(TYPED)
    found = await found_referral(desk)
    assert found.state is State.CLAIMED
    await there.presses_data("close:1:helped", there.screen.id)
    assert (await found_referral(desk)).state is State.CLOSED
    async with desk.database.read() as tx:
        words = await tx.execute(sa.select(referral.c.outcome_words))
        assert words.scalar_one() is None


@pytest.mark.parametrize(
    "code",
    [
        "1-AAAA-AAAA",
        "1-",
        "-",
        "0-AAAA-AAAA",
        "9" * 4000,
        f"{'9' * 4000}-A-A",
        "１-A",
        "²-A-A",
        "1",
    ],
    ids=lambda code: ascii(code[:12]),
)
async def test_a_guessed_code_picks_nothing_up(desk: CastDesk, code: str) -> None:
    await ask(desk.mother)
    await desk.stranger.says("/start")
    await desk.stranger.presses_data("pickup", desk.stranger.screen.id)
    with structlog.testing.capture_logs() as logs:
        await desk.stranger.says(code)
    assert "取件码不对" in desk.stranger.screen.text
    assert [each for each in logs if each["event"] == "turn failed"] == []


async def test_a_code_fits_a_request_of_telegram_once(desk: CastDesk) -> None:
    """The web chat's own requests have none; a code used once moves nothing a second time."""
    desk = await CastDesk.open(desk.database, privacy=Privacy.STANDARD)
    family = Player(desk, FAMILY_THERE, Channel.TELEGRAM)
    await ask(family)
    await ask(desk.mother)
    codes = [await _code(desk, number) for number in (1, 2)]
    await desk.stranger.says("/start")
    for code, works in ((codes[1], False), (codes[0], True)):
        await desk.stranger.presses_data("pickup", desk.stranger.screen.id)
        await desk.stranger.says(code)
        assert ("取件码不对" in desk.stranger.screen.text) is not works
    other = Player(desk, 777)
    await other.says("/start")
    await other.presses_data("pickup", other.screen.id)
    await other.says(codes[0])
    assert "取件码不对" in other.screen.text
    assert (await found_referral(desk)).address == await address_of(desk, desk.stranger)


async def test_names_read_beside_the_duty_to_report_are_noted(desk: CastDesk) -> None:
    """Words of danger show a director the names of the children: that is a reading like any other."""
    await desk.wang.says("/start")
    await desk.wang.says("这孩子说他爸昨晚又拿皮带抽他")
    assert "小雨" in str(desk.wang.screen.labels)
    async with desk.database.read() as tx:
        noted = (await tx.execute(sa.select(audit.c.deed, audit.c.thing))).all()
    assert ("list_children", "child") in [tuple(each) for each in noted]


async def test_a_cry_of_who_has_left_opens_a_referral_though_the_turn_failed(
    desk: CastDesk,
) -> None:
    """Whether somebody is staff is asked of today, not of the role the chat once acted in."""
    at = AddressId(await address_of(desk, desk.chen))
    await ends_yesterday(desk, desk.chen)
    danger = recognise(CRY, [])
    assert danger is not None
    async with desk.database.write() as tx:
        await trace(tx, at, danger, CRY, desk.clock())
    assert len((await rows_of(desk))["referral"]) == 1


async def _code(desk: CastDesk, number: int) -> str:
    async with desk.database.read() as tx:
        found = await referral_by_id(tx, ReferralId(number))
        assert found is not None
        return pick_up_code(tx.keys, found)
