"""The courier of a signed HTTP hook: whoever stands behind it (an SMS or voice gateway, a group's robot) tells on.

A POST of JSON `{to, text, kind, key, at}`. `X-Houniao-Signature` is the hexadecimal HMAC-SHA256 of
`X-Houniao-Timestamp` and the body, one after the other, under the shared secret. `key` is the letter's
number: what comes twice under one key is to be told once.
"""

import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import sha256

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from bot.couriers.base import SENT, Outcome, Verdict
from bot.couriers.words import as_text
from bot.house import OPERATOR
from dialogs.screen import Screen
from storage.chats import Reach
from storage.letter import Letter, Why

TIMEOUT = ClientTimeout(total=20)
UNTOLD_PATIENCE = timedelta(minutes=1)
LONGEST_PATIENCE = timedelta(hours=1)


@dataclass(frozen=True)
class Hooks:
    """`url` is for people, `alarm_url` for the operator; either may be missing."""

    secret: str = field(repr=False)
    url: str = ""
    alarm_url: str = ""


class HookCourier:
    def __init__(self, hooks: Hooks, public_url: str, clock: Callable[[], datetime]) -> None:
        self.hooks = hooks
        self.public_url = public_url
        self.clock = clock
        self._session: ClientSession | None = None

    async def send(self, to: Reach, screen: Screen, letter: Letter) -> Verdict:
        url = self.hooks.alarm_url if to.place == OPERATOR else self.hooks.url
        if not url:
            return Verdict(Outcome.STOP, Why.NO_COURIER)
        body = self._body(to, screen, letter)
        if self._session is None:
            self._session = ClientSession(timeout=TIMEOUT)
        headers = signed(body, self.hooks.secret, self.clock())
        try:
            async with self._session.post(
                url, data=body, headers=headers, allow_redirects=False
            ) as answer:
                return verdict(answer, self.clock())
        except (ClientError, TimeoutError, OSError):
            return Verdict(Outcome.LATER)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    def _body(self, to: Reach, screen: Screen, letter: Letter) -> bytes:
        told = {
            "to": to.place,
            "text": as_text(screen, self.public_url),
            "kind": letter.kind,
            "key": str(letter.id),
            "at": self.clock().astimezone(UTC).isoformat(timespec="seconds"),
        }
        return json.dumps(told, ensure_ascii=False).encode()


def signed(body: bytes, secret: str, now: datetime) -> Mapping[str, str]:
    timestamp = str(int(now.timestamp()))
    signature = hmac.new(secret.encode(), timestamp.encode() + body, sha256).hexdigest()
    return {
        "Content-Type": "application/json; charset=utf-8",
        "X-Houniao-Timestamp": timestamp,
        "X-Houniao-Signature": signature,
    }


def verdict(answer: ClientResponse, now: datetime) -> Verdict:
    """What a gateway's answer means. A page instead of JSON speaks of a wrong address of ours, not of
    the recipient: then nobody is marked."""
    match answer.status:
        case status if 200 <= status < 300:
            return SENT
        case 429:
            wait = _patience(answer.headers.get("Retry-After", ""), now)
            return Verdict(Outcome.LATER, Why.ASKED_TO_WAIT, wait)
        case 404 | 410 if answer.content_type == "application/json":
            return Verdict(Outcome.UNREACHABLE, Why.NOBODY_THERE)
        case status if status in (401, 403, 404, 410) or status < 400:
            return Verdict(Outcome.STOP, Why.REFUSED_US)
        case status if status < 500 and status != 408:
            return Verdict(Outcome.BROKEN, Why.MALFORMED)
        case _:
            return Verdict(Outcome.LATER)


def _patience(told: str, now: datetime) -> timedelta:
    """`Retry-After`: seconds or a date; a minute where it says neither, never more than an hour."""
    if told.isdecimal():
        return min(timedelta(seconds=int(told[:9])), LONGEST_PATIENCE)
    try:
        wait = parsedate_to_datetime(told) - now
    except (ValueError, TypeError):
        return UNTOLD_PATIENCE
    return max(timedelta(seconds=1), min(wait, LONGEST_PATIENCE))
