"""What the context model is trained on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from classifiers.data import abuse_rows, sentiment_rows, unlabelled_rows
from classifiers.features import Words
from classifiers.fit import Sample
from classifiers.mask import numbers_alike
from classifiers.normalise import Normaliser

_PARAGRAPH, _EVERY = "paragraph", 8
_LEAST_WORDS, _LONGEST = 4, 600


def corpus(datasets: Path, normaliser: Normaliser) -> list[Words]:
    """The public texts without labels, each once; of the paragraphs, which are long, one in eight.

    Raises:
        ExampleError: The data set cannot be read.
    """
    rows = unlabelled_rows(datasets)
    texts = [
        text
        for place, (text, genre) in enumerate(rows)
        if genre != _PARAGRAPH or place % _EVERY == 0
    ]
    read = map(tuple, _read(texts, normaliser))
    return list(dict.fromkeys(words for words in read if len(words) >= _LEAST_WORDS))


def lessons(datasets: Path, normaliser: Normaliser) -> Mapping[str, Sample]:
    """What it may learn before any head's task: does a text praise, does it blame, does it abuse.

    Raises:
        ExampleError: A data set cannot be read.
    """
    feelings, abuse = sentiment_rows(datasets), abuse_rows(datasets)
    felt = list(_read((text for text, _ in feelings), normaliser))
    said = list(_read((text for text, _ in abuse), normaliser))
    return {
        **{
            kind: _lesson(felt, [label == kind for _, label in feelings])
            for kind in ("positive", "negative")
        },
        "abusive": _lesson(said, [abusive for _, abusive in abuse]),
    }


def _read(texts: Iterable[str], normaliser: Normaliser) -> Iterator[Words]:
    return (numbers_alike(normaliser.read(text[:_LONGEST])) for text in texts)


def _lesson(batch: Sequence[Words], answers: Sequence[bool]) -> Sample:
    rows = np.arange(len(batch))
    return Sample(batch, np.array(answers, dtype=bool), np.ones(len(batch)), rows)
