"""Writes pinyin.tsv: each syllable with the characters of GB 2312 that are mostly read so.

`python -m content.search.pinyin_table > content/search/pinyin.tsv`. Loading pypinyin costs 0.13 s
and most of its characters are never typed here, so the desk reads this list instead.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator

from pypinyin import lazy_pinyin


def gb2312() -> Iterator[str]:
    """The 6,763 characters of the mainland's basic set: all of them simplified."""
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            yield from bytes([high, low]).decode("gb2312", errors="ignore")


def table() -> Iterator[str]:
    """Lines of a syllable without its tone (ü is v, as on a keyboard), a tab, its characters."""
    characters: dict[str, list[str]] = defaultdict(list)
    for character in gb2312():
        characters[lazy_pinyin(character)[0].replace("ü", "v")].append(character)
    for syllable, of in sorted(characters.items()):
        if not syllable.strip("hmng"):
            continue  # 嗯 and the like: single letters would make any word pinyin
        yield f"{syllable}\t{''.join(of)}\n"


if __name__ == "__main__":
    sys.stdout.writelines(table())
