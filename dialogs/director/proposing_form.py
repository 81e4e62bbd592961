"""How the form that proposes a child goes from step to step."""

from aiogram.fsm.state import State
from aiogram.types import Message

from content.places import Level, is_known, region
from dialogs.director import proposing_screens as screens
from dialogs.director.proposing_screens import STEPS, Draft, Proposing
from dialogs.director.unwell import report_duty
from dialogs.navigation import home_row
from dialogs.screen import Screen
from dialogs.turn import Turn
from dialogs.web_only import web_only

FORM = Proposing.__name__
LONGEST = {"name": 40, "guardian": 200}


def begin_form(turn: Turn, state: State, **answers: str) -> None:
    """A new form; an older one of a child is given up."""
    form = turn.conversation.form
    if form is not None and form.name == FORM:
        turn.conversation.finish()
    turn.conversation.step(state, **answers)


def told(turn: Turn, step: str, value: str, again: Screen) -> Screen:
    """Keeps the answer and goes on; what was not understood is asked again."""
    if turn.must_use_web:
        return web_only(turn.say, turn.desk, home_row(turn))
    if not value:
        return _safe(turn, again)
    turn.answers()[step] = value
    return _safe(turn, ask(turn, after(turn, step)))


def after(turn: Turn, step: str) -> str:
    """The next step; after a change of what was told before, the summary."""
    answers = turn.answers()
    following = STEPS[STEPS.index(step) + 1 :]
    return next((each for each in following if not _has(answers, each)), "check")


def _has(answers: dict[str, str], step: str) -> bool:
    return bool(answers.get(step)) if step == "place" else step in answers


def ask(turn: Turn, step: str) -> Screen:
    turn.conversation.step(Proposing.__states__[STEPS.index(step)])
    draft = Draft.read(turn.answers())
    match step:
        case "name":
            return screens.name(turn)
        case "birth":
            return screens.birth(turn)
        case "guardian":
            return screens.guardian(turn)
        case "place":
            return screens.place(turn)
        case "reasons":
            turn.answers().setdefault("reasons", "")
            return screens.reasons(turn, draft)
    return screens.check(turn, draft)


def is_open(turn: Turn) -> bool:
    """Also takes up again a form of this kind that was left."""
    form = turn.conversation.form
    return (form is not None and form.name == FORM) or turn.conversation.resume(FORM) is not None


def is_village(code: str) -> bool:
    return is_known(code) and region(code).level is Level.VILLAGE


def one_line(message: Message, step: str) -> str:
    """One line, without signs that turn or hide what stands beside it."""
    line = " ".join((message.text or "").split())
    return "".join(sign for sign in line if sign.isprintable()).strip()[: LONGEST[step]]


def _safe(turn: Turn, screen: Screen) -> Screen:
    """What was typed signals danger: whom to call comes first."""
    return screen if turn.danger is None else report_duty(turn, screen)
