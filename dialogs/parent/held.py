"""The language, and what is held about this chat: seen, taken back, erased by the person."""

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from content.phrases import OFFERED, known_locale
from dialogs.navigation import back_row, home_row
from dialogs.parent import home
from dialogs.parent.place_names import place_name
from dialogs.parent.ways import ChooseLanguage, Held
from dialogs.screen import Screen, button, column
from dialogs.turn import Turn
from storage.access import Channel
from storage.complaints import own_complaints
from storage.consents import withdraw_consents
from storage.proposal_changes import withdraw_wanted
from storage.referrals import count_of_address
from storage.webchat import erase_events

router = Router(name="held")

NAMES = {"zh_Hans": "中文", "en": "English"}


class Speak(CallbackData, prefix="lang"):
    locale: str


class Erase(CallbackData, prefix="erase"):
    """Erases what may be erased; `sure` after having been asked."""

    sure: bool = False


@router.callback_query(ChooseLanguage.filter())
async def languages(_: CallbackQuery, turn: Turn) -> Screen:
    buttons = (button(NAMES[locale], Speak(locale=locale)) for locale in OFFERED)
    return Screen("中文 / English", (*column(buttons), home_row(turn)))


@router.callback_query(Speak.filter())
async def speak(_: CallbackQuery, callback_data: Speak, turn: Turn) -> Screen:
    turn.locale = known_locale(callback_data.locale)
    return await home.screen(turn)


@router.callback_query(Held.filter())
async def held(_: CallbackQuery, turn: Turn) -> Screen:
    say = turn.say
    requests = await count_of_address(turn.tx, turn.actor.address)
    complaints = len(await own_complaints(turn.tx, turn.actor.address, None))
    where = place_name(turn.place) if turn.place else say("not told")
    lines = [
        say("What is held about you"),
        say("Language: {language}", language=NAMES.get(turn.locale, turn.locale)),
        say("Place: {place}", place=where),
        say("Forms begun and not sent: {count}", count=len(turn.conversation.parked)),
        say("Requests to staff: {count}", count=requests),
        say("Complaints and suggestions: {count}", count=complaints),
    ]
    if turn.actor.channel is Channel.WEB:
        lines.append(say("The words of this chat, encrypted, so that you find them again."))
    lines.append(say("Looking things up is stored nowhere else. No name, no account, no location."))
    erase = button(say("Erase my chat, place and forms"), Erase())
    return Screen("\n".join(lines), ((erase,), home_row(turn)))


@router.callback_query(Erase.filter())
async def erase(_: CallbackQuery, callback_data: Erase, turn: Turn) -> Screen:
    if not callback_data.sure:
        return _ask(turn)
    turn.place = None
    turn.conversation.form = None
    turn.conversation.parked.clear()
    await withdraw_consents(turn.tx, turn.actor.address, turn.now)
    await withdraw_wanted(turn.tx, turn.actor.address, turn.now)
    await erase_events(turn.tx, turn.actor.address)
    return (await home.screen(turn)).with_toast(turn.say("Erased."))


def _ask(turn: Turn) -> Screen:
    text = turn.say(
        "Erase the words of this chat, your place and unfinished forms? Requests already sent to staff "
        "stay with them as long as the law asks, and can be withdrawn under My requests."
    )
    sure = button(turn.say("Yes, erase"), Erase(sure=True))
    return Screen(text, ((sure,), back_row(turn, Held())))
