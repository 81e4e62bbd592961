"""What the buttons of the supervisor's room want. They work for ever."""

from aiogram.filters.callback_data import CallbackData


class Directors(CallbackData, prefix="dirs"):
    """The directors of the township."""

    page: int = 0


class ShowDirector(CallbackData, prefix="dir"):
    """One director: whether they are reached, on leave, what they left open."""

    director: int


class Nudge(CallbackData, prefix="nudge"):
    """One more word to a director about all they left overdue."""

    director: int


class TakerOfAll(CallbackData, prefix="asall"):
    """Asks who takes all of a director's children; 0: those nobody answers for."""

    giver: int
    page: int = 0


class AllTo(CallbackData, prefix="asto"):
    """Asks once more before all of them go to `taker`."""

    giver: int
    taker: int


class AllToNow(CallbackData, prefix="asnow"):
    giver: int
    taker: int


class ChildrenOf(CallbackData, prefix="asof"):
    """The children of a director by reference, to hand over one."""

    giver: int
    page: int = 0


class OneTo(CallbackData, prefix="as1to"):
    child: int
    taker: int


class LeaveFor(CallbackData, prefix="lvfor"):
    """Asks how long a director is away, from today on."""

    director: int


class LeaveDays(CallbackData, prefix="lvday"):
    """Away for so many days, today included."""

    director: int
    days: int


class CoverOf(CallbackData, prefix="cov"):
    """Asks who covers a leave."""

    leave: int
    page: int = 0


class CoverBy(CallbackData, prefix="covby"):
    leave: int
    cover: int
