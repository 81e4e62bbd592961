"""What befalls people in a year: they shut the chat, for a while or for good; they leave office and are followed."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from random import Random

from bot.simulate.county import Member, ends_office, follows
from bot.simulate.faults import Rates, chance
from bot.simulate.history import ADMINISTRATOR, DIRECTOR, Seat, local, moment
from bot.simulate.machine import Machine
from bot.simulate.people import Act, People, Someone
from bot.simulate.telegram import Phone


class Fate:
    def __init__(self, people: People, machine: Machine, rates: Rates, dice: Random) -> None:
        self.people, self.machine, self.rates, self.dice = people, machine, rates, dice
        self.history = people.history
        self._chats = 5_000_000

    async def joins(self, member: Member, since: date) -> None:
        """Takes the invite in a chat of their own."""
        self._chats += 1
        phone = Phone(self._chats, member.person)
        self.machine.channel.phones[phone.chat] = phone
        await self.machine.says(phone, f"/start {member.invite.code}")
        if member.invite.word is not None:
            await self.machine.says(phone, member.invite.word)
        self.people.joins(member.person, member.rung, phone)
        self.history.seated(Seat(member.person, member.rung, member.place, since))

    def decides(self, members: Sequence[Member], first: date, days: int) -> None:
        """Once for the whole time: what of it happens to whom, and when."""
        for member in members:
            one = self.people.everybody[member.person]
            share = days / 365
            if chance(self.dice, self.rates.shuts * share):
                self._add(self._some_day(first, days), partial(self._shuts, one))
            if member.rung < ADMINISTRATOR and chance(self.dice, self.rates.on_leave * share):
                day = local(self._some_day(first, days)).date()
                self._add(moment(day, 15), partial(self.people.goes_away, one))
            if member.rung == DIRECTOR and chance(self.dice, self.rates.leaves_office * share):
                day = local(self._some_day(first, days)).date()
                self._add(moment(day, 21), partial(self._leaves_office, member))

    def _some_day(self, first: date, days: int) -> datetime:
        day = first + timedelta(days=self.dice.randrange(days))
        return moment(day, self.dice.randint(7, 22), self.dice.randint(0, 59))

    def _add(self, at: datetime, act: Act) -> None:
        self.people.agenda.add(at.astimezone(UTC), act)

    async def _shuts(self, one: Someone) -> None:
        """Telegram tells the desk, or the desk was not there to hear it and finds out when it sends."""
        one.phone.shut = True
        self.history.shuts(one.number, self.machine.clock())
        if self.dice.random() < 0.5:
            await self.machine.leaves(one.phone)
        if self.dice.random() < 0.7:
            back = self.machine.clock() + timedelta(days=self.dice.randint(4, 60))
            self._add(back, partial(self._opens, one))

    async def _opens(self, one: Someone) -> None:
        one.phone.shut = False
        await self.machine.says(one.phone, "/start")
        self.history.opens(one.number, self.machine.clock())

    async def _leaves_office(self, member: Member) -> None:
        last_day = local(self.machine.clock()).date()
        await ends_office(self.machine.house.database, member, last_day)
        self.history.left_office(member.person, last_day)
        first = last_day + timedelta(days=self.dice.randint(1, 40))
        self._add(moment(first, 10), partial(self._followed, member))

    async def _followed(self, member: Member) -> None:
        now = self.machine.clock()
        follower = await follows(self.machine.house.database, self.history, member, now)
        await self.joins(follower, local(now).date())
