"""Putting the house together: database and keys, the one dispatcher, the house itself."""

import gc
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

from aiogram import Bot, Dispatcher
from aiogram.types import Update

from bot.channels.in_body import InBody
from bot.house import OPERATOR, House, Staff
from bot.settings import Settings
from bot.turns import Turns
from content.places import find_place
from content.search import catalogue_index
from dialogs.routers import every_router
from dialogs.turn import Desk, Privacy
from referrals.danger import prepare
from storage.access import Channel
from storage.database import Database

A_PLACE = "正定"
"""Any place: the first one looked for reads the table."""


def system_clock() -> datetime:
    return datetime.now(UTC)


def desk_of(settings: Settings) -> Desk:
    return Desk(
        zone=ZoneInfo(settings.timezone),
        privacy=Privacy(settings.privacy.value),
        public_url=settings.public_url,
        channels=channels_of(settings),
    )


def alarms_of(settings: Settings) -> tuple[tuple[Channel, str], ...]:
    """Where whoever runs the machine is told."""
    given = ((Channel.EMAIL, settings.alarm_email), (Channel.HOOK, settings.alarm_url and OPERATOR))
    return tuple((channel, place) for channel, place in given if place)


def channels_of(settings: Settings) -> frozenset[Channel]:
    """The channels on which people can be reached; the operator's own hook is none of them."""
    given = {
        Channel.WEB: True,
        Channel.TELEGRAM: settings.telegram_token is not None,
        Channel.EMAIL: bool(settings.smtp_host),
        Channel.HOOK: bool(settings.hook_url),
    }
    return frozenset(channel for channel, is_there in given.items() if is_there)


def build_house(
    database: Database, desk: Desk, clock: Callable[[], datetime] = system_clock
) -> House:
    return House(database, desk, clock, catalogue_index().search, Staff(database))


async def open_house(house: House) -> None:
    """Before the first update: staff known, patterns and places read, and the heap frozen."""
    await house.staff.refresh(house.clock(), house.desk)
    prepare()
    find_place(A_PLACE)
    gc.collect()
    gc.freeze()


@cache
def dispatcher() -> Dispatcher:
    """The one dispatcher of the process; it holds no state, the house comes with each update."""
    made = Dispatcher(disable_fsm=True)
    made.update.outer_middleware(Turns())
    made.include_routers(*every_router())
    return made


async def take(
    house: House, channel: Channel, bot: Bot, update: Update, body: InBody | None = None
) -> None:
    """One update of one channel, through its whole turn. `body` takes the answer of a webhook."""
    await dispatcher().feed_update(bot, update, house=house, channel=channel, body=body)
