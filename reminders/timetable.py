"""When the desk's own jobs run. The functions behind the names are in `bot`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """`cron` is local time. A `sweep` looks over all that fell due before, so its runs needn't be kept."""

    name: str
    cron: str
    sweep: bool


TIMETABLE: tuple[Entry, ...] = (
    Entry("end_at_sixteen", "30 8 * * *", sweep=False),  # first: nobody is asked for who is 16
    Entry("plan_day", "30 8 * * *", sweep=False),
    Entry("complaint_clocks", "30 8 * * *", sweep=False),
    Entry("confirm_shown", "* * * * *", sweep=True),
    Entry("climb_unheard", "* * * * *", sweep=True),
    Entry("referral_clocks", "* * * * *", sweep=True),
    Entry("proposal_clocks", "* * * * *", sweep=True),
    Entry("seal_audit", "* * * * *", sweep=True),
    Entry("purge_seen", "10 3 * * *", sweep=False),
    Entry("watch", "* * * * *", sweep=True),  # last: it sees what the others did
)
