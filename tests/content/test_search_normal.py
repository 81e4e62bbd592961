"""What search reads of a question: one spelling, its meanings, its sounds."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.search.lexicon import LONGEST_ENTRY, lexicon, stem
from content.search.normal import LONGEST_QUESTION, normal, written_words
from content.search.pinyin import blurred, spelt, syllables
from content.search.pinyin_table import table
from content.search.words import wording


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("ＢＡＢＹ １２３５５", "baby 12355"),  # full width
        ("隨遷子女怎麼讀幼兒園", "随迁子女怎么读幼儿园"),
        ("網路", "网络"),  # a word of Taiwan, not only its characters
        ("俺娃不听话咋整", "我孩子不听话怎么办"),
        ("闺女咋啦", "女儿怎么啦"),
        ("2岁", "两岁"),
        ("10岁上5年级", "十岁上五年级"),
        ("12岁", "十二岁"),
        ("19岁和20岁", "十九岁和二零岁"),
        ("12355", "12355"),  # not a count
        ("", ""),
        ("😀", "😀"),
    ],
)
def test_one_spelling(asked: str, read: str) -> None:
    assert normal(asked) == read


def test_a_letter_is_read_from_its_beginning() -> None:
    assert normal("打疫苗" + "啊" * 100_000) == normal("打疫苗" + "啊" * LONGEST_QUESTION)
    assert len(normal("﷽" * 100_000)) == LONGEST_QUESTION  # one character that NFKC makes eighteen


@given(st.text())
def test_reading_never_fails(asked: str) -> None:
    assert wording(asked).elsewhere >= 0


@given(st.text(st.characters(categories=["Lo", "Cs"], min_codepoint=0x3400)))
def test_reading_never_fails_on_rare_characters_and_broken_ones(asked: str) -> None:
    assert wording(asked).elsewhere >= 0


@pytest.mark.parametrize(
    ("letters", "read"),
    [
        ("haizi", ("hai", "zi")),
        ("xiangshangxue", ("xiang", "shang", "xue")),
        ("xian", ("xian",)),  # the fewest syllables
        ("nver", ("nv", "er")),
        ("kindergarten", None),
        ("a" * 61, None),  # no such word: not tried
        ("", ()),
    ],
)
def test_letters_as_syllables(letters: str, read: tuple[str, ...] | None) -> None:
    assert spelt(letters) == read


@pytest.mark.parametrize(
    ("said", "heard"),
    [("zhang", "zan"), ("shi", "si"), ("chuan", "cuan"), ("xin", "xin"), ("hai", "hai")],
)
def test_sounds_that_speakers_mix_up_are_one(said: str, heard: str) -> None:
    assert blurred(said) == heard


def test_the_table_of_sounds_is_what_its_script_writes() -> None:
    written = {
        character: line.split("\t")[0]
        for line in table()
        for character in line.rstrip("\n").split("\t")[1]
    }
    assert dict(syllables()) == written


@pytest.mark.parametrize(
    ("word", "root"),
    [("vaccines", "vaccin"), ("vaccine", "vaccine"), ("refuses", "refus"), ("bus", "bus")],
)
def test_english_words_lose_their_endings(word: str, root: str) -> None:
    assert stem(word) == root


@pytest.mark.parametrize(
    ("asked", "meanings"),
    [
        ("上哪儿打预防针", {"疫苗"}),
        ("shang na er da yi miao", {"疫苗"}),
        ("where are vaccinations given", {"疫苗"}),
        ("孩子没有hukou", {"户口"}),  # two syllables too, but among characters the known word
        ("first aid", {"急救"}),
        ("第一次来", set()),
    ],
)
def test_words_for_the_same_help_have_one_meaning(asked: str, meanings: set[str]) -> None:
    terms = wording(asked).terms
    assert {value for kind, value in terms if kind == "meaning"} >= meanings
    assert meanings or not any(value == "疫苗" for _, value in terms)


@pytest.mark.parametrize(
    ("asked", "of_child", "elsewhere"),
    [
        ("孩子不吃饭", True, 0),
        ("wo de hai zi", True, 0),
        ("my daughter", True, 0),
        ("怎么办低保", False, 0),
        ("今天股票怎么样", False, 1),
        ("坐火车的时候看股票", False, 2),
    ],
)
def test_whom_and_what_it_is_about(asked: str, of_child: bool, elsewhere: int) -> None:
    read = wording(asked)
    assert (read.of_child, read.elsewhere) == (of_child, elsewhere)


def test_no_entry_is_both_ours_and_elsewhere() -> None:
    known = lexicon()
    for entries in (known.written, known.english):
        for entry, groups in entries.items():
            tables = {group.table for group in groups}
            assert not ("elsewhere" in tables and len(tables) > 1), entry


def test_every_entry_can_be_found() -> None:
    known = lexicon()
    for entry in (*known.written, *known.english):
        assert len(entry) <= LONGEST_ENTRY, entry
    assert min(map(len, known.written)) >= 2  # one character alone stands in too many words


def test_english_entries_are_written_small() -> None:
    for table_name in ("meaning", "age", "child", "elsewhere"):
        groups = written_words().table(table_name)
        for name in groups.values:
            assert groups.word(name) == groups.word(name).lower(), name


def test_the_converter_is_loaded_for_traditional_characters_only() -> None:
    def loaded(question: str) -> bool:
        code = (
            "import sys; from content.search.words import wording; "
            f"wording({question!r}); sys.exit('opencc' in sys.modules or 'pypinyin' in sys.modules)"
        )
        return bool(subprocess.run([sys.executable, "-c", code], check=False).returncode)

    assert not loaded("孩子该打疫苗了, hai zi, kid")
    assert loaded("孩子該打疫苗了")
