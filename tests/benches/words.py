"""Words: how fast danger is recognised and a question answered, and how well."""

import time
from collections.abc import Callable
from statistics import median, quantiles

from content.places import find_place, regions
from content.search import catalogue_index
from referrals.danger import recognise
from tests.benches.telling import say
from tests.sets.measure import Tally, danger_figures, rows, search_figures

QUESTIONS_A_DAY = 1200


def milliseconds(run: Callable[[str], object], texts: list[str]) -> str:
    spent = []
    for text in texts:
        before = time.perf_counter()
        run(text)
        spent.append((time.perf_counter() - before) * 1000)
    return (
        f"median {median(spent):.2f} ms, p99 {quantiles(spent, n=100)[98]:.2f} ms over {len(spent)}"
    )


def once(run: Callable[[], object]) -> str:
    before = time.process_time()
    run()
    return f"{time.process_time() - before:.2f} s CPU"


def by_style(tally: Tally) -> str:
    shares = {style: 1 - tally.wrong[style] / seen for style, seen in tally.seen.items()}
    return ", ".join(f"{style} {share:.2f}" for style, share in sorted(shares.items()))


def main() -> None:
    texts = [row["text"] for row in rows("danger_test.tsv")]
    questions = [row["question"] for row in rows("questions_test.tsv")]
    say("— start —")
    say(f"places loaded: {once(regions)}")
    say(f"index built: {once(catalogue_index)}")
    say("— speed —")
    say(f"danger check: {milliseconds(recognise, texts)}")
    say(f"search: {milliseconds(catalogue_index().search, questions)}")
    say(
        f"a typed place: {milliseconds(find_place, ['正定', '石家庄裕华', '桥西区', '正定镇'] * 25)}"
    )
    dangers()
    searches()


def dangers() -> None:
    figures = danger_figures()
    alarms = 1 - figures.kept_calm.share_right
    own = figures.recall_of("self_harm_child", "self_harm_adult")
    say("— danger, on the set written before the rules —")
    say(f"found {figures.recall:.3f}, self-harm {own:.3f}, false alarms {alarms:.3f}")
    say(f"right label among the found {figures.right_label.share_right:.3f}")
    for label, tally in sorted(figures.found.items()):
        say(f"  {label} {tally.share_right:.3f}: {by_style(tally)}")
    say(f"  kept calm: {by_style(figures.kept_calm)}")
    ordinary = figures.kept_calm.wrong["ordinary"] + figures.kept_calm.wrong["service"]
    seen = figures.kept_calm.seen["ordinary"] + figures.kept_calm.seen["service"]
    expected = QUESTIONS_A_DAY * ordinary / seen
    say(f"false alarms a day at {QUESTIONS_A_DAY} ordinary questions: about {expected:.0f}")


def searches() -> None:
    figures = search_figures()
    say("— search, on the set written before the phrases —")
    say(
        f"right first {figures.first.share_right:.3f}, among three {figures.among_three.share_right:.3f}, "
        f"off-topic answered no match {figures.no_match.share_right:.3f}"
    )
    say(f"  right first: {by_style(figures.first)}")
    say(f"  among three: {by_style(figures.among_three)}")
    say(f"  no match: {by_style(figures.no_match)}")
