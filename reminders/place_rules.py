"""A place sets one of its rules; what its children are owed is worked out anew by a job.

The job's request is a row of its runs (`storage.runs.ask_for`), so it outlives a crash and is done once.
"""

from datetime import datetime

from content.intervals import standard_intervals
from content.regional_rules import RuleRefused, with_rules
from storage import audit
from storage.access import Actor, Deed, Thing, may
from storage.database import Transaction
from storage.regional_rules import drop_rule, rules_over, set_rule
from storage.runs import ask_for

RESCHEDULE = "reschedule_scope"


async def change_rule(
    tx: Transaction, actor: Actor, rule: str, value: int | None, now: datetime
) -> None:
    """For the actor's own place and all below it; None: as the places above it have it. Raises RuleRefused."""
    if not may(actor, Deed.SET_RULES, Thing(path=actor.scope)):
        raise RuleRefused(rule, None, None)
    code = code_of(actor.scope)
    if value is None:
        if not await drop_rule(tx, code, rule):
            return
    else:
        await check_rule(tx, actor.scope, rule, value)
        await set_rule(tx, code, rule, value, actor.person, now)
    await audit.note(tx, actor, "set_rule", rule, int(code), now)
    await ask_for(tx, f"{RESCHEDULE}:{code}", now)


async def check_rule(tx: Transaction, path: str, rule: str, value: int) -> None:
    """Raises RuleRefused: beyond the plan, or not fitting to what else holds at the place."""
    there = (await rules_over(tx, {path}))[path]
    with_rules(standard_intervals(), {**there, rule: value})


def code_of(path: str) -> str:
    return path.rpartition("/")[2]
