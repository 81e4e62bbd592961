"""Inviting somebody to a role, and taking an invite.

Triage workers and administrators see other people's words, so besides the link a 4-digit word has to
pass from the inviter to them another way (by phone, in person).
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from storage.access import Role
from storage.database import Transaction
from storage.ids import InviteId, PersonId, RoleId
from storage.invites import (
    Invite,
    Invited,
    add_invite,
    invite_by_code,
    take_invite,
    word_fits,
)
from storage.outbox import Priority, To, put
from storage.people import add_person, add_role, roles_of

VALID = timedelta(days=7)
GUARDED = frozenset({Role.TRIAGE, Role.ADMINISTRATOR})
MOST_WRONG_WORDS = 4
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 12


class InviteGone(Exception):
    """Unknown, expired, used, or given up after too many wrong words: told apart for nobody."""


class WordWanted(Exception):
    """The invite is right; its 4-digit word is still missing."""


class WordWrong(Exception):
    """`left` more tries."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


@dataclass(frozen=True)
class Made:
    """`word` only for guarded roles; neither it nor the code can be read again."""

    id: InviteId
    code: str
    word: str | None
    expires_at: datetime


@dataclass(frozen=True)
class Taken:
    person: PersonId
    role: RoleId
    invite: Invite


async def invite(tx: Transaction, invited: Invited, now: datetime) -> Made:
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    word = f"{secrets.randbelow(10_000):04}" if invited.role in GUARDED else None
    made = await add_invite(tx, invited, code, word, now, now + VALID)
    return Made(made, code, word, now + VALID)


async def take(
    tx: Transaction,
    code: str,
    word: str | None,
    person: PersonId | None,
    now: datetime,
    today: date,
) -> Taken:
    """The role begins today for `person`, for whom the invite names, or for somebody new. Raises InviteGone, WordWanted, WordWrong."""
    found = await open_invite(tx, code, now)
    if not found.guarded and await _is_guarded(tx, found.invited.person, today):
        raise InviteGone
    if found.guarded:
        await _check_word(tx, found, code, word)
    known = person or found.invited.person
    who = known or await add_person(tx, found.invited.name, now)
    if not await take_invite(tx, found.id, who, now):
        raise InviteGone
    given = found.invited
    role = await _given(tx, who, given, today)
    if given.inviter is not None:
        to, refs = To(person=given.inviter), {"invite": found.id}
        key = f"invite_taken:{found.id}"
        await put(tx, key, "invite_taken", to, refs, priority=Priority.RECEIPT, now=now)
    return Taken(who, role, found)


async def open_invite(tx: Transaction, code: str, now: datetime) -> Invite:
    """The invite behind a code that can still be taken. Raises InviteGone."""
    found = await invite_by_code(tx, code.strip().upper())
    if found is None or found.taken_by is not None or found.expires_at <= now:
        raise InviteGone
    if found.wrong_words > MOST_WRONG_WORDS:
        raise InviteGone
    return found


async def _given(tx: Transaction, who: PersonId, given: Invited, today: date) -> RoleId:
    """The role begins today, unless somebody invited again holds it already."""
    held = await roles_of(tx, who, today) if given.person == who else []
    for role in held:
        if (role.kind, role.region, role.unit) == (given.role, given.region, given.unit):
            return role.id
    return await add_role(tx, who, given.role, given.region, given.unit, today)


async def _is_guarded(tx: Transaction, who: PersonId | None, today: date) -> bool:
    """Whoever takes the invite acts as this person: in a guarded role too, if they hold one."""
    if who is None:
        return False
    return any(role.kind in GUARDED for role in await roles_of(tx, who, today))


async def _check_word(tx: Transaction, found: Invite, code: str, word: str | None) -> None:
    if word is None:
        raise WordWanted
    if not await word_fits(tx, found.id, code.strip().upper(), word.strip()):
        left = MOST_WRONG_WORDS - found.wrong_words
        raise WordWrong(left) if left > 0 else InviteGone
