"""How a bench tells its figures."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


def say(words: str) -> None:
    print(words, flush=True)  # noqa: T201 (a bench prints)


@dataclass
class Spent:
    """Seconds by the clock on the wall, and of processor time in this process."""

    wall: float = 0
    cpu: float = 0

    def __str__(self) -> str:
        return f"{self.wall:.2f} s ({self.cpu:.2f} s CPU)"


@contextmanager
def spent() -> Iterator[Spent]:
    found, wall, cpu = Spent(), time.perf_counter(), time.process_time()
    yield found
    found.wall, found.cpu = time.perf_counter() - wall, time.process_time() - cpu


def ratio(ours: float, theirs: float) -> str:
    return f"{ours / theirs:.2f}×"


def rate(count: int, seconds: float) -> str:
    return f"{count / seconds:,.0f} a second"


Bench = Callable[[], None]
