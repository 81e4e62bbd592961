"""The words of the demo's page."""

from content.phrases import ZH_HANS, phrases

PHONES = ("parent", "director", "supervisor", "triage")


def phone_role(key: str) -> str:
    say = phrases(ZH_HANS)
    roles = {
        "parent": say("Parent"),
        "director": say("Child director"),
        "supervisor": say("Child supervisor"),
        "triage": say("Triage worker"),
    }
    return roles[key]


def demo_strings() -> dict[str, str]:
    say = phrases(ZH_HANS)
    return {
        "heading": say("Houniao · demo"),
        "subheading": say("Four phones, one desk. People and stories are invented."),
        "clock": say("The desk's time now"),
        "clock_group": say("Turn the clock to"),
        "clock_now": say("Now"),
        "clock_morning": say("Next working morning"),
        "clock_week": say("+1 week"),
        "clock_quarter": say("+3 months"),
        "clock_running": say("Time is passing"),
        "clock_failed": say("The clock was not turned; please press again."),
        "steps": say("Try this"),
        "steps_hint": say("Six steps, ten minutes for all"),
        "step_next": say("Next step"),
        "phones": say("Choose a phone"),
        "phone_of": say("Phone: "),
        "look_here": say("Look here"),
        "news": say("New message"),
        "news_short": say("New"),
        "step_look": say("Look at this phone"),
    }


def steps() -> list[dict[str, str]]:
    say = phrases(ZH_HANS)
    told = [
        (
            "parent",
            say("A parent looks something up"),
            say(
                "Press Services on the parent's phone and open a card. Then just type: how does my child change school?"
            ),
        ),
        (
            "director",
            say("A working morning"),
            say(
                "Turn the clock to the next working morning. Director Wang gets one digest, without any name in it."
            ),
        ),
        (
            "director",
            say("Acknowledge, then record"),
            say(
                "Press Acknowledge, open a line, record a contact in a few taps and see when the next one falls due."
            ),
        ),
        (
            "parent",
            say("A parent asks for support"),
            say(
                "Press Psychological support on the parent's phone and answer the questions; most have buttons."
            ),
        ),
        (
            "triage",
            say("A triage worker takes over"),
            say(
                "On the triage phone claim the request, read it and answer. Neither side sees the other's account."
            ),
        ),
        (
            "triage",
            say("Back and forth, then close"),
            say(
                "Answer once more from the parent's phone, close the request on the triage phone, see what the parent is told."
            ),
        ),
    ]
    return [{"phone": phone, "title": title, "text": text} for phone, title, text in told]
