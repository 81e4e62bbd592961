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


@seed_app.command("demo")
def seed_demo(json: Json = False) -> None:
    """The demo county with invented people; prints their invites."""
    from bot.commands.people import seed_county

    raise typer.Exit(asyncio.run(seed_county(as_json=json)))


def main() -> None:
    app()
