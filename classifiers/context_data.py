"""What the context model is trained on."""

from __future__ import annotations

from pathlib import Path

from classifiers.data import unlabelled_rows
from classifiers.features import Words
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
    read = (tuple(numbers_alike(normaliser.read(text[:_LONGEST]))) for text in texts)
    return list(dict.fromkeys(words for words in read if len(words) >= _LEAST_WORDS))
