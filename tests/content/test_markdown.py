"""The page format, as an editor's program may save it."""

from pathlib import Path

import pytest

from content.markdown import Section, page
from content.table import MalformedContent, read


def test_a_page_is_split_into_front_matter_and_sections_that_keep_their_lines() -> None:
    found = page("A.md", '+++\ncode = "A"\n+++\n\n## who\n家长。\n孩子。\n\n## what\n- 一\n- 二\n')
    assert found.front.word("code") == "A"
    assert found.sections == (Section("who", "家长。\n孩子。"), Section("what", "- 一\n- 二"))


def test_windows_line_ends_and_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "A.md"
    file.write_bytes(b'\xef\xbb\xbf+++\r\ncode = "A"\r\n+++\r\n## who\r\n\xe5\xae\xb6\r\n')
    assert page("A.md", read(file)).sections == (Section("who", "家"),)


def test_another_encoding_is_named(tmp_path: Path) -> None:
    file = tmp_path / "A.md"
    file.write_bytes("+++\n家长".encode("gb18030"))
    with pytest.raises(MalformedContent) as slip:
        read(file)
    assert (slip.value.source, slip.value.expected) == ("A.md", "UTF-8")


@pytest.mark.parametrize(
    "written",
    [
        "",
        "## who\n家长。\n",
        '+++\ncode = "A"\n## who\n家长。\n',
        "+++\ncode = A\n+++\n",
        "+++\n+++\n家长。\n## who\n家长。\n",
        "+++\n+++\n## who\n\n## what\n一\n",
        "+++\n+++\n## who\n一\n## who\n二\n",
        "+++\n+++\n# who\n一\n",
        "+++\n+++\n## who is it\n一\n",
    ],
)
def test_a_broken_page_is_refused_by_name(written: str) -> None:
    with pytest.raises(MalformedContent) as slip:
        page("A.md", written)
    assert slip.value.source == "A.md"
