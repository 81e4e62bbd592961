"""Waiting for something to have changed, without asking again and again."""

import asyncio


class Bell:
    """Wakes everybody who waits for its next ring."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def ring(self) -> None:
        self._next.set()
        self._next = asyncio.Event()

    async def rung(self) -> None:
        await self._next.wait()
