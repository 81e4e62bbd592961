"""The fixed words of the pages, in the reader's language."""

from content.lines import lines_for
from content.phrases import phrases
from content.text import Locale

FIRST_LINES = ("110", "120", "12356")


def chat_strings(locale: Locale) -> dict[str, str]:
    say = phrases(locale)
    return {
        "desk_name": say("Houniao"),
        "state_connecting": say("Connecting"),
        "state_connected": say("Connected"),
        "state_again": say("Connecting again"),
        "state_offline": say("No connection"),
        "leave": say("Leave quickly"),
        "leave_hint": say("Blank this page at once and show another site"),
        "no_line": say("There is no connection just now. If it is urgent, call:"),
        "reload": say("Open this page again"),
        "log_label": say("Conversation"),
        "you_say": say("You: "),
        "desk_says": say("Houniao: "),
        "empty": say(
            "Hello, this is the Houniao desk.\nAsk about school, health, housing, or a child who is troubled."
        ),
        "begin": say("Begin"),
        "new_below": say("New message"),
        "jump_down": say("To the end"),
        "quick_label": say("Often used"),
        "home": say("Home"),
        "lines": say("Help lines"),
        "input_label": say("Write a message"),
        "input_hint": say("Write a sentence…"),
        "send": say("Send"),
        "pending": say("Sending"),
        "waiting": say("Not sent yet; goes out when connected"),
        "busy": say("One moment"),
        "opens_new": say("opens in a new window"),
        "invite_title": say("Open the invitation?"),
        "invite_text": say(
            "This ties this browser to you. From then on you need not prove here who you are.\n\n"
            "If this is not your own phone, or others use it too, press “Do not open”."
        ),
        "invite_yes": say("Open"),
        "invite_no": say("Do not open"),
        "invite_said": say("Open the invitation"),
        "alert_ok": say("OK"),
    }


def error_strings(locale: Locale) -> dict[str, str]:
    say = phrases(locale)
    return {
        "code": say("Code"),
        "home_way": say("Back to the conversation"),
        "urgent": say("If it is urgent, call:"),
    }


def first_lines(locale: Locale) -> list[dict[str, str]]:
    """The numbers shown where there is no connection."""
    return [
        {"name": line.name.in_(locale), "number": line.number} for line in lines_for(FIRST_LINES)
    ]
