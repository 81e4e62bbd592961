"""A real SMTP server of aiosmtpd inside the test's loop, which can be told what to answer next."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from bot.couriers.email import MailServer
from bot.settings import Tls

OK = "250 OK"


@dataclass
class Mailbox:
    """`rcpt`, `mail`, `data`: what is answered next instead of OK. `cut`: so many times the line is cut
    when a message has been taken and before its receipt. `password`: who logs in must know it."""

    rcpt: deque[str] = field(default_factory=deque)
    mail: deque[str] = field(default_factory=deque)
    data: deque[str] = field(default_factory=deque)
    cut: int = 0
    password: str = ""
    got: list[EmailMessage] = field(default_factory=list)
    to: list[list[str]] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    async def handle_MAIL(  # noqa: N802 (aiosmtpd's name)
        self, server: SMTP, session: Session, envelope: Envelope, sender: str, options: list[str]
    ) -> str:
        envelope.mail_from = sender
        return self.mail.popleft() if self.mail else OK

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, to: str, options: list[str]
    ) -> str:
        if self.rcpt:
            return self.rcpt.popleft()
        envelope.rcpt_tos.append(to)
        return OK

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.data:
            return self.data.popleft()
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.got.append(message)
        self.to.append(list(envelope.rcpt_tos))
        if self.cut:
            self.cut -= 1
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return OK

    def authenticate(self, *asked: Any) -> AuthResult:
        data = asked[-1]
        assert isinstance(data, LoginPassword)
        self.logins.append(data.login.decode())
        return AuthResult(success=data.password.decode() == self.password, handled=False)

    def settings(self, password: str = "") -> MailServer:
        user = "desk" if password else ""
        return MailServer("127.0.0.1", self.port, "desk@county.example", user, password, Tls.NONE)


@asynccontextmanager
async def mailbox(password: str = "") -> AsyncIterator[Mailbox]:
    made = Mailbox(password=password)

    def connected() -> SMTP:
        made.connections += 1
        return SMTP(
            made,
            hostname="mail.county.example",
            enable_SMTPUTF8=True,
            authenticator=made.authenticate if password else None,
            auth_require_tls=False,
        )

    server = await asyncio.get_running_loop().create_server(connected, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()
        await server.wait_closed()
