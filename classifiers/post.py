"""A text as words, with the tokens that they come from: what is searched for candidates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from classifiers.normalise import Normaliser
from classifiers.surfaces import key

_CAPITALS = re.compile(r"\b[A-Z][A-Z0-9]{2,}\b")
_WIDE_MARKS = frozenset("\uff03\ufe5f\uff20\ufe6b")


@dataclass(frozen=True, slots=True)
class Post:
    """A text, or a window of it, as the linker reads it.

    ``groups`` holds the words of each token of ``raws``; ``first`` is the number of the window's
    first token in the whole text.
    """

    text: str
    raws: Sequence[str]
    groups: Sequence[tuple[str, ...]]
    words: Sequence[str]
    keys: Sequence[str]
    first: int = 0

    def token_of(self) -> list[int]:
        """For each word the number of its token among ``raws``."""
        return [number for number, group in enumerate(self.groups) for _ in group]

    def is_marked(self) -> bool:
        """Whether the text may hold a hashtag or a handle."""
        text = self.text
        return "#" in text or "@" in text or not (text.isascii() or _WIDE_MARKS.isdisjoint(text))

    def shouted(self) -> frozenset[str]:
        """The words in capitals, as keys, where not all of the text is in capitals."""
        if self.text.isupper():
            return frozenset()
        return frozenset(key(word.lower()) for word in _CAPITALS.findall(self.text))


def read_post(text: str, raws: Sequence[str], normaliser: Normaliser, *, first: int = 0) -> Post:
    """The words of the folded tokens ``raws`` of ``text``."""
    groups = normaliser.groups(raws)
    words = [word for group in groups for word in group]
    return Post(text, raws, groups, words, list(map(key, words)), first)
