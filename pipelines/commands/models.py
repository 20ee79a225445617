"""Commands of the models: score a file, import claims, train, evaluate."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.console import (
    CONFIG,
    DATA,
    ConfigOption,
    DataOption,
    JsonOption,
    print_facts,
    print_json,
    print_table,
    progress,
    stderr,
)

if TYPE_CHECKING:
    from classifiers.ablation import Ablation
    from classifiers.evaluation import Evaluation


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(score)
    training = typer.Typer(help="Train the models.", invoke_without_command=True)
    training.callback()(train)
    training.command("encoder")(train_encoder)
    app.add_typer(training, name="train")
    app.command()(evaluate)
    claims = typer.Typer(help="Debunked claims.", no_args_is_help=True)
    claims.command("import")(import_claims)
    claims.command("match")(match)
    app.add_typer(claims, name="claims")


MODELS = Path("classifiers/models")
OutOption = Annotated[Path, typer.Option("--out", help="Where the models go.")]
DatasetsOption = Annotated[
    Path | None, typer.Option("--datasets", help="The folder of public data sets.")
]
SeedOption = Annotated[int, typer.Option("--seed", help="Seed of every random choice.")]
Externals = Annotated[
    list[Path], typer.Option("--external", help="A labelled file never trained on; repeatable.")
]
Elections = Annotated[list[Path], typer.Option("--election", help="An election file; repeatable.")]

WithDecisionsOption = Annotated[
    bool,
    typer.Option("--with-decisions", help="Make a challenger from the reviewers' decisions."),
]


def score(
    source: Annotated[
        Path, typer.Argument(metavar="IN", help="CSV, JSONL or Parquet with `text`.")
    ],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="A .jsonl or .parquet to write.")],
    election: Elections = [],  # noqa: B006 - typer reads it, nobody changes it
    claims: Annotated[Path | None, typer.Option(help="A file of debunked claims.")] = None,
    config: ConfigOption = CONFIG,
) -> None:
    """Score every row of a file, in order, streamed."""
    from pipelines.score_file import score_with_files

    with progress("menilai") as step:
        rows = score_with_files(
            source, target, election, claims, config, lambda share: step(share * 100, 100)
        )
    print_facts({"rows": rows, "written": target})


def train(
    context: typer.Context,
    out: OutOption = MODELS,
    datasets: DatasetsOption = None,
    seed: SeedOption = 0,
    with_decisions: WithDecisionsOption = False,
    data: DataOption = DATA,
    config: ConfigOption = CONFIG,
    json: JsonOption = False,
) -> None:
    """Train every head from the data sets and the written examples, or a challenger."""
    if context.invoked_subcommand is not None:
        return
    if with_decisions:
        _challenge(datasets, data, config, seed, json)
        return
    from classifiers.model_card import write_cards
    from classifiers.train import train as train_all

    with stderr().status("melatih") as status:
        train_all(_given(datasets), out, seed=seed, progress=status.update)
    print_facts({"models": out, "cards": len(write_cards(out))})


def _challenge(datasets: Path | None, data: Path, config: Path, seed: int, json: bool) -> None:
    """Make a challenger of the shipped models from an office's decisions."""
    from pipelines.challenge import challenge
    from pipelines.office import open_office

    if datasets is not None:
        raise typer.BadParameter(
            "--with-decisions corrects the shipped models and needs no data set",
            param_hint="--datasets",
        )
    with stderr().status("melatih"):
        made = challenge(open_office(data, config), seed=seed)
    if json:
        print_json(asdict(made))
    else:
        learnt = {label: about["decisions"]["used"] for label, about in made.learnt.items()}
        next_step = f"netra models compare {made.version} --data {data}"
        print_facts({"challenger": made.version, **learnt, **made.left_out, "next": next_step})


def train_encoder(
    out: OutOption = MODELS / "encoder",
    datasets: DatasetsOption = None,
    seed: SeedOption = 0,
) -> None:
    """Train the static sentence encoder, measure it and write its card."""
    from classifiers.encoder_card import evaluate_encoder
    from classifiers.train_encoder import train_encoder as train_it

    with stderr().status("melatih") as status:
        train_it(_given(datasets), out, seed=seed, progress=status.update)
        evaluate_encoder(_given(datasets), out, progress=status.update)
    print_facts({"encoder": out})


def _given(datasets: Path | None) -> Path:
    if datasets is None:
        raise typer.BadParameter("say where the public data sets lie", param_hint="--datasets")
    return datasets


def evaluate(
    datasets: Annotated[
        Path | None,
        typer.Option("--datasets", help="Public data sets, to train twins on."),
    ] = None,
    models: Annotated[Path | None, typer.Option("--models", help="Other models.")] = None,
    external: Externals = [],  # noqa: B006 - typer reads it, nobody changes it
    election: Elections = [],  # noqa: B006 - as above
    report: Annotated[
        Path | None,
        typer.Option("--report", help="A folder for report.md, figures.json and drawings."),
    ] = None,
    ablation: Annotated[
        bool,
        typer.Option("--ablation", help="Measure only what each part of a recipe is worth."),
    ] = False,
    record: Annotated[
        bool, typer.Option("--record", help="Keep the figures beside the models, for the cards.")
    ] = False,
    config: ConfigOption = CONFIG,
    seed: SeedOption = 0,
    json: JsonOption = False,
) -> None:
    """Measure the models on what they never saw, with intervals."""
    from classifiers.artefact import SHIPPED
    from pipelines.evaluate import ablated, evaluated, plan_of, recorded

    folder = models or SHIPPED
    if ablation:
        _show(ablated(folder, _given(datasets), seed), json=json)
        return
    plan = plan_of(datasets, external, election, config, seed)
    evaluation = evaluated(folder, plan, report)
    if record:
        recorded(folder, evaluation)
    _show(evaluation, json=json)


def _show(found: Evaluation | Ablation, *, json: bool) -> None:
    if json:
        print_json(found.to_json())
    else:
        print_table("Evaluation", *found.table())


def import_claims(
    file: Annotated[Path, typer.Argument(help="CSV or JSONL of debunked claims.")],
    data: DataOption = DATA,
    json: JsonOption = False,
) -> None:
    """Take debunked claims into the store; nothing is taken from a file with a bad row."""
    from store.claims import import_claims as take
    from store.folder import DataFolder

    with DataFolder.open(data).database.transaction() as connection:
        report = take(connection, file)
    if json:
        print_json(asdict(report))
    else:
        print_facts(asdict(report))


def match(
    text: Annotated[str, typer.Argument(help="A text to compare.")],
    data: DataOption = DATA,
    config: ConfigOption = CONFIG,
    json: JsonOption = False,
) -> None:
    """Show the debunked claims nearest to a text; similarity ranks, it does not decide."""
    from pipelines.claims import nearest

    found = nearest(data, config, text)
    if json:
        print_json(found)
    else:
        rows = [(one["claim_id"], f"{one['similarity']:.2f}", one["title"]) for one in found]
        print_table("Klaim terdekat", ["klaim", "kemiripan", "judul"], rows)
