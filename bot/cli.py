"""The command line. Commands that need no chat import no chat library and start in under a second."""

import asyncio
from typing import Annotated

import typer

app = typer.Typer(
    name="houniao",
    help="A chat service desk for migrant children in Hebei and the people around them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
seed_app = typer.Typer(help="Fill an empty database.", no_args_is_help=True)
app.add_typer(seed_app, name="seed")
calendar_app = typer.Typer(help="Working days and holidays.", no_args_is_help=True)
app.add_typer(calendar_app, name="calendar")
rules_app = typer.Typer(
    help="What places set otherwise than the plan's intervals.", no_args_is_help=True
)
app.add_typer(rules_app, name="rules")

File = Annotated[
    str, typer.Option("--file", help="A file with one entry a line; - for standard input.")
]
Json = Annotated[bool, typer.Option("--json", help="JSON, one object a line.")]


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="A question, as a parent would ask it.")] = "",
    file: File = "",
    region: Annotated[str, typer.Option(help="The code of the place it is asked for.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=20, help="How many answers at most.")] = 3,
    json: Json = False,
) -> None:
    """Answer a question from the service list and the guidance."""
    from bot.commands.ask import answer_file, answer_one

    raise typer.Exit(
        answer_file(file, region, limit)
        if file
        else answer_one(question, region, limit, as_json=json)
    )


@app.command()
def danger(file: File = "-") -> None:
    """Judge each line of text: which danger it signals, and how urgent it is."""
    from bot.commands.rules import judge_dangers

    raise typer.Exit(judge_dangers(file))


@app.command()
def due(file: File = "-") -> None:
    """When the next contact, visit or refresh falls due. Tab-separated: kind last_done."""
    from bot.commands.rules import work_out_dues

    raise typer.Exit(work_out_dues(file))


@app.command()
def eligible(file: File = "-") -> None:
    """Whether the plan covers a child. Tab-separated with a header, see the operators' guide."""
    from bot.commands.rules import judge_eligible

    raise typer.Exit(judge_eligible(file))


@app.command()
def serve() -> None:
    """Run the desk by the settings."""
    from bot.commands.desk import serve_desk

    raise typer.Exit(asyncio.run(serve_desk()))


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="The port on this machine.")] = 8080,
) -> None:
    """A filled desk on this machine: phones side by side and a clock to turn."""
    from bot.commands.demo import run_demo

    raise typer.Exit(asyncio.run(run_demo(port)))


@app.command()
def check(json: Json = False) -> None:
    """What is wrong with settings, database, addresses or content, and how to mend it."""
    from bot.commands.check import check_desk

    raise typer.Exit(asyncio.run(check_desk(as_json=json)))


@app.command()
def tick(
    at: Annotated[
        str, typer.Option("--at", help="An instant such as 2026-12-01T08:30+08:00.")
    ] = "",
    json: Json = False,
) -> None:
    """Run every job of the timetable that is due up to an instant, once."""
    from bot.commands.desk import tick_desk

    raise typer.Exit(asyncio.run(tick_desk(at, as_json=json)))


@app.command()
def invite(
    role: Annotated[
        str, typer.Argument(help="director, supervisor, triage, referrer, editor, administrator")
    ],
    region: Annotated[str, typer.Option(help="The code of the place.")],
    unit: Annotated[
        int | None, typer.Option(help="The unit's number, for triage and referrers.")
    ] = None,
    name: Annotated[str, typer.Option(help="Whom it is for, as the desk shows them.")] = "",
    json: Json = False,
) -> None:
    """Invite somebody to a role: a link of one use, and for some roles a word to tell them."""
    from bot.commands.people import invite_person

    raise typer.Exit(asyncio.run(invite_person(role, region, unit, name, as_json=json)))


@app.command()
def backlog(
    region: Annotated[str, typer.Argument(help="The code of the place that begins.")],
    start_on: Annotated[str, typer.Argument(help="Its first day, such as 2026-12-01.")],
    json: Json = False,
) -> None:
    """Plan what was over before a place's first day over the working days after it. May be run again."""
    from bot.commands.backlog import plan_backlog

    raise typer.Exit(asyncio.run(plan_backlog(region, start_on, as_json=json)))


@app.command()
def simulate(
    directors: Annotated[int, typer.Option(min=1, max=800, help="Child directors.")] = 319,
    children: Annotated[int, typer.Option(min=1, help="Children in the ledger.")] = 9600,
    files: Annotated[int, typer.Option(min=0, help="How many of them are in key care.")] = 480,
    days: Annotated[int, typer.Option(min=1, help="From 2 March 2026 on.")] = 365,
    seed: Annotated[int, typer.Option(help="The same seed is the same year.")] = 1,
    faults: Annotated[str, typer.Option(help="What goes wrong: none, usual or severe.")] = "usual",
    json: Json = False,
) -> None:
    """Play a year of a virtual county and hold it against what the desk promises; 1 when one is broken."""
    from bot.commands.simulate import simulate_year

    raise typer.Exit(simulate_year((directors, children, files), days, seed, faults, json=json))


@calendar_app.command("import")
def calendar_import(
    file: Annotated[
        str, typer.Argument(help="The notice: 2027-01-01,休 a line; - for standard input.")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what is in it.")] = False,
    json: Json = False,
) -> None:
    """Enter the yearly notice of holidays; a wrong line is named and nothing is entered."""
    from bot.commands.calendar import import_notice

    raise typer.Exit(asyncio.run(import_notice(file, dry_run=dry_run, as_json=json)))


@calendar_app.command("show")
def calendar_show(year: int, json: Json = False) -> None:
    """The days of a year that are not what their weekday says."""
    from bot.commands.calendar import show_year

    raise typer.Exit(asyncio.run(show_year(year, as_json=json)))


@rules_app.command("show")
def rules_show(
    region: Annotated[
        str, typer.Option(help="The code of the place; all where none is given.")
    ] = "",
    json: Json = False,
) -> None:
    """What a place and those below it set."""
    from bot.commands.rules_set import show_rules

    raise typer.Exit(asyncio.run(show_rules(region, as_json=json)))


@rules_app.command("set", context_settings={"ignore_unknown_options": True})
def rules_set(
    name: Annotated[str, typer.Argument(help="Such as contact_months.")],
    value: Annotated[int, typer.Argument(help="Months, days or a number; 0 and 1 for no and yes.")],
    region: Annotated[str, typer.Option(help="The code of the place.")],
    json: Json = False,
) -> None:
    """Set a rule for a place and all below it: never longer than the plan."""
    from bot.commands.rules_set import change_rule

    raise typer.Exit(asyncio.run(change_rule(region, name, value, as_json=json)))


@rules_app.command("drop")
def rules_drop(
    name: Annotated[str, typer.Argument(help="Such as contact_months.")],
    region: Annotated[str, typer.Option(help="The code of the place.")],
    json: Json = False,
) -> None:
    """As the places above have it again."""
    from bot.commands.rules_set import change_rule

    raise typer.Exit(asyncio.run(change_rule(region, name, None, as_json=json)))


@seed_app.command("demo")
def seed_demo(json: Json = False) -> None:
    """The demo county with invented people; prints their invites."""
    from bot.commands.people import seed_county

    raise typer.Exit(asyncio.run(seed_county(as_json=json)))


def main() -> None:
    app()
