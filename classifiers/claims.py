"""Debunked claims, and the ones that a text is nearest to.

Lexical retrieval over the claim's own wording, never the debunk's: on social posts it is on a par
with multilingual embeddings (Kazemi et al. 2022). A word weighs by how rare it is in the language,
not in the index, so a similarity means the same with forty claims as with six thousand. Similarity
only ranks; ``classifiers.hoax`` decides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from classifiers.claim_words import CLAIM_CLASS_OF
from classifiers.encoder import Encoder, Space
from classifiers.features import Words
from classifiers.normalise import Normaliser
from classifiers.terms import Table, Terms

_NEAREST, _WIDE = 3, 20
_FLOOR = 0.06
# One spread of the encoder's cosine counts as much as a tenth of the words' cosine.
_ENCODER_SHARE = 0.1
_RARE = 5.0
_TRUE_VERDICTS = ("benar", "true", "fakta", "satire", "parodi", "klarifikasi")

FEATURES = (
    "word_cosine",
    "claim_covered",
    "text_covered",
    "rare_words_shared",
    "char_cosine",
    "claim_covered_by_chars",
    "text_covered_by_chars",
    "title_cosine",
    "title_covered",
    "conclusion_cosine",
    "numbers_shared",
    "numbers_only_in_text",
    "margin",
    "log_text_words",
    "log_claim_words",
    "encoder_likeness",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim that fact-checkers found false, in its circulating wording (``text``).

    ``conclusion`` is the debunk's; it serves only to recognise posts that share the debunk.
    """

    claim_id: str
    text: str
    title: str = ""
    verdict: str = ""
    url: str = ""
    checked_on: date | None = None
    conclusion: str = ""

    @property
    def is_false(self) -> bool:
        """Whether the verdict leaves a hoax to share."""
        return not self.verdict.strip().strip("[]").casefold().startswith(_TRUE_VERDICTS)


@dataclass(frozen=True, slots=True)
class Matches:
    """Pairs of a text and a claim by row number, with ``FEATURES``; texts do not fall."""

    texts: NDArray[np.int64]
    claims: NDArray[np.int64]
    features: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Texts:
    """The tables of a batch, one row a text."""

    words: Table
    chars: Table
    numbers: Table

    def take(self, rows: NDArray[np.int64]) -> _Texts:
        return _Texts(self.words.take(rows), self.chars.take(rows), self.numbers.take(rows))


def _content(words: Words) -> Words:
    """What a text is about: without the words that only pass it on, deny it or ask, since two
    chain letters are not the same claim because both say *sebarkan*."""
    return [word for word in words if word not in CLAIM_CLASS_OF]


class ClaimIndex:
    """The false claims of an office, ready to be searched.

    ``read`` makes words of a claim in the way that the texts to be matched are read; by default the
    normaliser's way.
    """

    def __init__(
        self,
        claims: Sequence[Claim],
        normaliser: Normaliser,
        encoder: Encoder | None = None,
        read: Callable[[str], Words] | None = None,
    ) -> None:
        read = read or normaliser.read
        self.claims = tuple(claim for claim in claims if claim.is_false and claim.text.strip())
        self._terms = Terms(normaliser.lexicon)
        self._encoder = encoder
        batches = {
            part: [_content(read(getattr(claim, part))) for claim in self.claims]
            for part in ("text", "title", "conclusion")
        }
        self.words: list[frozenset[str]] = [
            self._terms.stems(text) | self._terms.stems(title)
            for text, title in zip(batches["text"], batches["title"], strict=True)
        ]
        self._texts = self._read(batches["text"], self._terms.words(batches["text"]))
        self._titles = self._terms.words(batches["title"])
        self._conclusions = self._terms.words(batches["conclusion"])
        self._search = self._texts.words.unit.T.tocsr()
        self._search_titles = self._titles.unit.T.tocsr()
        self._space = Space.of(encoder, [_whole_characters(claim.text) for claim in self.claims])

    def __len__(self) -> int:
        return len(self.claims)

    def matches(self, batch: Sequence[Words], texts: Sequence[str]) -> Matches:
        """The claims nearest to every text, at most three a text, none where nothing is shared.

        ``batch`` holds the words of ``texts``; the texts themselves are for the encoder.
        """
        batch = [_content(words) for words in batch]
        words = self._terms.words(batch)
        rows, claims, cosines = self._sharing_words(words)
        used, back = np.unique(rows, return_inverse=True)
        near = [_whole_characters(texts[row]) for row in used.tolist()]
        alike = self._space.likeness(near, back, claims)
        kept = _nearest(rows, cosines + _ENCODER_SHARE * alike)
        rows, claims, cosines, back = rows[kept], claims[kept], cosines[kept], back[kept]
        read = self._read([batch[row] for row in used.tolist()], words.take(used)).take(back)
        columns = [
            *self._features(read, claims),
            _margin(rows, cosines + _ENCODER_SHARE * alike[kept]),
            np.log1p(read.words.sizes()),
            np.log1p(self._texts.words.sizes()[claims]),
            alike[kept],
        ]
        return Matches(rows, claims, np.column_stack(columns))

    def _read(self, batch: Sequence[Words], words: Table) -> _Texts:
        return _Texts(words, self._terms.chars(batch), self._terms.numbers(batch))

    def _sharing_words(
        self, table: Table
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        if not len(self):
            return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
        found = (table.unit @ self._search).maximum(table.unit @ self._search_titles).tocoo()
        near = found.data >= _FLOOR
        rows, claims, cosines = found.row[near], found.col[near], found.data[near]
        order = np.lexsort((-cosines, rows))
        rows, claims, cosines = rows[order], claims[order], cosines[order]
        wide = _place_in_row(rows) < _WIDE
        return rows[wide].astype(np.int64), claims[wide].astype(np.int64), cosines[wide]

    def _features(self, read: _Texts, claims: NDArray[np.int64]) -> list[NDArray[np.float64]]:
        near = self._texts.take(claims)
        titles, conclusions = self._titles.take(claims), self._conclusions.take(claims)
        return [
            read.words.cosine(near.words),
            near.words.covered(read.words),
            read.words.covered(near.words),
            read.words.shared(near.words, heavier_than=_RARE),
            read.chars.cosine(near.chars),
            near.chars.covered(read.chars),
            read.chars.covered(near.chars),
            read.words.cosine(titles),
            titles.covered(read.words),
            read.words.cosine(conclusions),
            read.numbers.shared(near.numbers),
            read.numbers.sizes() - read.numbers.shared(near.numbers),
        ]


def _whole_characters(text: str) -> str:
    """The text without halves of surrogate pairs, which no tokenizer takes."""
    return text.encode("utf-8", "ignore").decode()


def _place_in_row(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """0 for the first pair of each text, 1 for the second, and so on; ``rows`` do not fall."""
    return np.arange(rows.size) - np.searchsorted(rows, rows)


def _nearest(rows: NDArray[np.int64], likeness: NDArray[np.float64]) -> NDArray[np.int64]:
    """The pairs to keep: the three likeliest of each text, likeliest first."""
    order = np.lexsort((-likeness, rows))
    return order[_place_in_row(rows[order]) < _NEAREST]


def _margin(rows: NDArray[np.int64], likeness: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far a pair is above (or below) the best other claim of the same text."""
    if not rows.size:
        return np.zeros(0)
    first = np.searchsorted(rows, rows)
    is_first = first == np.arange(rows.size)
    has_second = np.append(rows, -1)[first + 1] == rows
    second = np.where(has_second, np.append(likeness, 0.0)[first + 1], 0.0)
    return np.where(is_first, likeness - second, likeness - likeness[first])
