"""Buttons pressed by those they are not for: no difference from what isn't there, nothing changed, no crash."""

import pytest
import structlog

from tests.cast import CastDesk, Player, Shown
from tests.security.presses import (
    EXISTING,
    MISSING,
    Press,
    every_press,
    ids_of,
    malformed,
    numbers_of,
    packed,
)
from tests.security.town import INSIDERS, OUTSIDERS, address_of, everybody, rows_of

PRESSES = every_press()
NUMBERED = [press for press in PRESSES if numbers_of(press)]
NAMING = [press for press in PRESSES if ids_of(press)]
HUGE = (2**31, 10**15, 2**63 - 1, 2**63, 2**64, 10**30, -1, -(2**63), -(10**25), 0)
APOLOGY = "没有存下来"

CONVERSATION = ("address", "seen", "audit")
"""What any press writes: where the chat stands, that it was seen, and what was read."""

OWN_AFFAIRS = {"awayto"}
"""Whoever is a director or supervisor anywhere enters their own leave with it."""

THEIRS: dict[str, dict[str, set[int]]] = {
    "ma": {"child": {4}},
    "qian": {"child": {5}},
    "sun": {"role": {5}, "person": {1, 2, 3, 4, 5}},
}
"""What an outsider may well press: the child of their own place, their own role, the county's people."""
ONE_OF_EACH = ("stranger", "sun", "wang", "zhao", "chen")


def test_no_two_presses_share_a_prefix() -> None:
    prefixes = [press.__prefix__ for press in PRESSES]
    assert len(prefixes) > 60
    assert len(set(prefixes)) == len(prefixes)


@pytest.mark.parametrize("name", OUTSIDERS)
async def test_an_outsider_changes_nothing(town: CastDesk, name: str) -> None:
    """Whatever is pressed, with every id there is; only the own chat's consents are the own affair."""
    player = Player(town, OUTSIDERS[name])
    await player.says("/start")
    mine = str(await address_of(town, player))
    before = await rows_of(town)
    for press in PRESSES:
        if press.__prefix__ in OWN_AFFAIRS:
            continue
        for data in packed(press, _foreign(name, press)):
            await player.presses_data(data, player.screen.id)
    after = await rows_of(town)

    for table in before.keys() - set(CONVERSATION):
        changed = {row for row in before[table] ^ after[table] if mine not in row[:2]}
        assert not changed, (table, changed)
    assert APOLOGY not in player.all_text


@pytest.mark.parametrize("name", OUTSIDERS)
async def test_what_is_not_theirs_is_answered_as_what_is_not_there(
    town: CastDesk, name: str
) -> None:
    player = Player(town, OUTSIDERS[name])
    await player.says("/start")
    for press in NAMING:
        foreign = _foreign(name, press)
        first, *more = [await _answers(town, player, press, n) for n in (MISSING, *foreign)]
        for number, answers in zip(foreign, more, strict=True):
            assert answers == first, (press.__prefix__, number)


async def test_colleagues_and_families_see_nothing_of_each_others(town: CastDesk) -> None:
    """The same for the cast itself: what is another director's, another family's, another's digest."""
    for name, prefix, number in (
        ("wang", "child", 4),
        ("wang", "refer", 5),
        ("wang", "undo", 5),
        ("zhao", "child", 5),
        ("zhao", "digest", 1),
        ("zhao", "ackall", 1),
        ("mother", "req", 2),
        ("mother", "write", 3),
        ("mother", "wdraw", 4),
        ("mother", "rate", 2),
        ("mother", "again", 2),
        ("mother", "talk", 1),
        ("mother", "notso", 1),
        ("liu", "act", 1),
        ("chen", "act", 4),
    ):
        player = Player(town, INSIDERS[name])
        await player.says("/start")
        press = next(each for each in PRESSES if each.__prefix__ == prefix)
        there = await _answers(town, player, press, number)
        assert there == await _answers(town, player, press, MISSING), (name, prefix)


@pytest.mark.parametrize("name", ONE_OF_EACH)
async def test_junk_never_fails_a_turn(town: CastDesk, name: str) -> None:
    player = everybody(town)[name]
    await player.says("/start")
    with structlog.testing.capture_logs() as logs:
        for press in PRESSES:
            for data in malformed(press):
                await player.presses_data(data, player.screen.id)
    assert [each for each in logs if each["event"] == "turn failed"] == []


@pytest.mark.parametrize("name", ONE_OF_EACH)
async def test_numbers_no_database_holds_are_no_buttons_of_ours(town: CastDesk, name: str) -> None:
    player = everybody(town)[name]
    await player.says("/start")
    with structlog.testing.capture_logs() as logs:
        for press in NUMBERED:
            for number in HUGE:
                fields = [press.__prefix__, *(str(number) for _ in press.model_fields)]
                await player.presses_data(":".join(fields)[:64], player.screen.id)
                await player.presses_data(_with(press, number), player.screen.id)
    assert [each for each in logs if each["event"] == "turn failed"] == []


async def test_a_forged_press_leads_back_kindly(town: CastDesk) -> None:
    await town.chen.says("/start")
    for data in ("claim:99999999999999999999", "x" * 64, "child:9_9_9_9_9_9_9_9_9_9_9_9", ":", ""):
        await town.chen.presses_data(data, town.chen.screen.id)
        assert "以前页面" in town.chen.screen.text, data


async def test_what_a_press_brings_always_fits_into_the_next(town: CastDesk) -> None:
    """A form that is carried in its buttons, made as long as a button may be."""
    await town.wang.says("/start")
    for data in (f"rfd:1::{'x' * 50}:::0", f"rfd:1:{'x' * 50}::::0", f"rfd:1::::{'d' * 50}:0"):
        await town.wang.presses_data(data, town.wang.screen.id)
        assert "以前页面" in town.wang.screen.text, data
    await town.wang.presses_data("rfd:1:HURT_BY_SOMEONE:t:t::999999999999999", town.wang.screen.id)
    assert "以前页面" not in town.wang.screen.text
    assert APOLOGY not in town.wang.screen.text


def _foreign(name: str, press: Press) -> list[int]:
    own = THEIRS.get(name, {})
    mine = {n for each in ids_of(press) for n in own.get(each, ())}
    return [n for n in EXISTING if n not in mine]


def _with(press: Press, number: int) -> str:
    """The number in every field of numbers, something sensible in the others."""
    sensible = next(packed(press, (1,))).split(":")[1:]
    fields = zip(press.model_fields, sensible, strict=True)
    told = (str(number) if name in numbers_of(press) else value for name, value in fields)
    return ":".join([press.__prefix__, *told])


async def _answers(
    desk: CastDesk, player: Player, press: Press, number: int
) -> list[tuple[str, tuple[tuple[str, str], ...], str]]:
    """What each form of the press shows, the number itself left out."""
    found = []
    for data in packed(press, (number,)):
        heard = len(desk.recorder.toasts.get(player.chat, []))
        await player.presses_data(data, player.screen.id)
        toasts = "|".join(desk.recorder.toasts.get(player.chat, [])[heard:])
        found.append((*_without(player.screen, number), toasts.replace(str(number), "#")))
    return found


def _without(shown: Shown, number: int) -> tuple[str, tuple[tuple[str, str], ...]]:
    buttons = tuple(
        (label.replace(str(number), "#"), data.replace(str(number), "#"))
        for label, data in shown.buttons
    )
    return shown.text.replace(str(number), "#"), buttons
