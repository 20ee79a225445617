"""``netra evaluate``: what to measure from what an office has, and where the results go."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from classifiers.ablation import Ablation, ablate
from classifiers.evaluate import Plan, evaluate
from classifiers.evaluation import Evaluation
from classifiers.examples import load_examples
from classifiers.model_card import write_cards
from classifiers.models import Models
from classifiers.record import record_figures, record_steps
from classifiers.report import write_report
from config.election import load_election
from config.flagging import load_flagging
from pipelines.console import stderr
from pipelines.office import to_contest


def plan_of(
    datasets: Path | None,
    external: Sequence[Path],
    election: Sequence[Path],
    config: Path,
    seed: int,
) -> Plan:
    """What to measure on; the thresholds in use come from the flagging rules of the office.

    Raises:
        ConfigError: The flagging rules or an election file are not what they should be.
    """
    return Plan(
        datasets=datasets,
        external=tuple(external),
        contests=tuple(to_contest(load_election(path)) for path in election),
        minimum=load_flagging(config).minimum.model_dump(),
        seed=seed,
    )


def evaluated(models: Path, plan: Plan, report: Path | None) -> Evaluation:
    """The figures of ``models``, with a report where a folder for it is named."""
    with _told() as progress:
        evaluation = evaluate(models, plan, progress=progress)
        if report is not None:
            progress("report")
            write_report(report, evaluation)
    return evaluation


def recorded(models: Path, evaluation: Evaluation) -> list[Path]:
    """Keep the figures beside the models and write their cards again."""
    record_figures(models, evaluation.figures)
    return write_cards(models)


def ablated(models: Path, datasets: Path, seed: int) -> Ablation:
    """What each part of the recipes is worth; kept beside the models, in their cards too."""
    with _told() as progress:
        found = ablate(datasets, load_examples(), Models.load(models), seed=seed, progress=progress)
    record_steps(models, found.to_json())
    write_cards(models)
    return found


@contextmanager
def _told() -> Iterator[Callable[[str], None]]:
    """Progress on stderr: one moving line for a person at a terminal, else a line a step."""
    console = stderr()
    if not console.is_terminal:
        yield console.print
        return
    with console.status("mengukur") as status:
        yield status.update
