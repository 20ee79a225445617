"""The encoder's vocabulary and the first vectors of its pieces, learnt from plain text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix
    from tokenizers import Tokenizer
    from tokenizers.normalizers import Normalizer

UNKNOWN = "[unk]"
_START, _LETTERS, _SAMPLED = "▁", 200, 10
_WINDOW = 6
_SMOOTHING = 0.75
_RARITY = 1e-3
_POWER_ROUNDS = 2


@dataclass(frozen=True, slots=True)
class Ragged:
    """Token numbers of many texts, end to end; text ``i`` is ``flat[starts[i]:starts[i + 1]]``."""

    flat: NDArray[np.int64]
    starts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def lengths(self) -> NDArray[np.int64]:
        """How many tokens each text has."""
        return np.diff(self.starts)

    def spans(self, firsts: NDArray[np.int64], lengths: NDArray[np.int64]) -> Ragged:
        """The stretches of ``flat`` from ``firsts``, as texts."""
        starts = np.concatenate([[0], np.cumsum(lengths)])
        places = np.arange(starts[-1]) - np.repeat(starts[:-1] - firsts, lengths)
        return Ragged(self.flat[places], starts)

    def take(self, rows: NDArray[np.int64]) -> Ragged:
        """The texts of ``rows``."""
        return self.spans(self.starts[rows], self.lengths[rows])


def learn_vocabulary(texts: Sequence[str], size: int) -> Tokenizer:
    """A byte-pair vocabulary (Sennrich et al. 2016) of at most ``size`` pieces.

    The tokenizer folds what says nothing about meaning: case, links, handles, marks, letters said
    three times; it splits hashtags at their capitals.
    """
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE(unk_token=UNKNOWN))
    tokenizer.normalizer = _normaliser()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    letters = _letters(tokenizer.normalizer, texts)
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        min_frequency=5,
        special_tokens=[UNKNOWN],
        initial_alphabet=letters,
        limit_alphabet=len(letters),
        max_token_length=16,
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def _letters(normaliser: Normalizer, texts: Sequence[str]) -> list[str]:
    """The most common characters of a tenth of the texts, and the mark of a word's start.

    The trainer's own choice among equally rare characters changes from run to run.
    """
    counts = Counter(char for text in texts[::_SAMPLED] for char in normaliser.normalize_str(text))
    ranked = sorted((-count, char) for char, count in counts.items() if char != " ")
    return [_START, *(char for _, char in ranked[:_LETTERS])]


def _normaliser() -> Normalizer:
    from tokenizers import Regex
    from tokenizers.normalizers import NFKC, Lowercase, Replace, Strip
    from tokenizers.normalizers import Sequence as Steps

    replaced = [
        (r"https?://\S+|www\.\S+|@\w+|\bURL\b|\[[A-Z]+\]", " "),
        (r"(?<=\p{Ll})(?=\p{Lu})", " "),
        (r"[^\p{L}\p{M}\p{N}]+", " "),
        (r"(\p{L})(?=\1\1)", ""),
    ]
    steps = [Replace(Regex(pattern), content) for pattern, content in replaced]
    return Steps([NFKC(), *steps[:3], Lowercase(), steps[3], Strip()])


def tokenise(tokenizer: Tokenizer, texts: Sequence[str]) -> Ragged:
    """The token numbers of every text."""
    found = [np.array(e.ids, dtype=np.int64) for e in tokenizer.encode_batch_fast(list(texts))]
    starts = np.concatenate([[0], np.cumsum([len(ids) for ids in found])]).astype(np.int64)
    flat = np.concatenate(found) if found else np.zeros(0, np.int64)
    return Ragged(flat, starts)


def first_vectors(
    texts: Ragged, vocabulary: int, dimensions: int, *, seed: int
) -> NDArray[np.float32]:
    """One row a token: factors of the positive mutual information of neighbours.

    Levy, Goldberg and Dagan 2015 (context smoothing 0.75, square root of the singular values), each
    row scaled to the weight of Arora et al. 2017: ``a / (a + share of the token)``.
    """
    from sklearn.utils.extmath import randomized_svd

    counts = _neighbours(texts, vocabulary)
    left, values, _ = randomized_svd(
        _information(counts), dimensions, n_iter=_POWER_ROUNDS, random_state=seed
    )
    rows = left * np.sqrt(values)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    shares = np.bincount(texts.flat, minlength=vocabulary) / max(len(texts.flat), 1)
    return np.asarray(rows * (_RARITY / (_RARITY + shares))[:, None], dtype=np.float32)


def _neighbours(texts: Ragged, vocabulary: int) -> csr_matrix:
    """How often two tokens stand within six of each other, nearer counting more."""
    from scipy.sparse import csr_matrix

    owner = np.repeat(np.arange(len(texts)), texts.lengths)
    nothing = np.zeros(0, dtype=np.int64)
    shape = (vocabulary, vocabulary)
    total = csr_matrix((np.zeros(0, dtype=np.float32), (nothing, nothing)), shape=shape)
    for apart in range(1, _WINDOW + 1):
        inside = owner[:-apart] == owner[apart:]
        at = (texts.flat[:-apart][inside], texts.flat[apart:][inside])
        ones = np.full(len(at[0]), 1.0 / apart, dtype=np.float32)
        total = total + csr_matrix((ones, at), shape=shape)
    return (total + total.T).tocsr()


def _information(counts: csr_matrix) -> csr_matrix:
    found = counts.tocoo()
    tokens = np.asarray(counts.sum(axis=1), dtype=np.float64).ravel()
    contexts = tokens**_SMOOTHING
    contexts /= max(contexts.sum(), 1e-9)
    expected = tokens[found.row] * contexts[found.col]
    found.data = np.log(np.maximum(found.data / expected, 1e-9)).astype(np.float32)
    found.data[found.data < 0] = 0
    found.eliminate_zeros()
    return found.tocsr()
