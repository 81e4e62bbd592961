"""The settings of a place in plain words."""

from content.intervals import Intervals, NoticeDays
from content.phrases import Phrases

FLAGS = frozenset({"visit_counts_as_contact", "refresh_by_closing"})


def rule_line(say: Phrases, rule: str, value: int) -> str:  # noqa: PLR0911 (one sentence a rule)
    """What the rule says when set to `value`; a rule without a sentence of its own is a step's."""
    match rule:
        case "contact_months":
            return say("Contact at least every {value} months", value=value)
        case "visit_months":
            return say("Home visit at least every {value} months", value=value)
        case "refresh_months":
            return say("Record check at least every {value} months", value=value)
        case "close_contact_months":
            return say(
                "In care periods, where a risk is marked: contact every {value} months", value=value
            )
        case "visit_counts_as_contact":
            return say("A home visit counts as a contact: {value}", value=_yes_no(say, value))
        case "refresh_by_closing":
            return say(
                "Records are checked by the half-year's end: {value}", value=_yes_no(say, value)
            )
        case "most_digests_a_week":
            return say("At most {value} reminders a week to one person", value=value)
        case "too_many_tries":
            return say("The supervisor is told after {value} tries in a row", value=value)
        case "backlog_days":
            return say(
                "What was open on the first day is spread over {value} working days", value=value
            )
        case "again_every":
            return say("What stays open is told again every {value} days", value=value)
    return _step_line(say, rule, value)


def value_words(say: Phrases, rule: str, value: int) -> str:
    """For a button."""
    return _yes_no(say, value) if rule in FLAGS else str(value)


def value_of(intervals: Intervals, rule: str) -> int:
    """0 and 1 for no and yes."""
    of: Intervals | NoticeDays = intervals if hasattr(intervals, rule) else intervals.steps
    return int(getattr(of, rule))


def _step_line(say: Phrases, rule: str, value: int) -> str:
    steps = {
        "before_14": say("First reminder"),
        "before_3": say("Second reminder"),
        "on_day": say("Reminder of the day"),
        "resend": say("Sent again"),
        "after_3": say("Reminder when overdue"),
        "supervisor_7": say("The supervisor is told"),
        "county_30": say("The county is told"),
    }
    step = steps.get(rule, rule)
    if value < 0:
        return say("{step}: {value} days before the due date", step=step, value=-value)
    if value == 0:
        return say("{step}: on the due date", step=step)
    return say("{step}: {value} days after the due date", step=step, value=value)


def _yes_no(say: Phrases, value: int) -> str:
    return say("yes") if value else say("no")
