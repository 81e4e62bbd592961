"""The courier of e-mail: plain text over SMTP, nothing to press in it but the way to the desk."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime

from aiosmtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from bot.couriers.base import SENT, Outcome, Verdict
from bot.couriers.words import as_text, subject
from bot.settings import Tls
from dialogs.screen import Screen
from storage.chats import Reach
from storage.letter import Letter, Why

CONNECTIONS = 4
TIMEOUT = 20.0
WANTS_ACCESS = (530, 534, 535, 538)
"""Said of a recipient, these are about our own access."""


@dataclass(frozen=True)
class MailServer:
    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    tls: Tls = Tls.STARTTLS


class EmailCourier:
    """A letter is one connection: a server that was away is there again by itself."""

    def __init__(self, server: MailServer, public_url: str) -> None:
        self.server = server
        self.public_url = public_url
        self._free = asyncio.Semaphore(CONNECTIONS)

    async def send(self, to: Reach, screen: Screen, letter: Letter) -> Verdict:
        async with self._free:
            try:
                await self._sent(self._message(to, screen, letter), to.place)
            except (SMTPException, OSError, ValueError) as error:
                return verdict(error)
        return SENT

    async def close(self) -> None:
        """No connection outlives its letter."""

    def _message(self, to: Reach, screen: Screen, letter: Letter) -> EmailMessage:
        """Its id is the letter's: whoever gets it twice can tell."""
        domain = self.server.sender.rpartition("@")[2]
        made = EmailMessage()
        made["From"], made["To"] = self.server.sender, to.place
        made["Subject"] = subject(to)
        made["Date"] = format_datetime(letter.made_at)
        made["Message-ID"] = f"<letter-{letter.id}@{domain}>"
        made["Auto-Submitted"] = "auto-generated"
        made.set_content(as_text(screen, self.public_url))
        return made

    async def _sent(self, message: EmailMessage, to: str) -> None:
        server, sender = self.server, self.server.sender
        connection = SMTP(
            hostname=server.host,
            port=server.port,
            local_hostname=sender.rpartition("@")[2],
            timeout=TIMEOUT,
            use_tls=server.tls is Tls.TLS,
            start_tls=server.tls is Tls.STARTTLS,
        )
        try:
            await connection.connect()
            if server.user:
                await connection.login(server.user, server.password)
            await connection.send_message(message, sender=sender, recipients=to)
            with suppress(SMTPException, OSError):  # it was taken: how the line ends tells nothing
                await connection.quit()
        finally:
            connection.close()


def verdict(error: Exception) -> Verdict:
    """What an error means for the letter and the address. The order matters: see the hierarchy."""
    match error:
        case SMTPRecipientsRefused(recipients=refused):
            return _of_recipient(refused[0].code, refused[0].message)
        case SMTPDataError(code=code) if code >= 500:
            return Verdict(Outcome.BROKEN, Why.MALFORMED)
        case SMTPResponseException(code=code) if code >= 500:  # greeted, logged in, sender named
            return Verdict(Outcome.STOP, Why.REFUSED_US)
        case _ if type(error) is SMTPException:  # no TLS or no login where we are told to use it
            return Verdict(Outcome.STOP, Why.REFUSED_US)
        case ValueError():
            return Verdict(Outcome.UNREACHABLE, Why.NOBODY_THERE)
        case _:
            return Verdict(Outcome.LATER)


def _of_recipient(code: int, said: str) -> Verdict:
    """A server that lets nobody in says so of each recipient, too: then none of them is marked."""
    if code in WANTS_ACCESS or said.startswith("5.7."):
        return Verdict(Outcome.STOP, Why.REFUSED_US)
    if code >= 500:
        return Verdict(Outcome.UNREACHABLE, Why.NOBODY_THERE)
    return Verdict(Outcome.LATER)
