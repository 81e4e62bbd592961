"""What is wrong with a value, and where in it."""

from dataclasses import dataclass
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True)
class Complaint:
    """`said` is Telegram's own sentence for it, where it has one."""

    at: Path
    problem: str
    said: str | None = None

    @property
    def description(self) -> str:
        return self.said or f"Bad Request: can't parse {self}"

    def __str__(self) -> str:
        return f"{'.'.join(str(step) for step in self.at) or 'parameters'}: {self.problem}"
