"""What a year is told as: figures, and each broken promise with its story."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bot.simulate.judge import Broken
from bot.simulate.year import Year

MOST_STORIES = 20


def figures(year: Year) -> dict[str, Any]:
    """What happened, in numbers; nobody's name."""
    asked, mail = year.asked, year.judge.mail
    return {
        "directors": asked.size.directors,
        "children": asked.size.children,
        "files": asked.size.files,
        "days": year.figures.days,
        "seed": asked.seed,
        "faults": asked.faults.value,
        "messages": mail.pushes,
        "most_in_a_day": mail.most_in_a_day,
        "recorded": year.people.done,
        "not_taken": year.people.stumbled,
        "receipts_lost": mail.repeats.total(),
        "restarts": year.figures.restarts,
        "outages": year.figures.outages,
        "errors": dict(year.errors),
        "seconds": round(year.figures.seconds, 1),
        "broken": len(year.judge.broken),
    }


def as_text(year: Year) -> Iterator[str]:
    found = figures(year)
    yield (
        f"{found['days']} days of a county: {found['directors']} directors, {found['children']} children, "
        f"{found['files']} of them in key care; seed {found['seed']}, faults {found['faults']}"
    )
    yield (
        f"{found['messages']} messages, at most {found['most_in_a_day']} to one person in a day; "
        f"{found['recorded']} entries, {found['not_taken']} not taken; {found['receipts_lost']} receipts lost, "
        f"{found['restarts']} restarts, {found['outages']} outages"
    )
    yield from (f"the desk logged: {name} ({many})" for name, many in year.errors.items())
    yield f"in {found['seconds']} seconds"
    yield from _told(year.judge.broken)


def as_json(year: Year) -> Iterator[str]:
    """The figures in the first line, then a line for each broken promise."""
    yield json.dumps(figures(year), ensure_ascii=False)
    for each in year.judge.broken:
        told = {"promise": each.promise.value, "day": each.day.isoformat(), "words": each.words}
        yield json.dumps({**told, "story": each.story}, ensure_ascii=False)


def _told(broken: list[Broken]) -> Iterator[str]:
    if not broken:
        yield "every promise was kept"
        return
    for promise, many in Counter(each.promise for each in broken).items():
        yield f"broken {many} times: {promise.value}"
    for each in broken[:MOST_STORIES]:
        yield ""
        yield f"{each.day} {each.words}"
        yield from (f"    {line}" for line in each.story)
    if len(broken) > MOST_STORIES:
        yield f"and {len(broken) - MOST_STORIES} more; --json prints them all"
