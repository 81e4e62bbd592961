"""The line between a browser and the desk: it can be cut and mended, and it can lose what comes back."""

import asyncio
from contextlib import suppress

from tests.running import free_port

SOCKET = b"/chat/ws"
"""In the first bytes of the connection that a page's socket opens."""


class Cable:
    """Listens on `port` and passes everything on to the desk."""

    def __init__(self, desk_port: int) -> None:
        self.desk_port = desk_port
        self.port = free_port()
        self.whole = True
        self.pages_pass = False
        self.deaf = False
        self._ends: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self._passing: set[asyncio.Task[None]] = set()
        self.went_out = asyncio.Event()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> "Cable":
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", self.port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.cut()
        if self._server is not None:
            self._server.close()
        await asyncio.gather(*self._passing)

    def cut(self, *, pages_pass: bool = False) -> None:
        """Ends every connection at once and takes no new one; `pages_pass`: none but pages."""
        self.whole = False
        self.pages_pass = pages_pass
        for end in self._ends:
            end.transport.abort()

    def mend(self) -> None:
        self.whole = True
        self.deaf = False

    def lose_answers(self) -> None:
        """From now on words reach the desk and nothing comes back; `went_out` is set by the next ones."""
        self.deaf = True
        self.went_out.clear()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self.whole and not self.pages_pass:
            writer.transport.abort()
            return
        back, onward = await asyncio.open_connection("127.0.0.1", self.desk_port)
        self._ends |= {writer, onward}
        for source, sink, out in ((reader, onward, True), (back, writer, False)):
            task = asyncio.create_task(self._pass(source, sink, out=out))
            self._passing.add(task)
            task.add_done_callback(self._passing.discard)

    async def _pass(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, out: bool
    ) -> None:
        with suppress(OSError):
            while some := await source.read(65536):
                if self.deaf and not out:
                    continue
                if out and not self.whole and SOCKET in some:
                    break
                sink.write(some)
                await sink.drain()
                if out:
                    self.went_out.set()
        sink.close()
        self._ends.discard(sink)
