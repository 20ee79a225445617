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
# What makes a number from one to nine a larger one, in Indonesian and where regions differ:
# Javanese "telu welas" and "telu likur", Minang "duo baleh", Banjar "dua walas". Left out is what
# is also a plain word: "pulo" is "too" and an island, "las" is welding.
_TEENS = frozenset(["belas", "welas", "walas", "baleh", "bellas"])
_TWENTIES = frozenset(["likur"])
_TENS = frozenset(["puluh", "puluah"])
_HUNDREDS = frozenset(["ratus", "ratuih", "atus"])
_SCALES = _TEENS | _TWENTIES | _TENS | _HUNDREDS


def numbered(
    words: Sequence[str], numbers: dict[int, int], *, open_context: bool
) -> Iterator[Mention]:
    """The words that are a candidate's number: in digits, spelt out, or shown by fingers.

    ``numbers`` gives the place of a candidate in the contest by its number; ``open_context`` tells
    that the text is known to speak of candidates, where a bare number may be one.
    """
    end = 0
    for place, word in enumerate(words):
        if place < end or (word not in _COUNTING and not word.isdecimal()):
            continue
        value, end = _value(words, place)
        if value in numbers and _is_number(words, place, end, open_context=open_context):
            yield Mention(place, end, numbers[value], "number")
        elif FINGERS.get(word) in numbers and open_context:
            yield Mention(place, end, numbers[FINGERS[word]], "number")


def _value(words: Sequence[str], place: int) -> tuple[int | None, int]:
    """The number that begins at ``place``, and where it ends: "dua puluh tiga" is one."""
    value, end = _simple(words[place]), place + 1
    if value is None or value >= 10 or words[place].isdecimal():
        return value, end
    following = words[end] if end < len(words) else ""
    if following in _HUNDREDS:
        return None, _end_of_number(words, end)
    if following in _TEENS:
        return 10 + value, end + 1
    if following in _TWENTIES:
        return 20 + value, end + 1
    return _with_ones(words, 10 * value, end + 1) if following in _TENS else (value, end)


def _simple(word: str) -> int | None:
    digits = int(word) if word.isdecimal() and len(word) < 4 else None
    return NUMBER_OF.get(word) or digits


def _with_ones(words: Sequence[str], tens: int, place: int) -> tuple[int, int]:
    ones = _simple(words[place]) if place < len(words) and not words[place].isdecimal() else None
    return (tens + ones, place + 1) if ones is not None and ones < 10 else (tens, place)


def _end_of_number(words: Sequence[str], place: int) -> int:
    while place < len(words) and (words[place] in _SCALES or words[place] in NUMBER_OF):
        place += 1
    return place


def _is_number(words: Sequence[str], place: int, end: int, *, open_context: bool) -> bool:
    after = words[end] if end < len(words) else ""
    before = [words[at] for at in range(max(0, place - 2), place)]
    if after in _FINGERS or not _FINGERS.isdisjoint(before[-1:]):
        return True
    if before and (before[-1] in INTRODUCES or _introduced_earlier(before)):
        return after not in COUNTED or before[-1] in ("nomor", "nomer", "urut", "paslon")
    bare = words[place].isdecimal() and after not in COUNTED and not after.isdecimal()
    return open_context and bare and not (before and before[-1].isdecimal())


def _introduced_earlier(before: Sequence[str]) -> bool:
    return len(before) == 2 and before[1] in _SKIPPED and before[0] in INTRODUCES
