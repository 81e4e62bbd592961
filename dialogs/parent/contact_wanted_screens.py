"""What a family is asked before the child director gets in touch, and how its wish stands afterwards."""

from collections.abc import Sequence
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from content.kinds import kinds
from content.lines import lines_for
from content.places import Level, Region, RegionCode, full_name, region
from dialogs.navigation import back_row, home_row
from dialogs.parent.lines import line_links, line_text
from dialogs.parent.ways import MyRequests
from dialogs.screen import Button, Row, Screen, button, column, pairs
from dialogs.turn import Turn
from reminders.proposal_refusals import CONTACTED
from storage.proposal_values import UNTOLD, Proposal, ProposalState

ASK_THERE = ("12345",)
Code = Annotated[str, Field(max_length=12)]


class WantContact(CallbackData, prefix="wantkd"):
    """The child director shall get in touch: opens the form, or shows the wish that waits."""


class WantStep(CallbackData, prefix="wantstep"):
    """Back to a step of the form."""

    step: Code


class WantPlace(CallbackData, prefix="wantat"):
    code: Code


class WantAge(CallbackData, prefix="wantage"):
    """The child's age band; empty: not told."""

    band: Code = ""


class SendWish(CallbackData, prefix="wantsend"):
    """Agrees, and sends what the form holds."""


class ShowWish(CallbackData, prefix="mywish"):
    proposal: int


class WithdrawWish(CallbackData, prefix="wishoff"):
    proposal: int


def want_button(turn: Turn) -> Button:
    return button(turn.say("Let the child director contact us"), WantContact())


def place(turn: Turn, found: Sequence[Region] = (), *, unknown: bool = False) -> Screen:
    say = turn.say
    rows: list[Row] = [(_at(each.code),) for each in found]
    if found:
        text = say("Which one do you mean?")
    elif unknown:
        text = say("I don't know that village or town. Type it again, with its county.")
    else:
        lines = [
            say("The child director of your village or community can call or visit you."),
            say("In which village, community or town do you live? Type its name."),
        ]
        text = "\n".join(lines)
        if turn.place and region(RegionCode(turn.place)).level in PLACES:
            rows.append((_at(turn.place),))
    return Screen(text, (*rows, home_row(turn)))


def not_served(turn: Turn) -> Screen:
    """Said honestly, with the line that answers everywhere."""
    say, called = turn.say, lines_for(ASK_THERE)
    lines = [say("This desk does not serve that place. Please ask there:")]
    lines += [line_text(line, turn.locale) for line in called]
    back = back_row(turn, WantStep(step="place"))
    return Screen("\n".join(lines), (*line_links(called, turn.locale), back))


def reach(turn: Turn) -> Screen:
    say = turn.say
    lines = [
        say("How can they reach you? Type a phone number, and when it suits you."),
        say("Only the child director and the supervisor read it."),
    ]
    return Screen("\n".join(lines), (back_row(turn, WantStep(step="place")),))


def age(turn: Turn) -> Screen:
    bands = [
        button(band.name.in_(turn.locale), WantAge(band=band.code)) for band in kinds().age_bands
    ]
    skip = button(turn.say("Skip"), WantAge())
    text = turn.say("How old is the child?")
    return Screen(text, (*pairs([*bands, skip]), back_row(turn, WantStep(step="reach"))))


def consent(turn: Turn, at: str, words: str, band: str) -> Screen:
    """The separate consent: receiver, purpose, fields, and how to take it back."""
    say = turn.say
    told = kinds().age_bands.of(band).name.in_(turn.locale) if band else say("(nothing)")
    lines = [
        say("May we pass this on?"),
        say("To: {receiver}", receiver=_receiver(turn, at)),
        say("What for: so that they get in touch with you, and see what the child needs."),
        say("What they get: your place, the child's age, and what you typed:"),
        say("Age: {age}", age=told),
        words,
        say("You can take it back in one tap at any time, under My requests."),
    ]
    yes = button(say("Yes, pass it on"), SendWish())
    return Screen("\n".join(lines), ((yes,), back_row(turn, WantStep(step="age"))))


def wish(turn: Turn, of: Proposal) -> Screen:
    """How it stands, in plain words."""
    say = turn.say
    lines = [f"{of.reference} · {say('The child director shall contact us')}", standing(turn, of)]
    called = lines_for(ASK_THERE) if of.state is ProposalState.DECLINED else ()
    lines += [line_text(line, turn.locale) for line in called]
    rows: list[Row] = list(line_links(called, turn.locale))
    if of.is_open:
        rows.append((button(say("Take it back"), WithdrawWish(proposal=of.id)),))
    else:
        rows.append((want_button(turn),))
    return Screen("\n".join(lines), (*rows, back_row(turn, MyRequests())))


def standing(turn: Turn, of: Proposal) -> str:
    say = turn.say
    match of.state:
        case ProposalState.OPEN if of.climbed <= UNTOLD + 1:
            return say("The child director has it, and gets in touch within five working days.")
        case ProposalState.OPEN:
            return say("Not answered yet: now the child supervisor of the town has it.")
        case ProposalState.ACCEPTED if of.decided_why == CONTACTED:
            return say(
                "The child director says they have contacted you. If nobody did, press below and ask again."
            )
        case ProposalState.ACCEPTED:
            return say("The child director has taken it up, and sees with you what is needed.")
        case ProposalState.DECLINED:
            return say("They could not take it up. Please ask here:")
        case ProposalState.WITHDRAWN:
            return say("You took it back. What you told is erased.")


def wish_rows(turn: Turn, wishes: Sequence[Proposal]) -> tuple[Row, ...]:
    """For My requests: each wish, and the way to a new one."""
    lines = column(button(_line(turn, each), ShowWish(proposal=each.id)) for each in wishes)
    return (*lines, (want_button(turn),))


PLACES = (Level.VILLAGE, Level.TOWNSHIP)


def _line(turn: Turn, of: Proposal) -> str:
    words = {
        ProposalState.OPEN: turn.say("waits for the child director"),
        ProposalState.ACCEPTED: turn.say("taken up"),
        ProposalState.DECLINED: turn.say("not taken up"),
        ProposalState.WITHDRAWN: turn.say("taken back"),
    }
    return f"{of.reference} · {words[of.state]}"


def _receiver(turn: Turn, at: str) -> str:
    place = region(RegionCode(at))
    if place.level is Level.TOWNSHIP or place.parent is None:
        return turn.say("the child supervisor of {town}", town=full_name(place.code))
    return turn.say(
        "the child director of {village}; when they don't answer, the child supervisor of {town}",
        village=full_name(place.code),
        town=region(place.parent).name,
    )


def _at(code: str) -> Button:
    return button(full_name(RegionCode(code)), WantPlace(code=code))
