"""Looking after the machine each minute, and telling whoever runs it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import structlog

from bot.house import House
from bot.late import Lag, lateness
from content.phrases import ZH_HANS
from dialogs.letters.delivery import MACHINE_LATE
from storage.late import lags_told
from storage.outbox import Priority, To, put
from storage.reaching import operators_address
from storage.runs import keep_sweeps

log = structlog.get_logger()

ONCE_IN = timedelta(hours=6)


async def watch(house: House, now: datetime) -> None:
    """Keeps when each sweep went through, and tells the operator of what is late."""
    async with house.database.write() as tx:
        await keep_sweeps(tx, {**house.swept, "watch": now})
    async with house.database.read() as tx:
        found = await lateness(tx, now, house.desk.zone)
    if found:
        log.error("late", codes=sorted(late.code for late in found))
        await tell_operator(house, {late.lag for late in found}, now)


async def tell_operator(house: House, lags: Iterable[Lag], now: datetime) -> None:
    """Once in six hours of each; to every address the settings name, as Telegram may be what is late."""
    async with house.database.write() as tx:
        for channel, place in house.alarms:
            to = await operators_address(tx, channel, place, ZH_HANS, now)
            told = await lags_told(tx, MACHINE_LATE, to, now - ONCE_IN)
            for lag in sorted(set(lags) - told):
                key = f"{MACHINE_LATE}:{lag}:{to}:{int(now.timestamp())}"
                refs = {"lag": lag.value}
                await put(
                    tx, key, MACHINE_LATE, To(address=to), refs, priority=Priority.ALARM, now=now
                )
    house.woken.set()
