"""The couriers a desk has, by its settings."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.channels.web import WebChat
from bot.couriers.base import Courier
from bot.couriers.email import EmailCourier, MailServer
from bot.couriers.hook import HookCourier, Hooks
from bot.couriers.telegram import TelegramCourier
from bot.couriers.web import WebCourier
from bot.settings import Settings
from storage.access import Channel


def couriers_of(
    settings: Settings, session: WebChat, clock: Callable[[], datetime]
) -> Mapping[Channel, Courier]:
    """The web chat's always, each other one where its setting is given."""
    made: dict[Channel, Courier] = {Channel.WEB: WebCourier(session)}
    if settings.telegram_token is not None:
        token = settings.telegram_token.get_secret_value()
        made[Channel.TELEGRAM] = TelegramCourier(token, settings.telegram_api_base)
    if settings.smtp_host:
        made[Channel.EMAIL] = EmailCourier(_mail_server(settings), settings.public_url)
    if settings.hook_url or settings.alarm_url:
        secret = settings.hook_secret.get_secret_value()
        hooks = Hooks(secret, settings.hook_url, settings.alarm_url)
        made[Channel.HOOK] = HookCourier(hooks, settings.public_url, clock)
    return made


def _mail_server(settings: Settings) -> MailServer:
    return MailServer(
        settings.smtp_host,
        settings.smtp_port,
        settings.smtp_from,
        settings.smtp_user,
        settings.smtp_password.get_secret_value(),
        settings.smtp_tls,
    )
