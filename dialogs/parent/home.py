"""A parent's first screen: what the desk does, in three lines and a few large buttons."""

from dialogs.complaints.presses import complain_row
from dialogs.navigation import Resume
from dialogs.parent import guidance, lines, services
from dialogs.parent.contact_wanted_screens import want_button
from dialogs.parent.place_names import place_name
from dialogs.parent.ways import AskPlace, AskSupport, ChooseLanguage, Held, MyRequests
from dialogs.screen import Row, Screen, button
from dialogs.staff import roles
from dialogs.turn import Form, Turn


async def screen(turn: Turn) -> Screen:
    say = turn.say
    text = "\n".join(
        [
            say("Houniao: for children who moved here, and their families"),
            say("Look things up, get advice, find someone to talk to. No account needed."),
            say("Or just type a question, such as: how does my child change school?"),
        ]
    )
    where = place_name(turn.place) if turn.place else say("Where I live")
    rows: tuple[Row, ...] = (
        *(parked_row(turn, form) for form in turn.parked()),
        (
            button(say("Services"), services.Groups()),
            button(say("Raising children"), guidance.Ages()),
        ),
        (button(say("Psychological support"), AskSupport()),),
        (want_button(turn),),
        (
            button(say("My requests"), MyRequests()),
            button(say("☎ Lines to call"), lines.Lines()),
        ),
        (button(where, AskPlace()), button(say("中文 / English"), ChooseLanguage())),
        (button(say("What is held about me"), Held()), *complain_row(turn)),
        *await roles.switch_rows(turn),
    )
    return Screen(text, rows)


def parked_row(turn: Turn, form: Form) -> Row:
    """Goes on with a form that was left in the middle."""
    text = turn.say("▶ Go on with: {form}", form=form_name(turn, form.name))
    return (button(text, Resume(form=form.name)),)


def form_name(turn: Turn, name: str) -> str:
    names = {
        "Support": turn.say("psychological support"),
        "Place": turn.say("where I live"),
        "Record": turn.say("my record"),
        "Relay": turn.say("my message"),
        "Answer": turn.say("my answer"),
        "Refer": turn.say("the referral"),
        "Notice": turn.say("the yearly notice"),
        "Complaining": turn.say("my complaint or suggestion"),
        "Reaching": turn.say("how to reach me"),
        "Wanted": turn.say("the wish to be contacted"),
        "Proposing": turn.say("the child I propose"),
        "Moving": turn.say("where the child moved"),
        "Rounding": turn.say("the round"),
        "Away": turn.say("my leave"),
        "AnsweringComplaint": turn.say("my answer"),
    }
    return names.get(name, turn.say("what you began"))
