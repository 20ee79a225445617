"""The rows of a model card's tables: figures in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from classifiers.record import Records

Numbers = Mapping[str, Any]

_PREFIXES = {
    "linear_alone_": "the linear reader alone: ",
    "held_out_": "public rows kept apart: ",
    "functional_": "functional cases kept apart: ",
    "public_": "public rows kept apart: ",
    "brief_": "claims in a fact-checker's few words: ",
    "flagged_": "flagged (above 0.5) among posts that ",
}
_NAMES = {
    "minimum": "threshold in use (the minimum)",
    "macro_f1": "macro-F1 at 0.5",
    "average_precision": "average precision",
    "calibration_error": "expected calibration error",
    "recall_at_5_percent_false": "recall when 5 % of the others are flagged",
    "direction_right": "right direction (for or against) among partisan posts",
    "share": "share the claim",
    "deny": "deny the claim",
    "report": "report on the claim",
    "ask": "ask about the claim",
    "unrelated": "have its words but not its matter",
    "ordinary": "are ordinary public posts",
}
_FROZEN, _KIND = "frozen test", "right_by_"
# Too much for a card: it is all in what `netra evaluate --report` writes.
_LEFT_OUT = ("right_by_", "average_precision_by_", "decisions_flipped_to", "posts_per_second")
# The manifest has these, and the card shows them first.
_SHOWN = ("held out by training", "twins, held out")


def recorded(found: Records) -> dict[str, Any]:
    """The tables that come from records: frozen test, kinds of posts, other data, ablation."""
    frozen = [one for one in found.figures.values() if one["measured_on"] == _FROZEN]
    others = [o for o in found.figures.values() if o["measured_on"] not in (_FROZEN, *_SHOWN)]
    return {
        "frozen": _named(one for one in frozen if not one["measure"].startswith(_LEFT_OUT)),
        "kinds": list(_kinds(frozen)),
        "elsewhere": _named(one for one in others if not one["measure"].startswith(_LEFT_OUT)),
        "steps": [row for step in found.steps for row in _step(step)],
        "stale": ", ".join(found.stale),
    }


def rows_of(figures: Iterable[tuple[str, Numbers]]) -> Iterator[dict[str, str]]:
    """A row a figure, rounded."""
    for name, numbers in figures:
        rounded = {key: f"{numbers[key]:,.3f}" for key in ("value", "low", "high")}
        yield {"name": in_words(name), **rounded, "cases": f"{numbers['cases']:,}"}


def in_words(measure: str) -> str:
    """In words; a measure without words of its own is shown by its name."""
    for prefix, words in _PREFIXES.items():
        if measure.startswith(prefix):
            return words + in_words(measure.removeprefix(prefix))
    return _NAMES.get(measure, measure.replace("_", " "))


def _named(figures: Iterable[Numbers]) -> list[dict[str, str]]:
    kept = list(figures)
    rows = rows_of((one["measure"], one) for one in kept)
    return [{**row, "on": one["measured_on"]} for row, one in zip(rows, kept, strict=True)]


def _kinds(figures: Iterable[Numbers]) -> Iterator[dict[str, str]]:
    kept = [one for one in figures if one["measure"].startswith(_KIND)]
    yield from rows_of((one["measure"].removeprefix(_KIND), one) for one in kept)


def _step(step: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for key, figure in step["figures"].items():
        gain = step["gains"].get(key)
        yield {
            "step": step["name"],
            "name": in_words(key),
            "value": f"{figure['value']:.3f}",
            "gain": f"{gain['value']:+.3f}" if gain else "",
            "interval": f"{gain['low']:+.3f} to {gain['high']:+.3f}" if gain else "",
        }
