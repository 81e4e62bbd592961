"""What the buttons of the administrator's room want. They work for ever."""

from aiogram.filters.callback_data import CallbackData


class LateByPlace(CallbackData, prefix="adlate"):
    """What is open for a month and more, by place."""

    page: int = 0


class Unreached(CallbackData, prefix="adunr"):
    """Directors and supervisors whom no address reaches."""

    page: int = 0


class ClosingStatus(CallbackData, prefix="adclose"):
    """How far the half-year's refreshes are, by place."""

    page: int = 0


class Calendar(CallbackData, prefix="adcal"):
    """The coming days off and days worked in their place."""


class PasteNotice(CallbackData, prefix="adpaste"):
    """Opens the form for the yearly notice."""


class TakeNotice(CallbackData, prefix="adtake"):
    """Enters the notice that was pasted."""


class RulesOfPlace(CallbackData, prefix="adrules"):
    page: int = 0


class RuleOf(CallbackData, prefix="adrule"):
    """One rule, and what it may be set to."""

    rule: str


class SetRuleTo(CallbackData, prefix="adset"):
    rule: str
    value: int


class DropRule(CallbackData, prefix="addrop"):
    """As in the plan again, or as a place above set it."""

    rule: str
