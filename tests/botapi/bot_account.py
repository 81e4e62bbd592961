"""The bot's own affairs: who it is, its commands, its updates, the chats it is in."""

import re
from typing import Any
from urllib.parse import urlsplit

from . import refusals
from .chats import Standing
from .deeds import deed
from .wire import Wire
from .world import MEMBER, OUTSIDE, Webhook, World

LOOPBACK = frozenset({"127.0.0.1", "::1"})
PORTS = frozenset({443, 80, 88, 8443})
ACTIONS = frozenset(
    {
        *("typing", "upload_photo", "record_video", "upload_video", "record_voice"),
        *("upload_voice", "upload_document", "choose_sticker", "find_location"),
        *("record_video_note", "upload_video_note"),
    }
)


@deed("getMe")
async def get_me(world: World, given: Wire) -> Wire:
    return world.me


@deed("setMyCommands", "commands", "scope", "language_code")
async def set_my_commands(world: World, given: Wire) -> Any:
    scope = given.get("scope", {"type": "default"})
    key = ":".join(str(part) for part in scope.values())
    world.commands[key, given.get("language_code", "")] = given["commands"]
    return True


@deed("sendChatAction", "chat_id", "action")
async def send_chat_action(world: World, given: Wire) -> Any:
    if given["action"] not in ACTIONS:
        raise refusals.mistake(refusals.WRONG_ACTION)
    world.chat(given["chat_id"]).actions.append(given["action"])
    return True


@deed("leaveChat", "chat_id")
async def leave_chat(world: World, given: Wire) -> Any:
    chat = world.chat(given["chat_id"])
    if chat.shown["type"] == "private":
        raise refusals.Refused(400, refusals.NOT_LEFT)
    chat.standing = Standing.LEFT
    world.membership(chat, world.author, MEMBER, OUTSIDE)
    chat.changed.ring()
    return True


@deed("getUpdates", "offset", "limit", "timeout", "allowed_updates")
async def get_updates(world: World, given: Wire) -> list[Wire]:
    if world.webhook.url:
        raise refusals.Refused(409, refusals.WEBHOOK_ACTIVE)
    if "allowed_updates" in given:
        world.updates.want(given["allowed_updates"])
    return await world.updates.poll(
        offset=given.get("offset", 0),
        limit=given.get("limit", 100),
        patience=given.get("timeout", 0),
    )


@deed(
    "setWebhook",
    *("url", "max_connections", "allowed_updates", "drop_pending_updates", "secret_token"),
)
async def set_webhook(world: World, given: Wire) -> Any:
    _check_address(given["url"])
    secret = given.get("secret_token")
    if secret is not None and not re.fullmatch(r"[A-Za-z0-9_-]+", secret):
        raise refusals.mistake(refusals.WRONG_SECRET)
    if "allowed_updates" in given:
        world.updates.want(given["allowed_updates"])
    if given.get("drop_pending_updates"):
        world.updates.drop()
    world.webhook = Webhook(given["url"], secret, given.get("max_connections", 40))
    world.updates.bell.ring()
    return True


def _check_address(url: str) -> None:
    """As a Bot API server of one's own, this one also pushes to plain http on this machine."""
    parts = urlsplit(url)
    if not url or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return
    if parts.scheme != "https" or not parts.hostname:
        raise refusals.mistake(refusals.HTTPS_ONLY)
    if (parts.port or 443) not in PORTS:
        raise refusals.mistake(refusals.WRONG_PORT)


@deed("deleteWebhook", "drop_pending_updates")
async def delete_webhook(world: World, given: Wire) -> Any:
    if given.get("drop_pending_updates"):
        world.updates.drop()
    world.webhook = Webhook()
    return True


@deed("getWebhookInfo")
async def get_webhook_info(world: World, given: Wire) -> Wire:
    told = {
        "url": world.webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.pending()),
        "max_connections": world.webhook.most_at_once,
        "last_error_date": world.webhook.failed_at,
        "last_error_message": world.webhook.failure,
        "allowed_updates": world.updates.wanted,
    }
    return {name: value for name, value in told.items() if value is not None}
