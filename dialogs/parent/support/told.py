"""The intake as a form: its steps in order, its presses, and what has been told so far."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup

from content.kinds import kinds
from content.places import RegionCode, UnknownRegion, region
from referrals.intake import About, Basis, Intake
from referrals.levels import Answer, Level

HERE, CALL = "here", "call"
ADULT = "adult"
OTHER = "OTHER"


class Support(StatesGroup):
    """One state a step, named as the answer it waits for; `send` is the summary."""

    consent = State()
    about = State()
    age = State()
    place = State()
    worry = State()
    words = State()
    hurting_self = State()
    hurt_by_someone = State()
    reach = State()
    phone = State()
    passing = State()
    send = State()


class Tell(CallbackData, prefix="tell"):
    """An answer given by a press; an empty value skips the step."""

    step: str
    value: str = ""


class GoTo(CallbackData, prefix="goto"):
    """Back to a step, or to change what was told there."""

    step: str


class PassOn(CallbackData, prefix="pass"):
    """The separate consent: may be passed to this unit; 0: to the first that can take it."""

    unit: int


class Refuse(CallbackData, prefix="keep"):
    """May not be passed on: then nothing is sent."""


class Send(CallbackData, prefix="send"):
    """Sends what the summary shows."""


STEPS: tuple[State, ...] = Support.__states__


def step_name(state: State) -> str:
    return (state.state or "").partition(":")[2]


def step_named(name: str) -> State:
    """A step that no longer exists leads to the first."""
    return next((state for state in STEPS if step_name(state) == name), Support.consent)


def next_step(answers: Mapping[str, str]) -> State:
    """The first step without an answer; the summary when all have one."""
    return next((state for state in STEPS if step_name(state) not in answers), Support.send)


def step_before(state: State) -> State:
    """One back; there is no going back over the phone number, which belongs to the step before."""
    before = STEPS[max(0, STEPS.index(state) - 1)]
    return Support.reach if before is Support.phone else before


def fits(step: str, value: str) -> bool:
    """Whether a press carries an answer that the step knows: codes come from old cards too."""
    known: dict[str, Callable[[str], bool]] = {
        "consent": lambda code: code == "yes",
        "about": lambda code: not code or code in list(About),
        "age": lambda code: code in ("", ADULT) or code in kinds().age_bands,
        "place": lambda code: not code or _is_place(code),
        "worry": lambda code: not code or code in kinds().worries,
        "words": lambda code: not code,
        "hurting_self": lambda code: code in list(Answer),
        "hurt_by_someone": lambda code: code in list(Answer),
        "reach": lambda code: code in (HERE, CALL),
    }
    return step in known and known[step](value)


@dataclass(frozen=True)
class Told:
    """What the form holds. `passed_to`: the unit agreed to, 0 for the first that can take it.

    `referral` and `trace`: what words of danger in this form have led to already.
    """

    about: About | None
    age_band: str | None
    place: str | None
    worry: str
    words: str
    hurting_self: Answer
    hurt_by_someone: Answer
    phone: str
    danger: Level | None
    passed_to: int | None
    referral: int | None
    trace: int | None

    @classmethod
    def read(cls, answers: Mapping[str, str]) -> "Told":
        age = answers.get("age")
        return cls(
            about=About(answers["about"]) if answers.get("about") else None,
            age_band=age if age and age != ADULT else None,
            place=answers.get("place") or None,
            worry=answers.get("worry") or OTHER,
            words=answers.get("words", ""),
            hurting_self=Answer(answers.get("hurting_self", Answer.UNKNOWN)),
            hurt_by_someone=Answer(answers.get("hurt_by_someone", Answer.UNKNOWN)),
            phone=answers.get("phone", ""),
            danger=Level(answers["danger"]) if answers.get("danger") else None,
            passed_to=_number(answers.get("passing")),
            referral=_number(answers.get("referral")),
            trace=_number(answers.get("trace")),
        )

    def intake(self) -> Intake:
        return Intake(
            basis=Basis.CONSENT,
            worry=self.worry,
            about=self.about,
            words=self.words,
            hurting_self=self.hurting_self,
            hurt_by_someone=self.hurt_by_someone,
            phone=self.phone,
            danger=self.danger,
        )

    @property
    def right_now(self) -> bool:
        """Somebody is being hurt as they write."""
        return Answer.NOW in (self.hurting_self, self.hurt_by_someone)


def _is_place(code: str) -> bool:
    try:
        region(RegionCode(code))
    except UnknownRegion:
        return False
    return True


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() else None
