"""The danger net: by label and style, each mechanism for itself, and the figures on the development set."""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.danger import Danger, Label, Level, prepare, recognise
from referrals.danger.notation import MalformedPhrase, Phrase, cue, expression
from referrals.danger.phrasebook import signs, traps
from referrals.danger.spellings import rows
from referrals.danger.words import classed

P0, P1, P2, _ = Level
CHILD, ADULT = Label.SELF_HARM_CHILD, Label.SELF_HARM_ADULT
PHYSICAL, SEXUAL = Label.ABUSE_PHYSICAL, Label.ABUSE_SEXUAL
MISSING, MEDICAL, VIOLENCE = Label.MISSING_CHILD, Label.MEDICAL_EMERGENCY, Label.VIOLENCE_THREAT


@dataclass(frozen=True)
class Example:
    """A row of the development set; what a row doesn't judge is None."""

    label: Label | None
    level: Level | None
    child_voice: bool | None
    before: tuple[str, ...]
    text: str

    @classmethod
    def of(cls, line: str) -> "Example":
        label, level, voice, _style, said = line.split("\t")
        *before, text = said.split(" // ")
        return cls(
            None if label == "-" else Label(label),
            None if level == "-" else Level(level),
            None if voice == "-" else voice == "yes",
            tuple(before),
            text,
        )


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    lines = (Path(__file__).parent / "danger_examples.tsv").read_text("utf-8").splitlines()
    return [Example.of(line) for line in lines if not line.startswith("#")]


def found(example: Example) -> Danger | None:
    return recognise(example.text, example.before)


def test_the_development_set_is_large_enough(examples: list[Example]) -> None:
    assert sum(example.label is not None for example in examples) >= 2000
    assert sum(example.label is None for example in examples) >= 1700


def test_of_the_dangers_hardly_one_is_missed(examples: list[Example]) -> None:
    dangers = [example for example in examples if example.label]
    missed = [example.text for example in dangers if not found(example)]
    assert len(missed) / len(dangers) <= 0.01, missed


def test_hardly_a_harmless_sentence_raises_an_alarm(examples: list[Example]) -> None:
    harmless = [example for example in examples if not example.label]
    alarms = [example.text for example in harmless if found(example)]
    assert len(alarms) / len(harmless) <= 0.003, alarms


def test_label_level_and_voice_are_nearly_always_right(examples: list[Example]) -> None:
    pairs = [(one, danger) for one in examples if one.label and (danger := found(one))]
    label = [one.text for one, danger in pairs if danger.label is not one.label]
    too_low = [one.text for one, danger in pairs if one.level and danger.level > one.level]
    voiced = [(one, danger) for one, danger in pairs if one.child_voice is not None]
    voice = [one.text for one, danger in voiced if danger.child_voice is not one.child_voice]
    assert len(label) / len(pairs) <= 0.04, label
    assert len(too_low) / len(pairs) <= 0.01, too_low
    assert len(voice) / len(voiced) <= 0.03, voice


@pytest.mark.parametrize(
    ("text", "label", "level"),
    [
        ("我不想活了", ADULT, P1),
        ("我媳妇站在楼顶上要跳下去", ADULT, P0),
        ("我觉得自己就是家里的负担", ADULT, P2),
        ("我女儿说她想死", CHILD, P1),
        ("孩子把一瓶安眠药都吃了", CHILD, P0),
        ("孩子总说自己是多余的", CHILD, P2),
        ("他爸用皮带抽孩子", PHYSICAL, P1),
        ("邻居正在打孩子，孩子喊救命", PHYSICAL, P0),
        ("孩子一听见爸爸回来就躲", PHYSICAL, P2),
        ("女儿说叔叔摸她下面", SEXUAL, P1),
        ("女儿下体流血，说是叔叔弄的", SEXUAL, P0),
        ("那个叔叔老给孩子买糖，还不让孩子告诉妈妈", SEXUAL, P2),
        ("我家孩子不见了", MISSING, P0),
        ("孩子说要离家出走", MISSING, P1),
        ("宝宝噎住了脸都紫了", MEDICAL, P0),
        ("有人拿着刀在学校门口", VIOLENCE, P0),
        ("前夫天天威胁我", VIOLENCE, P1),
    ],
)
def test_each_label_at_its_levels(text: str, label: Label, level: Level) -> None:
    assert recognise(text) == Danger(label, level, child_voice=False)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("俺闺女说活着没劲", CHILD),  # dialect
        ("俺家那口子喝药了，快救命啊", ADULT),
        ("我 不 想 活 了", ADULT),  # characters parted
        ("我想自🙂杀", ADULT),
        ("我想自\u200b杀", ADULT),
        ("我想自殺", ADULT),  # traditional
        ("女兒離家出走了", MISSING),
        ("想紫砂", ADULT),  # homophones
        ("儿子ge腕了", CHILD),
        ("好想4了", ADULT),
        ("wo bu xiang huo le", ADULT),  # pinyin
        ("hai zi bu jian le", MISSING),
        ("my daughter wants to kill herself", CHILD),  # English
        ("my baby is not breathing", MEDICAL),
        ("想死💔", ADULT),  # pictures
        ("我要跳🏢了，楼顶", ADULT),
    ],
)
def test_people_write_in_many_ways(text: str, label: Label) -> None:
    danger = recognise(text)
    assert danger
    assert danger.label is label


