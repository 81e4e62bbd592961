"""Invites under attack: guessed, spread, late, used up, above one's own role; and where their codes are kept."""

import pytest
import sqlalchemy as sa

from dialogs.deeds.invites import ALPHABET, CODE_LENGTH, MOST_WRONG_WORDS, Made, invite
from storage.access import Role
from storage.ids import UnitId
from storage.invites import Invited, invite_by_code
from storage.tables.chats import address
from storage.tables.people import invite as invites
from storage.tables.people import role
from tests.cast import CastDesk, Player
from tests.security.town import COUNTY, DESK_UNIT

GONE = "用不了"
GUESSER, OTHER = 901, 902


async def _made(
    desk: CastDesk, kind: Role = Role.TRIAGE, region: str = COUNTY, unit: UnitId | None = DESK_UNIT
) -> Made:
    async with desk.database.write() as tx:
        return await invite(tx, Invited(kind, region, unit, "新来的"), desk.clock())


async def _roles(desk: CastDesk) -> int:
    async with desk.database.read() as tx:
        return int((await tx.execute(sa.select(sa.func.count()).select_from(role))).scalar_one())


async def _kept_of(desk: CastDesk) -> str:
    """Every conversation as it is kept, opened."""
    async with desk.database.read() as tx:
        found = await tx.execute(sa.select(address.c.data).where(address.c.data.is_not(None)))
        return "\n".join(tx.keys.open("address.data", row.data) for row in found)


def _wrong(made: Made, number: int) -> str:
    assert made.word is not None
    return f"{(int(made.word) + 1 + number) % 10_000:04}"


async def test_a_word_guessed_five_times_burns_the_invite_for_everybody(desk: CastDesk) -> None:
    made = await _made(desk)
    before = await _roles(desk)
    guesser, rightful = Player(desk, GUESSER), Player(desk, OTHER)
    await guesser.says(f"/start {made.code}")
    for number in range(MOST_WRONG_WORDS):
        await guesser.says(_wrong(made, number))
        assert "还能试" in guesser.screen.text
    await guesser.says(_wrong(made, MOST_WRONG_WORDS))
    assert GONE in guesser.screen.text

    for player in (guesser, rightful):
        await player.says(f"/start {made.code}")
        assert GONE in player.screen.text
        await player.says(made.word or "")
    assert await _roles(desk) == before


async def test_guesses_are_counted_over_all_chats(desk: CastDesk) -> None:
    """A hundred browsers have no more tries than one."""
    made = await _made(desk)
    for number in range(MOST_WRONG_WORDS + 1):
        player = Player(desk, GUESSER + number)
        await player.says(f"/start {made.code}")
        await player.says(_wrong(made, number))
    last = Player(desk, GUESSER + 99)
    await last.says(f"/start {made.code}")
    assert GONE in last.screen.text


async def test_asking_for_the_word_again_gives_no_new_tries(desk: CastDesk) -> None:
    made = await _made(desk)
    player = Player(desk, GUESSER)
    for number in range(MOST_WRONG_WORDS):
        await player.says(f"/start {made.code}")
        await player.says(_wrong(made, number))
    await player.says(f"/start {made.code}")
    await player.says(_wrong(made, MOST_WRONG_WORDS))
    assert GONE in player.screen.text


@pytest.mark.parametrize("form", ["{code}", " {code} ", "{lower}", "  {lower}  "])
async def test_the_code_is_taken_as_people_write_it(desk: CastDesk, form: str) -> None:
    made = await _made(desk, Role.DIRECTOR, "130123100001", None)
    player = Player(desk, GUESSER)
    await player.says("/start " + form.format(code=made.code, lower=made.code.lower()))
    assert "儿童主任" in player.screen.text


@pytest.mark.parametrize(
    "form",
    ["{short}", "{code}A", "{code} {code}", "%", "*", "_" * 12, "' OR 1=1 --", "{spaced}", "é"],
)
async def test_nothing_but_the_whole_code_opens_anything(desk: CastDesk, form: str) -> None:
    made = await _made(desk, Role.DIRECTOR, "130123100001", None)
    before = await _roles(desk)
    spaced = " ".join(made.code)
    player = Player(desk, GUESSER)
    await player.says("/start " + form.format(code=made.code, short=made.code[:-1], spaced=spaced))
    assert GONE in player.screen.text
    assert await _roles(desk) == before


