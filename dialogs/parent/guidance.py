"""Guidance for parents: age → topic → article."""

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from content.catalogue import Article, UnknownItem, catalogue
from content.kinds import UnknownKind, kinds
from content.lines import lines_for
from content.text import chinese
from dialogs.navigation import back_row, home_row
from dialogs.parent.lines import line_links, line_text
from dialogs.parent.ways import AskSupport
from dialogs.screen import Screen, button, column, pairs
from dialogs.turn import Turn

router = Router(name="guidance")


class Ages(CallbackData, prefix="ages"):
    """The age bands."""


class Topics(CallbackData, prefix="age"):
    """What there is for one age band."""

    band: str


class Read(CallbackData, prefix="art"):
    """An article, reached from an age band or straight from a question."""

    code: str
    band: str = ""


@router.callback_query(Ages.filter())
async def ages(_: CallbackQuery, turn: Turn) -> Screen:
    return _ages(turn)


def _ages(turn: Turn) -> Screen:
    buttons = (
        button(band.name.in_(turn.locale), Topics(band=band.code)) for band in kinds().age_bands
    )
    return Screen(turn.say("How old is the child?"), (*pairs(buttons), home_row(turn)))


@router.callback_query(Topics.filter())
async def topics(_: CallbackQuery, callback_data: Topics, turn: Turn) -> Screen:
    try:
        articles = catalogue().articles_for(callback_data.band)
    except UnknownKind:
        return _ages(turn)
    first_written = sorted(articles, key=lambda article: not article.written)
    buttons = (
        button(_label(article, turn), Read(code=article.code, band=callback_data.band))
        for article in first_written
    )
    return Screen(turn.say("What is on your mind?"), (*column(buttons), back_row(turn, Ages())))


@router.callback_query(Read.filter())
async def read(_: CallbackQuery, callback_data: Read, turn: Turn) -> Screen:
    return article_card(turn, callback_data.code, callback_data.band)


def article_card(turn: Turn, code: str, band: str = "") -> Screen:
    """The article; a code that is gone says so."""
    try:
        article = catalogue().item(code)
    except UnknownItem:
        article = None
    back = Topics(band=band) if band else Ages()
    if not isinstance(article, Article):
        return Screen(turn.say("This entry is no longer on the list."), (back_row(turn, back),))
    called = lines_for(article.lines)
    parts = [article.title.in_(turn.locale), *_body(turn, article)]
    if called:
        parts.append("\n".join(line_text(line, turn.locale) for line in called))
    support = button(turn.say("Talk to someone about it"), AskSupport())
    rows = ((support,), *line_links(called, turn.locale), back_row(turn, back))
    return Screen("\n\n".join(parts), rows)


def _label(article: Article, turn: Turn) -> str:
    title = article.title.in_(turn.locale)
    return title if article.written else turn.say("{title} (being written)", title=title)


def _body(turn: Turn, article: Article) -> list[str]:
    if not article.written:
        return [turn.say("This article is still being written. You can talk to someone, or call:")]
    summary = [article.summary.in_(turn.locale)] if article.summary else []
    told = [
        (turn.say("▍What helps"), article.helps),
        (turn.say("▍Better not"), article.avoid),
        (turn.say("▍When to get help"), article.seek),
    ]
    return [*summary, *(f"{head}\n{chinese(text, turn.locale)}" for head, text in told if text)]
