"""A county to refer in: one unit with two workers, one of the next county, administrators, two families."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from referrals import queue, relay
from referrals.intake import Basis, Intake
from referrals.levels import Answer, Level
from referrals.opening import Asked, open_referral
from storage import outbox
from storage.access import Actor, Channel, Role
from storage.chats import ChatId, Kept, keep, meet
from storage.database import Database, Transaction
from storage.ids import AddressId, PersonId, ReferralId, RoleId, UnitId
from storage.outbox import Letter
from storage.people import add_person, add_role, add_unit
from storage.referrals import Referral, Source, referral_by_id
from storage.regions import load_regions

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
COUNTY, CITY, PROVINCE, NEIGHBOUR = "130123", "1301", "13", "130108"
REGIONS = [
    (PROVINCE, "河北省", "province", "13"),
    (CITY, "石家庄市", "city", "13/1301"),
    (COUNTY, "正定县", "county", "13/1301/130123"),
    (NEIGHBOUR, "裕华区", "county", "13/1301/130108"),
]
WORDS = "孩子最近一直不说话，饭也不吃。"


@dataclass
class County:
    """Everybody has one web chat; `at(...)` opens a transaction at an instant after NOW."""

    database: Database
    chats: Any = field(default_factory=lambda: count(100))
    chat_of: dict[AddressId, ChatId] = field(default_factory=dict)

    async def settle(self) -> None:
        await load_regions(self.database, REGIONS)
        async with self.database.write() as tx:
            self.unit = await add_unit(tx, "triage_desk", COUNTY, "正定分诊台", example=True)
            self.other_unit = await add_unit(
                tx, "triage_desk", NEIGHBOUR, "裕华分诊台", example=True
            )
        self.chen = await self.person("陈静", Role.TRIAGE, COUNTY, self.unit)
        self.liu = await self.person("刘洋", Role.TRIAGE, COUNTY, self.unit)
        self.stranger = await self.person("高远", Role.TRIAGE, NEIGHBOUR, self.other_unit)
        self.county_head = await self.person("孙局", Role.ADMINISTRATOR, COUNTY)
        self.city_head = await self.person("钱处", Role.ADMINISTRATOR, CITY)
        self.province_head = await self.person("郑处", Role.ADMINISTRATOR, PROVINCE)
        self.mother = await self.family()
        self.neighbour = await self.family()

    async def person(self, name: str, kind: Role, region: str, unit: UnitId | None = None) -> Actor:
        async with self.database.write() as tx:
            who = await add_person(tx, name, NOW)
            role = await add_role(tx, who, kind, region, unit, TODAY)
            return await self._meet(tx, who, role)

    async def family(self, channel: Channel = Channel.WEB) -> Actor:
        async with self.database.write() as tx:
            return await self._meet(tx, None, None, channel)

    async def opened(self, level: Level = Level.P2, region: str | None = COUNTY) -> Referral:
        """By the mother, at NOW."""
        async with self.database.write() as tx:
            return await open_referral(tx, self.mother, self.asked(level, region), NOW)

    def asked(self, level: Level, region: str | None = COUNTY) -> Asked:
        intake = Intake(Basis.CONSENT, "LOW_MOOD", words=WORDS, hurting_self=Answer.NO)
        return Asked(
            Source.FAMILY, intake, level, region, address=self.mother.address, age_band="6-12"
        )

    async def claimed(self, level: Level = Level.P2, after: timedelta = timedelta()) -> Referral:
        opened = await self.opened(level)
        async with self.database.write() as tx:
            return await queue.claim(tx, self.chen, opened.id, NOW + after)

    async def in_care(self, level: Level = Level.P2) -> Referral:
        """Claimed and answered, the answer delivered, all at NOW."""
        claimed = await self.claimed(level)
        async with self.database.write() as tx:
            await relay.say_to_family(tx, self.chen, claimed.id, "您好，我在看。", NOW)
            await relay.delivered(tx, claimed.id, 1, NOW)
        return await self.read(claimed.id)

    async def read(self, wanted: ReferralId) -> Referral:
        async with self.database.read() as tx:
            found = await referral_by_id(tx, wanted)
        assert found is not None
        return found

    async def meets(self, tx: Transaction, actor: Actor) -> None:
        """Locks the address, as a turn does first."""
        await meet(tx, self.chat_of[actor.address], "zh_Hans", NOW, TODAY)

    async def letters(self, now: datetime = NOW) -> Sequence[Letter]:
        """Takes everything out of the outbox."""
        async with self.database.write() as tx:
            taken = await outbox.claim(tx, now, 500)
            for letter in taken:
                await outbox.gave_up(tx, letter.id, outbox.LetterState.SENT, outbox.Why.FOLDED, now)
        return taken

    async def _meet(
        self,
        tx: Transaction,
        who: PersonId | None,
        role: RoleId | None,
        channel: Channel = Channel.WEB,
    ) -> Actor:
        chat = ChatId(channel, 1, next(self.chats))
        met = await meet(tx, chat, "zh_Hans", NOW, TODAY)
        kept = Kept(role, who, None, "zh_Hans", None, {})
        await keep(tx, met.actor.address, kept)
        self.chat_of[met.actor.address] = chat
        return (await meet(tx, chat, "zh_Hans", NOW, TODAY)).actor


class Counting:
    """Passes everything on and keeps what was executed."""

    def __init__(self, tx: Transaction, statements: list[str]) -> None:
        self._tx, self._statements = tx, statements
        self.keys, self.dialect = tx.keys, tx.dialect

    async def execute(self, statement: Any, rows: Any = None) -> Any:
        self._statements.append(str(statement).split("\n", 1)[0])
        return await self._tx.execute(statement, rows)

    def savepoint(self) -> Any:
        return self._tx.savepoint()


def to_people(letters: Sequence[Letter], kind: str) -> set[PersonId]:
    return {each.to.person for each in letters if each.kind == kind and each.to.person}


def to_addresses(letters: Sequence[Letter], kind: str) -> set[AddressId]:
    return {each.to.address for each in letters if each.kind == kind and each.to.address}
