"""What the sentence encoder adds to finding claims and to the hate speech head."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from classifiers.claims import Claim
from classifiers.encoder import Encoder
from classifiers.encoder_data import TITLES, EncoderData
from classifiers.encoder_evaluate import Floats, Mean, Report, Vectors, bootstrap, ranks, recalls
from classifiers.examples import ClaimPost
from classifiers.fit import Sample, fit_head
from classifiers.metrics import Figure, average_precision, macro_f1
from classifiers.normalise import Normaliser
from classifiers.terms import Terms
from classifiers.train_hate import RECIPE, apart

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_MIXES = (0.0, 0.2, 0.5, 1.0, 1.5, 2.0)
# The matcher looks no further where the words have less in common.
_FLOOR = 0.15


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
    return {name: bootstrap(measure, len(answers)) for name, measure in measures.items()}


def _mixed(words: Floats, encoded: Floats, answers: NDArray[np.int64]) -> Report:
    """Recall of word cosine plus a share of encoder cosine, and of the encoder alone."""
    tables = {f"words + {mix} encoder": words + mix * encoded for mix in _MIXES}
    tables["words + 1.0 encoder above the floor"] = words + np.where(words >= _FLOOR, encoded, -1.0)
    tables["encoder alone"] = encoded
    base = ranks(words, answers)
    report: Report = {}
    for name, table in tables.items():
        found = ranks(table, answers)
        gain = (found < 1).astype(np.float64) - (base < 1)
        report[name] = recalls(found, "", (1, 3))
        report[name]["recall@1 gained"] = bootstrap(_gains(gain), len(gain))
    return report


def _gains(gain: Floats) -> Mean:
    return lambda rows: float(gain[rows].mean())


def _words(normaliser: Normaliser, left: Sequence[str], right: Sequence[str]) -> Floats:
    terms = Terms(normaliser.lexicon)
    rows, columns = (
        terms.words([normaliser.read(text) for text in side]) for side in (left, right)
    )
    return np.asarray((rows.unit @ columns.unit.T).toarray(), dtype=np.float64)
