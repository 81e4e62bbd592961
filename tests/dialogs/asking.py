"""What many stories begin with: a mother's intake, sent; a worker's claim and answer."""

from dialogs.letters import Sending, composers
from dialogs.screen import Screen
from storage.chats import reach_of, reaches_of
from storage.ids import ReferralId
from storage.outbox import Letter
from storage.outbox import claim as claim_letters
from storage.referrals import Referral, referral_by_id
from tests.cast import CastDesk, Player

WORDS = "孩子最近不太说话，晚上一个人待着。"
ANSWER = "您好，我们想多了解一些。"
WRITING = "正在给 R-1 写话"
ANSWERING = "正在回复 R-1"


async def fill_in(
    who: Player, worry: str = "不愿上学", words: str = WORDS, hurting: str = "没有"
) -> None:
    """Everything up to the summary."""
    await who.says("/start")
    await who.presses("心理支持")
    await who.presses("我同意")
    await who.presses("我的孩子")
    await who.presses("6到11岁")
    await who.says("正定")
    await who.presses(worry)
    await who.says(words)
    await who.presses(hurting)
    await who.presses("没有")
    if "怎么联系您" in who.screen.text:
        await who.presses("就在这里回话")
    await who.presses("可以转")


async def ask(who: Player, **told: str) -> None:
    await fill_in(who, **told)
    await who.presses("送出")


async def claimed(desk: CastDesk, **told: str) -> None:
    """R-1, asked by the mother, held by Chen."""
    await ask(desk.mother, **told)
    await desk.deliver()
    await desk.chen.presses("我来接")


async def answered(desk: CastDesk, **told: str) -> None:
    await claimed(desk, **told)
    await desk.chen.presses("✎ 回复")
    await desk.chen.says(ANSWER)
    await desk.deliver()


async def referral(desk: CastDesk, number: int = 1) -> Referral:
    async with desk.database.read() as tx:
        found = await referral_by_id(tx, ReferralId(number))
    assert found is not None
    return found


async def letters(desk: CastDesk, kind: str) -> list[tuple[Letter, Screen | None]]:
    """The waiting letters of a kind with their words, taken out of the outbox."""
    async with desk.database.write() as tx:
        taken = [each for each in await claim_letters(tx, desk.clock(), 200) if each.kind == kind]
        found = []
        for letter in taken:
            if letter.to.address is not None:
                reach = await reach_of(tx, letter.to.address)
            else:
                assert letter.to.person is not None
                reach = (await reaches_of(tx, letter.to.person))[0]
            sending = Sending(tx, letter, reach, desk.clock(), desk.house.desk)
            found.append((letter, await composers()[kind](sending)))
    return found
