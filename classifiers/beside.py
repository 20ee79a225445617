"""What stands beside a mention or a group of people: "jangan" before a rival, not just anywhere.

Grams of words that follow each other tie a word to what it is about only where nothing stands
between; these do so a few words further, whatever stands between.
"""

from __future__ import annotations

from collections.abc import Iterator

from classifiers.features import Words
from classifiers.hate_words import GROUPS
from classifiers.mask import is_slot, order_of_slot

_MENTION_REACH, _GROUP_REACH, _NEAREST = 4, 8, 2
_FIRST_SLOT = chr(0xE000)
_GROUP = "(group)"


def beside_mentions(words: Words) -> list[tuple[str, int]]:
    """Whose mention and what word stands beside it, with the word's place, for every mention."""
    if max(words, default="") < _FIRST_SLOT:
        return []
    anchors = [
        (place, str(order_of_slot(word))) for place, word in enumerate(words) if is_slot(word)
    ]
    return [near for place, whose in anchors for near in _near(words, place, whose, _MENTION_REACH)]


def beside_groups(words: Words) -> list[tuple[str, int]]:
    """What stands beside groups of people, whichever they are, with the place of each word."""
    if GROUPS.isdisjoint(words):
        return []
    alike = [_GROUP if word in GROUPS else word for word in words]
    anchors = [place for place, word in enumerate(alike) if word == _GROUP]
    return [near for place in anchors for near in _near(alike, place, _GROUP, _GROUP_REACH)]


def _near(words: Words, anchor: int, name: str, reach: int) -> Iterator[tuple[str, int]]:
    """Words up to ``reach`` from a place; of the nearest also the side on which they stand."""
    for place in range(max(0, anchor - reach), min(len(words), anchor + reach + 1)):
        if place == anchor:
            continue
        yield f"{name} {words[place]}", place
        if abs(place - anchor) <= _NEAREST:
            yield f"{name} {'<' if place < anchor else '>'} {words[place]}", place