@pytest.mark.parametrize(
    "text",
    [
        "我没有想死，你别误会",
        "我从来没打过孩子",
        "孩子没有被欺负",
        "孩子没丢，在邻居家",
        "没有发烧也没有抽搐",
    ],
)
def test_a_not_denies_the_phrase_it_stands_before(text: str) -> None:
    assert recognise(text) is None


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("没有人管我，我想死", ADULT),
        ("是不是想自杀啊，孩子不说话", CHILD),
        ("他从来没打过孩子，昨天把孩子打了", PHYSICAL),
    ],
)
def test_a_not_elsewhere_denies_nothing(text: str, label: Label) -> None:
    danger = recognise(text)
    assert danger
    assert danger.label is label


@pytest.mark.parametrize(
    "text",
    [
        "累死了",
        "气死我了",
        "想死你了宝贝",
        "打死我也不去",
        "作业写得我想死",
        "笑死我了哈哈哈",
        "跳楼价甩卖",
    ],
)
def test_idioms_and_exaggeration_are_let_go(text: str) -> None:
    assert recognise(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "电视剧里女主跳楼了",
        "游戏里我又被杀了",
        "梦见孩子走丢了",
        "小说里的孩子被拐了",
        "推荐一本书《自杀论》",
    ],
)
def test_plays_books_and_dreams_are_let_go(text: str) -> None:
    assert recognise(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "怎么预防孩子自杀",
        "防溺水讲座在哪听",
        "虐待儿童怎么判刑",
        "死亡证明怎么开",
        "意外险包括自杀吗",
        "杀毒软件怎么装",
    ],
)
def test_lessons_law_and_papers_are_let_go(text: str) -> None:
    assert recognise(text) is None


@pytest.mark.parametrize(
    "text", ["昨天孩子走丢了，已经找到了", "去年孩子抽搐过一次，已经好了", "新闻说有学生跳楼"]
)
def test_what_is_settled_past_or_hearsay_is_let_go(text: str) -> None:
    assert recognise(text) is None


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("电影里主角自杀了，我也想死", ADULT),
        ("累死了，我不想活了", ADULT),
        ("上完防性侵的课，女儿说叔叔摸她下面", SEXUAL),
        ("老师打电话说我儿子被人打了", PHYSICAL),
        ("以前也丢过一次，这次孩子又不见了", MISSING),
        ("不让他玩游戏，孩子要跳楼", CHILD),
    ],
)
def test_a_trap_silences_its_own_phrase_and_never_a_second_one(text: str, label: Label) -> None:
    danger = recognise(text)
    assert danger
    assert danger.label is label


@pytest.mark.parametrize(
    ("before", "text", "label"),
    [
        (["我不想"], "活了", ADULT),
        (["我儿子"], "不见了", MISSING),
        (["孩子", "被他爸"], "打了", PHYSICAL),
        (["我儿子今年十五"], "他说不想活了", CHILD),
    ],
)
def test_messages_are_judged_joined(before: list[str], text: str, label: Label) -> None:
    danger = recognise(text, before)
    assert danger
    assert danger.label is label


@pytest.mark.parametrize(
    ("before", "text"),
    [
        (["我不想活了"], "好的谢谢你"),
        (["孩子走丢了"], "已经找到了"),
        (["爸爸打我"], "嗯"),
        (["我儿子喝农药了", "怎么办"], "在人民医院"),
        (["我想死"], "我想死你了"),
    ],
)
def test_the_newest_message_must_take_part(before: list[str], text: str) -> None:
    assert recognise(text, before) is None


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("我今年12岁，我不想活了", CHILD),
        ("我上初二，我用小刀划自己", CHILD),
        ("爸爸打我", PHYSICAL),
        ("老师摸我屁股，我不敢说", SEXUAL),
        ("我迷路了，找不到妈妈", MISSING),
        ("同学说放学要找人打我", VIOLENCE),
        ("my dad hits me", PHYSICAL),
    ],
)
def test_a_child_in_the_first_person_is_heard_as_a_child(text: str, label: Label) -> None:
    danger = recognise(text)
    assert danger
    assert (danger.label, danger.child_voice) == (label, True)


@pytest.mark.parametrize(
    "text", ["我老公打我", "爸爸打我孩子", "我儿子说老师摸他", "我32岁，不想活了"]
)
def test_an_adult_is_not_heard_as_a_child(text: str) -> None:
    danger = recognise(text)
    assert danger
    assert not danger.child_voice


