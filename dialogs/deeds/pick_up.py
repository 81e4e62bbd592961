"""A request that began on Telegram moves to the web chat, where it may be read: by a code, once.

Strict privacy keeps the relay off Telegram, so there the family gets a code that holds nothing personal.
It is made from the request and its chat with a key of the desk: once the request has moved to another
chat, the code fits no more.
"""

import base64
import hmac
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from referrals.opening import THING
from storage.access import Actor, Channel
from storage.audit import note
from storage.chats import reach_of
from storage.database import Transaction
from storage.ids import ReferralId
from storage.keys import Keyring
from storage.referral_changes import change
from storage.referral_steps import add_step
from storage.referrals import Referral, referral_by_id

LETTERS = 8
MOST_DIGITS = 15


def pick_up_code(keys: Keyring, referral: Referral) -> str:
    """Such as "12-ABCD-EFGH": 40 bits, good for this request in its present chat only."""
    purpose = f"{referral.id}:{referral.address}".encode()
    digest = hmac.digest(keys.signing_key("pick up"), purpose, sha256)
    letters = base64.b32encode(digest).decode()[:LETTERS]
    return f"{referral.id}-{letters[:4]}-{letters[4:]}"


async def pick_up(tx: Transaction, actor: Actor, typed: str, now: datetime) -> Referral | None:
    """The request, from now on of this chat; None when the code fits nothing on Telegram."""
    number, _, _ = (code := typed.strip().upper()).partition("-")
    if not number.isdecimal() or len(number) > MOST_DIGITS:
        return None
    found = await referral_by_id(tx, ReferralId(int(number)), lock=True)
    if found is None or found.address is None or not found.is_open:
        return None
    if not hmac.compare_digest(pick_up_code(tx.keys, found).encode(), code.encode()):
        return None
    if (await reach_of(tx, found.address)).channel is not Channel.TELEGRAM:
        return None
    moved = replace(found, address=actor.address)
    await change(tx, found, moved)
    await add_step(tx, found.id, "pick_up", found.state, None, now)
    await note(tx, actor, "pick_up", THING, found.id, now)
    return moved
