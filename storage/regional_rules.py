"""What places set otherwise in the rules: a name and a number. The nearest place wins.

What may be set, and how far, is `content.regional_rules`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.access import in_scope
from storage.database import Transaction
from storage.ids import PersonId
from storage.tables.desk import regional_rule
from storage.tables.people import region

_BETWEEN, _WITHIN = "\n", "\t"


@dataclass(frozen=True)
class SetRule:
    """One rule as one place set it."""

    region: str
    path: str
    rule: str
    value: int


async def set_rule(
    tx: Transaction, where: str, rule: str, value: int, by: PersonId | None, now: datetime
) -> None:
    """For the place and all below it; what it set before is replaced. Two statements."""
    await drop_rule(tx, where, rule)
    row = {"region": where, "rule": rule, "value": value, "person": by, "made_at": now}
    await tx.execute(sa.insert(regional_rule), row)


async def drop_rule(tx: Transaction, where: str, rule: str) -> bool:
    """What holds above it holds again; False when the place had set nothing."""
    statement = sa.delete(regional_rule).where(
        regional_rule.c.region == where, regional_rule.c.rule == rule
    )
    return bool((await tx.execute(statement)).rowcount)


async def rules_within(tx: Transaction, scope: str) -> list[SetRule]:
    """What a place and those below it set, by place."""
    statement = _all().where(in_scope(region.c.path, scope))
    return [_set(row) for row in await tx.execute(statement)]


async def rules_over(tx: Transaction, paths: Collection[str]) -> dict[str, dict[str, int]]:
    """The rules in force at each of these places. One statement: what all places set is little."""
    found = [_set(row) for row in await tx.execute(_all())]
    return {
        path: nearest({(each.path, each.rule): each.value for each in found if _over(each, path)})
        for path in paths
    }


async def values_of(tx: Transaction, rule: str) -> list[int]:
    """What places set for this rule, anywhere."""
    statement = sa.select(regional_rule.c.value).where(regional_rule.c.rule == rule).distinct()
    return list((await tx.execute(statement)).scalars())


def rules_column(path: sa.ColumnElement[str]) -> sa.ColumnElement[Any]:
    """What is set at or above a place, for a statement that reads more; `rules_read` opens it."""
    above = region.alias("above")
    one = (
        above.c.path
        + _WITHIN
        + regional_rule.c.rule
        + _WITHIN
        + sa.cast(regional_rule.c.value, sa.Text)
    )
    return (
        sa.select(sa.func.aggregate_strings(one, _BETWEEN))
        .join_from(regional_rule, above, above.c.code == regional_rule.c.region)
        .where(sa.or_(above.c.path == path, path.startswith(above.c.path + "/")))
        .correlate_except(regional_rule, above)
        .scalar_subquery()
    )


def rules_read(written: str | None) -> dict[str, int]:
    """The rules in force, from `rules_column`."""
    found = (line.split(_WITHIN) for line in written.split(_BETWEEN)) if written else ()
    return nearest({(path, rule): int(value) for path, rule, value in found})


def nearest(found: Mapping[tuple[str, str], int]) -> dict[str, int]:
    """Of each rule the one set deepest, from (path, rule), all above one place."""
    return {rule: found[path, rule] for path, rule in sorted(found, key=lambda at: len(at[0]))}


def _all() -> sa.Select[Any]:
    return (
        sa.select(
            regional_rule.c.region, region.c.path, regional_rule.c.rule, regional_rule.c.value
        )
        .join(region, region.c.code == regional_rule.c.region)
        .order_by(region.c.path, regional_rule.c.rule)
    )


def _set(row: Any) -> SetRule:
    return SetRule(row.region, row.path, row.rule, row.value)


def _over(each: SetRule, path: str) -> bool:
    return path == each.path or path.startswith(f"{each.path}/")