def test_earlier_messages_tell_who_writes() -> None:
    assert recognise("我想死", ["我今年11岁"]) == Danger(CHILD, P1, child_voice=True)


@pytest.mark.parametrize(
    ("told", "now"),
    [("我老公打我", "我老公打我，现在砸门，快报警"), ("孩子想死", "孩子想死，拉不住了")],
)
def test_what_happens_now_is_one_level_up(told: str, now: str) -> None:
    quiet, urgent = recognise(told), recognise(now)
    assert quiet
    assert urgent
    assert (quiet.level, urgent.level) == (P1, P0)


@given(st.text())
def test_no_text_makes_it_raise(text: str) -> None:
    assert recognise(text) is None or isinstance(recognise(text), Danger)


@given(st.lists(st.text(max_size=20), max_size=4), st.text(max_size=40))
def test_no_earlier_messages_make_it_raise(before: list[str], text: str) -> None:
    recognise(text, before)


@given(st.text(alphabet=sorted(set("我不想活了孩子被爸打摸死没丢见自杀，。里电影\ud800a 1"))))
def test_no_mixture_of_its_own_words_makes_it_raise(text: str) -> None:
    recognise(text)


@pytest.mark.parametrize("text", ["", " ", "\ud800", "\x00", "\u200b", "🙂", "？！", "((([[["])
def test_next_to_nothing_is_no_danger(text: str) -> None:
    assert recognise(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "我不想" * 11_000,
        "笑死你了想死你" * 5_000,
        "打我" * 17_000,
        "ni hao " * 14_000,
        "a" * 100_000,
    ],
)
def test_a_hundred_kilobytes_take_bounded_time(text: str) -> None:
    prepare()
    began = perf_counter()
    recognise(text)
    assert perf_counter() - began < 10  # about half a second on a quiet machine


def test_a_danger_deep_inside_a_long_text_is_found() -> None:
    danger = recognise(
        "请问居住证怎么办，孩子要上学。" * 500 + "我女儿说她不想活了。" + "谢谢你们。" * 500
    )
    assert danger
    assert danger.label is CHILD


def test_a_message_takes_about_a_millisecond() -> None:
    prepare()
    text = (
        "请问居住证怎么办理，孩子今年要上一年级，老师打电话让带材料，疫苗本丢了能不能补办，我们是来打工的，"
        * 2
    )
    recognise(text)
    began = perf_counter()
    for _ in range(50):
        recognise(text[:100])
    assert (perf_counter() - began) / 50 < 0.02  # 2 ms on a quiet machine


def test_importing_it_reads_nothing_and_loads_nothing_heavy() -> None:
    code = (
        "import sys, referrals.danger\n"
        "from referrals.danger.phrasebook import signs\n"
        "print(signs.cache_info().currsize, [m for m in ('opencc', 'pypinyin', 'rjieba') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0 []"


def test_every_phrase_and_trap_follows_the_notation() -> None:
    prepare()
    assert all(sign.phrase.cue for sign in signs())
    assert len(signs()) > 700
    assert len(traps()) > 300


def test_no_trap_silences_a_whole_class_unseen() -> None:
    """A class word alone among a trap's alternatives would cover every word of the class."""
    alone = [
        (word, row[3])
        for row in rows("traps.tsv")
        for word in re.split(r"[()|~'?!<>\^$\[\],&:]+", row[3])
        if not word.isascii() and re.fullmatch("[A-Z]", classed(word).text)
    ]
    assert alone == []


@pytest.mark.parametrize(
    "written", ["a*", "a+", "a{2}", "(a", "a)", r"\d", "a.b", "~?", "a&b&c", "<nobody"]
)
def test_the_notation_refuses_what_it_does_not_know(written: str) -> None:
    with pytest.raises(MalformedPhrase):
        re.compile(expression(written)) if cue(written) else expression(written)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("甲~乙", "甲一二三乙"),
        ("甲~~~乙", "甲，一二乙"),
        ("甲 & 乙", "乙一甲"),
        ("(甲|丙)乙?$", "丙，丁"),
        ("^甲", "一，甲"),
        ("@岁", "十二岁"),
        ("#天", "十三天"),
    ],
)
def test_signs_of_the_notation(written: str, text: str) -> None:
    assert Phrase(written).search(text.replace("，", ","))


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("甲~乙", "甲一二三四乙"),
        ("甲~乙", "甲,乙"),
        ("甲~~~乙", "甲.乙"),
        ("甲$", "甲乙"),
        ("@岁", "32岁"),
    ],
)
def test_borders_of_the_notation(written: str, text: str) -> None:
    assert not Phrase(written).search(text)


def test_the_core_is_where_the_mark_stands() -> None:
    assert list(Phrase("甲~'乙丙").found_in("甲一乙丙")) == [(0, 2, 4)]
