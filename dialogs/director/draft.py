"""The open form of one entry: its steps, and its answers as a value."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from aiogram.fsm.state import State, StatesGroup

from dialogs.turn import Form, Turn
from reminders.due import Kind
from reminders.record import Held
from storage.entries import Entry
from storage.ids import ChildId, EntryId

AT_HOME = "at_home"


class Record(StatesGroup):
    """`day` and `words` wait for text, the others for a button."""

    how = State()
    outcome = State()
    again = State()
    choose_day = State()
    day = State()
    words = State()


@dataclass(frozen=True)
class Draft:
    """What is answered so far; None: not told yet. `corrects`: the entry this one shall stand for."""

    child: ChildId
    kind: Kind
    how: str | None
    held_on: date
    words: str | None
    with_whom: str | None = None
    corrects: EntryId | None = None
    reached: bool = True

    @classmethod
    def read(cls, answers: Mapping[str, str]) -> "Draft":
        corrects = answers.get("corrects")
        return cls(
            ChildId(int(answers["child"])),
            Kind(answers["kind"]),
            answers.get("how"),
            date.fromisoformat(answers["held_on"]),
            answers.get("words"),
            answers.get("with_whom"),
            EntryId(int(corrects)) if corrects else None,
            answers.get("reached") != "no",
        )

    def entry(self, *, reached: bool, outcome: str = "", again: date | None = None) -> Held:
        """What is entered when the last button is pressed. Nobody reached has no way and no one."""
        how = AT_HOME if self.kind is Kind.VISIT else self.how
        return Held(
            self.kind,
            self.held_on,
            reached,
            how if reached else None,
            outcome or None,
            self.words,
            self.with_whom if reached else None,
            again,
        )


def begin(turn: Turn, child: ChildId, kind: Kind, state: State) -> Draft:
    """Opens the form at a step; one that is open or parked for the same entry keeps its answers.

    The day is the one it was begun on, unless changed: what was shown is what is entered.
    """
    if draft_of(turn, child, kind) is None:
        turn.conversation.park()
        today = turn.today.isoformat()
        turn.conversation.step(state, child=str(child), kind=kind.value, held_on=today)
    else:
        turn.conversation.step(state)
    return Draft.read(turn.answers())


def begin_correction(turn: Turn, child: ChildId, entry: Entry, state: State) -> Draft:
    """Opens the form with what the entry says; its words stay with it unless others are written."""
    turn.conversation.park()
    told = {"how": entry.how, "with_whom": entry.with_whom}
    answers = {
        "child": str(child),
        "kind": entry.kind,
        "held_on": entry.held_on.isoformat(),
        "corrects": str(entry.id),
        "reached": "yes" if entry.reached else "no",
        **{key: value for key, value in told.items() if value},
    }
    turn.conversation.step(state, **answers)
    return Draft.read(turn.answers())


def leave_correction(turn: Turn) -> None:
    """Before a new entry is begun: a correction that was left is not gone on with as if it were one."""
    conversation = turn.conversation
    if _corrects(conversation.form):
        conversation.finish()
    conversation.parked = [form for form in conversation.parked if not _corrects(form)]


def draft_of(turn: Turn, child: ChildId, kind: Kind) -> Draft | None:
    """The form of this entry, taken up again if it was parked; None when there is none."""
    conversation = turn.conversation
    if _is_for(conversation.form, child, kind):
        return Draft.read(turn.answers())
    other_open = conversation.form is not None and conversation.form.name == Record.__name__
    if other_open or not any(_is_for(form, child, kind) for form in conversation.parked):
        return None
    conversation.resume(Record.__name__)
    return Draft.read(turn.answers())


def correction_of(turn: Turn, entry: EntryId) -> Draft | None:
    """The open correction of that entry, taken up again if it was parked."""
    conversation = turn.conversation
    for form in (conversation.form, *conversation.parked):
        if form is not None and form.name == Record.__name__:
            draft = Draft.read(form.answers)
            if draft.corrects == entry:
                return draft_of(turn, draft.child, draft.kind)
    return None


def set_aside(turn: Turn, child: ChildId) -> None:
    """Before another screen: a form is parked, unless it was left before anything was said in it."""
    form = turn.conversation.form
    if form is not None and form.name == Record.__name__:
        draft = Draft.read(form.answers)
        if draft.child == child and draft.words is None:
            turn.conversation.finish()
    turn.conversation.park()


def _is_for(form: Form | None, child: ChildId, kind: Kind) -> bool:
    if form is None or form.name != Record.__name__:
        return False
    draft = Draft.read(form.answers)
    return draft.child == child and draft.kind == kind


def _corrects(form: Form | None) -> bool:
    return (
        form is not None
        and form.name == Record.__name__
        and Draft.read(form.answers).corrects is not None
    )
