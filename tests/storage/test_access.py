"""Who may do what, as one table; and scope, which Python and both databases must read alike."""

from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from storage.access import Actor, Channel, Deed, Role, Thing, in_scope, may, within
from storage.database import Database
from storage.ids import AddressId, PersonId, UnitId
from storage.tables.people import region

SCOPE = "13/1301"
ME, ANOTHER = PersonId(1), PersonId(2)
MINE, OTHERS = UnitId(1), UnitId(2)
HERE, ELSEWHERE = AddressId(1), AddressId(2)

TABLES = (
    """
              see_child record acknowledge refer invite see_queue claim read answer close ask_support see_own
parent        -         -      -           -     -      -         -     -    -      -     address     address
director      scope     scope  scope       scope -      -         -     -    -      -     -           -
supervisor    scope     scope  scope       -     scope  -         -     -    -      -     -           -
triage        -         -      -           -     -      unit      unit  held held   held  -           -
referrer      -         -      -           scope -      -         -     -    -      -     -           -
editor        -         -      -           -     -      -         -     -    -      -     -           -
administrator -         -      -           -     scope  -         -     -    -      -     -           -
""",
    """
              propose decide take_leave cover assign nudge see_counts set_calendar set_rules answer_complaint
parent        address -      -          -     -      -     -          -            -         -
director      scope   -      scope      -     -      -     -          -            -         -
supervisor    scope   scope  scope      scope scope  scope -          -            -         -
triage        -       -      -          -     -      -     -          -            -         -
referrer      -       -      -          -     -      -     -          -            -         -
editor        -       -      -          -     -      -     -          -            -         -
administrator -       -      -          -     -      -     scope      scope        scope     scope
""",
)

THINGS = {
    "nothing": Thing(),
    "the scope itself": Thing(path=SCOPE),
    "below": Thing(path="13/1301/130123"),
    "above": Thing(path="13"),
    "beside": Thing(path="13/1302"),
    "a code that begins alike": Thing(path="13/13010"),
    "below one that begins alike": Thing(path="13/13010/130123"),
    "the same code elsewhere": Thing(path="14/1301"),
    "my unit's": Thing(unit=MINE),
    "my unit's, held by me": Thing(unit=MINE, holder=ME),
    "my unit's, held by another": Thing(unit=MINE, holder=ANOTHER),
    "another unit's": Thing(unit=OTHERS),
    "another unit's, held by me": Thing(unit=OTHERS, holder=ME),
    "held by me": Thing(holder=ME),
    "my address's": Thing(address=HERE),
    "another address's": Thing(address=ELSEWHERE),
    "mine in all": Thing(SCOPE, MINE, HERE, ME),
    "another's in all": Thing("13/1302", OTHERS, ELSEWHERE, ANOTHER),
}
SIDES = {
    "-": set(),
    "scope": {"the scope itself", "below", "mine in all"},
    "unit": {"my unit's", "my unit's, held by me", "my unit's, held by another", "mine in all"},
    "held": {"my unit's, held by me", "mine in all"},
    "address": {"my address's", "mine in all"},
}


def actor(role: Role) -> Actor:
    if role is Role.PARENT:
        return Actor(HERE, ME, role, "", None, Channel.WEB, "zh_Hans")
    unit = MINE if role is Role.TRIAGE else None
    return Actor(HERE, ME, role, SCOPE, unit, Channel.WEB, "zh_Hans")


def table() -> dict[tuple[Role, Deed], str]:
    found: dict[tuple[Role, Deed], str] = {}
    for part in TABLES:
        head, *rows = [line.split() for line in part.strip().splitlines()]
        for role, *words in rows:
            found |= {(Role(role), Deed(deed)): w for deed, w in zip(head, words, strict=True)}
    return found


def allowed(who: Actor, deed: Deed) -> set[str]:
    return {name for name, thing in THINGS.items() if may(who, deed, thing)}


def test_the_table_names_every_role_and_every_deed() -> None:
    assert set(table()) == {(role, deed) for role in Role for deed in Deed}


