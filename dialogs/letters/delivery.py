"""Letters about the telling itself: the code that confirms a way to somebody, and what the machine is late with."""

from collections.abc import Mapping

from dialogs.letters import Composer, Sending
from dialogs.screen import Screen
from storage.reaching import CODE_HOLDS, pending_code

REACH_CODE = "reach_code"
MACHINE_LATE = "machine_late"


async def reach_code(sending: Sending) -> Screen | None:
    """To the way that is to be confirmed; None when its code was typed meanwhile, or holds no more."""
    address = sending.letter.to.address
    if address is None or address != sending.to.address:
        return None
    code = await pending_code(sending.tx, address, sending.now)
    if code is None:
        return None
    lines = [
        sending.say("Your code for the service desk: {code}", code=code),
        sending.say(
            "Type it in the desk's web chat within {minutes} minutes. If you did not ask for it, do nothing.",
            minutes=CODE_HOLDS.seconds // 60,
        ),
    ]
    return Screen("\n".join(lines))


async def machine_late(sending: Sending) -> Screen | None:
    """To whoever runs the machine."""
    say = sending.say
    told = {
        "job_late": say("A job of the timetable has not run."),
        "outbox_late": say("Letters wait, and nobody takes them."),
        "sent_in_vain": say(
            "Letters have been tried for over an hour: a channel is away or refuses us."
        ),
        "not_planned": say("Something is due, and nobody was told of it."),
        "letters_lost": say("Letters reached nobody."),
        "nobody_to_tell": say("Something is due, and nobody is there to be told."),
        "complaints_unowned": say("A complaint has nobody who may answer it."),
    }
    what = told[str(sending.letter.refs["lag"])]
    head = say("The desk needs you")
    return Screen(f"{head}\n{what}\n{say('houniao check tells more.')}")


COMPOSERS: Mapping[str, Composer] = {REACH_CODE: reach_code, MACHINE_LATE: machine_late}
