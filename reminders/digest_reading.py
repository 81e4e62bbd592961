"""A digest read as it stands today, for its reader or to be sent."""

from collections.abc import Sequence
from datetime import date

from reminders.digest import Laid, lay_out
from reminders.recipients import Seats, around, seated
from storage.database import Transaction
from storage.digests import Digest, Line, digest_of
from storage.ids import DigestId, PersonId
from storage.seats import seats_over


async def read_digest(
    tx: Transaction, which: DigestId, reader: PersonId, today: date
) -> tuple[Digest, Laid] | None:
    """The reader's own digest as it stands today, else None; its lines may all be done. Two statements."""
    found = await digest_of(tx, which, reader, today)
    if found is None:
        return None
    seats = seated(await seats_over(tx, {line.path for line in found.lines}, today))
    return found, lay_out(found.lines, reader, seats, today)


async def digest_to_send(
    tx: Transaction, which: DigestId, reader: PersonId, today: date, *, brought: bool
) -> tuple[Digest, Laid] | None:
    """`read_digest`, as far as the reader is to be told of it now; None when that is nothing.

    A digest of an earlier day is not sent, as the next one holds what it held; unless it was `brought`
    to one address before and goes to another now.
    """
    found = await digest_of(tx, which, reader, today)
    if found is None or (found.day < today and not brought):
        return None
    seats = seated(await seats_over(tx, {line.path for line in found.lines}, today))
    laid = lay_out(still_told(found.lines, reader, seats), reader, seats, today)
    return None if laid.empty else (found, laid)


def still_told(lines: Sequence[Line], reader: PersonId, seats: Seats) -> tuple[Line, ...]:
    """The lines for which the reader is still among those who can be told.

    Whose role ended, or who is away since the plan, is told nothing; the next one is, on the next
    working morning, as they had no notice of it.
    """
    return tuple(
        line for line in lines if reader in around(line.path, line.assigned, seats).everybody
    )
