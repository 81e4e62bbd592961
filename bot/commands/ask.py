"""`houniao ask`: a question answered as the desk would, without a chat."""

from typing import Any

from bot.commands.output import OK, each_line, line, text, wrong


def answer_one(question: str, region: str, limit: int, *, as_json: bool) -> int:
    if not question.strip():
        return wrong('a question is missing: houniao ask "孩子怎么转学"')
    if problem := _unknown(region):
        return wrong(problem)
    found = _answer(question, limit)
    if as_json:
        line(found)
    elif found["matched"]:
        for each in found["answers"]:
            text(f"{each['code']}\t{each['title']}")
    else:
        text("no match")
    if not as_json and found["danger"]:
        text(f"danger: {found['danger']}")
    return OK


def answer_file(file: str, region: str, limit: int) -> int:
    if problem := _unknown(region):
        return wrong(problem)
    return each_line(file, lambda question: _answer(question, limit))


def _answer(question: str, limit: int) -> dict[str, Any]:
    from content.catalogue import catalogue
    from content.search import catalogue_index
    from referrals.danger import recognise

    found = catalogue_index().search(question, limit)
    danger = recognise(question)
    items = catalogue()
    answers = [
        {"code": each.code, "title": items.item(each.code).title.zh, "score": round(each.score, 4)}
        for each in found.answers
    ]
    return {
        "question": question,
        "matched": found.matched,
        "answers": answers,
        "danger": danger.label.value if danger else None,
    }


def _unknown(region: str) -> str:
    from content.places import RegionCode, is_known

    if region and not is_known(RegionCode(region)):
        return f"region {region}: not a code of Hebei's divisions"
    return ""
