"""Pieces of words as numbers: what the context model reads.

Byte-pair pieces (Sennrich et al. 2016) of normalised words; a slot of a candidate is one piece of
its own. No piece reaches over a space, so the pieces of a word are looked up once.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from classifiers.features import Words

PACKED = "pieces"
PAD, UNKNOWN, FIRST, MASKED = range(4)
_SLOTS = [chr(code) for code in (*range(0xE000, 0xE060), *range(0xE0F0, 0xE0F4))]
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[MASK]", *_SLOTS)
_SLOT_NUMBERS = {slot: len(SPECIAL) - len(_SLOTS) + place for place, slot in enumerate(_SLOTS)}
_ALPHABET = 400
# A word is shown to the trainer once for each time it was seen, but the commonest not for ever.
_SHOWN = 200
# Characters of words whose pieces are remembered: some 200,000 words.
_REMEMBERED = 1_500_000


class Pieces:
    """Makes numbers of words; remembers the words it has seen (bounded)."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._known: dict[str, tuple[int, ...]] = {}
        self._held = 0

    @classmethod
    def from_array(cls, packed: NDArray[np.uint8]) -> Pieces:
        """The pieces that ``packed`` made an array of."""
        return cls(Tokenizer.from_buffer(zlib.decompress(packed.tobytes())))

    @property
    def size(self) -> int:
        """How many different pieces there are."""
        return int(self._tokenizer.get_vocab_size())

    def packed(self) -> NDArray[np.uint8]:
        """The tokenizer, compressed, to be stored beside the numbers of a model."""
        return np.frombuffer(zlib.compress(self._tokenizer.to_str().encode(), 9), dtype=np.uint8)

    def of(self, batch: Sequence[Words], *, most: int) -> list[list[int]]:
        """The pieces of every text after the first mark, cut after ``most``."""
        if self._held > _REMEMBERED:
            self._known.clear()
            self._held = 0
        self._learn({word for words in batch for word in words if word not in self._known})
        known = self._known
        return [[FIRST, *(n for word in words for n in known[word])][:most] for words in batch]

    def _learn(self, new: set[str]) -> None:
        self._known.update({word: (_SLOT_NUMBERS[word],) for word in new & _SLOT_NUMBERS.keys()})
        plain = list(new - _SLOT_NUMBERS.keys())
        for word, found in zip(plain, self._tokenizer.encode_batch_fast(plain), strict=True):
            self._known[word] = tuple(found.ids) or (UNKNOWN,)
        self._held += sum(map(len, plain))


def train_pieces(counts: Mapping[str, int], size: int) -> Pieces:
    """At most ``size`` pieces for words by how often they were seen."""
    from tokenizers import models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE(unk_token=SPECIAL[UNKNOWN]))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        special_tokens=list(SPECIAL),
        limit_alphabet=_ALPHABET,
        end_of_word_suffix="</w>",
        show_progress=False,
    )
    shown = (word for word, count in counts.items() for _ in range(min(count, _SHOWN)))
    tokenizer.train_from_iterator(shown, trainer)
    return Pieces(tokenizer)
