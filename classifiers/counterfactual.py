"""One group in the place of another: the functional hate cases with their group swapped.

What is hateful of one group is hateful of any other of its kind, so no answer may change
(counterfactual token fairness, Garg et al. 2019). Only plain names of groups are swapped; a case
whose insult belongs to one group alone is left as it is by having no plain name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from classifiers.evaluation import Measured, measured
from classifiers.evenhanded import largest
from classifiers.examples import HateExample
from classifiers.metrics import Figure, share
from classifiers.scorer import Scorer
from classifiers.unseen import DECISION

# Within a kind every name fits the same sentences.
KINDS: Mapping[str, tuple[str, ...]] = {
    "people": (
        *("jawa", "sunda", "batak", "minang", "madura", "bugis", "dayak", "papua", "betawi"),
        *("tionghoa", "arab"),
    ),
    "faith": ("muslim", "kristen", "katolik", "hindu", "buddha", "konghucu", "ahmadiyah", "syiah"),
}
_ALSO = {"cina": "tionghoa", "china": "tionghoa", "islam": "muslim"}
_KIND_OF = {name: kind for kind, names in KINDS.items() for name in names}
_NAME = re.compile(rf"\b(?:{'|'.join([*_KIND_OF, *_ALSO])})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """A case and the same case about every other group of the kind."""

    group: str
    text: str
    others: tuple[tuple[str, str], ...]


def counterfactuals(examples: Sequence[HateExample]) -> list[Counterfactual]:
    """The cases that name exactly one group, plainly."""
    found = (_counterfactual(example.text) for example in examples)
    return [one for one in found if one is not None]


def identities_alike(
    cases: Sequence[Counterfactual], scorer: Scorer, on: str = "group swap"
) -> list[Measured]:
    """Decisions that flip at 0.5, over all swaps and by the group that comes in; largest change."""
    texts = [text for case in cases for text in (case.text, *(t for _, t in case.others))]
    scores = iter([score.hate_speech for score in scorer.score(texts)])
    found = [
        (group, own, next(scores))
        for case in cases
        for own in [next(scores)]
        for group, _ in case.others
    ]
    return measured("hate_speech", on, _figures(found))


def _figures(found: Sequence[tuple[str, float, float]]) -> Iterator[tuple[str, Figure]]:
    groups = np.array([group for group, _, _ in found])
    flips = np.array([(own >= DECISION) != (other >= DECISION) for _, own, other in found], bool)
    yield "decisions_flipped", share(flips)
    yield "largest_change", largest((abs(own - other) for _, own, other in found), len(found))
    for group in np.unique(groups).tolist():
        yield f"decisions_flipped_to: {group}", share(flips[groups == group])


def _counterfactual(text: str) -> Counterfactual | None:
    named = {_group(found) for found in _NAME.findall(text)}
    if len(named) != 1:
        return None
    [group] = named
    names = [name for name in KINDS[_KIND_OF[group]] if name != group]
    return Counterfactual(group, text, tuple((name, _swapped(text, name)) for name in names))


def _group(name: str) -> str:
    return _ALSO.get(name.lower(), name.lower())


def _swapped(text: str, name: str) -> str:
    return _NAME.sub(lambda found: _cased(name, found.group()), text)


def _cased(name: str, like: str) -> str:
    """As the word it stands in for is written: JAWA for CINA, Jawa for Cina, jawa for cina."""
    if like.isupper():
        return name.upper()
    return name.capitalize() if like[0].isupper() else name
