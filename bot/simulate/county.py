"""A virtual county: real region codes, invented people and children, each with a history before the year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import product
from random import Random

from bot.seed import ensure_regions
from bot.simulate.days import months_after
from bot.simulate.history import ADMINISTRATOR, DIRECTOR, SUPERVISOR, Child, Deed, History
from bot.simulate.received import CONTACT, REFRESH, VISIT
from content.places import Level, Region, RegionCode, region, regions
from dialogs.deeds.invites import Made, invite
from reminders.schedule import reschedule
from storage.access import Role
from storage.database import Database, Transaction
from storage.entries import NewEntry, add_entry
from storage.ids import ChildId, PersonId
from storage.invites import Invited
from storage.ledger import NewChild, add_child, assign, put_in_care
from storage.people import add_person, end_role, roles_of

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "小雨 子涵 浩然 欣怡 宇轩 诗琪 俊杰 梦瑶 思远 佳宁 晨曦 雅婷 天佑 可馨 志强 丽娜"  # invented, like everybody
GIVEN_NAMES = 16
ROLES = {DIRECTOR: Role.DIRECTOR, SUPERVISOR: Role.SUPERVISOR, ADMINISTRATOR: Role.ADMINISTRATOR}
HALF_A_YEAR = 182
A_ROUND = 5
"""Days it took."""
PORTION = 500


@dataclass(frozen=True)
class Size:
    directors: int = 319
    children: int = 9600
    files: int = 480


@dataclass(frozen=True)
class Member:
    """Somebody with a role, and the invite they will take in their chat."""

    person: int
    rung: int
    place: str
    invite: Made


async def found(
    database: Database, history: History, size: Size, dice: Random, now: datetime, today: date
) -> list[Member]:
    """Fills an empty database; what is entered is told to the judge's books as well."""
    villages = _villages(size.directors)
    county = villages[0].code[:6]
    await ensure_regions(database, within=f"13/{county[:4]}/{county}")
    history.names += [village.name for village in villages]
    townships = {RegionCode(village.code[:9]) for village in villages}
    history.places.update({region(code).name: code for code in townships})
    async with database.write() as tx:
        members = [await _member(tx, history, each, now) for each in _posts(villages, dice)]
    await _children(database, history, size, members, dice, (now, today))
    return members


async def ends_office(database: Database, member: Member, last_day: date) -> None:
    """As an administrator does it."""
    async with database.write() as tx:
        for role in await roles_of(tx, PersonId(member.person), last_day):
            await end_role(tx, role.id, last_day)


async def follows(database: Database, history: History, member: Member, now: datetime) -> Member:
    """Somebody new is invited to the place that became free."""
    async with database.write() as tx:
        return await _member(tx, history, (member.rung, member.place), now)


