"""Other ways of reading the same words: each view is what one block of grams is taken from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from classifiers.claim_words import CLAIM_CLASS_OF
from classifiers.features import Words
from classifiers.mask import is_slot
from classifiers.wordlists import CLASS_OF

_CLAIM_MARKS = frozenset([*CLAIM_CLASS_OF, "?", "!", '"', "url"])


def as_written(batch: Sequence[Words]) -> Sequence[Words]:
    """The words themselves."""
    return batch


def sketch(batch: Sequence[Words]) -> list[list[str]]:
    """Only slots and what the known words do: "AYO PILIH slot" whatever the language."""
    return [
        [CLASS_OF.get(word, word) for word in words if word in CLASS_OF or is_slot(word)]
        for words in batch
    ]


def claim_sketch(batch: Sequence[Words]) -> list[list[str]]:
    """Only what the words do with a claim, the claim itself, and question marks."""
    return [
        [CLAIM_CLASS_OF.get(word, word) for word in words if word in _CLAIM_MARKS or is_slot(word)]
        for words in batch
    ]


VIEWS: Mapping[str, Callable[[Sequence[Words]], Sequence[Words]]] = {
    "words": as_written,
    "sketch": sketch,
    "claim_sketch": claim_sketch,
}
