"""The words of the language, by how common they are, without the words themselves.

Shipped as hashes with a log frequency each: enough to know an ordinary word, to split a hashtag and
to see that a text is not Indonesian, and nothing that could be read as a list of names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    import numpy as np

_UNKNOWN = -20.0
_LONGEST = 20
# Longer than any hashtag: taking apart costs the square of the length.
_LONGEST_JOINED = 96
_LEAST_MEAN_LENGTH = 3.5
_SHORT_PENALTY = 6.0
_NEVER = -1e6


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Log frequencies (natural logarithm of the share of all words) by word hash.

    Two words with one hash are taken for each other: with 40,000 words, one stranger in 100,000.
    """

    frequencies: Mapping[int, float]

    def __contains__(self, word: str) -> bool:
        return crc32(word.encode()) in self.frequencies

    def frequency(self, word: str) -> float:
        """The log frequency of ``word``; -20 for a word not known."""
        return self.frequencies.get(crc32(word.encode()), _UNKNOWN)

    def split(self, joined: str) -> tuple[str, ...]:
        """The most likely words of a run-together text; itself where no reading is all known.

        A text of more than 96 characters is left whole.
        """
        if not 6 <= len(joined) <= _LONGEST_JOINED or joined in self:
            return (joined,)
        return self._best_split(joined) or (joined,)

    def _best_split(self, joined: str) -> tuple[str, ...]:
        best: list[tuple[float, tuple[str, ...]]] = [(0.0, ())]
        for end in range(1, len(joined) + 1):
            starts = range(max(0, end - _LONGEST), end)
            best.append(max(self._extended(best[at], joined[at:end]) for at in starts))
        parts = best[-1][1]
        short = len(joined) < len(parts) * _LEAST_MEAN_LENGTH
        return () if short or best[-1][0] < _NEVER / 2 else parts

    def _extended(
        self, before: tuple[float, tuple[str, ...]], word: str
    ) -> tuple[float, tuple[str, ...]]:
        return before[0] + self._cost(word), (*before[1], word)

    def _cost(self, word: str) -> float:
        if word not in self:
            return _NEVER
        return self.frequency(word) - (_SHORT_PENALTY if len(word) < 3 else 0.0)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray]) -> Lexicon:
        """Rebuild from ``to_arrays``."""
        return cls(dict(zip(arrays["hash"].tolist(), arrays["frequency"].tolist(), strict=True)))

    def to_arrays(self) -> dict[str, np.ndarray]:
        """Sorted hashes (uint32) and their log frequencies (float16)."""
        import numpy as np

        hashes = sorted(self.frequencies)
        return {
            "hash": np.array(hashes, dtype=np.uint32),
            "frequency": np.array([self.frequencies[h] for h in hashes], dtype=np.float16),
        }


def count_words(texts: Iterable[list[str]], *, at_least: int, keep: int) -> Lexicon:
    """The ``keep`` most common alphabetic words seen ``at_least`` times."""
    from collections import Counter
    from math import log

    counts = Counter(word for words in texts for word in words if word.isalpha())
    total = counts.total()
    return Lexicon(
        {
            crc32(word.encode()): log(count / total)
            for word, count in counts.most_common(keep)
            if count >= at_least
        }
    )
