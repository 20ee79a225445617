"""Commands of the night: collect, the whole night, the schedule, the demo."""

from __future__ import annotations

from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.console import (
    CONFIG,
    DATA,
    ConfigOption,
    DataOption,
    Exit,
    JsonOption,
    print_facts,
    print_json,
    progress_steps,
)

if TYPE_CHECKING:
    from pipelines.digest import Digest

DateOption = Annotated[
    datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="The night (default today).")
]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(collect)
    app.command()(nightly)
    app.command()(schedule)
    demo_app = typer.Typer(help="The fictional city.", invoke_without_command=True)
    demo_app.callback()(demo)
    demo_app.command("serve")(serve_demo)
    demo_app.command("post")(post_demo)
    app.add_typer(demo_app, name="demo")


def collect(
    data: DataOption = DATA,
    config: ConfigOption = CONFIG,
    night: DateOption = None,
    json: JsonOption = False,
) -> None:
    """Read the public posts of registered accounts, without scoring them."""
    from pipelines.log import configure
    from pipelines.night import open_night
    from pipelines.step import collect_only
    from store.moment import today

    configure()
    opened = open_night(data, config, _day(night) or today())
    with closing(opened), progress_steps() as watch:
        digest = collect_only(opened, watch)
    _report(digest, json)


def nightly(
    data: DataOption = DATA,
    config: ConfigOption = CONFIG,
    night: DateOption = None,
    json: JsonOption = False,
) -> None:
    """Run the whole night: collect, score, flag, snapshot, digest. Safe to run twice."""
    from pipelines.log import configure
    from pipelines.orchestration import configure_prefect
    from store.folder import DataFolder
    from store.moment import today

    configure()
    DataFolder.open(data)
    configure_prefect(data)
    from pipelines.nightly import run_nightly

    with progress_steps() as watch:
        digest = run_nightly(data, config, _day(night) or today(), watch)
    _report(digest, json)


def schedule(data: DataOption = DATA, config: ConfigOption = CONFIG) -> None:
    """Serve the night at the configured time in Asia/Jakarta, until stopped."""
    from pipelines.log import configure
    from pipelines.orchestration import configure_prefect
    from store.folder import DataFolder

    configure()
    DataFolder.open(data)
    configure_prefect(data)
    from pipelines.schedule import serve

    serve(data.resolve(), config.resolve())


def demo(
    context: typer.Context,
    data: Annotated[Path, typer.Option("--data", help="Where the demo is made.")] = Path(
        "demo-data"
    ),
    json: JsonOption = False,
) -> None:
    """Make a fictional city and run a real night over it, with no network."""
    if context.invoked_subcommand is not None:
        return
    from pipelines.demo.run import run_demo
    from pipelines.log import configure

    configure()
    with progress_steps() as watch:
        outcome = run_demo(data, watch)
    if json:
        print_json(outcome.to_json())
    else:
        outcome.show()


def serve_demo(
    data: Annotated[Path, typer.Option("--data", help="The demo's folder.")] = Path("demo-data"),
) -> None:
    """Serve the demo's platforms again, so that `netra nightly` can be run over them."""
    from pipelines.demo.run import serve

    serve(data)


def post_demo(
    account: Annotated[str, typer.Argument(help="A handle of demo-data/accounts.csv.")],
    text: Annotated[str, typer.Argument(help="What it posts.")],
    data: Annotated[Path, typer.Option("--data", help="The demo's folder.")] = Path("demo-data"),
) -> None:
    """Let an account of the demo post something, for the next night to find."""
    from pipelines.demo.run import post

    post(data, account, text)


def _day(night: datetime | None) -> date | None:
    return night.date() if night else None


def _report(digest: Digest, json: bool) -> None:
    if json:
        print_json(digest.to_json())
    else:
        print_facts(digest.facts())
    if not digest.complete:
        raise typer.Exit(Exit.PARTIAL)
