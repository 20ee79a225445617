"""Commands of the operator: make a data folder, fill the registry, see what is missing."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
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
    print_table,
    progress,
)
from pipelines.password import PasswordFile, new_password

if TYPE_CHECKING:
    from store.folder import DataFolder

Files = Annotated[list[Path], typer.Argument(help="CSV or XLSX files: units, ASN, accounts.")]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(init)
    app.command()(doctor)
    app.command()(platforms)
    registry = typer.Typer(help="Units, civil servants and their accounts.", no_args_is_help=True)
    registry.command("import")(import_files)
    app.add_typer(registry, name="registry")
    handover = typer.Typer(help="Posts handed over as a file.", no_args_is_help=True)
    handover.command("import")(import_handover)
    app.add_typer(handover, name="handover")


def init(
    data: DataOption = DATA,
    config: ConfigOption = CONFIG,
    admin: Annotated[
        str | None, typer.Option(metavar="USERNAME", help="Also let a first admin in.")
    ] = None,
    admin_name: Annotated[str, typer.Option(help="The admin's name.")] = "Admin",
    password_file: PasswordFile = None,
) -> None:
    """Make a data folder, or bring an existing one up to date; let the first admin in."""
    from store.folder import DataFolder

    # Asked for first: nothing is made where the password will not do.
    password = new_password(password_file, config, admin, admin_name) if admin else None
    folder = DataFolder.create(data)
    facts: dict[str, object] = {"data folder": folder.root}
    if admin and password:
        facts["admin"] = _let_admin_in(folder, admin, admin_name, password)
    print_facts({**facts, "next": f"netra registry import FILE… --data {data}"})


def _let_admin_in(folder: DataFolder, username: str, name: str, password: str) -> str:
    from review import people

    person = people.NewPerson(
        username=username, name=name, role="admin", password=password, must_change=False
    )
    made = people.add(folder.database, person, people.OPERATOR, datetime.now(UTC))
    return f"{made.username} ({made.user_id})"


def doctor(
    data: DataOption = DATA, config: ConfigOption = CONFIG, json: JsonOption = False
) -> None:
    """Check configuration, registry, models, disk and clock; say what is missing."""
    from pipelines.doctor import examine

    findings = examine(data, config)
    if json:
        print_json([asdict(finding) for finding in findings])
    else:
        rows = [("✓" if one.fine else "✗", one.subject, one.advice) for one in findings]
        print_table("netra doctor", ["", "what", "state, and what to do"], rows)
    if not all(finding.fine for finding in findings):
        raise typer.Exit(Exit.FAILED)


def platforms(config: ConfigOption = CONFIG, json: JsonOption = False) -> None:
    """List the connectors: access class, what they can observe, ready or why not."""
    from pipelines.readiness import readiness

    listed = readiness(config)
    if json:
        print_json([asdict(one) for one in listed])
        return
    rows = [
        (one.platform, one.access, ", ".join(one.observable) or "-", one.state) for one in listed
    ]
    note = "What a platform does not show is not observable; that is not the same as none."
    print_table("Platforms", ["platform", "access", "observable", "state"], rows, note)


def import_files(
    files: Files,
    data: DataOption = DATA,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check only.")] = False,
    partial: Annotated[bool, typer.Option("--partial", help="Take the good rows only.")] = False,
    json: JsonOption = False,
) -> None:
    """Import units, ASN and accounts; nothing is taken from files with a bad row."""
    from pipelines.registry import check_files, import_good_rows, import_whole

    with progress("registry") as step:
        if dry_run:
            outcome = check_files(data, files)
        elif partial:
            outcome = import_good_rows(data, files, step)
        else:
            outcome = import_whole(data, files, step)
    if json:
        print_json(outcome.to_json())
    else:
        print_facts(outcome.facts())
    if outcome.problems:
        raise typer.Exit(Exit.PARTIAL if partial else Exit.USAGE)


def import_handover(
    file: Annotated[Path, typer.Argument(help="CSV, JSONL or XLSX of posts.")],
    received_from: Annotated[str, typer.Option("--from", help="Who handed the file over.")],
    data: DataOption = DATA,
    json: JsonOption = False,
) -> None:
    """Take over posts of registered accounts from a file; rows of others are refused."""
    from pipelines.handover import take_over

    taken = take_over(data, file, received_from)
    if json:
        print_json(asdict(taken))
    else:
        print_facts(asdict(taken))
