"""The command that asks the rulebook: which rows may apply to an act on a day, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from pipelines.console import CONFIG, ConfigOption, JsonOption, print_facts, print_json, print_table

if TYPE_CHECKING:
    from config.election import Election
    from config.rulebook import Rulebook
    from review.rules import Suggestion

REMINDER = (
    "Alat bantu untuk menelaah dugaan: manusia yang memilih barisnya. "
    "Netra tidak menghitung sanksi; hanya PPK yang memutuskannya."
)
FAMILY_NAMES = {"kode_etik": "kode etik", "disiplin": "disiplin", "lain": "lain"}


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(rules)


def rules(
    day: Annotated[
        datetime | None,
        typer.Option("--date", formats=["%Y-%m-%d"], help="Day of the act (default today)."),
    ] = None,
    kind: Annotated[
        str, typer.Option(help="Kind of act, such as post, reply, like, follow or photo.")
    ] = "post",
    election: Annotated[
        str | None, typer.Option(help="An election's id in the configuration, or its file.")
    ] = None,
    label: Annotated[
        str, typer.Option(help="What is alleged, such as hate_speech.")
    ] = "candidate_support",
    config: ConfigOption = CONFIG,
    json: JsonOption = False,
) -> None:
    """Show which rows of the rulebook may apply, and why; no sanction is computed."""
    from config.rulebook import Kind, Label, load_rulebook
    from store.moment import today

    _one_of(kind, get_args(Kind), "--kind")
    _one_of(label, get_args(Label), "--label")
    question = _Question(
        load_rulebook(config),
        day.date() if day else today(),
        kind,
        None if election is None else _election(config, election),
        label,
    )
    if json:
        print_json(question.to_json())
    else:
        _show(question)


@dataclass(frozen=True, slots=True)
class _Question:
    rulebook: Rulebook
    day: date
    kind: str
    election: Election | None
    label: str

    def suggestions(self) -> tuple[Suggestion, ...]:
        from review.rules import rows_that_may_apply

        return rows_that_may_apply(
            self.rulebook, day=self.day, kind=self.kind, election=self.election, label=self.label
        )

    def articles(self, suggestion: Suggestion) -> tuple[str, ...]:
        from review.rules import articles_on

        return articles_on(self.rulebook, suggestion.row, self.day)

    def to_json(self) -> dict[str, Any]:
        from review.rules import agency_on, laws_on

        return {
            "day": self.day,
            "kind": self.kind,
            "label": self.label,
            "election": self.election.id if self.election else None,
            "stage": self.election.stages.on(self.day) if self.election else None,
            "agency": agency_on(self.rulebook, self.day).model_dump(),
            "laws": [law.model_dump() for law in laws_on(self.rulebook, self.day)],
            "persons": [person.model_dump() for person in self.rulebook.persons],
            "rows": [
                {**one.row.model_dump(), "articles": self.articles(one), "why": one.why}
                for one in self.suggestions()
            ],
            "note": REMINDER,
        }


def _show(question: _Question) -> None:
    rows = [
        (
            one.row.id,
            f"{FAMILY_NAMES[one.row.family]} ({one.row.confidence})",
            f"{one.row.form}\n{'; '.join(question.articles(one)) or 'tanpa pasal'}",
            one.why + (f"\nCatatan: {one.row.note}" if one.row.note else ""),
        )
        for one in question.suggestions()
    ]
    print_facts(_facts(question))
    columns = ["baris", "jalur (keyakinan)", "bentuk dan pasal", "mengapa mungkin dikenakan"]
    print_table(f"Baris pedoman yang mungkin dikenakan ({len(rows)})", columns, rows, REMINDER)


def _facts(question: _Question) -> dict[str, str]:
    from review.rules import KIND_NAMES, STAGE_NAMES, agency_on, laws_on

    election = question.election
    return {
        "tanggal": f"{question.day:%d-%m-%Y}",
        "perbuatan": KIND_NAMES[question.kind],
        "tahap": STAGE_NAMES[election.stages.on(question.day)] if election else "tidak diketahui",
        "pengawas": agency_on(question.rulebook, question.day).title,
        "aturan berlaku": ", ".join(law.name for law in laws_on(question.rulebook, question.day)),
    }


def _election(config: Path, name: str) -> Election:
    from config.election import load_election, load_elections

    if name.endswith((".yaml", ".yml")):
        return load_election(Path(name))
    elections = {one.id: one for one in load_elections(config)}
    if name not in elections:
        known = ", ".join(elections) or "none is configured"
        raise typer.BadParameter(f"a .yaml file, or the id of {known}", param_hint="--election")
    return elections[name]


def _one_of(given: str, known: tuple[str, ...], option: str) -> None:
    if given not in known:
        raise typer.BadParameter(f"one of {', '.join(known)}", param_hint=option)