def _villages(many: int) -> list[Region]:
    """Of the first county that has so many, evenly over its townships."""
    by_county: dict[str, list[Region]] = {}
    for each in regions():
        if each.level is Level.VILLAGE:
            by_county.setdefault(each.code[:6], []).append(each)
    for villages in by_county.values():
        if len(villages) >= many:
            townships: dict[str, list[Region]] = {}
            for village in villages:
                townships.setdefault(village.code[:9], []).append(village)
            wanted = max(1, min(len(townships), many // 12))
            chosen = sorted(townships.values(), key=len, reverse=True)[:wanted]
            return _evenly(chosen, many) or villages[:many]
    raise ValueError(f"no county has {many} villages")


def _evenly(townships: list[list[Region]], many: int) -> list[Region]:
    if sum(map(len, townships)) < many:
        return []
    found: list[Region] = []
    rounds = max(map(len, townships))
    for place, township in product(range(rounds), townships):
        if place < len(township) and len(found) < many:
            found.append(township[place])
    return sorted(found, key=lambda village: village.code)


def _posts(villages: Sequence[Region], dice: Random) -> list[tuple[int, str]]:
    """One director a village, here and there two or none; most townships have a supervisor."""
    posts = [(ADMINISTRATOR, villages[0].code[:6])] * 2 + [(ADMINISTRATOR, villages[0].code[:4])]
    townships = sorted({village.code[:9] for village in villages})
    empty = dice.choice(townships) if len(townships) > 4 else None
    posts += [(SUPERVISOR, code) for code in townships if code != empty]
    spare = 0
    for village in villages:
        if dice.random() < 0.02 and len(villages) > 20:
            spare += 1
            continue
        posts.append((DIRECTOR, village.code))
    posts += [(DIRECTOR, villages[place].code) for place in range(spare)]
    return posts


async def _member(
    tx: Transaction, history: History, post: tuple[int, str], now: datetime
) -> Member:
    rung, place = post
    person = await add_person(tx, _name(history), now)
    name = history.names[-1]
    invited = Invited(ROLES[rung], place, None, name, person=person)
    return Member(person, rung, place, await invite(tx, invited, now))


def _name(history: History) -> str:
    """An invented name nobody has yet: a surname, a given name, and a number in Chinese where they run out."""
    taken = len(history.names)
    surname = SURNAMES[taken % len(SURNAMES)]
    given = GIVEN.split()[taken // len(SURNAMES) % GIVEN_NAMES]
    again = taken // (len(SURNAMES) * GIVEN_NAMES)
    name = surname + given + "一二三四五六七八九十"[again % 10] * bool(again) + "甲" * (again // 10)
    history.names.append(name)
    return name


async def _children(
    database: Database,
    history: History,
    size: Size,
    members: Sequence[Member],
    dice: Random,
    when: tuple[datetime, date],
) -> None:
    directors: dict[str, list[int]] = {}
    for each in members:
        if each.rung == DIRECTOR:
            directors.setdefault(each.place, []).append(each.person)
    villages = sorted({region(each.place).code for each in members if each.rung == DIRECTOR})
    rounds = {village: dice.randrange(HALF_A_YEAR - A_ROUND) for village in villages}
    plans = [
        _Plan(village, _name(history), number < size.files, rounds[village], dice)
        for number in range(size.children)
        for village in [dice.choice(villages)]
    ]
    for start in range(0, len(plans), PORTION):
        async with database.write() as tx:
            for plan in plans[start : start + PORTION]:
                await plan.enter(tx, history, directors[plan.village], when)


class _Plan:
    """One child before the year: entered at some time, then kept in contact with until lately."""

    def __init__(
        self, village: str, name: str, in_care: bool, round_begun: int, dice: Random
    ) -> None:
        self.village, self.name, self.in_care, self.dice = village, name, in_care, dice
        self.round_begun = round_begun

    async def enter(
        self, tx: Transaction, history: History, directors: list[int], when: tuple[datetime, date]
    ) -> None:
        now, today = when
        entered = today - timedelta(days=self.dice.randint(HALF_A_YEAR, 900))
        number = await add_child(tx, NewChild(self.name, self.village, entered, None, None))
        child = Child(int(number), self.village, entered, self.in_care)
        by = self.dice.choice(directors)
        if self.in_care:
            await put_in_care(tx, number, ["K-PSY"], entered)
        if len(directors) > 1:
            child.assigned = by
            await assign(tx, number, PersonId(by), entered)
        for kind in (CONTACT, VISIT, REFRESH) if self.in_care else (REFRESH,):
            deed = Deed(kind, self._lately(kind, today), reached=True, by=by)
            child.deeds.append(deed)
            await _enter(tx, number, deed, now)
        await reschedule(tx, number, now, today)
        history.entered(child, now)

    def _lately(self, kind: str, today: date) -> date:
        """So that it falls due from next week on, at any time of the coming interval; counted children
        mostly in the last round of their village."""
        months = 3 if kind == CONTACT else 6
        first = months_after(today + timedelta(days=8), -months)
        if self.in_care or self.dice.random() < 0.05:
            return first + timedelta(days=self.dice.randrange((today - first).days))
        days = self.round_begun + self.dice.randrange(A_ROUND)
        return min(first + timedelta(days=days), today)


async def _enter(tx: Transaction, child: ChildId, deed: Deed, now: datetime) -> None:
    entry = NewEntry(deed.kind, deed.held_on, deed.reached, outcome="well")
    await add_entry(tx, child, PersonId(deed.by), entry, now)
