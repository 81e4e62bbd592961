"""Everything in the story that is somebody's, and the few chats it may be shown in."""

from bot.seed import demo_plan
from tests.cast import CAST
from tests.security import ledger_story, story

CHILDREN = [each["name"].removesuffix("（示例）") for each in demo_plan()["child"]]
GUARDIANS = [each["guardian"] for each in demo_plan()["child"]]
STAFF = {each["key"]: each["name"].removesuffix("（示例）") for each in demo_plan()["person"]}

READERS: dict[str, set[str]] = {
    story.MOTHERS_NAME: {"mother", "triage"},
    story.MOTHERS_PHONE: {"mother", "triage"},
    story.MOTHERS_WORDS: {"mother", "triage"},
    story.WORKERS_ANSWER: {"mother", "triage"},
    story.FATHERS_WORDS: {"father"},
    story.CHILDS_CRY: set(),
    story.OUTCOME_WORDS: set(),
    story.DIRECTORS_NOTE: set(),
    story.DIRECTORS_CRY: set(),
    story.QUESTION: set(),
    **{name: {"director", "supervisor"} for name in (*CHILDREN, *GUARDIANS)},
    STAFF["triage"]: set(),
    STAFF["triage_2"]: set(),
    STAFF["administrator"]: set(),
    STAFF["director"]: {"supervisor"},
    STAFF["supervisor"]: set(),
    story.INVITED_NAME: {"supervisor", "invited", "invited_too"},
    ledger_story.PROPOSED_NAME: {"director", "supervisor"},
    ledger_story.PROPOSED_GUARDIAN: {"director", "supervisor"},
    ledger_story.CORRECTED_GUARDIAN: {"director", "supervisor"},
    ledger_story.WISH_WORDS: {"father", "director"},
    ledger_story.COMPLAINT_WORDS: {"mother", "administrator"},
    ledger_story.COMPLAINT_ANSWER: {"mother"},
    ledger_story.SUGGESTION_WORDS: {"administrator"},
    ledger_story.MAIL: set(),
}
"""Everything told in the story that is somebody's, with the chats it may be shown in."""

CHATS = {
    **CAST,
    **story.BEHIND,
    "stranger": 102,
    "invited": 801,
    "invited_too": 802,
    "worker_there": story.TELEGRAM_WORKER,
    "director_there": story.TELEGRAM_DIRECTOR,
    "sun_there": story.TELEGRAM_SUN,
    "mother_there": story.TELEGRAM_MOTHER,
}

NUMBERS = [str(chat) for chat in CHATS.values() if chat > 10**6]
"""Telegram's chats; those of the cast are too short to be looked for."""
