"""A large ledger made by the database itself: villages with a director each, children with one reminder each."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from storage.database import Database, Transaction

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 8, 30, tzinfo=ZONE).astimezone(UTC)
A_TOWNSHIP = 25
"""Villages in one."""

NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {many}) "
FILL = (
    ("regions", "INSERT INTO region (code, name, level, path, valid_from) VALUES ('13', 'x', 'x', '13', '2023-06-30')"),
    ("townships", "INSERT INTO region (code, name, level, path, valid_from) {numbers} "
     "SELECT 't' || i, 'x', 'township', '13/t' || i, '2023-06-30' FROM n"),
    ("villages", "INSERT INTO region (code, name, level, path, valid_from) {numbers} "
     "SELECT 'v' || i, 'x', 'village', '13/t' || ((i - 1) / {a_township} + 1) || '/v' || i, '2023-06-30' FROM n"),
    ("villages", "INSERT INTO person (id, name, made_at) {numbers} SELECT i, {blob}, '{now}' FROM n"),
    ("villages", "INSERT INTO role (person, kind, region, valid_from) {numbers} "
     "SELECT i, 'director', 'v' || i, '2023-06-30' FROM n"),
    ("villages", "INSERT INTO address (channel, chat_hash, chat, person, acting, locale, met_at) {numbers} "
     "SELECT 'telegram', {hash}, {blob}, i, i, 'zh_Hans', '{now}' FROM n"),
    ("children", "INSERT INTO child (id, region, name, entered_on) {numbers} "
     "SELECT i, 'v' || ((i - 1) % {villages} + 1), {blob}, '2024-01-01' FROM n"),
    ("children", "INSERT INTO care (child, since, reasons) {numbers} "
     "SELECT i, '2024-01-01', {blob} FROM n WHERE i % 2 = 0"),
    ("children", "INSERT INTO reminder (child, kind, due, made_at) {numbers} "
     "SELECT i, CASE WHEN i % 2 = 0 THEN 'contact' ELSE 'refresh' END, {due}, '{now}' FROM n"),
)  # fmt: skip


@dataclass(frozen=True)
class Province:
    """`due_every`: one child in so many is due on one of `due_over` days from today, the others in two
    months and later."""

    villages: int = 20_000
    children: int = 1_000_000
    due_every: int = 100
    due_over: int = 15


async def fill(database: Database, province: Province) -> None:
    async with database.write() as tx:
        for what, statement in FILL:
            await tx.execute(sa.text(_written(tx, what, statement, province)))
    async with database.write() as tx:
        await tx.execute(sa.text("ANALYZE"))


def _written(tx: Transaction, what: str, statement: str, province: Province) -> str:
    sqlite = tx.dialect == "sqlite"
    many = {
        "regions": 1,
        "townships": -(-province.villages // A_TOWNSHIP),
        "villages": province.villages,
        "children": province.children,
    }
    soon = _day(TODAY, f"i / {province.due_every} % {province.due_over}", sqlite=sqlite)
    later = _day(TODAY + timedelta(days=60), "i % 90", sqlite=sqlite)
    return statement.format(
        numbers=NUMBERS.format(many=many[what]),
        a_township=A_TOWNSHIP,
        villages=province.villages,
        blob="x'00'" if sqlite else r"'\x00'::bytea",
        hash="CAST('chat' || i AS BLOB)" if sqlite else "('chat' || i)::bytea",
        due=f"CASE WHEN i % {province.due_every} = 0 THEN {soon} ELSE {later} END",
        now="2024-01-01 00:00:00.000000",
    )


def _day(first: date, later: str, *, sqlite: bool) -> str:
    if sqlite:
        return f"date('{first}', '+' || ({later}) || ' days')"
    return f"date '{first}' + ({later})::int"
