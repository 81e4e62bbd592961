"""Letters of the outbox become screens here, at sending time, so language and privacy are of that moment.

A push holds reference, kind, date and a way to the desk; nothing more, on any channel.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from content.phrases import Phrases, known_locale, phrases
from content.text import Locale
from dialogs.screen import Screen
from dialogs.turn import Desk
from storage.chats import Reach
from storage.database import Transaction
from storage.outbox import Letter


@dataclass(frozen=True)
class Sending:
    """One letter about to go to one address."""

    tx: Transaction
    letter: Letter
    to: Reach
    now: datetime
    desk: Desk

    @property
    def say(self) -> Phrases:
        return phrases(self.locale)

    @property
    def locale(self) -> Locale:
        return known_locale(self.to.locale)


Composer = Callable[[Sending], Awaitable[Screen | None]]
"""None: what the letter was about no longer holds, so nothing is sent."""


def composers() -> Mapping[str, Composer]:
    """Every kind of letter; an unknown kind is an error of ours and shows as broken."""
    from dialogs.letters.complaints import COMPOSERS as COMPLAINTS  # noqa: PLC0415
    from dialogs.letters.delivery import COMPOSERS as DELIVERY  # noqa: PLC0415
    from dialogs.letters.digests import COMPOSERS as DIGESTS  # noqa: PLC0415 (they import Sending)
    from dialogs.letters.people import COMPOSERS as PEOPLE  # noqa: PLC0415
    from dialogs.letters.proposals import COMPOSERS as PROPOSALS  # noqa: PLC0415
    from dialogs.letters.referrals import COMPOSERS as REFERRALS  # noqa: PLC0415
    from dialogs.letters.township import COMPOSERS as TOWNSHIP  # noqa: PLC0415
    from dialogs.letters.tries import COMPOSERS as TRIES  # noqa: PLC0415

    return {
        **COMPLAINTS,
        **DELIVERY,
        **DIGESTS,
        **PEOPLE,
        **PROPOSALS,
        **REFERRALS,
        **TOWNSHIP,
        **TRIES,
    }
