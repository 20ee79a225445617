"""Whom a text may mean that takes a side and names nobody: the one number it holds.

Only to be asked of a text that is already held to take a side. In the written examples the number
is then the right candidate's in 111 of 125; of other texts it would be a guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from classifiers.mention import Mention
from classifiers.wordlists import COUNTED, FINGERS, NUMBER_OF

_DATES = (
    "tanggal jam pukul / - . : % januari februari maret april mei juni juli agustus september"
    " oktober november desember"
)
_DATED = frozenset(_DATES.split())


def hinted(words: Sequence[str], numbers: Mapping[int, int]) -> list[Mention]:
    """The mentions of the one candidate whose number is in the text; none if it holds several.

    ``numbers`` are the places of candidates by their numbers. Counts, dates and times are left out.
    """
    found = [
        Mention(place, place + 1, numbers[value], "number")
        for place, value in _numbers(words)
        if value in numbers
    ]
    return found if len({mention.candidate for mention in found}) == 1 else []


def _numbers(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    for place, word in enumerate(words):
        value = FINGERS.get(word) or NUMBER_OF.get(word)
        if value and not (word not in FINGERS and _counts(words, place)):
            yield place, value


def _counts(words: Sequence[str], place: int) -> bool:
    """Whether the number at a place counts things, or is part of a date or a larger number."""
    after, before = words[place + 1 : place + 2], words[max(0, place - 1) : place]
    if not COUNTED.isdisjoint(after):
        return True
    beside = [*before, *after]
    written = words[place].isdecimal()
    return written and any(word in _DATED or word.isdecimal() for word in beside)
