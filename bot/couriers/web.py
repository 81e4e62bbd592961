"""The web chat's courier: stores the screen in the transcript and wakes the open pages."""

from aiogram import Bot

from bot.couriers.base import SENT, Outcome, Verdict
from bot.render import show
from dialogs.screen import Screen
from storage.access import Channel
from storage.chats import Reach


class WebCourier:
    def __init__(self, bot: Bot) -> None:
        self.bot = bot

    async def send(self, to: Reach, screen: Screen) -> Verdict:
        try:
            await show(self.bot, to.chat, screen, Channel.WEB)
        except Exception as error:
            return Verdict(Outcome.LATER, type(error).__name__)
        return SENT

    async def close(self) -> None:
        """The web bot belongs to the pages."""
