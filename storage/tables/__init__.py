"""All tables, under one metadata."""

from storage.tables import chats, desk, ledger, people, referrals
from storage.tables.base import metadata

__all__ = ["chats", "desk", "ledger", "metadata", "people", "referrals"]
