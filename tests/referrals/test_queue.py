"""The deeds on a referral, on both databases: who may, who wins, who is told, which clock runs."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
import structlog

from referrals import queue, relay
from referrals.clocks import Clock, next_breach, standing
from referrals.jobs import referral_clocks
from referrals.levels import Level
from referrals.opening import add_danger, complete, open_referral
from referrals.refusals import ColleagueHasIt, Missing, MustStay, NoChat, NotDone, Refused
from storage.access import Actor, Role
from storage.chats import mark_unreachable
from storage.consents import Purpose, consents_of, give_consent
from storage.ids import ReferralId
from storage.people import end_role, roles_of
from storage.referral_steps import steps_of
from storage.referrals import Source, State, answers_of
from storage.relay import messages_of
from tests.referrals.county import (
    COUNTY,
    NEIGHBOUR,
    NOW,
    TODAY,
    WORDS,
    Counting,
    County,
    to_addresses,
    to_people,
)

SOON, LATER = NOW + timedelta(minutes=5), NOW + timedelta(hours=1)
BUDGET = 5
"""A turn itself takes three statements of the eight."""


async def test_a_request_goes_to_the_unit_of_its_place_and_the_family_has_a_receipt(
    county: County,
) -> None:
    opened = await county.opened()
    letters = await county.letters()

    assert (opened.unit, opened.state, opened.reference) == (
        county.unit,
        State.QUEUED,
        f"R-{opened.id}",
    )
    assert to_people(letters, "referral_new") == {county.chen.person, county.liu.person}
    assert to_addresses(letters, "referral_receipt") == {county.mother.address}
    assert opened == await county.read(opened.id)


async def test_letters_hold_ids_only(county: County) -> None:
    claimed = await county.claimed()
    async with county.database.write() as tx:
        await relay.say_to_staff(tx, county.mother, claimed.id, WORDS, SOON)
        await relay.say_to_family(tx, county.chen, claimed.id, "您好。", SOON)

    refs = [dict(each.refs) for each in await county.letters(SOON)]

    assert refs
    assert {key for each in refs for key in each} <= {"referral", "state", "seq"}


async def test_fifty_claims_at_once_have_one_winner(county: County) -> None:
    opened = await county.opened()
    workers = [
        await county.person(f"工{number}", Role.TRIAGE, COUNTY, county.unit) for number in range(50)
    ]

    async def claims(actor: Actor) -> bool:
        try:
            async with county.database.write() as tx:
                await queue.claim(tx, actor, opened.id, SOON)
        except ColleagueHasIt:
            return False
        return True

    won = await asyncio.gather(*(claims(each) for each in workers))

    winner = (await county.read(opened.id)).claimed_by
    assert won.count(True) == 1
    assert winner == workers[won.index(True)].person


async def test_claimed_twice_by_the_same_worker_is_one_claim(county: County) -> None:
    claimed = await county.claimed()

    async with county.database.write() as tx:
        with pytest.raises(Refused):
            await queue.claim(tx, county.chen, claimed.id, LATER)

    async with county.database.read() as tx:
        assert [done.deed for done in await steps_of(tx, claimed.id)] == ["claim"]


@pytest.mark.parametrize("who", ["stranger", "mother", "county_head", "director", "left"])
async def test_nobody_but_the_unit_finds_it(county: County, who: str) -> None:
    opened = await county.opened()
    actors = {
        "stranger": county.stranger,
        "mother": county.mother,
        "county_head": county.county_head,
        "director": replace(county.chen, role=Role.DIRECTOR, unit=None),
        "left": replace(county.chen, role=Role.PARENT, unit=None),
    }

    async with county.database.write() as tx:
        with pytest.raises(Missing):
            await queue.claim(tx, actors[who], opened.id, SOON)

    assert (await county.read(opened.id)).state is State.QUEUED


async def test_only_its_holder_answers_closes_and_gives_back(county: County) -> None:
    claimed = await county.claimed()

    async with county.database.write() as tx:
        for deed in (
            relay.say_to_family(tx, county.liu, claimed.id, "我来", SOON),
            queue.close(tx, county.liu, claimed.id, "helped", SOON),
            queue.give_back(tx, county.liu, claimed.id, SOON),
            queue.enter_call(tx, county.liu, claimed.id, SOON),
        ):
            with pytest.raises(Missing):
                await deed

    assert await county.read(claimed.id) == claimed


async def test_only_the_familys_own_chat_adds_withdraws_rates_and_reopens(county: County) -> None:
    claimed = await county.claimed()

    async with county.database.write() as tx:
        for deed in (
            relay.say_to_staff(tx, county.neighbour, claimed.id, "我", SOON),
            queue.withdraw(tx, county.neighbour, claimed.id, SOON),
            queue.rate(tx, county.neighbour, claimed.id, "helped", SOON),
            queue.reopen(tx, county.neighbour, claimed.id, SOON),
            queue.withdraw(tx, county.chen, claimed.id, SOON),
        ):
            with pytest.raises(Missing):
                await deed

    assert await county.read(claimed.id) == claimed


async def test_one_that_is_not_there_answers_as_one_that_may_not_be_seen(county: County) -> None:
    async with county.database.write() as tx:
        with pytest.raises(Missing):
            await queue.claim(tx, county.chen, ReferralId(99), SOON)
        with pytest.raises(Missing):
            await queue.withdraw(tx, county.mother, ReferralId(99), SOON)


async def test_an_answer_counts_when_it_is_delivered(county: County) -> None:
    claimed = await county.claimed()
    async with county.database.write() as tx:
        answered = await relay.say_to_family(tx, county.chen, claimed.id, "您好。", SOON)

    assert (answered.state, answered.responded_at) == (State.IN_CARE, None)
    assert answered.next_breach_at == NOW + timedelta(hours=72)

    async with county.database.write() as tx:
        await relay.delivered(tx, claimed.id, 1, LATER)
    told = await county.read(claimed.id)

    assert (told.responded_at, told.waiting_since) == (LATER, None)
    assert told.next_breach_at == LATER + timedelta(days=7)


async def test_what_the_family_wrote_after_the_answer_goes_on_waiting(county: County) -> None:
    claimed = await county.claimed(Level.P1)
    async with county.database.write() as tx:
        await relay.say_to_family(tx, county.chen, claimed.id, "您好。", SOON)
        await relay.say_to_staff(tx, county.mother, claimed.id, "在吗", LATER)
        await relay.delivered(tx, claimed.id, 1, LATER + timedelta(minutes=1))

    waiting = await county.read(claimed.id)

    assert waiting.waiting_since == LATER
    assert waiting.next_breach_at == LATER + timedelta(hours=8)


async def test_messages_are_numbered_and_neither_side_is_named(county: County) -> None:
    claimed = await county.claimed()
    async with county.database.write() as tx:
        for body in ("一", "二"):
            await relay.say_to_staff(tx, county.mother, claimed.id, body, SOON)
        await relay.say_to_family(tx, county.chen, claimed.id, "三", SOON)

    async with county.database.read() as tx:
        messages = await messages_of(tx, claimed.id, 10)

    assert [(each.seq, each.from_family, each.body) for each in messages] == [
        (1, True, "一"),
        (2, True, "二"),
        (3, False, "三"),
    ]
    assert not {"person", "address", "name"} & set(vars(messages[0]))


async def test_both_sides_writing_at_once_leave_no_gap(county: County) -> None:
    """Whole turns: neither waits for a lock that the other holds while it waits itself."""
    claimed = await county.claimed()

    async def family(body: str) -> None:
        async with county.database.write() as tx:
            await county.meets(tx, county.mother)
            await relay.say_to_staff(tx, county.mother, claimed.id, body, SOON)

    async def staff(body: str) -> None:
        async with county.database.write() as tx:
            await county.meets(tx, county.chen)
            await relay.say_to_family(tx, county.chen, claimed.id, body, SOON)

    await asyncio.gather(*(side(str(n)) for n in range(10) for side in (family, staff)))

    async with county.database.read() as tx:
        assert [each.seq for each in await messages_of(tx, claimed.id, 50)] == list(range(1, 21))


async def test_a_call_entered_is_a_response(county: County) -> None:
    claimed = await county.claimed(Level.P0, timedelta(minutes=5))
    async with county.database.write() as tx:
        called = await queue.enter_call(tx, county.chen, claimed.id, LATER)

    assert (called.state, called.responded_at, called.waiting_since) == (State.IN_CARE, LATER, None)


async def test_closing_tells_the_family_and_stops_the_clock(county: County) -> None:
    cared = await county.in_care()
    await county.letters()
    async with county.database.write() as tx:
        closed = await queue.close(tx, county.chen, cared.id, "helped", LATER, words="聊过了")

    assert (closed.state, closed.outcome, closed.next_breach_at) == (State.CLOSED, "helped", None)
    assert to_addresses(await county.letters(LATER), "referral_changed") == {county.mother.address}
    async with county.database.write() as tx:
        with pytest.raises(Refused):
            await queue.close(tx, county.chen, cared.id, "no_need", LATER)


async def test_rated_and_reopened_it_waits_again_with_new_clocks(county: County) -> None:
    cared = await county.in_care()
    async with county.database.write() as tx:
        await queue.close(tx, county.chen, cared.id, "no_need", SOON)
        await queue.rate(tx, county.mother, cared.id, "no", SOON)
    await county.letters(SOON)
    async with county.database.write() as tx:
        again = await queue.reopen(tx, county.mother, cared.id, LATER)

    assert (again.state, again.claimed_by, again.rating) == (State.QUEUED, None, None)
    assert again.next_breach_at == LATER + timedelta(hours=72)
    assert to_people(await county.letters(LATER), "referral_new") == {
        county.chen.person,
        county.liu.person,
    }


async def test_given_back_it_is_in_the_queue_and_the_unit_is_told(county: County) -> None:
    claimed = await county.claimed()
    await county.letters()
    async with county.database.write() as tx:
        back = await queue.give_back(tx, county.chen, claimed.id, LATER)

    assert (back.state, back.claimed_by, back.waiting_since) == (State.QUEUED, None, NOW)
    assert back.next_breach_at == claimed.next_breach_at
    assert to_people(await county.letters(LATER), "referral_new") == {
        county.chen.person,
        county.liu.person,
    }
    async with county.database.write() as tx:
        with pytest.raises(Missing):
            await relay.say_to_family(tx, county.chen, claimed.id, "再说一句", LATER)


async def test_withdrawing_ends_it_tells_its_worker_and_takes_the_consent_back(
    county: County,
) -> None:
    async with county.database.write() as tx:
        await give_consent(tx, county.mother.address, Purpose.SUPPORT, None, NOW)
    claimed = await county.claimed()
    await county.letters()
    async with county.database.write() as tx:
        gone = await queue.withdraw(tx, county.mother, claimed.id, LATER)
        with pytest.raises(Refused):
            await queue.withdraw(tx, county.mother, claimed.id, LATER)

    assert (gone.state, gone.next_breach_at) == (State.WITHDRAWN, None)
    assert to_people(await county.letters(LATER), "referral_changed") == {county.chen.person}
    async with county.database.read() as tx:
        assert [each.withdrawn_at for each in await consents_of(tx, county.mother.address)] == [
            LATER
        ]


async def test_consent_stays_while_another_request_is_open(county: County) -> None:
    async with county.database.write() as tx:
        await give_consent(tx, county.mother.address, Purpose.SUPPORT, None, NOW)
    first, _ = await county.opened(), await county.opened()
    async with county.database.write() as tx:
        await queue.withdraw(tx, county.mother, first.id, LATER)

    async with county.database.read() as tx:
        assert [each.withdrawn_at for each in await consents_of(tx, county.mother.address)] == [
            None
        ]


async def test_where_life_may_be_in_danger_it_stays(county: County) -> None:
    opened = await county.opened(Level.P0)

    async with county.database.write() as tx:
        with pytest.raises(MustStay):
            await queue.withdraw(tx, county.mother, opened.id, SOON)


async def test_opened_by_staff_there_is_no_chat_to_answer_in(county: County) -> None:
    asked = replace(county.asked(Level.P2), source=Source.DIRECTOR, address=None)
    async with county.database.write() as tx:
        opened = await open_referral(tx, county.county_head, asked, NOW)
        await queue.claim(tx, county.chen, opened.id, SOON)
        with pytest.raises(NoChat):
            await relay.say_to_family(tx, county.chen, opened.id, "您好", SOON)


async def test_with_nobody_there_the_administrators_and_the_operator_hear_of_it(
    county: County,
) -> None:
    with structlog.testing.capture_logs() as logged:
        opened = await county.opened(region="1301")
    letters = await county.letters()

    assert opened.unit is None
    assert to_people(letters, "referral_unrouted") == {county.city_head.person}
    assert [each["referral"] for each in logged if each["log_level"] == "critical"] == [
        opened.reference
    ]
    assert WORDS not in str(logged)


async def test_a_unit_that_nobody_can_be_reached_in_is_no_receiver(county: County) -> None:
    async with county.database.write() as tx:
        for worker in (county.chen, county.liu):
            await mark_unreachable(tx, worker.address, NOW)

    assert (await county.opened()).unit is None


async def test_a_late_one_climbs_one_step_a_time_and_never_stops(county: County) -> None:
    opened = await county.opened(Level.P1)
    await county.letters()
    told, now = [], NOW + timedelta(hours=8)
    for _ in range(6):
        await referral_clocks(county.database, now)
        told.append(to_people(await county.letters(now), "referral_climb"))
        late = await county.read(opened.id)
        assert late.next_breach_at == now + timedelta(hours=1)
        now += timedelta(hours=1)

    members = {county.chen.person, county.liu.person}
    heads = [{each.person} for each in (county.county_head, county.city_head, county.province_head)]
    assert told == [members, *heads, set(), set()]


@pytest.mark.parametrize(
    ("after", "climbs"),
    [
        (timedelta(hours=8) - timedelta(seconds=1), 0),
        (timedelta(hours=8), 1),
        (timedelta(hours=8, seconds=1), 1),
    ],
)
async def test_the_border_of_a_clock_is_a_second_wide(
    county: County, after: timedelta, climbs: int
) -> None:
    await county.opened(Level.P1)

    assert await referral_clocks(county.database, NOW + after) == climbs


async def test_run_twice_at_the_same_instant_it_tells_once(county: County) -> None:
    await county.opened(Level.P0)
    await county.letters()
    now = NOW + timedelta(minutes=15)

    assert [await referral_clocks(county.database, now) for _ in range(2)] == [1, 0]
    assert len([each for each in await county.letters(now) if each.kind == "referral_climb"]) == 2


async def test_at_p0_the_unit_hears_every_climb(county: County) -> None:
    await county.opened(Level.P0)
    await county.letters()
    now = NOW + timedelta(minutes=15)
    await referral_clocks(county.database, now)
    await county.letters(now)
    await referral_clocks(county.database, now + timedelta(minutes=15))

    told = to_people(await county.letters(now + timedelta(minutes=15)), "referral_climb")
    assert told == {county.chen.person, county.liu.person, county.county_head.person}


async def test_claiming_ends_the_climbs_of_the_first_clock(county: County) -> None:
    opened = await county.opened(Level.P0)
    await referral_clocks(county.database, NOW + timedelta(minutes=15))
    async with county.database.write() as tx:
        claimed = await queue.claim(tx, county.chen, opened.id, NOW + timedelta(minutes=20))

    assert (claimed.climbed, claimed.next_breach_at) == (0, NOW + timedelta(hours=2))


async def test_past_the_last_rung_the_operators_alarm_sounds_by_reference(county: County) -> None:
    opened = await county.opened(Level.P1)
    with structlog.testing.capture_logs() as logged:
        for hour in range(5):
            await referral_clocks(county.database, NOW + timedelta(hours=8 + hour))

    alarms = [each for each in logged if each["log_level"] == "critical"]
    assert [(each["referral"], each["level"]) for each in alarms] == [(opened.reference, "P1")]


async def test_nobody_waits_without_a_clock(county: County) -> None:
    """One whose clock was lost gets it back; every open one has one after any deed."""
    opened = await county.opened(Level.P1)
    async with county.database.write() as tx:
        from storage.referral_changes import change

        await change(tx, opened, replace(opened, next_breach_at=None))
    with structlog.testing.capture_logs():
        await referral_clocks(county.database, NOW)

    mended = await county.read(opened.id)
    breach = next_breach(standing(mended))
    assert breach is not None
    assert mended.next_breach_at == breach.at


async def test_in_care_and_quiet_only_its_holder_is_asked_to_look_again(county: County) -> None:
    cared = await county.in_care()
    await county.letters()
    now = NOW + timedelta(days=7)
    await referral_clocks(county.database, now)
    letters = [each for each in await county.letters(now) if each.kind == "referral_climb"]

    assert [each.to.person for each in letters] == [county.chen.person]
    assert letters[0].refs["clock"] == Clock.LOOK_AGAIN
    assert (await county.read(cared.id)).next_breach_at == now + timedelta(days=7)


async def test_when_its_holder_has_left_it_goes_back_into_the_queue(county: County) -> None:
    claimed = await county.claimed(Level.P1)
    assert county.chen.person is not None
    async with county.database.write() as tx:
        held = await roles_of(tx, county.chen.person, TODAY)
        await end_role(tx, held[0].id, TODAY - timedelta(days=1))
    await county.letters()
    now = NOW + timedelta(hours=8)
    await referral_clocks(county.database, now)

    back = await county.read(claimed.id)
    assert (back.state, back.claimed_by) == (State.QUEUED, None)
    assert back.next_breach_at is not None
    assert back.next_breach_at > now
    assert to_people(await county.letters(now), "referral_new") == {county.liu.person}


async def test_one_without_a_unit_is_routed_once_somebody_is_there(county: County) -> None:
    opened = await county.opened(Level.P1, region="1301")
    async with county.database.write() as tx:
        from storage.people import add_unit

        unit = await add_unit(tx, "triage_desk", "1301", "市分诊台", example=True)
    worker = await county.person("何平", Role.TRIAGE, "1301", unit)
    await county.letters()
    now = NOW + timedelta(hours=8)
    await referral_clocks(county.database, now)
    letters = await county.letters(now)

    assert (await county.read(opened.id)).unit == unit
    assert to_people(letters, "referral_new") == {worker.person}
    assert to_addresses(letters, "referral_changed") == {county.mother.address}


async def test_words_of_danger_only_raise_and_alarm_its_holder(county: County) -> None:
    claimed = await county.claimed(Level.P1)
    await county.letters()
    async with county.database.write() as tx:
        same = await add_danger(tx, claimed, Level.P2, 1, SOON)
        raised = await add_danger(tx, same, Level.P0, 2, SOON)
    letters = await county.letters(SOON)

    assert (same.level, raised.level) == ("P1", "P0")
    assert raised.next_breach_at == NOW + timedelta(hours=2)
    assert [each.to.person for each in letters if each.kind == "referral_raised"] == [
        county.chen.person
    ] * 2


async def test_an_intake_completes_what_danger_has_opened(county: County) -> None:
    bare = replace(county.asked(Level.P0, None), source=Source.DANGER, age_band=None)
    async with county.database.write() as tx:
        opened = await open_referral(tx, county.mother, replace(bare, region="1301"), NOW)
        assert opened.unit is None
        told = await complete(tx, county.mother, opened, county.asked(Level.P2), SOON)

    assert (told.level, told.unit, told.region, told.age_band) == (
        "P0",
        county.unit,
        COUNTY,
        "6-12",
    )
    async with county.database.read() as tx:
        assert WORDS in await answers_of(tx, opened.id)


async def test_without_a_place_a_desk_of_two_counties_asks_nobody_at_random(
    county: County,
) -> None:
    with structlog.testing.capture_logs():
        opened = await county.opened(Level.P1, None)

    assert (opened.unit, opened.region) == (None, "13")
    assert to_people(await county.letters(), "referral_unrouted") == {county.province_head.person}


async def test_every_deed_keeps_to_its_statements(county: County) -> None:
    """With the turn's own three, none takes more than eight."""
    taken: dict[str, int] = {}

    async def count(name: str, deed: object, *args: object, **more: object) -> None:
        statements: list[str] = []
        async with county.database.write() as tx:
            await deed(Counting(tx, statements), *args, **more)  # type: ignore[operator]
        taken[name] = len(statements)

    mother, chen = county.mother, county.chen
    await count("open", open_referral, mother, county.asked(Level.P2), NOW)
    one = ReferralId(1)
    await count("claim", queue.claim, chen, one, NOW)
    await count("answer", relay.say_to_family, chen, one, "您好", NOW)
    await count("add", relay.say_to_staff, mother, one, "嗯", NOW)
    await count("call", queue.enter_call, chen, one, NOW)
    await count("return", queue.give_back, chen, one, NOW)
    await count("claim again", queue.claim, chen, one, LATER)
    await count("close", queue.close, chen, one, "helped", NOW, words="好")
    await count("rate", queue.rate, mother, one, "no", NOW)
    await count("reopen", queue.reopen, mother, one, NOW)
    await count("claim once more", queue.claim, chen, one, LATER)
    await count("withdraw", queue.withdraw, mother, one, NOW)

    assert {name: number for name, number in taken.items() if number > BUDGET} == {}


async def test_the_neighbouring_county_takes_its_own(county: County) -> None:
    opened = await county.opened(region=NEIGHBOUR)

    assert opened.unit == county.other_unit


async def test_no_refusal_changes_anything(county: County) -> None:
    """Every deed in every state it is refused in leaves the row as it was."""
    claimed = await county.claimed()
    async with county.database.write() as tx:
        await queue.withdraw(tx, county.mother, claimed.id, SOON)
    before = await county.read(claimed.id)

    async with county.database.write() as tx:
        for deed in (
            queue.claim(tx, county.chen, claimed.id, LATER),
            relay.say_to_family(tx, county.chen, claimed.id, "在吗", LATER),
            relay.say_to_staff(tx, county.mother, claimed.id, "在吗", LATER),
            queue.enter_call(tx, county.chen, claimed.id, LATER),
            queue.close(tx, county.chen, claimed.id, "helped", LATER),
            queue.give_back(tx, county.chen, claimed.id, LATER),
            queue.reopen(tx, county.mother, claimed.id, LATER),
            queue.rate(tx, county.mother, claimed.id, "helped", LATER),
        ):
            with pytest.raises(NotDone):
                await deed

    assert await county.read(claimed.id) == before
