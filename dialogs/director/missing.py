"""The answer to what isn't there, isn't any more, or isn't for who acts: always the same one.

A digest comes to a person, whatever role they act in; so where they hold another role that could be
meant, it is offered. That depends on the person only, never on what was asked for.
"""

from aiogram import Router
from aiogram.types import CallbackQuery

from dialogs.director.card_presses import CardMore, PassOn, PutOff
from dialogs.director.presses import (
    Acknowledge,
    AcknowledgeDigest,
    Begin,
    NotReached,
    ShowChild,
    ShowDigest,
    Undo,
)
from dialogs.director.proposing_press import ShowProposal
from dialogs.director.round_press import Round
from dialogs.lost import lost
from dialogs.screen import Screen, button, column
from dialogs.staff.roles import ActAs, role_title
from dialogs.turn import Turn
from storage.access import Role
from storage.people import roles_of

router = Router(name="director's buttons in another role")

MEANT = frozenset({Role.DIRECTOR, Role.SUPERVISOR})
FIRST = (
    *(ShowChild, ShowDigest, AcknowledgeDigest, Acknowledge, Begin, Undo),
    *(CardMore, NotReached, PassOn, PutOff, Round, ShowProposal),
)


async def missing(turn: Turn) -> Screen:
    """No such thing; with the person's other roles, if any, to look there."""
    turn.conversation.park()
    screen = lost(turn, pressed=True)
    held = await roles_of(turn.tx, turn.person, turn.today) if turn.person else []
    others = [role for role in held if role.kind in MEANT and role.id != turn.acting]
    rows = column(
        button(turn.say("Act as: {role}", role=role_title(turn, role)), ActAs(role=role.id))
        for role in others
    )
    return Screen(screen.text, (*rows, *screen.rows), screen.toast)


async def in_another_role(_: CallbackQuery, turn: Turn) -> Screen:
    return await missing(turn)


for press in FIRST:
    router.callback_query.register(in_another_role, press.filter())
