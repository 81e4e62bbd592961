"""The service list: group → item → card."""

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from content.catalogue import Answer, Field, Service, UnknownItem, catalogue
from content.kinds import UnknownKind, kinds
from content.lines import lines_for
from content.text import chinese
from dialogs.navigation import back_row, home_row
from dialogs.parent.lines import line_links, line_text
from dialogs.screen import Screen, button, column, pairs
from dialogs.turn import Turn

router = Router(name="services")

FIRST_PAGE = (Field.WHO, Field.WHAT, Field.WHERE, Field.PAPERS, Field.HOW)


class Groups(CallbackData, prefix="svs"):
    """The groups of the service list."""


class Group(CallbackData, prefix="grp"):
    code: str


class Card(CallbackData, prefix="svc"):
    """A service; `page` 1 holds the rest of it."""

    code: str
    page: int = 0


@router.callback_query(Groups.filter())
async def groups(_: CallbackQuery, turn: Turn) -> Screen:
    return _groups(turn)


def _groups(turn: Turn) -> Screen:
    buttons = (
        button(group.name.in_(turn.locale), Group(code=group.code)) for group in kinds().groups
    )
    return Screen(turn.say("What is it about?"), (*pairs(buttons), home_row(turn)))


@router.callback_query(Group.filter())
async def group(_: CallbackQuery, callback_data: Group, turn: Turn) -> Screen:
    try:
        shown = kinds().groups.of(callback_data.code)
    except UnknownKind:
        return _groups(turn)
    services = catalogue().services_in(shown.code)
    buttons = (button(_label(service, turn), Card(code=service.code)) for service in services)
    return Screen(shown.name.in_(turn.locale), (*column(buttons), back_row(turn, Groups())))


@router.callback_query(Card.filter())
async def card(_: CallbackQuery, callback_data: Card, turn: Turn) -> Screen:
    return service_card(turn, callback_data.code, callback_data.page)


def service_card(turn: Turn, code: str, page: int = 0) -> Screen:
    """The card of a service; a code that is gone says so."""
    try:
        service = catalogue().item(code)
    except UnknownItem:
        service = None
    if not isinstance(service, Service):
        text = turn.say("This entry is no longer on the list.")
        return Screen(text, (back_row(turn, Groups()),))
    if not service.written:
        return _being_written(turn, service)
    return _second_page(turn, service) if page else _first_page(turn, service)


def _label(service: Service, turn: Turn) -> str:
    title = service.title.in_(turn.locale)
    return title if service.written else turn.say("{title} (being written)", title=title)


def _first_page(turn: Turn, service: Service) -> Screen:
    summary = service.summary.in_(turn.locale) if service.summary else ""
    parts = [service.title.in_(turn.locale), summary, *_fields(turn, service, first=True)]
    more = button(turn.say("More: cost, time, if refused …"), Card(code=service.code, page=1))
    return Screen(_text(turn, service, parts), ((more,), back_row(turn, Group(code=service.group))))


def _second_page(turn: Turn, service: Service) -> Screen:
    parts = [service.title.in_(turn.locale), *_fields(turn, service, first=False)]
    called = lines_for(service.lines)
    if called:
        numbers = "\n".join(line_text(line, turn.locale) for line in called)
        parts.append(turn.say("Lines to call:") + "\n" + numbers)
    if service.legal_basis:
        basis = chinese("；".join(service.legal_basis), turn.locale)
        parts.append(turn.say("Basis: {basis}", basis=basis))
    parts.append(
        turn.say("Department: {names}", names=chinese("、".join(service.departments), turn.locale))
    )
    rows = (*line_links(called, turn.locale), back_row(turn, Card(code=service.code)))
    return Screen(_text(turn, service, parts), rows)


def _being_written(turn: Turn, service: Service) -> Screen:
    """Honest: the entry is listed, its text isn't there yet; who answers now."""
    called = lines_for(service.lines)
    departments = chinese("、".join(service.departments), turn.locale)
    parts = [
        service.title.in_(turn.locale),
        turn.say("This entry is still being written; we don't want to tell you anything wrong."),
        turn.say("You can ask: {who} where you live", who=departments),
        turn.say("Lines to call:")
        + "\n"
        + "\n".join(line_text(line, turn.locale) for line in called),
    ]
    rows = (*line_links(called, turn.locale), back_row(turn, Group(code=service.group)))
    return Screen("\n\n".join(parts), rows)


def _fields(turn: Turn, service: Service, *, first: bool) -> list[str]:
    wanted = (answer for answer in service.answers if (answer.field in FIRST_PAGE) is first)
    return [f"{_heading(turn, answer.field)}\n{_said(turn, answer)}" for answer in wanted]


def _said(turn: Turn, answer: Answer) -> str:
    if answer.known:
        return chinese(answer.text, turn.locale)
    return turn.say("Not known here. Please ask: {who}", who=chinese(answer.ask, turn.locale))


def _text(turn: Turn, service: Service, parts: list[str]) -> str:
    if not service.checked:
        parts.append(
            turn.say(
                "⚠ To be checked: nobody of your place has confirmed this yet. Ask before you go."
            )
        )
    else:
        parts.append(turn.say("Checked on {day}", day=service.checked_on))
    return "\n\n".join(part for part in parts if part)


def _heading(turn: Turn, field: Field) -> str:
    headings = {
        Field.WHO: turn.say("▍Who can get it"),
        Field.WHAT: turn.say("▍What you get"),
        Field.WHERE: turn.say("▍Where"),
        Field.PAPERS: turn.say("▍Papers to bring"),
        Field.HOW: turn.say("▍How it goes"),
        Field.ONLINE: turn.say("▍Online"),
        Field.COST: turn.say("▍Cost"),
        Field.TIME: turn.say("▍How long it takes"),
        Field.PHONE: turn.say("▍Phone"),
        Field.REFUSED: turn.say("▍If they refuse"),
        Field.COMPLAINT: turn.say("▍Complaints"),
    }
    return headings[field]