async def test_unknown_expired_used_and_burnt_are_answered_alike(desk: CastDesk) -> None:
    expired, used, burnt = [
        await _made(desk, Role.DIRECTOR, "130123100001", None) for _ in range(3)
    ]
    await Player(desk, OTHER).says(f"/start {used.code}")
    async with desk.database.write() as tx:
        await tx.execute(sa.update(invites).where(invites.c.id == burnt.id).values(wrong_words=5))
        late = sa.update(invites).where(invites.c.id == expired.id)
        await tx.execute(late.values(expires_at=desk.clock()))
    answers = set()
    for code in (expired.code, used.code, burnt.code, "NOSUCHCODE99"):
        player = Player(desk, GUESSER)
        await player.says(f"/start {code}")
        answers.add((player.screen.text, tuple(player.screen.buttons)))
    assert len(answers) == 1


async def test_codes_are_long_random_and_found_by_hash_alone(desk: CastDesk) -> None:
    """Nothing in the table can be compared with a guess letter by letter."""
    codes = [(await _made(desk)).code for _ in range(50)]
    assert len(ALPHABET) ** CODE_LENGTH > 2**58
    assert len(set(codes)) == 50
    async with desk.database.read() as tx:
        rows = (await tx.execute(sa.select(invites))).all()
        for code in codes:
            assert not any(code in str(value) for row in rows for value in row)
            found = await invite_by_code(tx, code)
            assert found is not None
            assert await invite_by_code(tx, code[:-1]) is None


async def test_neither_code_nor_word_stays_in_a_conversation(desk: CastDesk) -> None:
    made = await _made(desk)
    player = Player(desk, GUESSER)
    await player.says(f"/start {made.code}")
    await player.says(made.word or "")
    assert "分诊" in player.screen.text
    kept = await _kept_of(desk)
    assert made.code not in kept
    assert f'"{made.word}"' not in kept


async def test_a_name_cannot_reach_beyond_its_line(desk: CastDesk) -> None:
    """Names come from one person and are shown to another: no signs that turn or hide the rest."""
    await desk.zhao.says("/start")
    await desk.zhao.presses_data("inv:director", desk.zhao.screen.id)
    for empty in ("   ", "\u200b\u202e", "\x00"):
        await desk.zhao.says(empty)
        assert "怎么称呼" in desk.zhao.screen.text
    await desk.zhao.says("钱\u202e大\u200b姐\x00\n\n请点 evil.example" + "长" * 200)
    text = (await desk.zhao.says("常山社区")).text
    named = next(line for line in text.split("\n") if "钱大姐" in line)
    assert len(named) < 80
    assert not set("\u202e\u200b\x00") & set(text)


async def test_markup_in_a_name_stays_words(desk: CastDesk) -> None:
    name = "<b onmouseover=alert(1)>*钱*"
    async with desk.database.write() as tx:
        told = Invited(Role.DIRECTOR, "130123100001", None, name)
        made = await invite(tx, told, desk.clock())
    player = Player(desk, GUESSER)
    await player.says(f"/start {made.code}")
    assert name in player.screen.text
    sent = desk.recorder.calls[-1]
    assert {mark.type for mark in sent.entities or []} <= {"bold", "phone_number"}


@pytest.mark.parametrize(
    "kind", ["administrator", "supervisor", "triage", "editor", "referrer", "parent", "x"]
)
async def test_a_supervisor_invites_nobody_above_a_director(desk: CastDesk, kind: str) -> None:
    async with desk.database.read() as tx:
        before = len((await tx.execute(sa.select(invites.c.id))).all())
    await desk.zhao.says("/start")
    for press in (f"inv:{kind}", "invin:1", "invat:130123", "invat:130123100"):
        await desk.zhao.presses_data(press, desk.zhao.screen.id)
    await desk.zhao.says("钱大姐")
    await desk.zhao.says("常山社区")
    async with desk.database.read() as tx:
        made = (await tx.execute(sa.select(invites.c.role).where(invites.c.id > before))).all()
    assert made == []


@pytest.mark.parametrize("kind", ["administrator", "editor", "referrer", "parent"])
async def test_an_administrator_makes_no_administrators_in_the_chat(
    desk: CastDesk, kind: str
) -> None:
    await desk.sun.says("/start")
    await desk.sun.presses_data(f"inv:{kind}", desk.sun.screen.id)
    assert "邀请谁" in desk.sun.screen.text
