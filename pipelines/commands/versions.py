"""Commands of the versions of the models: list, compare, promote, go back."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipelines.console import (
    DATA,
    DataOption,
    Exit,
    JsonOption,
    print_facts,
    print_json,
    print_table,
    stderr,
)

if TYPE_CHECKING:
    from classifiers.compare import Comparison
    from pipelines.versions import Version
    from store.promotions import Change

VersionArgument = Annotated[
    str, typer.Argument(metavar="VERSION", help="As `netra models list` shows it.")
]
ByOption = Annotated[str, typer.Option("--by", help="The name of the person who answers for it.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why, in words.")]


_PRECISIONS = ("decisions_average_precision", "average_precision", "held_out_average_precision")


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    room = typer.Typer(help="The versions of the models.", no_args_is_help=True)
    room.command("list")(list_versions)
    room.command("compare")(compare)
    room.command("promote")(promote)
    room.command("rollback")(rollback)
    app.add_typer(room, name="models")


def list_versions(data: DataOption = DATA, json: JsonOption = False) -> None:
    """Show every version: what it learnt, which is at work, since when and by whom."""
    from pipelines.versions import versions
    from store.folder import DataFolder

    listed = versions(DataFolder.open(data))
    if json:
        print_json([asdict(one) for one in listed])
        return
    columns = ["version", "", "learnt from", "put to work", "measured when made"]
    print_table("Models", columns, [_row(one) for one in listed])


def compare(version: VersionArgument, data: DataOption = DATA, json: JsonOption = False) -> None:
    """Measure a version beside the one at work; ends with 1 where it must not be promoted."""
    compared = _compared(data, version)
    if json:
        print_json(compared.to_json())
    else:
        _show(compared)
    if compared.reasons:
        raise typer.Exit(Exit.FAILED)


def promote(
    version: VersionArgument,
    by: ByOption,
    reason: ReasonOption,
    data: DataOption = DATA,
    json: JsonOption = False,
) -> None:
    """Put a version to work, if it is not worse than the one at work; a person answers for it."""
    from pipelines.versions import check_person
    from pipelines.versions import promote as put_to_work
    from store.folder import DataFolder

    check_person(by, reason)
    compared = _compared(data, version)
    _print_change(put_to_work(DataFolder.open(data), compared, by, reason), json)


def rollback(
    by: ByOption, reason: ReasonOption, data: DataOption = DATA, json: JsonOption = False
) -> None:
    """Go back to the version that was at work before the last promotion."""
    from pipelines.versions import rollback as go_back
    from store.folder import DataFolder

    _print_change(go_back(DataFolder.open(data), by, reason), json)


def _compared(data: Any, version: str) -> Comparison:
    from pipelines.versions import compare_with_active
    from store.folder import DataFolder

    with stderr().status("mengukur"):
        return compare_with_active(DataFolder.open(data), version)


def _print_change(change: Change, json: bool) -> None:
    if json:
        print_json(asdict(change))
        return
    print_facts(
        {
            "at work": change.version or "the shipped models",
            "before": change.previous or "the shipped models",
            "by": change.by,
            "audit": change.audit_hash,
        }
    )


def _show(compared: Comparison) -> None:
    rows = [
        (
            f"{one.label} {one.measure.replace('_', ' ')}",
            f"{one.current:.3f}",
            f"{one.challenger:.3f}",
            f"{one.gain.value:+.3f} ({one.gain.low:+.3f} to {one.gain.high:+.3f})",
            "not worse" if one.not_worse else "worse",
        )
        for one in compared.differences
    ]
    rows += [
        (
            one.name,
            f"{one.current:.4f}",
            f"{one.challenger:.4f}",
            f"at most {one.allowed:.4f}",
            "holds" if one.holds else "does not hold",
        )
        for one in compared.gates
    ]
    columns = ["measure", compared.current, compared.challenger, "difference, or allowed", ""]
    note = "May be promoted by a person." if not compared.reasons else "Must not be promoted."
    print_table("Frozen tests and gates", columns, rows, note)


def _row(one: Version) -> tuple[str, ...]:
    kind = "shipped" if one.shipped else "challenger"
    learnt = ", ".join(f"{label}: {of['decisions']['used']}" for label, of in one.learnt.items())
    last = one.changes[-1] if one.changes else None
    work = f"{last.action} {last.changed_at[:10]} by {last.by}" if last else ""
    figures = "; ".join(
        f"{label} AP {of[name]['value']:.3f}"
        for label, of in one.figures.items()
        for name in _PRECISIONS
        if name in of
    )
    return one.version, f"{kind}, at work" if one.active else kind, learnt, work, figures
