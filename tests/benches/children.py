"""Other processes of a bench, each with its own processor time: started, talked to by lines, ended."""

import json
import sys
from asyncio import create_subprocess_exec
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any


@dataclass
class Child:
    """`first`: the line it began with."""

    process: Process
    first: str
    told: dict[str, Any]


@asynccontextmanager
async def child(module: str, *arguments: str) -> AsyncIterator[Child]:
    """Runs until the block ends; then `told` is the JSON of its last line."""
    process = await create_subprocess_exec(
        sys.executable, "-m", module, *arguments, stdin=PIPE, stdout=PIPE
    )
    assert process.stdout is not None
    assert process.stdin is not None
    made = Child(process, (await process.stdout.readline()).decode().strip(), {})
    try:
        yield made
    finally:
        process.stdin.close()
        last = (await process.stdout.read()).decode().strip().splitlines()
        made.told.update(json.loads(last[-1]) if last else {})
        await process.wait()
