"""Writing into the relay: what is typed goes to one referral, for 30 minutes or until one leaves."""

import re
from datetime import datetime, timedelta

from aiogram.fsm.state import State
from aiogram.types import Message

from dialogs.turn import Turn
from storage.ids import ReferralId

WRITES_FOR = timedelta(minutes=30)
REFERENCE = re.compile(r"\bR-(\d{1,15})\b")
"""How a message of the desk names a referral: a reply to it goes there."""


def begin_writing(turn: Turn, step: State, to: ReferralId) -> None:
    """From now on; each message sent begins the time anew."""
    turn.conversation.step(step, referral=str(to), since=turn.now.isoformat())


def writing_to(turn: Turn) -> ReferralId:
    return ReferralId(int(turn.answers()["referral"]))


def time_is_over(turn: Turn) -> bool:
    return turn.now - datetime.fromisoformat(turn.answers()["since"]) > WRITES_FOR


def end_form(turn: Turn, *names: str) -> None:
    """Finishes an open form of these names; another one stays as it is."""
    form = turn.conversation.form
    if form is not None and form.name in names:
        turn.conversation.finish()


def replied_to(message: Message) -> ReferralId:
    """The referral named first in the message replied to; 0, which is none, where none is named."""
    answered = message.reply_to_message
    named = REFERENCE.search(answered.text or "") if answered else None
    return ReferralId(int(named[1]) if named else 0)
