"""Invites on both databases: of one use, until they expire, guarded by a word where that matters."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from dialogs.deeds.invites import (
    MOST_WRONG_WORDS,
    VALID,
    InviteGone,
    Made,
    Taken,
    WordWanted,
    WordWrong,
    invite,
    take,
)
from storage import invites
from storage.access import Role
from storage.database import Database, Transaction
from storage.ids import InviteId, PersonId
from storage.invites import Invite, Invited
from storage.outbox import Letter, To, claim
from storage.people import add_person, add_unit, name_of, roles_of
from storage.tables.people import person
from tests.storage.conftest import TWENTY, at_once
from tests.village import VILLAGE, at, day_of

NOW = at("2026-11-23")
SECOND = timedelta(seconds=1)
DIRECTOR = Invited(Role.DIRECTOR, VILLAGE, None, "王主任")
TRIAGE = Invited(Role.TRIAGE, "130123", None, "陈")
GUARDED = {
    Role.PARENT: False,
    Role.DIRECTOR: False,
    Role.SUPERVISOR: False,
    Role.TRIAGE: True,
    Role.REFERRER: False,
    Role.EDITOR: False,
    Role.ADMINISTRATOR: True,
}


async def invited(database: Database, whom: Invited = DIRECTOR) -> Made:
    async with database.write() as tx:
        return await invite(tx, whom, NOW)


async def tried(
    tx: Transaction, code: str, word: str | None, who: PersonId | None, now: datetime
) -> Taken | str:
    """As a dialog does: what went wrong is answered, and the turn is stored all the same."""
    try:
        return await take(tx, code, word, who, now, day_of(now))
    except InviteGone:
        return "gone"
    except WordWanted:
        return "word wanted"
    except WordWrong as wrong:
        return f"{wrong.left} left"


async def attempt(
    database: Database,
    made: Made,
    word: str | None = None,
    *,
    code: str | None = None,
    who: PersonId | None = None,
    now: datetime = NOW,
) -> Taken | str:
    async with database.write() as tx:
        return await tried(tx, code or made.code, word, who, now)


async def taken(
    database: Database, made: Made, word: str | None = None, who: PersonId | None = None
) -> Taken:
    found = await attempt(database, made, word, who=who)
    assert isinstance(found, Taken)
    return found


async def found(database: Database, which: InviteId) -> Invite:
    async with database.read() as tx:
        known = await invites.invite_by_id(tx, which)
    assert known is not None
    return known


async def people(database: Database) -> int:
    async with database.read() as tx:
        counted = await tx.execute(sa.select(sa.func.count()).select_from(person))
        return int(counted.scalar_one())


def other_than(word: str | None) -> str:
    assert word is not None
    return f"{(int(word) + 1) % 10_000:04}"


async def test_an_invite_is_found_by_its_code_as_it_was_made(places: Database) -> None:
    async with places.write() as tx:
        unit = await add_unit(tx, "triage", "130123", "中心", example=True)
        inviter = await add_person(tx, "孙管理", NOW)
        whom = replace(TRIAGE, unit=unit, inviter=inviter)
        which = await invites.add_invite(tx, whom, "CODE", "1234", NOW, NOW + VALID)
        known = await invites.invite_by_code(tx, "CODE")

        assert known == Invite(which, whom, "130123", True, 0, NOW + VALID, None)
        assert await invites.invite_by_id(tx, which) == known
        assert await invites.invite_by_code(tx, "CODF") is None
        assert await invites.invite_by_id(tx, InviteId(which + 1)) is None


async def test_who_takes_an_invite_is_known_by_its_name_and_holds_its_role(
    places: Database,
) -> None:
    async with places.write() as tx:
        unit = await add_unit(tx, "triage", "130123", "中心", example=True)
    made = await invited(places, replace(TRIAGE, unit=unit))
    joined = await taken(places, made, made.word)
    async with places.read() as tx:
        (role,) = await roles_of(tx, joined.person, day_of(NOW))

        assert await name_of(tx, joined.person) == "陈"
        assert (role.id, role.kind, role.region, role.unit) == (
            joined.role,
            Role.TRIAGE,
            "130123",
            unit,
        )
        assert await roles_of(tx, joined.person, day_of(NOW) - timedelta(days=1)) == []


async def test_an_invite_is_of_one_use(places: Database) -> None:
    made = await invited(places)
    first = await taken(places, made)

    assert await attempt(places, made) == "gone"
    assert await attempt(places, made, who=first.person) == "gone"
    assert (await found(places, made.id)).taken_by == first.person


async def test_twenty_who_take_an_invite_at_once_are_one(places: Database) -> None:
    made = await invited(places)
    results = await at_once(places, lambda tx: tried(tx, made.code, None, None, NOW))

    assert sorted(isinstance(each, Taken) for each in results) == [False] * (TWENTY - 1) + [True]
    assert await people(places) == 1


async def test_twenty_guarded_updates_at_once_take_an_invite_once(places: Database) -> None:
    made = await invited(places)
    async with places.write() as tx:
        who = await add_person(tx, "王主任", NOW)
    results = await at_once(places, lambda tx: invites.take_invite(tx, made.id, who, NOW))

    assert sorted(results) == [False] * (TWENTY - 1) + [True]


@pytest.mark.parametrize(
    ("after", "open_"),
    [
        (timedelta(0), True),
        (VALID - SECOND, True),
        (VALID, False),
        (VALID + SECOND, False),
    ],
)
async def test_an_invite_can_be_taken_until_it_expires(
    places: Database, after: timedelta, open_: bool
) -> None:
    made = await invited(places)

    assert made.expires_at == NOW + VALID
    assert isinstance(await attempt(places, made, now=NOW + after), Taken) is open_


@pytest.mark.parametrize(("before", "open_"), [(SECOND, True), (timedelta(0), False)])
async def test_an_expired_invite_is_not_taken_even_when_it_was_found_in_time(
    places: Database, before: timedelta, open_: bool
) -> None:
    made = await invited(places)
    async with places.write() as tx:
        who = await add_person(tx, "王主任", NOW)
        assert await invites.take_invite(tx, made.id, who, made.expires_at - before) is open_


async def test_a_taker_too_late_leaves_nobody_new(places: Database) -> None:
    made = await invited(places)
    await attempt(places, made, now=NOW + VALID)

    assert await people(places) == 0


@pytest.mark.parametrize("code", ["", "AAAAAAAAAAAA", "?", "\ud800", "好", "x" * 5000])
async def test_a_code_nobody_was_given_opens_nothing(places: Database, code: str) -> None:
    made = await invited(places)
    async with places.write() as tx:
        assert await tried(tx, code, None, None, NOW) == "gone"
    assert (await found(places, made.id)).taken_by is None


async def test_a_code_may_be_typed_small_and_with_spaces_around(places: Database) -> None:
    made = await invited(places, TRIAGE)
    word = f" {made.word} "

    joined = await attempt(places, made, word, code=f" {made.code.lower()}\n")

    assert isinstance(joined, Taken)


async def test_codes_differ(places: Database) -> None:
    async with places.write() as tx:
        codes = {(await invite(tx, DIRECTOR, NOW)).code for _ in range(50)}

    assert len(codes) == 50


@pytest.mark.parametrize(("role", "guarded"), list(GUARDED.items()))
async def test_who_sees_other_peoples_words_needs_the_word(
    places: Database, role: Role, guarded: bool
) -> None:
    made = await invited(places, replace(TRIAGE, role=role))

    assert (made.word is not None) is guarded
    assert (await found(places, made.id)).guarded is guarded
    bare = await attempt(places, made)
    assert bare == "word wanted" if guarded else isinstance(bare, Taken)


async def test_asking_for_the_word_is_not_counted_as_a_wrong_one(places: Database) -> None:
    made = await invited(places, TRIAGE)
    for _ in range(TWENTY):
        assert await attempt(places, made) == "word wanted"

    assert isinstance(await attempt(places, made, made.word), Taken)


async def test_each_wrong_word_is_counted_and_the_last_burns_the_invite(places: Database) -> None:
    made = await invited(places, TRIAGE)
    wrong = other_than(made.word)
    answers = [await attempt(places, made, wrong) for _ in range(MOST_WRONG_WORDS + 1)]

    assert answers == ["4 left", "3 left", "2 left", "1 left", "gone"]
    assert await attempt(places, made, made.word) == "gone"
    assert await people(places) == 0


async def test_the_right_word_still_opens_with_one_try_left(places: Database) -> None:
    made = await invited(places, TRIAGE)
    for _ in range(MOST_WRONG_WORDS):
        await attempt(places, made, other_than(made.word))

    assert isinstance(await attempt(places, made, made.word), Taken)


async def test_twenty_guesses_at_once_are_no_more_than_five(places: Database) -> None:
    made = await invited(places, TRIAGE)
    wrong = other_than(made.word)
    answers = await at_once(places, lambda tx: tried(tx, made.code, wrong, None, NOW))

    assert sorted(answers, key=str)[:4] == ["1 left", "2 left", "3 left", "4 left"]
    assert answers.count("gone") == TWENTY - MOST_WRONG_WORDS
    assert (await found(places, made.id)).wrong_words == MOST_WRONG_WORDS + 1


@pytest.mark.parametrize("word", ["", "０", "\ud800", "12345"])
async def test_a_word_of_another_shape_is_a_wrong_one(places: Database, word: str) -> None:
    made = await invited(places, TRIAGE)

    assert await attempt(places, made, word) == "4 left"


async def test_the_word_of_one_invite_does_not_open_another(places: Database) -> None:
    async with places.write() as tx:
        for code, word in {"ONE": "1111", "TWO": "2222"}.items():
            await invites.add_invite(tx, TRIAGE, code, word, NOW, NOW + VALID)

        assert await tried(tx, "ONE", "2222", None, NOW) == "4 left"
        assert await tried(tx, "TWO", "1111", None, NOW) == "4 left"
        assert isinstance(await tried(tx, "ONE", "1111", None, NOW), Taken)


async def test_a_word_given_to_an_invite_without_one_does_no_harm(places: Database) -> None:
    assert isinstance(await attempt(places, await invited(places), "1234"), Taken)


async def test_a_second_role_joins_the_same_person(places: Database) -> None:
    first = await taken(places, await invited(places))
    made = await invited(places, TRIAGE)
    second = await taken(places, made, made.word, first.person)
    async with places.read() as tx:
        held = await roles_of(tx, first.person, day_of(NOW))

        assert second.person == first.person
        assert [role.kind for role in held] == [Role.DIRECTOR, Role.TRIAGE]
        assert await name_of(tx, first.person) == "王主任"
    assert await people(places) == 1


async def test_an_invite_for_somebody_known_joins_that_person(places: Database) -> None:
    async with places.write() as tx:
        wang = await add_person(tx, "王主任", NOW)
    joined = await taken(places, await invited(places, replace(DIRECTOR, person=wang)))

    assert joined.person == wang
    assert await people(places) == 1


async def test_who_is_in_the_chat_already_stays_who_they_are(places: Database) -> None:
    async with places.write() as tx:
        wang, zhao = [await add_person(tx, name, NOW) for name in ("王主任", "赵督导")]
    made = await invited(places, replace(DIRECTOR, person=wang))

    assert (await taken(places, made, who=zhao)).person == zhao


async def letters(database: Database) -> list[Letter]:
    async with database.write() as tx:
        return await claim(tx, NOW, 100)


async def test_the_inviter_gets_one_letter_when_the_invite_is_taken(places: Database) -> None:
    async with places.write() as tx:
        zhao = await add_person(tx, "赵督导", NOW)
    made = await invited(places, replace(DIRECTOR, inviter=zhao))
    assert await letters(places) == []
    await taken(places, made)
    await attempt(places, made)

    (letter,) = await letters(places)

    assert (letter.kind, letter.to) == ("invite_taken", To(person=zhao))
    assert letter.refs == {"invite": made.id}


async def test_an_invite_from_the_desk_itself_tells_nobody(places: Database) -> None:
    await taken(places, await invited(places))

    assert await letters(places) == []


async def test_a_failed_attempt_tells_nobody(places: Database) -> None:
    async with places.write() as tx:
        sun = await add_person(tx, "孙管理", NOW)
    made = await invited(places, replace(TRIAGE, inviter=sun))
    await attempt(places, made)
    await attempt(places, made, other_than(made.word))

    assert await letters(places) == []
