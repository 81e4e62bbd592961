"""Sealing and look-ups, a growing ring of keys, and the key file."""

import base64
import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.keys import (
    KeyFileMissing,
    Keyring,
    KeysError,
    KeyUnknown,
    fresh_keyring,
    read_keyring,
    write_keyring,
)

COLUMN = "person.name"
WORDS = "李小雨，电话 13800000000"
ONE, TWO = b"\x01" * 32, b"\x02" * 32
OLD = Keyring({"k1": ONE})
GROWN = Keyring({"k1": ONE, "k2": TWO})
LONE = "\ud800"
"""Half of a pair: it can come in JSON, but is no character."""


def line(name: str, key: bytes) -> str:
    return f"{name} {base64.b64encode(key).decode()}\n"


@given(st.text())
def test_what_was_sealed_opens_again(text: str) -> None:
    assert GROWN.open(COLUMN, GROWN.seal(COLUMN, text)) == text


def test_the_same_words_are_sealed_differently_each_time() -> None:
    assert OLD.seal(COLUMN, WORDS) != OLD.seal(COLUMN, WORDS)


def test_a_sealed_value_shows_its_key_and_none_of_its_words() -> None:
    sealed = OLD.seal(COLUMN, WORDS)

    assert sealed.startswith(b"k1:")
    assert b"13800000000" not in sealed


def test_a_value_moved_to_another_column_does_not_open() -> None:
    with pytest.raises(KeyUnknown, match=r"child\.name"):
        OLD.open("child.name", OLD.seal(COLUMN, WORDS))


def test_a_value_altered_in_any_byte_does_not_open() -> None:
    sealed = OLD.seal(COLUMN, "雨")
    for place in range(len(sealed)):
        altered = bytearray(sealed)
        altered[place] ^= 1
        with pytest.raises(KeyUnknown):
            OLD.open(COLUMN, bytes(altered))


def test_a_value_cut_short_anywhere_does_not_open() -> None:
    sealed = OLD.seal(COLUMN, "雨")
    for length in range(len(sealed)):
        with pytest.raises(KeyUnknown):
            OLD.open(COLUMN, sealed[:length])


def test_a_value_of_a_key_that_the_ring_lacks_does_not_open() -> None:
    with pytest.raises(KeyUnknown):
        OLD.open(COLUMN, GROWN.seal(COLUMN, WORDS))


def test_another_key_under_the_same_name_does_not_open() -> None:
    with pytest.raises(KeyUnknown):
        Keyring({"k1": TWO}).open(COLUMN, OLD.seal(COLUMN, WORDS))


def test_an_added_key_seals_what_is_new_and_the_old_opens_what_is_old() -> None:
    assert GROWN.open(COLUMN, OLD.seal(COLUMN, WORDS)) == WORDS
    assert GROWN.seal(COLUMN, WORDS).startswith(b"k2:")
    assert GROWN.open(COLUMN, GROWN.seal(COLUMN, WORDS)) == WORDS


def test_an_added_key_leaves_look_ups_and_signatures_as_they_were() -> None:
    assert GROWN.look_up("chat", "web:1:2") == OLD.look_up("chat", "web:1:2")
    assert GROWN.signing_key("cookie") == OLD.signing_key("cookie")


def test_a_look_up_depends_on_the_value_the_purpose_and_the_key() -> None:
    found = {
        OLD.look_up("chat", "12"),
        OLD.look_up("chat", "13"),
        OLD.look_up("phone", "12"),
        Keyring({"k1": TWO}).look_up("chat", "12"),
    }
    assert len(found) == 4


def test_keys_for_signing_differ_by_purpose() -> None:
    assert OLD.signing_key("cookie") != OLD.signing_key("link")


def test_nothing_opens_as_nothing() -> None:
    assert OLD.open_or_none(COLUMN, None) is None
    assert OLD.open_or_none(COLUMN, OLD.seal(COLUMN, "")) == ""


def test_half_a_character_is_sealed_as_a_question_mark() -> None:
    came = json.loads('"a\\ud800b"')

    assert OLD.open(COLUMN, OLD.seal(COLUMN, came)) == "a?b"


def test_half_a_character_can_be_looked_up_and_equals_nothing_else() -> None:
    assert OLD.look_up("invite", LONE) == OLD.look_up("invite", LONE)
    assert OLD.look_up("invite", LONE) not in {
        OLD.look_up("invite", "?"),
        OLD.look_up("invite", "\ud801"),
    }


def test_a_ring_printed_by_mistake_shows_no_key() -> None:
    ring = fresh_keyring()

    assert repr(ring.keys["k1"]) not in f"{ring} {ring!r}"


def test_a_written_ring_is_read_again_in_its_order(tmp_path: Path) -> None:
    ring = Keyring({"z1": ONE, "a2": TWO})
    write_keyring(tmp_path / "new" / "keys", ring)

    found = read_keyring(tmp_path / "new" / "keys")

    assert found == ring
    assert list(found.keys) == ["z1", "a2"]


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_only_its_owner_may_read_the_key_file(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        write_keyring(tmp_path / "keys", OLD)
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o600


def test_a_key_file_is_never_written_over(tmp_path: Path) -> None:
    write_keyring(tmp_path / "keys", OLD)

    with pytest.raises(FileExistsError):
        write_keyring(tmp_path / "keys", GROWN)

    assert read_keyring(tmp_path / "keys") == OLD


def test_fresh_rings_differ() -> None:
    assert fresh_keyring() != fresh_keyring()


def test_a_key_file_may_come_from_another_system(tmp_path: Path) -> None:
    text = f"\n{line('k1', ONE)}\n  {line('k2', TWO)}".replace("\n", "\r\n")
    (tmp_path / "keys").write_bytes(text.encode())

    assert read_keyring(tmp_path / "keys") == GROWN


def test_a_missing_key_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeyFileMissing, match="keys"):
        read_keyring(tmp_path / "keys")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no key in it"),
        (b"\n \n", "no key in it"),
        (b"k1\n", "line 1"),
        (base64.b64encode(ONE), "line 1"),
        (b"k1 not-base-64!\n", "line 1"),
        (line("k1", ONE[:31]).encode(), "line 1"),
        (line("k1", ONE + b"x").encode(), "line 1"),
        (line("k:1", ONE).encode(), "line 1"),
        (line("k1", ONE).encode() + b"k2 \n", "line 2"),
        ((line("k1", ONE) + line("k1", TWO)).encode(), "line 2"),
        ("k1 钥匙".encode(), "ascii"),
        (b"\xff\xfe", "ascii"),
    ],
)
def test_a_bad_key_file_is_named_with_the_place(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "keys"
    file.write_bytes(content)

    with pytest.raises(KeysError) as caught:
        read_keyring(file)

    assert str(file) in str(caught.value)
    assert says in str(caught.value)


def test_a_folder_in_place_of_the_key_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeysError, match=tmp_path.name):
        read_keyring(tmp_path)


@pytest.mark.parametrize("content", ["{key}", "{key} k1", "k1 {key}x", "k1:{key}"])
def test_an_error_about_a_key_file_never_shows_a_key(tmp_path: Path, content: str) -> None:
    secret = base64.b64encode(TWO).decode()
    file = tmp_path / "keys"
    file.write_text(content.format(key=secret))

    with pytest.raises(KeysError) as caught:
        read_keyring(file)

    assert secret[:8] not in f"{caught.value!r} {caught.value.__cause__!r}"
