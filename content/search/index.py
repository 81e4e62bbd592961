"""The searchable items, and the answer to one question."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from content.catalogue import Article, Service, catalogue
from content.search.normal import bare
from content.search.ranking import Ranking, ranking
from content.search.words import Term, wording
from content.table import Table, data, read

MATCHED_FROM = 0.12
"""The one threshold: below this score of the best item the desk says that it doesn't know.

Chosen on tests/content/question_examples.tsv: there 94 % of what the desk knows comes above it and
95 % of what it doesn't know stays below.
"""

SPOKEN_SHARE = 1.0
BODY_SHARE = 0.2
"""How much a term counts in a question or title, and in an item's own pages."""


@dataclass(frozen=True, slots=True)
class Document:
    """An item as search sees it: `asked_as` are questions it answers, `body` its own pages."""

    code: str
    titles: tuple[str, ...]
    asked_as: tuple[str, ...]
    body: str


@dataclass(frozen=True, slots=True)
class Answer:
    """`score`: from 0 to 1, how much of the question the item explains."""

    code: str
    score: float


@dataclass(frozen=True, slots=True)
class Result:
    """Best answer first, equal ones by code. Where it isn't `matched`, they are guesses."""

    matched: bool
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """`codes` in the order in which `ranking` knows the items; `asked` by `bare` words → code."""

    codes: Sequence[str]
    ranking: Ranking
    asked: Mapping[str, str]

    def search(self, question: str, limit: int = 3) -> Result:
        """Never fails. A question of which no item says a word has no answers.

        Asked in the very words of a title or of a known question, that item comes first, with 1.
        """
        scores = dict(zip(self.codes, self.ranking.scores(wording(question)), strict=True))
        if asked := self.asked.get(bare(question)):
            scores[asked] = 1.0
        best_first = sorted((-score, code) for code, score in scores.items() if score)
        answers = tuple(Answer(code, -score) for score, code in best_first[:limit])
        return Result(bool(answers) and answers[0].score >= MATCHED_FROM, answers)


def build_index(documents: Iterable[Document]) -> Index:
    items = tuple(documents)
    asked = {bare(text): item.code for item in items for text in (*item.titles, *item.asked_as)}
    asked.pop("", None)
    codes = tuple(item.code for item in items)
    return Index(codes, ranking([_terms(item) for item in items]), asked)


@cache
def load_phrases() -> Mapping[str, tuple[str, ...]]:
    """Code → the ways parents ask for the item. MalformedContent names a file that can't be read."""
    files = (file for file in data("asked_as").iterdir() if file.name.endswith(".toml"))
    tables = [Table.parsed(file.name, read(file)) for file in files]
    return {code: table.words(code) for table in tables for code in table.values}


@cache
def catalogue_index() -> Index:
    """Every service and article of the catalogue, asked as load_phrases and its page say."""
    known = catalogue()
    services = (_document(service, _answers(service)) for service in known.services)
    articles = (_document(article, _advice(article)) for article in known.articles)
    return build_index((*services, *articles))


def _document(item: Service | Article, body: Iterable[str]) -> Document:
    summary = (item.summary.zh, item.summary.en) if item.summary else ()
    return Document(
        code=item.code,
        titles=(item.title.zh, item.title.en),
        asked_as=(*load_phrases().get(item.code, ()), *item.asked_as),
        body="\n".join((*summary, *body)),
    )


def _answers(service: Service) -> Iterable[str]:
    return (answer.text for answer in service.answers)


def _advice(article: Article) -> Iterable[str]:
    return article.helps, article.avoid, article.seek


def _terms(item: Document) -> Mapping[Term, float]:
    spoken = (*item.asked_as, *item.titles)
    terms: dict[Term, float] = defaultdict(float)
    for share, texts in ((SPOKEN_SHARE, spoken), (BODY_SHARE, item.body.splitlines())):
        for text in texts:
            for term, count in wording(text).terms.items():
                terms[term] += share * count
    return terms
