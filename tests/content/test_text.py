"""A text in three languages, one of them derived."""

import pytest

from content.text import Locale, Text, chinese

TEXT = Text("手机与网络", "Phones and the internet")


@pytest.mark.parametrize(
    ("locale", "shown"),
    [
        ("zh_Hans", "手机与网络"),
        ("en", "Phones and the internet"),
        ("zh_Hant", "手機與網路"),
    ],
)
def test_a_text_is_shown_in_the_readers_language(locale: Locale, shown: str) -> None:
    assert TEXT.in_(locale) == shown


@pytest.mark.parametrize(
    ("locale", "shown"), [("zh_Hans", "学校"), ("en", "学校"), ("zh_Hant", "學校")]
)
def test_a_body_is_chinese_for_everybody(locale: Locale, shown: str) -> None:
    assert chinese("学校", locale) == shown


def test_a_number_stays_as_it_is() -> None:
    assert "12356" in chinese("打12356心理援助热线", "zh_Hant")