@pytest.mark.parametrize(("role", "deed"), list(table()))
def test_a_role_may_do_what_the_table_says_and_nothing_else(role: Role, deed: Deed) -> None:
    assert allowed(actor(role), deed) == SIDES[table()[role, deed]]


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("deed", list(Deed))
def test_a_place_and_a_unit_are_needed_to_act_as_staff(role: Role, deed: Deed) -> None:
    lost = replace(actor(role), scope="", unit=None)

    assert allowed(lost, deed) == (SIDES[table()[role, deed]] if role is Role.PARENT else set())


@pytest.mark.parametrize("deed", [Deed.READ, Deed.ANSWER, Deed.CLOSE])
def test_what_nobody_holds_is_not_held_by_nobody(deed: Deed) -> None:
    unknown = replace(actor(Role.TRIAGE), person=None)

    assert not may(unknown, deed, Thing(unit=MINE))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.TRIAGE])
def test_a_unit_gives_nothing_to_other_roles(role: Role) -> None:
    member = replace(actor(role), unit=MINE)

    for deed in Deed:
        assert allowed(member, deed) == allowed(actor(role), deed)


@pytest.mark.parametrize(
    ("path", "scope", "inside"),
    [
        ("13/1301", "13/1301", True),
        ("13/1301/130123", "13/1301", True),
        ("13/1301/130123/130123100", "13", True),
        ("13/13010", "13/1301", False),
        ("13/13010/1", "13/1301", False),
        ("13/130", "13/1301", False),
        ("13", "13/1301", False),
        ("13/1301.", "13/1301", False),  # the character before "/"
        ("13/13010", "13/1301/", False),
        ("130", "13", False),
        ("13", "", False),
        ("", "", False),
        ("/13", "", False),
    ],
)
def test_a_scope_holds_its_place_and_those_below(path: str, scope: str, inside: bool) -> None:
    assert within(path, scope) is inside


codes = st.sampled_from(["13", "130", "1301", "13010", "130123", "0", "雄安"])
paths = st.lists(codes, min_size=1, max_size=4).map("/".join) | st.text("13/0.:雄\U0010ffff")


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(some=st.sets(paths, max_size=12), scope=paths)
@example(some={"13/1301", "13/13010", "13/1301/13010", "13/1301.", "13/130"}, scope="13/1301")
@example(some={"", "/", "/13", "0", "13"}, scope="")
async def test_the_database_reads_a_scope_as_python_does(
    database: Database, some: set[str], scope: str
) -> None:
    some |= {f"{scope}/13", f"{scope}0", f"{scope}."}  # just inside, just outside

    assert await _found(database, some, scope) == {path for path in some if within(path, scope)}


class Undone(Exception):
    pass


async def _found(database: Database, some: set[str], scope: str) -> set[str]:
    """Which of these places the database finds in the scope; they are gone afterwards."""
    rows = [
        {"code": path, "name": "x", "level": "x", "path": path, "valid_from": date(2024, 1, 1)}
        for path in some
    ]
    found: set[str] = set()
    with suppress(Undone):
        async with database.write() as tx:
            await tx.execute(sa.insert(region), rows)
            inside = sa.select(region.c.path).where(in_scope(region.c.path, scope))
            found = {row.path for row in await tx.execute(inside)}
            raise Undone
    return found


async def test_a_scope_is_a_range_of_the_index(places: Database) -> None:
    query = sa.select(region.c.name).where(in_scope(region.c.path, SCOPE))
    async with places.write() as tx:
        if tx.dialect == "postgresql":
            await tx.execute(sa.text("SET LOCAL enable_seqscan = off"))
        plan = "\n".join(str(row) for row in await tx.execute(_explained(tx.dialect, query)))
        index = "uq_region_path" if tx.dialect == "postgresql" else "path>? AND path<?"

    assert index in plan


def _explained(dialect: str, query: sa.Select[tuple[str]]) -> sa.TextClause:
    told = str(query.compile(compile_kwargs={"literal_binds": True}))
    return sa.text(f"EXPLAIN {'QUERY PLAN ' if dialect == 'sqlite' else ''}{told}")
