"""Encryption at rest and keyed look-ups, over one file of keys.

A sealed value is `key id ":" nonce ciphertext` (AES-GCM); the column's name is the associated data, so a
value can't be moved to another column. The file has one `id base64` line a key: the last one seals, all of
them open, the first one keys the look-ups (which must not change when a key is added).
"""

import base64
import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12


class KeysError(Exception):
    """The key file is missing, unreadable or doesn't fit the data."""


class KeyFileMissing(KeysError):
    """The database holds data, but there is no key file."""


class KeyUnknown(KeysError):
    """A value was sealed with a key that the ring lacks, for another column, or was altered."""


@dataclass(frozen=True)
class Keyring:
    """`keys` in the order of the file; see the module's text for what each place means."""

    keys: Mapping[str, bytes] = field(repr=False)

    def seal(self, column: str, text: str) -> bytes:
        """The text encrypted for `column` ("table.column")."""
        name = list(self.keys)[-1]
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = AESGCM(self.keys[name]).encrypt(
            nonce, text.encode("utf-8", "replace"), column.encode()
        )
        return name.encode() + b":" + nonce + sealed

    def open(self, column: str, sealed: bytes) -> str:
        """The text again. Raises KeyUnknown."""
        name, _, rest = bytes(sealed).partition(b":")
        key = self.keys.get(name.decode("ascii", "replace"))
        if key is None:
            raise KeyUnknown(column)
        try:
            plain = AESGCM(key).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], column.encode())
        except (InvalidTag, ValueError) as error:  # ValueError: too short to hold a nonce
            raise KeyUnknown(column) from error
        return plain.decode()

    def open_or_none(self, column: str, sealed: bytes | None) -> str | None:
        return None if sealed is None else self.open(column, sealed)

    def look_up(self, purpose: str, value: str) -> bytes:
        """A keyed hash for equality look-ups; the same value gives another hash for another purpose."""
        text = f"{purpose}\0{value}".encode("utf-8", "surrogatepass")
        return hmac.digest(self._derived("look-up"), text, sha256)

    def signing_key(self, purpose: str) -> bytes:
        """A key for signed cookies and links; changes when the first key does."""
        return self._derived(f"sign {purpose}")

    def _derived(self, purpose: str) -> bytes:
        return hmac.digest(next(iter(self.keys.values())), purpose.encode(), sha256)


def fresh_keyring() -> Keyring:
    return Keyring({"k1": secrets.token_bytes(KEY_BYTES)})


def read_keyring(path: Path) -> Keyring:
    """The ring in `path`. Raises KeyFileMissing, KeysError."""
    try:
        lines = path.read_text("ascii").split("\n")
    except FileNotFoundError as error:
        raise KeyFileMissing(str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise KeysError(f"{path}: {error}") from error
    keys: dict[str, bytes] = {}
    for number, line in enumerate(lines, 1):
        if line.strip():
            _add(keys, line, f"{path}, line {number}")
    if not keys:
        raise KeysError(f"{path}: no key in it")
    return Keyring(keys)


def write_keyring(path: Path, keyring: Keyring) -> None:
    """Writes a new file that only its owner may read; never over an existing one."""
    path.parent.mkdir(0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        for name, key in keyring.keys.items():
            file.write(f"{name} {base64.b64encode(key).decode()}\n")
        file.flush()
        os.fsync(file.fileno())  # what it seals is synced too, and worth nothing without it


def _add(keys: dict[str, bytes], line: str, place: str) -> None:
    """Errors say where, never what: what is not a name and a key may be a bare key."""
    name, _, encoded = line.strip().partition(" ")
    try:
        key = base64.b64decode(encoded, validate=True)
    except ValueError as error:
        raise KeysError(f"{place}: not base64") from error
    if len(key) != KEY_BYTES or not name.isalnum():
        raise KeysError(f"{place}: not {KEY_BYTES} bytes under a plain name")
    if name in keys:
        raise KeysError(f"{place}: that name is taken by a line above")
    keys[name] = key
