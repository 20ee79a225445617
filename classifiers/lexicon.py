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
        """The most likely words of a run-together text; itself where no reading is all known."""
        if len(joined) < 6 or joined in self:
            return (joined,)
        return self._best_split(joined) or (joined,)

    def _best_split(self, joined: str) -> tuple[str, ...]:
        best: list[tuple[float, tuple[str, ...]]] = [(0.0, ())]
        for end in range(1, len(joined) + 1):
            best.append(
                max(
                    (
                        best[start][0] + self._cost(joined[start:end]),
                        (*best[start][1], joined[start:end]),
                    )
                    for start in range(max(0, end - _LONGEST), end)
                )
            )
        score, parts = best[-1]
        return parts if score > _UNKNOWN * 4 and all(part in self for part in parts) else ()

    def _cost(self, word: str) -> float:
        return self.frequency(word) if len(word) > 2 else self.frequency(word) - 6.0

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
