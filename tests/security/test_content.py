"""Who has read what after a whole week: content is its holder's, neither side knows the other, pushes say little."""

import re

from tests.cast import CAST
from tests.security import story
from tests.security.secrets_told import CHATS, NUMBERS, READERS
from tests.security.story import Week

PRIVATE = [*READERS, "正定县", "常山", "6到11岁", "不愿上学", "P0", "P1", "P2", "尽快"]
"""What no push may hold off the desk's own screens: words, names, place, age, kind, level."""


def test_everything_was_read_by_those_it_is_for_and_by_nobody_else(week: Week) -> None:
    for secret, readers in READERS.items():
        for name, chat in CHATS.items():
            shown = secret in week.read[chat]
            assert shown == (name in readers), (secret, name)


def test_nobody_is_shown_anybodys_chat_or_account(week: Week) -> None:
    """The big numbers of Telegram chats stand in no text, label, toast, button or letter."""
    assert len(NUMBERS) == 4
    for chat in CHATS.values():
        assert not [number for number in NUMBERS if number in week.read[chat]], chat


def test_a_push_to_telegram_says_reference_kind_and_date_only(week: Week) -> None:
    kinds = {re.sub(r"\d+", "", text.split("\n")[0]) for _, text in week.posts}
    assert len(kinds) >= 5, kinds
    for chat, text in week.posts:
        assert not [each for each in PRIVATE if each in text], (chat, text)


def test_a_worker_on_telegram_reads_no_word_of_a_family(week: Week) -> None:
    for words in (story.FATHERS_WORDS, story.ADDITION, story.MOTHERS_WORDS):
        assert words not in week.read[story.TELEGRAM_WORKER]


def test_who_does_not_hold_a_request_gets_no_word_of_it_on_the_web_either(week: Week) -> None:
    for name in ("triage_2", "administrator", "supervisor", "director"):
        for words in (story.ADDITION, story.WORKERS_ANSWER, story.CHILDS_CRY):
            assert words not in week.read[CHATS[name]], name


def test_a_director_sees_of_the_own_referral_its_state_alone(week: Week) -> None:
    own = week.read[CAST["director"]]
    assert "我的转介" in own
    for of_the_unit in ("陈静", "刘洋", "在您手上", "同事已经接了"):
        assert of_the_unit not in own


def test_no_callback_data_holds_a_word(week: Week) -> None:
    """Ids and codes only, at most 64 bytes; no sentence, no name, no number to call."""
    assert len(week.presses) > 100
    for data in week.presses:
        assert len(data.encode()) <= 64
        assert re.fullmatch(r"[\w:.-]*", data, re.ASCII), data
        assert story.MOTHERS_PHONE not in data


def test_the_outbox_the_audit_and_the_history_hold_ids_and_codes_only(week: Week) -> None:
    for table in ("outbox", "audit", "job_run", "notice", "seen"):
        assert week.rows[table]
        for row in week.rows[table]:
            assert all(part.isascii() for part in row), (table, row)
