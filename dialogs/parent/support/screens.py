"""What each step of the intake asks. Every screen is pure; buttons carry codes."""

from collections.abc import Callable

from aiogram.fsm.state import State

from content.kinds import kinds
from content.lines import lines_for
from content.places import full_name
from content.region_table import RegionCode
from dialogs.navigation import back_row, home_row
from dialogs.parent.lines import line_links, line_text
from dialogs.parent.support.told import (
    ADULT,
    CALL,
    HERE,
    GoTo,
    Support,
    Tell,
    step_before,
    step_name,
)
from dialogs.screen import Button, Row, Screen, button, column, pairs
from dialogs.turn import Turn
from referrals.intake import About
from referrals.levels import Answer
from storage.access import Channel

LIFE = ("110", "120", "12356")


def consent(turn: Turn) -> Screen:
    say = turn.say
    lines = [
        say("Before we begin, what you should know"),
        say(
            "We ask who it is about, the age, where you live, what weighs on you, and whether somebody is in danger."
        ),
        say("You may skip every question but the last. No name is needed."),
        say("Only the staff who take your request read it. Each reading is recorded."),
        say(
            "We keep it to ourselves. Exceptions: somebody may hurt themselves or others, a child is being harmed, "
            "or the law demands it."
        ),
        say("You can take it back at any time: My requests → withdraw."),
        say("We are no doctors and name no illness. In danger call 110 or 120 at once."),
    ]
    if turn.actor.channel is not Channel.WEB:
        lines.append(
            say(
                "You are on Telegram: what you write passes through its servers abroad. Agreeing covers that too."
            )
        )
    agree = _tell(say("I agree, let's begin"), Support.consent, "yes")
    return Screen("\n".join(lines), ((agree,), home_row(turn)))


def about(turn: Turn) -> Screen:
    say = turn.say
    buttons = [
        _tell(say("My child"), Support.about, About.MY_CHILD),
        _tell(say("Myself"), Support.about, About.MYSELF),
        _tell(say("Another child"), Support.about, About.ANOTHER_CHILD),
        _skip(turn, Support.about),
    ]
    return Screen(say("Who is it about?"), (*pairs(buttons), _back(turn, Support.about)))


def age(turn: Turn) -> Screen:
    say = turn.say
    known = kinds().age_bands
    bands = [_tell(band.name.in_(turn.locale), Support.age, band.code) for band in known]
    older = _tell(say("18 or older"), Support.age, ADULT)
    rows = (*pairs([*bands, older, _skip(turn, Support.age)]), _back(turn, Support.age))
    return Screen(say("How old is the one it is about?"), rows)


def place(turn: Turn, found: tuple[str, ...] = (), *, unknown: bool = False) -> Screen:
    """`found`: the places meant by what was typed; `unknown`: it named none."""
    say = turn.say
    rows: list[Row] = [(_tell(full_name(RegionCode(code)), Support.place, code),) for code in found]
    if found:
        text = say("Which one do you mean?")
    elif unknown:
        text = say("I don't know that place. Try the county or district, like Zhengding.")
    else:
        text = say("Where do they live now? Type the county or district, for example: Zhengding")
        if turn.place:
            here = full_name(RegionCode(turn.place))
            rows.append((_tell(say("In {place}", place=here), Support.place, turn.place),))
    rows.append((_skip(turn, Support.place),))
    return Screen(text, (*rows, _back(turn, Support.place)))


def worry(turn: Turn) -> Screen:
    known = kinds().worries
    buttons = [_tell(each.name.in_(turn.locale), Support.worry, each.code) for each in known]
    rows = (*column([*buttons, _skip(turn, Support.worry)]), _back(turn, Support.worry))
    return Screen(turn.say("What is it mostly about?"), rows)


def words(turn: Turn) -> Screen:
    say = turn.say
    text = say("Say it in your own words, as much or as little as you like. Just type it here.")
    skip = _skip(turn, Support.words)
    if told := turn.answers().get("words"):
        text = "\n".join([text, say("So far: {words}", words=told)])
        skip = _tell(say("Take my words out"), Support.words, "")
    return Screen(text, ((skip,), _back(turn, Support.words)))


def hurting_self(turn: Turn) -> Screen:
    say = turn.say
    text = "\n".join(
        [
            say("Are they hurting themselves, or do they speak of not wanting to live?"),
            say("This question can't be skipped. If you don't know, say so."),
        ]
    )
    return _safety(turn, text, Support.hurting_self, say("They speak of it, or did it before"))


def hurt_by_someone(turn: Turn) -> Screen:
    say = turn.say
    text = "\n".join(
        [
            say("Is somebody beating, threatening or abusing them?"),
            say("This question can't be skipped. If you don't know, say so."),
        ]
    )
    return _safety(turn, text, Support.hurt_by_someone, say("Yes, or I fear so"))


def reach(turn: Turn) -> Screen:
    say = turn.say
    buttons = [
        _tell(say("Here in this chat"), Support.reach, HERE),
        _tell(say("Please call me"), Support.reach, CALL),
    ]
    ask = say("How shall we reach you? The answer comes into this chat; that is the usual way.")
    return Screen(ask, (*column(buttons), _back(turn, Support.reach)))


def phone(turn: Turn, *, wrong: bool = False) -> Screen:
    say = turn.say
    asked = say("Type the number we may call. Only the worker who takes your request sees it.")
    text = say("That does not look like a phone number. Digits only, please.") if wrong else asked
    here = _tell(say("No, here in this chat"), Support.reach, HERE)
    return Screen(text, ((here,), _back(turn, Support.phone)))


def with_lines(turn: Turn, screen: Screen) -> Screen:
    """Somebody is in danger right now: first whom to call."""
    called = lines_for(LIFE)
    head = turn.say("First of all, please call now and stay with them:")
    numbers = "\n".join(line_text(line, turn.locale) for line in called)
    text = f"{head}\n{numbers}\n\n{screen.text}"
    return Screen(text, (*line_links(called, turn.locale), *screen.rows), screen.toast)


SCREENS: dict[str, Callable[[Turn], Screen]] = {
    step_name(state): screen
    for state, screen in (
        (Support.consent, consent),
        (Support.about, about),
        (Support.age, age),
        (Support.place, place),
        (Support.worry, worry),
        (Support.words, words),
        (Support.hurting_self, hurting_self),
        (Support.hurt_by_someone, hurt_by_someone),
        (Support.reach, reach),
        (Support.phone, phone),
    )
}
"""The steps that ask nothing of the database; the rest are in `summary`."""


def _safety(turn: Turn, text: str, step: State, sometimes: str) -> Screen:
    say = turn.say
    buttons = [
        _tell(say("No"), step, Answer.NO),
        _tell(sometimes, step, Answer.THOUGHTS),
        _tell(say("Yes, right now"), step, Answer.NOW),
        _tell(say("I don't know"), step, Answer.UNKNOWN),
    ]
    return Screen(text, (*column(buttons), _back(turn, step)))


def _tell(text: str, step: State, value: str = "") -> Button:
    return button(text, Tell(step=step_name(step), value=value))


def _skip(turn: Turn, step: State) -> Button:
    return _tell(turn.say("Skip"), step)


def _back(turn: Turn, step: State) -> Row:
    return back_row(turn, GoTo(step=step_name(step_before(step))))
