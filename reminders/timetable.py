"""When the desk's own jobs run. The functions behind the names are in `bot`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """`cron` is local time. A `sweep` looks over all that fell due before, so its runs needn't be kept."""

    name: str
    cron: str
    sweep: bool


TIMETABLE: tuple[Entry, ...] = (
    Entry("plan_day", "30 8 * * *", sweep=False),
    Entry("referral_clocks", "* * * * *", sweep=True),
    Entry("seal_audit", "* * * * *", sweep=True),
    Entry("purge_seen", "10 3 * * *", sweep=False),
)
