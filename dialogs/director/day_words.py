"""How a day to come is called on a button: the day, and how far it is."""

from datetime import date, timedelta

from dialogs.director.words import day_name
from dialogs.turn import Turn


def day_ahead(turn: Turn, day: date, due: date | None = None) -> str:
    """ "明天（11月24日）"; the due date is named as such."""
    named = day_name(day, turn.today, turn.locale)
    days = (day - turn.today).days
    if day == due:
        return turn.say("{day}, the due date", day=named)
    if day == turn.today + timedelta(days=1):
        return turn.say("Tomorrow, {day}", day=named)
    return turn.say("In {days} days, {day}", days=days, day=named)
