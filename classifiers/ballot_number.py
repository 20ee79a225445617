"""Candidates called by their number on the ballot, and numbers that only count things."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from classifiers.mention import Mention
from classifiers.wordlists import COUNTED, FINGERS, INTRODUCES, NUMBER_OF

_SKIPPED = frozenset(
    ["urut", "jari", "#", ":", ".", "-", "nang", "nu", "sing", "ingkang", "sane", "yang"]
)
_COUNTING = NUMBER_OF.keys() | FINGERS.keys()
_FINGERS = frozenset(["jari", "driji", "ramo", "jeriji", "telunjuk"])


def numbered(
    words: Sequence[str], numbers: dict[int, int], *, open_context: bool
) -> Iterator[Mention]:
    """The words that are a candidate's number: in digits, spelt out, or shown by fingers.

    ``numbers`` gives the place of a candidate in the contest by its number; ``open_context`` tells
    that the text is known to speak of candidates, where a bare number may be one.
    """
    for place, word in enumerate(words):
        if word not in _COUNTING and not word.isdecimal():
            continue
        value = NUMBER_OF.get(word) or (int(word) if word.isdecimal() and len(word) < 4 else None)
        if value in numbers and _is_number(words, place, open_context=open_context):
            yield Mention(place, place + 1, numbers[value], "number")
        elif FINGERS.get(word) in numbers and open_context:
            yield Mention(place, place + 1, numbers[FINGERS[word]], "number")


def _is_number(words: Sequence[str], place: int, *, open_context: bool) -> bool:
    after = words[place + 1] if place + 1 < len(words) else ""
    before = [words[at] for at in range(max(0, place - 2), place)]
    if after in _FINGERS or not _FINGERS.isdisjoint(before[-1:]):
        return True
    if before and (before[-1] in INTRODUCES or _introduced_earlier(before)):
        return after not in COUNTED or before[-1] in ("nomor", "nomer", "urut", "paslon")
    bare = words[place].isdecimal() and after not in COUNTED and not after.isdecimal()
    return open_context and bare and not (before and before[-1].isdecimal())


def _introduced_earlier(before: Sequence[str]) -> bool:
    return len(before) == 2 and before[1] in _SKIPPED and before[0] in INTRODUCES
