"""What the further buttons of a child's card want. They work for ever."""

from aiogram.filters.callback_data import CallbackData

from reminders.due import Kind


class CardMore(CallbackData, prefix="cardmore"):
    """What is seldom done for a child."""

    child: int


class PutOff(CallbackData, prefix="off"):
    """Asks until when; first of what, if more than one thing is asked for."""

    child: int


class PutOffKind(CallbackData, prefix="offkind"):
    child: int
    kind: Kind


class PutOffBeyond(CallbackData, prefix="offbeyond"):
    """Later than it is due: asks why."""

    child: int
    kind: Kind


class PutOffWhy(CallbackData, prefix="offwhy"):
    child: int
    kind: Kind
    why: str


class PutOffTo(CallbackData, prefix="offto"):
    """Until that day (ISO); `why` is a code, empty up to the due date."""

    child: int
    kind: Kind
    until: str
    why: str = ""


class Corrections(CallbackData, prefix="fixes"):
    """The last entries one may correct."""

    child: int


class Correct(CallbackData, prefix="fix"):
    """Asks what is right of an entry."""

    child: int
    entry: int


class RightDay(CallbackData, prefix="fixday"):
    child: int
    entry: int


class RightOutcome(CallbackData, prefix="fixout"):
    child: int
    entry: int


class EnterRight(CallbackData, prefix="enterfix"):
    """Enters the open correction of that entry, with this outcome."""

    child: int
    entry: int
    outcome: str = ""


class Withdraw(CallbackData, prefix="unheld"):
    """What that entry says did not happen."""

    child: int
    entry: int


class PassOn(CallbackData, prefix="passon"):
    """The groups of services, to pass a card on to a child's family."""

    child: int


class PassOnGroup(CallbackData, prefix="passgrp"):
    child: int
    code: str


class PassOnCard(CallbackData, prefix="passcard"):
    child: int
    code: str


class Find(CallbackData, prefix="find"):
    """Asks for a reference or a whole name."""
