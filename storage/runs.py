"""Runs of the timetable: claimed by a row (job, instant) under a lease, so one replica does each."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa

from storage.database import Transaction
from storage.statements import insert_new
from storage.tables.desk import job_run

LEASE = timedelta(minutes=10)


async def claim_run(tx: Transaction, job: str, instant: datetime, now: datetime) -> bool:
    """True when this run is ours to do: new, or its earlier claim lapsed unfinished."""
    row = {"job": job, "instant": instant, "lease_until": now + LEASE}
    if (await tx.execute(insert_new(tx, job_run), row)).rowcount:
        return True
    statement = (
        sa.update(job_run)
        .where(
            job_run.c.job == job,
            job_run.c.instant == instant,
            job_run.c.done_at.is_(None),
            job_run.c.lease_until <= now,
        )
        .values(lease_until=now + LEASE)
    )
    return bool((await tx.execute(statement)).rowcount)


async def ask_for(tx: Transaction, job: str, now: datetime) -> None:
    """Asks for one run of a job ("reschedule_scope:130123"), to be taken up as one left unfinished."""
    row = {"job": job, "instant": now, "lease_until": now}
    await tx.execute(insert_new(tx, job_run), row)


async def finish_run(tx: Transaction, job: str, instant: datetime, now: datetime) -> None:
    statement = sa.update(job_run).where(job_run.c.job == job, job_run.c.instant == instant)
    await tx.execute(statement.values(done_at=now))


async def keep_sweeps(tx: Transaction, swept: Mapping[str, datetime]) -> None:
    """When each sweep last went through: a row a sweep, as its runs needn't be kept."""
    for job, at in sorted(swept.items()):
        await tx.execute(sa.delete(job_run).where(job_run.c.job == job, job_run.c.instant < at))
        row = {"job": job, "instant": at, "lease_until": at, "done_at": at}
        await tx.execute(insert_new(tx, job_run), row)


async def last_runs(tx: Transaction) -> dict[str, datetime]:
    """The instant of each job's newest finished run; what was only asked for left out."""
    statement = (
        sa.select(job_run.c.job, sa.func.max(job_run.c.instant).label("newest"))
        .where(job_run.c.done_at.is_not(None), job_run.c.job.not_like("%:%"))
        .group_by(job_run.c.job)
    )
    return {row.job: row.newest for row in await tx.execute(statement)}


async def unfinished_runs(tx: Transaction, now: datetime) -> dict[str, datetime]:
    """The instant of each job's newest run, where its claim lapsed and nobody finished it."""
    newer = job_run.alias()
    statement = sa.select(job_run.c.job, job_run.c.instant).where(
        job_run.c.done_at.is_(None),
        job_run.c.lease_until <= now,
        ~sa.exists().where(newer.c.job == job_run.c.job, newer.c.instant > job_run.c.instant),
    )
    return {row.job: row.instant for row in await tx.execute(statement)}
