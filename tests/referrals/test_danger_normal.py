"""The normal form: one way of writing for what people type."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.danger.normal import cleaned, readings
from referrals.danger.pinyin import in_characters
from referrals.danger.spellings import Spellings
from referrals.danger.words import classed


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("我不想活了", "我不想活了"),
        ("我,不想活了。真的", "我,不想活了.真的"),
        ("他说:不想活", "他说:不想活"),
        ("为什么?不想活", "为什么?不想活"),
        ("不想活\n帮帮我", "不想活,帮帮我"),
    ],
)
def test_clause_borders_are_kept_for_the_context(typed: str, reading: str) -> None:
    assert readings(typed)[0] == reading


@pytest.mark.parametrize(
    "typed",
    [
        "我 不 想 活 了",
        "我.不.想.活.了",
        "我🙂不🙂想🙂活🙂了",
        "我*不*想*活*了",
        "我-不-想-活-了",
        "我\u200b不\u200b想\u200b活\u200b了",
        "我。不。想。活。了",
        "我不想 活了",
    ],
)
def test_parted_characters_are_joined_in_one_of_the_readings(typed: str) -> None:
    assert "我不想活了" in readings(typed)


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("我想自殺", "我想自杀"),
        ("孩子說不想活著", "孩子说不想活着"),
        ("妳媽媽", "你妈妈"),
        ("名著", "名著"),
    ],
)
def test_traditional_characters_become_simplified(typed: str, reading: str) -> None:
    assert reading in readings(typed)


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("想紫砂", "想自杀"),
        ("紫砂壶", "紫砂壶"),
        ("想自sha", "想自杀"),
        ("tiao楼", "跳楼"),
        ("想4了", "想死"),
        ("想4月去", "想4月去"),
        ("想亖", "想死"),
        ("不想活咧", "不想活了"),
        ("我想💀", "我想死"),
        ("死死死死了", "死了"),
    ],
)
def test_homophones_slang_pictures_and_repetition(typed: str, reading: str) -> None:
    assert reading in readings(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "wo bu xiang huo le",
        "wobuxianghuole",
        "Wo Bu Xiang Huo Le",
        "wǒ bù xiǎng huó le",
        "wo3bu4xiang3huo2le",
    ],
)
def test_pinyin_is_read_as_characters(typed: str) -> None:
    assert readings(typed)[-1] == "我不想活了"


def test_pinyin_inside_a_chinese_message_keeps_the_numbers() -> None:
    assert readings("wo 13 sui bu xiang huo le")[-1] == "我13岁不想活了"


@pytest.mark.parametrize("typed", ["this is english", "vip", "app", "a"])
def test_what_is_not_pinyin_stays(typed: str) -> None:
    assert in_characters(typed) == typed


def test_book_titles_are_taken_out() -> None:
    assert "自杀" not in cleaned("我在看《自杀论》")


def test_lone_surrogates_and_hidden_marks_are_dropped() -> None:
    assert cleaned("自\ud800杀\ufe0f") == "自杀"


def test_words_become_classes_and_harmless_words_are_marked() -> None:
    read = classed("我儿子被他爸打")
    assert read.text == "IK被L打"
    shielded = classed("老师打电话")
    assert shielded.text == "T打电话"
    assert shielded.harmless == frozenset({1, 2, 3})


def test_the_longest_word_is_replaced_and_no_latin_word_is_cut() -> None:
    spellings = Spellings.of([("想s", "想死"), ("想", "欲")])
    assert spellings.put_into("想s") == "想死"
    assert spellings.put_into("想shop") == "欲shop"


@given(st.text())
def test_a_text_always_has_one_to_three_readings(text: str) -> None:
    assert 1 <= len(readings(text)) <= 3


def test_simplified_text_loads_no_converter() -> None:
    """In a process of its own: another test may have loaded it here."""
    code = "import sys; from referrals.danger import recognise; recognise('我不想活了'); print('opencc' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
