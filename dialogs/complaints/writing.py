"""Writing a complaint or suggestion: what it is about, then the words. Two or three taps and one message."""

from dataclasses import replace

from aiogram import F, Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from content.lines import line
from dialogs.complaints.presses import AboutWhat, Complain, OwnComplaints, What, complain_row
from dialogs.complaints.words import ELSEWHERE, day
from dialogs.navigation import back_row, home_row
from dialogs.parent import danger
from dialogs.parent.ways import AskPlace
from dialogs.screen import Row, Screen, button, column
from dialogs.turn import Turn, is_staff
from dialogs.web_only import web_only
from dialogs.writing import end_form
from reminders.complaint_owners import About, only_place
from reminders.complaints import Filed, complain
from storage.complaint_seats import places_of_administrators

router = Router(name="complaints")

LONGEST = 2000


class Complaining(StatesGroup):
    """`words`: what is typed is the complaint; about what and of which place stands in the answers."""

    words = State()


def more_rows(turn: Turn) -> tuple[Row, ...]:
    return (complain_row(turn),) if is_staff(turn) else ()


@router.callback_query(Complain.filter())
async def begin(_: CallbackQuery, turn: Turn) -> Screen:
    end_form(turn, Complaining.__name__)
    if turn.must_use_web:
        screen = web_only(turn.say, turn.desk, home_row(turn))
        return replace(screen, rows=(_own_row(turn), *screen.rows))
    say = turn.say
    lines = [
        say("Complaints and suggestions"),
        say("What do you want to tell us about?"),
        say("Answered within 10 working days. Nobody it is about gets to see it."),
    ]
    labels = {
        What.DESK: say("This desk"),
        What.SERVICES: say("Something wrong in the service list"),
        What.PERSON: say("Staff or a director"),
        What.OTHER: say("Something else"),
    }
    return Screen("\n".join(lines), (*_choices(labels), _own_row(turn), home_row(turn)))


@router.callback_query(AboutWhat.filter())
async def about(_: CallbackQuery, callback_data: AboutWhat, turn: Turn) -> Screen:
    if turn.must_use_web:
        return web_only(turn.say, turn.desk, home_row(turn))
    if callback_data.what is What.PERSON:
        return _ask_role(turn)
    return await _ask_words(turn, About(callback_data.what))


@router.message(Complaining.words, F.text)
async def words_typed(message: Message, turn: Turn) -> Screen:
    """Words of danger are a complaint too, but the danger is answered first."""
    if turn.must_use_web:
        return web_only(turn.say, turn.desk, home_row(turn))
    told, words = turn.answers(), (message.text or "").strip()
    if not words or len(words) > LONGEST:
        return _asking(turn, _too_long(turn))
    what, region = About(told["about"]), told["region"] or None
    filed = await complain(turn.tx, turn.actor, what, words, region, turn.now)
    turn.conversation.finish()
    receipt = _receipt(turn, filed)
    if turn.danger is None:
        return receipt
    first = await danger.answer(turn)
    return replace(first, text=f"{first.text}\n{receipt.text}")


async def _ask_words(turn: Turn, what: About) -> Screen:
    """Where the desk serves several places, the writer's is needed first: it decides who answers."""
    region, many = await _place(turn)
    if many:
        text = turn.say("First say where you live: that decides who answers you. Then come back.")
        choose = (button(turn.say("Where I live"), AskPlace()),)
        return Screen(text, (choose, back_row(turn, Complain())))
    turn.conversation.step(Complaining.words, about=what.value, region=region or "")
    return _asking(turn, None)


def _asking(turn: Turn, refused: str | None) -> Screen:
    say = turn.say
    lines = [
        refused or say("Type what it is about, in one message."),
        say("It goes to those in charge of your place, and never to anybody it is about."),
        say("Please leave out ID and bank numbers."),
    ]
    return Screen("\n".join(lines), (back_row(turn, Complain()),))


def _too_long(turn: Turn) -> str:
    return turn.say("Please say it in at most {count} characters.", count=LONGEST)


def _ask_role(turn: Turn) -> Screen:
    say = turn.say
    labels = {
        What.DIRECTOR: say("The child director of my village"),
        What.SUPERVISOR: say("A child supervisor"),
        What.TRIAGE: say("A triage worker"),
        What.ADMINISTRATOR: say("An administrator of this desk"),
    }
    text = f"{say('Who is it about?')}\n{say('No name is needed. Who it is about hears nothing of it.')}"
    return Screen(text, (*_choices(labels), back_row(turn, Complain())))


def _receipt(turn: Turn, filed: Filed) -> Screen:
    say = turn.say
    lines = [say("It has arrived: {reference}", reference=filed.reference)]
    if filed.owned:
        lines.append(say("Answered by {day} at the latest.", day=day(turn, filed.answer_by)))
        lines.append(say("You are told here when the answer is there."))
    else:
        lines.append(say("Right now nobody is there to answer it. It is kept until somebody is."))
        lines.append(say("You can also call {number}, at any hour.", number=line(ELSEWHERE).number))
    return Screen("\n".join(lines), (_own_row(turn), home_row(turn)))


def _choices(labels: dict[What, str]) -> tuple[Row, ...]:
    return column(button(label, AboutWhat(what=what)) for what, label in labels.items())


def _own_row(turn: Turn) -> Row:
    return (button(turn.say("What I wrote before"), OwnComplaints()),)


async def _place(turn: Turn) -> tuple[str | None, bool]:
    """Where staff work, where a parent lives, or the one place the desk serves; whether it serves many."""
    if is_staff(turn):
        return turn.actor.scope.rpartition("/")[2], False
    if turn.place is not None:
        return turn.place, False
    places = await places_of_administrators(turn.tx, turn.today)
    lowest = only_place(places)
    if lowest is None:
        return None, bool(places)
    return places[lowest], False
