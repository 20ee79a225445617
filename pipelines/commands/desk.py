"""Commands of analysts and auditors: the queue, a decision, the audit chain."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated

import typer

from pipelines.console import (
    DATA,
    DataOption,
    Exit,
    JsonOption,
    print_facts,
    print_json,
    print_table,
)
from store.folder import DataFolder

LABEL_NAMES: dict[str, str] = {
    "candidate_support": "dukungan",
    "hate_speech": "kebencian",
    "hoax_sharing": "hoaks",
}


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(queue)
    app.command()(decide)
    audit = typer.Typer(help="The audit chain and the evidence.", no_args_is_help=True)
    audit.command("verify")(verify)
    audit.command("root")(root)
    app.add_typer(audit, name="audit")


def queue(
    data: DataOption = DATA,
    label: Annotated[str | None, typer.Option(help="Only this label.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many items.")] = 50,
    json: JsonOption = False,
) -> None:
    """List the open items: nearest deadline first, then highest probability."""
    from store.queue import open_items

    if label is not None and label not in LABEL_NAMES:
        raise typer.BadParameter(f"one of {', '.join(LABEL_NAMES)}", param_hint="--label")
    with DataFolder.open(data).database.transaction() as connection:
        items = open_items(connection, limit, label)
    if json:
        print_json([asdict(item) for item in items])
        return
    rows = [
        (
            item.flag_id,
            LABEL_NAMES[item.label],
            item.platform,
            _wib(item.deadline_at),
            item.state,
            item.posts,
        )
        for item in items
    ]
    note = "Dugaan untuk ditelaah; mesin hanya menunjuk, manusia yang memutuskan."
    print_table(
        f"Antrean telaah ({len(rows)})",
        ["dugaan", "label", "platform", "lapor sebelum (WIB)", "status", "unggahan"],
        rows,
        note,
    )


def decide(
    flag: Annotated[str, typer.Argument(help="The flag's id, as `netra queue` shows it.")],
    decision: Annotated[
        str, typer.Argument(help="indikasi_kuat, bukan, klarifikasi or tidak_cukup_bukti.")
    ],
    reviewer: Annotated[str, typer.Option("--by", help="The reviewer's own code.")],
    data: DataOption = DATA,
    reason: Annotated[str, typer.Option(help="Why; required for indikasi_kuat.")] = "",
    row: Annotated[
        str | None, typer.Option(help="The rulebook row, such as B6; required for indikasi_kuat.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Record a person's decision on a flag in the audit chain."""
    from review.decide import decide as record

    made = record(
        DataFolder.open(data).database,
        flag,
        decision,
        reviewer=reviewer,
        reason=reason,
        rulebook_row=row,
    )
    if json:
        print_json(asdict(made))
    else:
        print_facts(asdict(made))


def verify(data: DataOption = DATA, json: JsonOption = False) -> None:
    """Check every row of the audit chain and every evidence file against its SHA-256."""
    from pipelines.verify import verify_all

    report = verify_all(DataFolder.open(data))
    if json:
        print_json(asdict(report))
    else:
        print_facts({"audit rows": report.rows, "evidence files": report.files})
        for fault in report.faults:
            typer.echo(f"BROKEN  {fault}", err=True)
    if report.faults:
        raise typer.Exit(Exit.FAILED)


def root(
    day: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help="The day, in WIB.")],
    data: DataOption = DATA,
) -> None:
    """Print the day's root of the audit chain, to hand to an outside witness."""
    from store.audit import daily_root

    with DataFolder.open(data).database.transaction() as connection:
        typer.echo(daily_root(connection, date(day.year, day.month, day.day)))


def _wib(moment: datetime) -> str:
    from store.moment import WIB

    return moment.astimezone(WIB).strftime("%d-%m-%Y")
