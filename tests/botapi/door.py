"""One port on 127.0.0.1 that can be shut, so that connections are refused, and opened again."""

import asyncio
import socket
from collections.abc import Callable

HOST = "127.0.0.1"


class Door:
    """A socket that is bound but doesn't listen refuses connections and keeps its port."""

    def __init__(self, protocol: Callable[[], asyncio.BaseProtocol]) -> None:
        self._protocol = protocol
        self._socket = _bound(0)
        self._opening: asyncio.Task[asyncio.Server] | None = None
        self.port: int = self._socket.getsockname()[1]

    @property
    def is_open(self) -> bool:
        return self._opening is not None

    def open(self) -> None:
        """From now on connections are taken; one made at once waits for a turn of the loop."""
        if self._opening is None:
            self._socket.listen()
            loop = asyncio.get_running_loop()
            self._opening = loop.create_task(loop.create_server(self._protocol, sock=self._socket))

    def shut(self) -> None:
        """From now on connections are refused; those that stand are not touched."""
        if self._opening is not None:
            self.close()
            self._socket = _bound(self.port)

    def close(self) -> None:
        """Give the port back."""
        if self._opening is not None and self._opening.done():
            self._opening.result().close()
        elif self._opening is not None:
            self._opening.cancel()
        self._opening = None
        self._socket.close()


def _bound(port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind((HOST, port))
    return made
