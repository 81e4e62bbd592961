"""Which chat a browser is: a signed cookie holding the chat's number and nothing else."""

import secrets

from aiohttp import web
from itsdangerous import BadSignature, URLSafeSerializer

from storage.keys import Keyring

NAME = "houniao_chat"
A_YEAR = 365 * 24 * 3600
FIRST, LAST = 2**40, 2**50


class ChatCookies:
    """`prefix` is the path a page lives under: the demo's phones are browsers of their own."""

    def __init__(self, keys: Keyring, *, secure: bool) -> None:
        self._signer = URLSafeSerializer(keys.signing_key("chat cookie"), salt=NAME)
        self._secure = secure

    def chat_of(self, request: web.Request) -> int | None:
        """The chat of this browser; None without a cookie of ours."""
        try:
            chat = self._signer.loads(request.cookies.get(NAME, ""))
        except BadSignature:
            return None
        return chat if isinstance(chat, int) else None

    def give(self, response: web.StreamResponse, prefix: str) -> int:
        """A fresh chat for a browser that has none."""
        chat = FIRST + secrets.randbelow(LAST - FIRST)
        self.set(response, chat, prefix)
        return chat

    def set(self, response: web.StreamResponse, chat: int, prefix: str) -> None:
        response.set_cookie(
            NAME,
            str(self._signer.dumps(chat)),
            max_age=A_YEAR,
            path=prefix or "/",
            httponly=True,
            secure=self._secure,
            samesite="Lax",
        )
