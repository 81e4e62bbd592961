"""What the danger net and the search reach on the sets written before them; also `make bench`."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from content.search import catalogue_index
from referrals.danger import recognise

HERE = Path(__file__).parent
NONE = "-"


@dataclass
class Tally:
    """`wrong` counts by style, out of `seen` by style."""

    seen: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)

    def add(self, style: str, *, right: bool) -> None:
        self.seen[style] += 1
        self.wrong[style] += not right

    @property
    def share_right(self) -> float:
        return 1 - self.wrong.total() / max(self.seen.total(), 1)


@dataclass(frozen=True)
class DangerFigures:
    """`found`: dangers by label; `kept_calm`: harmless texts by style."""

    found: dict[str, Tally]
    kept_calm: Tally
    right_label: Tally

    @property
    def recall(self) -> float:
        missed = sum(tally.wrong.total() for tally in self.found.values())
        return 1 - missed / sum(tally.seen.total() for tally in self.found.values())

    def recall_of(self, *labels: str) -> float:
        tallies = [self.found[label] for label in labels]
        return 1 - sum(t.wrong.total() for t in tallies) / sum(t.seen.total() for t in tallies)


@dataclass(frozen=True)
class SearchFigures:
    first: Tally
    among_three: Tally
    no_match: Tally


def rows(name: str) -> Iterator[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def danger_figures() -> DangerFigures:
    figures = DangerFigures({}, Tally(), Tally())
    for row in rows("danger_test.tsv"):
        danger = recognise(row["text"])
        if row["label"] == NONE:
            figures.kept_calm.add(row["style"], right=danger is None)
            continue
        figures.found.setdefault(row["label"], Tally()).add(row["style"], right=danger is not None)
        if danger is not None:
            figures.right_label.add(row["label"], right=danger.label.value == row["label"])
    return figures


def search_figures() -> SearchFigures:
    figures = SearchFigures(Tally(), Tally(), Tally())
    index = catalogue_index()
    for row in rows("questions_test.tsv"):
        found = index.search(row["question"], 3)
        codes = [answer.code for answer in found.answers] if found.matched else []
        right = row["code"].split("|")
        if right == [NONE]:
            figures.no_match.add(row["style"], right=not found.matched)
            continue
        figures.first.add(row["style"], right=codes[:1] != [] and codes[0] in right)
        figures.among_three.add(row["style"], right=bool(set(codes) & set(right)))
    return figures
