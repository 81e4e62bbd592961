"""The turn: danger first and without the database; one transaction; then, committed, the reply."""

import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from aiogram import BaseMiddleware
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNotFound,
    TelegramRetryAfter,
)
from aiogram.methods import LeaveChat, SendMessage
from aiogram.types import TelegramObject, Update

from bot.came import Came, read
from bot.channels.in_body import InBody
from bot.house import House
from bot.pace import rest, token_name
from bot.render import reply, show
from content.phrases import ZH_HANS, phrases
from content.text import Locale
from dialogs.deeds.danger import notice, trace
from dialogs.first_aid import first_aid
from dialogs.lost import apology, lost
from dialogs.screen import Screen
from dialogs.turn import Turn, make_turn
from referrals.danger import Danger, recognise
from storage.access import Role
from storage.chats import keep, mark_unreachable, meet
from storage.database import Transaction
from storage.ids import AddressId
from storage.outbox import Priority, To, put
from storage.seen import first_time

log = structlog.get_logger()

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class Turns(BaseMiddleware):
    """Our one outer middleware; the house comes with each update."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> None:
        assert isinstance(event, Update)  # noqa: S101 (we are registered on updates only)
        came = read(data["bot"], event, data["channel"])
        if came is not None:
            await OneTurn(data["house"], came, data["body"]).take(handler, data)


class OneTurn:
    """One update in one house. `body`: where the answer goes, if the update came by webhook."""

    def __init__(self, house: House, came: Came, body: InBody | None) -> None:
        self.house = house
        self.came = came
        self.body = body
        self.untold = False

    async def take(self, handler: Handler, data: dict[str, Any]) -> None:
        if self.came.chat.type != "private":
            await self._leave()
        elif self.came.update.my_chat_member is not None:
            await self._membership()
        else:
            await self._converse(handler, data)

    async def _converse(self, handler: Handler, data: dict[str, Any]) -> None:
        danger = await self._danger_first()
        found = None
        try:
            if self.came.text and danger is None and not self.came.text.startswith("/"):
                found = self.house.search(self.came.text)
            screen = await self._turn(handler, data, danger, found)
        except Exception:
            code = secrets.token_hex(3).upper()
            log.exception("turn failed", code=code)
            screen = apology(phrases(self._locale()), code)
            await self._keep_trace(danger, code)
        if screen is None:
            return
        if self.body is not None and danger is None:
            self.body.put(self.came, screen)
        else:  # an answer in the body reports no error: to words of danger it goes by a call
            await self._render(screen)

    async def _danger_first(self) -> Danger | None:
        """The lines go out now; staff who write about others get their answer in the turn."""
        role = self.house.staff.role_of(self.came.at, self.house.today)
        if not self.came.text or role is Role.TRIAGE:
            return None
        now = self.house.clock()
        danger = recognise(self.came.text, self.house.recent.before(self.came.at, now))
        self.house.recent.add(self.came.at, self.came.text, now)
        if danger is not None and role is None:
            screen = first_aid(
                danger, self._locale(), repeated=self.house.recent.warned(self.came.at, now)
            )
            await self._tell_at_once(screen)
        return danger

    async def _tell_at_once(self, screen: Screen) -> None:
        try:
            await show(self.came.bot, self.came.chat.id, screen, self.came.at.channel)
        except Exception:
            log.critical("danger lines not sent", bot=self.came.bot.id, exc_info=True)
            self.untold = True  # the turn tells once more, through the outbox

    async def _tell_later(
        self, tx: Transaction, to: AddressId, danger: Danger, now: datetime
    ) -> None:
        refs = {
            "label": danger.label.value,
            "level": danger.level.value,
            "child_voice": int(danger.child_voice),
        }
        key = f"danger_lines:{self.came.bot.id}:{self.came.update.update_id}"
        await put(tx, key, "danger_lines", To(address=to), refs, priority=Priority.ALARM, now=now)

    async def _turn(
        self, handler: Handler, data: dict[str, Any], danger: Danger | None, found: Any
    ) -> Screen | None:
        now = self.house.clock()
        async with self.house.database.write() as tx:
            fresh = await first_time(tx, self.came.bot.id, self.came.update.update_id, now)
            today = now.astimezone(self.house.desk.zone).date()
            met = await meet(tx, self.came.at, ZH_HANS, now, today)
            turn = make_turn(tx, met, self.house.desk, now)
            turn.danger, turn.found, turn.text = danger, found, self.came.text
            if danger is not None and self.untold:
                await self._tell_later(tx, turn.actor.address, danger, now)
            if not fresh:
                return turn.conversation.shown
            screen = await self._answer(handler, data, turn)
            if screen is not None:
                turn.conversation.showed(screen, turn.acting)
            await keep(tx, turn.actor.address, turn.kept())
        self.house.recent.speaks(self.came.at, turn.locale)
        self.house.woken.set()
        if turn.acting != met.acting or self.house.staff.day != today:
            await self.house.staff.refresh(now, self.house.desk)
        return screen

    async def _answer(self, handler: Handler, data: dict[str, Any], turn: Turn) -> Screen | None:
        form = turn.conversation.form
        data.update(turn=turn, raw_state=form.state if form else None)
        screen = await handler(self.came.update, data)
        if turn.danger is not None and not turn.danger_noted:
            await notice(turn, turn.danger)
        if screen is UNHANDLED:
            return (
                None
                if self.came.update.edited_message
                else lost(turn, pressed=self.came.press is not None)
            )
        return screen if isinstance(screen, Screen) else None

    async def _keep_trace(self, danger: Danger | None, code: str) -> None:
        """After a failed turn: the trace of a danger in a transaction of its own, or in the log."""
        if danger is None:
            return
        try:
            now = self.house.clock()
            async with self.house.database.write() as tx:
                today = now.astimezone(self.house.desk.zone).date()
                met = await meet(tx, self.came.at, ZH_HANS, now, today)
                await trace(tx, met.actor.address, danger, self.came.text, now)
        except Exception:
            log.critical("danger not stored", code=code, label=danger.label, level=danger.level)

    async def _render(self, screen: Screen) -> None:
        try:
            if self.came.press is not None:
                await reply(self.came.bot, self.came.press, screen, self.came.at.channel)
            else:
                await show(self.came.bot, self.came.chat.id, screen, self.came.at.channel)
        except TelegramRetryAfter as error:
            until = self.house.clock() + timedelta(seconds=error.retry_after)
            await rest(self.house.database, token_name(self.came.bot.id), until)
            raise
        except TelegramAPIError as error:
            if not permanent(error):
                raise
            log.warning("reply refused", bot=self.came.bot.id, error=type(error).__name__)

    async def _membership(self) -> None:
        """Blocked or left: the address can't be reached from now on; writing again mends it."""
        change = self.came.update.my_chat_member
        if change is None or change.new_chat_member.status not in ("kicked", "left"):
            return
        now = self.house.clock()
        async with self.house.database.write() as tx:
            today = now.astimezone(self.house.desk.zone).date()
            met = await meet(tx, self.came.at, ZH_HANS, now, today)
            await mark_unreachable(tx, met.actor.address, now)

    async def _leave(self) -> None:
        """Private chats only: in a group the desk says so once and leaves."""
        change = self.came.update.my_chat_member
        if change is not None and change.new_chat_member.status in ("kicked", "left"):
            return
        say = phrases(ZH_HANS)
        text = say("This desk only talks one to one. Please open a private chat with it.")
        try:
            await self.came.bot(SendMessage(chat_id=self.came.chat.id, text=text))
            await self.came.bot(LeaveChat(chat_id=self.came.chat.id))
        except TelegramAPIError as error:
            log.warning("group not left", error=type(error).__name__)

    def _locale(self) -> Locale:
        return self.house.recent.locales.get(self.came.at, ZH_HANS)


def permanent(error: TelegramAPIError) -> bool:
    """Whether trying again can't help: refused by the channel, not lost on the way."""
    return isinstance(error, TelegramBadRequest | TelegramForbiddenError | TelegramNotFound)
