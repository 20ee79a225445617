"""Commands of the models: score a file, import claims, train, evaluate."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

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
) -> None:
    """Train every head from the data sets and the written examples."""
    if context.invoked_subcommand is not None:
        return
    from classifiers.model_card import write_cards
    from classifiers.train import train as train_all

    with stderr().status("melatih") as status:
        train_all(_given(datasets), out, seed=seed, progress=status.update)
    print_facts({"models": out, "cards": len(write_cards(out))})


def train_encoder(
    out: OutOption = MODELS / "encoder",
    datasets: DatasetsOption = None,
    seed: SeedOption = 0,
) -> None:
    """Train the static sentence encoder."""
    from classifiers.train_encoder import train_encoder as train_it

    with stderr().status("melatih") as status:
        train_it(_given(datasets), out, seed=seed, progress=status.update)
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
    seed: SeedOption = 0,
    json: JsonOption = False,
) -> None:
    """Measure the models on what they never saw, with intervals."""
    from classifiers.evaluate import evaluate as measure
    from config.election import load_election
    from pipelines.office import to_contest

    contests = [to_contest(load_election(path)) for path in election]
    with stderr().status("mengukur") as status:
        evaluation = measure(
            models,
            datasets,
            external=external,
            contests=contests,
            seed=seed,
            progress=status.update,
        )
    if json:
        print_json(evaluation.to_json())
    else:
        print_table("Evaluation", *evaluation.table())


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
