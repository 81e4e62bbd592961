"""What waits for a child is marked on its card: nobody is to think it is done."""

from dataclasses import replace

from dialogs.director.proposing_press import ShowProposal
from dialogs.screen import Row, Screen, button
from dialogs.turn import Turn
from storage.ids import ChildId
from storage.proposal_values import ProposalKind
from storage.proposals import open_of_child


async def marked(turn: Turn, child: ChildId, card: Screen) -> Screen:
    """One statement."""
    waiting = await open_of_child(turn.tx, child)
    if not waiting:
        return card
    say = turn.say
    lines = [
        say(
            "⏳ {reference}: a change waits for the supervisor. Until then all stays due.", **values
        )
        if each.kind is ProposalKind.LEAVING
        else say("⏳ {reference}: key care waits for the supervisor.", **values)
        for each in waiting
        for values in ({"reference": each.reference},)
    ]
    title, _, rest = card.text.partition("\n")
    see: tuple[Row, ...] = tuple(
        (button(say("See {reference}", reference=each.reference), ShowProposal(proposal=each.id)),)
        for each in waiting
    )
    rows = (*card.rows[:-1], *see, *card.rows[-1:])
    return replace(card, text="\n".join([title, *lines, rest]), rows=rows)
