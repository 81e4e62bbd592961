"""BM25 over what items say, set against everything the question says.

Okapi BM25 (Robertson and Zaragoza, 2009) with a weight for each kind of term. Its sum is divided by
the weight of the whole question, so a score lies between 0 and 1 and an item can be told from none.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from content.search.words import Kind, Term, Wording

TERM_WEIGHT: Mapping[Kind, float] = {
    "meaning": 3.0,
    "word": 2.0,
    "age": 0.9,
    "character": 0.8,
    "sound": 0.3,
}

SATURATION = 1.2
LENGTH_SHARE = 0.6
"""k1 and b of BM25."""

DOUBT = 60.0
DOUBT_OF_CHILD = 15.0
"""What an item has to outweigh: much, but little when the question speaks of a child."""

UNKNOWN = 0.5
ELSEWHERE = 15.0
"""What a term no item has, and a matter of another counter, weigh against every item."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """`postings`: term → (place of the item, share of the term it explains)."""

    size: int
    weights: Mapping[Term, float]
    postings: Mapping[Term, Sequence[tuple[int, float]]]

    def scores(self, asked: Wording) -> list[float]:
        """From 0 to 1 for each item, in the order in which they were given."""
        explained = [0.0] * self.size
        for term in asked.terms:
            weight = self.weights.get(term, 0.0)
            for place, share in self.postings.get(term, ()):
                explained[place] += weight * share
        said = self._weight_of(asked)
        return [weight / said for weight in explained]

    def _weight_of(self, asked: Wording) -> float:
        known = unknown = 0.0
        for term in asked.terms:
            if term in self.weights:
                known += self.weights[term]
            elif term[0] != "sound":  # the same characters again
                unknown += TERM_WEIGHT[term[0]]
        doubt = DOUBT_OF_CHILD if asked.of_child else DOUBT
        rarest = log(self.size + 1)
        return doubt + known + rarest * (UNKNOWN * unknown + ELSEWHERE * asked.elsewhere)


def ranking(items: Sequence[Mapping[Term, float]]) -> Ranking:
    """Each item as its terms and how often it says them."""
    said_by = Counter(term for item in items for term in item)
    weights = {
        term: TERM_WEIGHT[term[0]] * log((len(items) + 1) / count)
        for term, count in said_by.items()
    }
    lengths = [sum(item.values()) for item in items]
    average = sum(lengths) / max(len(lengths), 1) or 1.0
    postings: dict[Term, list[tuple[int, float]]] = {term: [] for term in weights}
    for place, (item, length) in enumerate(zip(items, lengths, strict=True)):
        damping = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * length / average)
        for term, count in item.items():
            postings[term].append((place, count / (count + damping)))
    return Ranking(len(items), weights, postings)
