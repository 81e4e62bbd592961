"""All 81 items are there; a code that is gone is named; loading is quick and light."""

import os
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest

import content
from content.catalogue import Article, Service, UnknownItem, catalogue
from content.items import Field, State
from content.kinds import UnknownKind, kinds
from content.lines import lines

WRITTEN_SERVICES = {
    *("REG-MIGRANT", "REG-RESIDENCE-PERMIT", "EDU-ENROL", "EDU-TRANSFER", "EDU-EXAM"),
    *("HEA-VACCINE", "HEA-INSURANCE", "HEA-REHAB", "LIV-TEMP-AID", "GUA-FAMILY-EDU"),
    *("PSY-REFERRAL", "LAW-ABUSE"),
}
WRITTEN_ARTICLES = {
    *("G-MOVE-FIRST-WEEKS", "G-NEW-SCHOOL", "G-BUSY-PARENTS", "G-SCREEN-TIME", "G-REBELLION"),
    *("G-LOW-MOOD", "G-BULLYING", "G-PARENT-STRESS"),
}


def test_all_51_services_and_30_articles_are_listed_once() -> None:
    codes = Counter(item.code for item in (*catalogue().services, *catalogue().articles))
    assert (len(catalogue().services), len(catalogue().articles)) == (51, 30)
    assert set(codes.values()) == {1}


def test_the_first_release_has_written_these() -> None:
    assert {one.code for one in catalogue().services if one.written} >= WRITTEN_SERVICES
    assert {one.code for one in catalogue().articles if one.written} >= WRITTEN_ARTICLES


def test_an_unwritten_service_still_has_a_title_departments_and_lines() -> None:
    service = catalogue().item("LIV-HOUSING")
    assert isinstance(service, Service)
    assert (service.state, service.written, service.answers) == (State.BEING_WRITTEN, False, ())
    assert service.title.in_("zh_Hans") == "公租房与租赁补贴"
    assert (service.departments, service.policy_measures) == (("住建",), (6,))
    assert service.lines == kinds().groups.of("living").lines
    assert service.answer(Field.WHERE) is None
    assert not service.checked


def test_an_unwritten_article_still_has_a_title_ages_and_lines() -> None:
    article = catalogue().item("G-BODY-SAFETY")
    assert isinstance(article, Article)
    assert article.title.in_("en") == "Body safety"
    assert article.age_bands == ("3-6", "6-12")
    assert article.lines == kinds().article_lines
    assert not article.written


def test_every_service_has_a_group_and_every_group_services_in_the_order_of_the_table() -> None:
    found = [one for group in kinds().groups for one in catalogue().services_in(group.code)]
    assert len(found) == len(catalogue().services)
    assert [one.code for one in catalogue().services_in("psychology")] == [
        *("PSY-COUNSEL", "PSY-SCREEN", "PSY-HOTLINE", "PSY-REFERRAL", "PSY-COMMUNITY"),
    ]


def test_articles_are_found_by_age() -> None:
    for_babies = {article.code for article in catalogue().articles_for("0-3")}
    assert "G-SPEECH-DELAY" in for_babies
    assert "G-EXAM-STRESS" not in for_babies
    assert all(catalogue().articles_for(band.code) for band in kinds().age_bands)


def test_a_code_that_does_not_exist_is_named() -> None:
    with pytest.raises(UnknownItem) as gone:
        catalogue().item("EDU-GONE")
    assert gone.value.code == "EDU-GONE"
    with pytest.raises(UnknownKind):
        catalogue().services_in("sports")
    with pytest.raises(UnknownKind):
        catalogue().articles_for("16-18")


def test_what_an_item_points_to_exists() -> None:
    for reason in kinds().key_care_reasons:
        assert all(isinstance(catalogue().item(code), Service) for code in reason.services)
    known = {line.code for line in lines()}
    for item in (*catalogue().services, *catalogue().articles):
        assert item.lines, item.code
        assert set(item.lines) <= known


def test_it_loads_from_a_wheel_without_chat_database_or_conversion_tables(tmp_path: Path) -> None:
    wheel = _wheel_of_content(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", _LOAD], env=os.environ | {"PYTHONPATH": str(wheel)}, cwd=tmp_path,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    place, written, loaded = done.stdout.splitlines()
    assert place.startswith(str(wheel))
    assert int(written) == sum(one.written for one in catalogue().services)
    assert loaded == "[]"


_LOAD = """
import sys
import content
from content.catalogue import catalogue
print(content.__file__)
print(sum(one.written for one in catalogue().services))
print([name for name in ("aiogram", "sqlalchemy", "opencc", "pydantic") if name in sys.modules])
"""


def _wheel_of_content(folder: Path) -> Path:
    """Our modules and data in one archive, as an installer would find them."""
    root = Path(content.__file__).parent
    wheel = folder / "houniao.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for kind in ("*.py", "data/*.toml", "data/*/*.md", "data/*/*.tsv"):
            for file in root.glob(kind):
                archive.write(file, Path("content") / file.relative_to(root))
    return wheel
