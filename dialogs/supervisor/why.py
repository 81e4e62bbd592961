"""Why something is overdue: how long, what was tried, when there was contact last."""

from dialogs.director.digest_words import place_reference, why_line
from dialogs.director.words import day_name, reference
from dialogs.turn import Turn
from reminders.digest import Item, RoundDue
from storage.township_items import Late


def item_why(turn: Turn, item: Item) -> str:
    """No more than reference and days where Telegram may hold nothing else of a child."""
    called = place_reference(item.path) if isinstance(item, RoundDue) else reference(item.child)
    since = item.due if isinstance(item, RoundDue) else item.asked
    days = turn.say("{days} days over", days=(turn.today - since).days)
    if isinstance(item, RoundDue) or turn.must_use_web:
        return f"{called} · {days}"
    told = why_line(turn.say, item, turn.today)
    return f"{told} · {days}{_nudged(turn, item)}"


def _nudged(turn: Turn, item: Item) -> str:
    if not isinstance(item, Late) or item.nudged_on is None:
        return ""
    day = day_name(item.nudged_on, turn.today, turn.locale)
    return turn.say(" · nudged {day}", day=day)
