"""The rules of the place: what is asked for how often; a place may ask for more than the plan, never for less."""

from aiogram import Router
from aiogram.types import CallbackQuery

from content.intervals import Intervals, standard_intervals
from content.regional_rules import RULES, RuleRefused, intervals_under, limits
from dialogs.administrator.presses import DropRule, RuleOf, RulesOfPlace, SetRuleTo
from dialogs.administrator.rule_words import rule_line, value_of, value_words
from dialogs.director.paging import LINES, page_of, page_row
from dialogs.lost import lost
from dialogs.navigation import back_row, home_row
from dialogs.screen import Screen, button, column, pairs
from dialogs.turn import Turn
from reminders.place_rules import change_rule
from storage.regional_rules import rules_over, rules_within

router = Router(name="rules of the place")

FEW = 7
AROUND = (-7, -3, -1, 1, 3, 7)


@router.callback_query(RulesOfPlace.filter())
async def everything(_: CallbackQuery, callback_data: RulesOfPlace, turn: Turn) -> Screen:
    turn.conversation.park()
    intervals = await _in_force(turn)
    shown, page = page_of(RULES, callback_data.page)
    rows = column(
        button(rule_line(turn.say, rule, value_of(intervals, rule)), RuleOf(rule=rule))
        for rule in shown
    )
    more = len(RULES) > (page + 1) * LINES
    pages = page_row(turn.say, page, more=more, press=lambda other: RulesOfPlace(page=other))
    text = turn.say(
        "Rules of the place. The plan's intervals may be made shorter, never longer. Press one to change it."
    )
    return Screen(text, (*rows, *pages, home_row(turn)))


@router.callback_query(RuleOf.filter())
async def one(_: CallbackQuery, callback_data: RuleOf, turn: Turn) -> Screen:
    turn.conversation.park()
    return await _one(turn, callback_data.rule)


@router.callback_query(SetRuleTo.filter())
async def changed(_: CallbackQuery, callback_data: SetRuleTo, turn: Turn) -> Screen:
    """Refused beyond the plan, and where the steps of telling would lose their order."""
    turn.conversation.park()
    rule, value = callback_data.rule, callback_data.value
    if rule not in RULES:
        return lost(turn, pressed=True)
    try:
        await change_rule(turn.tx, turn.actor, rule, value, turn.now)
    except RuleRefused as refused:
        return (await _one(turn, rule)).with_toast(_why_not(turn, rule, refused))
    return (await _one(turn, rule)).with_toast(_done(turn))


@router.callback_query(DropRule.filter())
async def dropped(_: CallbackQuery, callback_data: DropRule, turn: Turn) -> Screen:
    turn.conversation.park()
    if callback_data.rule not in RULES:
        return lost(turn, pressed=True)
    try:
        await change_rule(turn.tx, turn.actor, callback_data.rule, None, turn.now)
    except RuleRefused as refused:
        why = _why_not(turn, callback_data.rule, refused)
        return (await _one(turn, callback_data.rule)).with_toast(why)
    return (await _one(turn, callback_data.rule)).with_toast(_done(turn))


async def _one(turn: Turn, rule: str) -> Screen:
    if rule not in RULES:
        return lost(turn, pressed=True)
    say, base, scope = turn.say, standard_intervals(), turn.actor.scope
    intervals = await _in_force(turn)
    now, plan = value_of(intervals, rule), value_of(base, rule)
    text = [rule_line(say, rule, now)]
    if now != plan:
        text.append(say("As it comes: {rule}", rule=rule_line(say, rule, plan)))
    choices = pairs(
        button(value_words(say, rule, value), SetRuleTo(rule=rule, value=value))
        for value in _choices(rule, now, base)
    )
    own = {each.rule for each in await rules_within(turn.tx, scope) if each.path == scope}
    drop = ((button(say("As it comes"), DropRule(rule=rule)),),) if rule in own else ()
    return Screen("\n".join(text), (*choices, *drop, back_row(turn, RulesOfPlace())))


def _choices(rule: str, now: int, base: Intervals) -> list[int]:
    """All there are where they are few, else some around the present one."""
    least, most = limits(rule, base)
    if most - least < FEW:
        return [value for value in range(least, most + 1) if value != now]
    return [now + step for step in AROUND if least <= now + step <= most]


async def _in_force(turn: Turn) -> Intervals:
    scope = turn.actor.scope
    return intervals_under((await rules_over(turn.tx, {scope}))[scope])


def _why_not(turn: Turn, rule: str, refused: RuleRefused) -> str:
    if refused.rule == rule and refused.least is not None:
        least, most = limits(rule, standard_intervals())
        return turn.say(
            "Not set: it must lie between {least} and {most}, and the steps must keep their order.",
            least=least,
            most=most,
        )
    return turn.say("Not set: the steps must keep their order.")


def _done(turn: Turn) -> str:
    return turn.say("Set. The due dates here are worked out anew within minutes.")
