"""Putting slots for mentions, so that a model cannot know one candidate from another.

A slot is one private-use character. Folding drops those from every text, so no text can hold one.
"""

from __future__ import annotations

from collections.abc import Sequence

from classifiers.mention import Mention
from classifiers.surfaces import Kind

_KINDS: tuple[Kind, ...] = ("name", "tag", "slogan", "party", "account", "number", "word")
_ORDERS = 3
_FIRST_SLOT = 0xE000
OWN, RIVAL = _ORDERS, _ORDERS + 1
NUMBER = "\ue0f0"
CLAIMED, CHECKER = "\ue0f1", "\ue0f2"


def slot(kind: Kind, order: int) -> str:
    """The slot of a mention; ``order`` tells the candidate named first from the second."""
    return _slot(kind, min(order, _ORDERS - 1))


def is_slot(word: str) -> bool:
    """Whether a word stands for a mention or for a claim."""
    return "\ue000" <= word <= CHECKER and word != NUMBER


def order_of_slot(slot: str) -> int:
    """Which of the candidates named a slot stands for: 0, 1, or 2 for all later ones.

    Where the words concern one candidate, ``OWN`` or ``RIVAL``.
    """
    return (ord(slot) - _FIRST_SLOT) // len(_KINDS)


def mask(words: Sequence[str], mentions: Sequence[Mention]) -> list[str]:
    """The words with a slot for each mention, by kind and by who is named first, not by who it is.

    All other numbers become alike.
    """
    orders: dict[int, int] = {}
    for mention in mentions:
        orders.setdefault(mention.candidate, len(orders))
    slots = [slot(mention.kind, orders[mention.candidate]) for mention in mentions]
    return numbers_alike(replace(words, mentions, slots))


def mask_for(words: Sequence[str], mentions: Sequence[Mention], candidate: int) -> list[str]:
    """The words as they concern one candidate: its own mentions one slot, its rivals' another."""
    sides = [OWN if mention.candidate == candidate else RIVAL for mention in mentions]
    slots = [_slot(mention.kind, side) for mention, side in zip(mentions, sides, strict=True)]
    return numbers_alike(replace(words, mentions, slots))


def _slot(kind: Kind, order: int) -> str:
    return chr(_FIRST_SLOT + order * len(_KINDS) + _KINDS.index(kind))


def hide(words: Sequence[str], mentions: Sequence[Mention]) -> Sequence[str]:
    """The words with the mentions in slots and nothing else changed."""
    return replace(words, mentions, [slot("name", 0)] * len(mentions)) if mentions else words


def numbers_alike(words: Sequence[str]) -> list[str]:
    """The words with one mark for every number in digits."""
    if not any(map(str.isdecimal, words)):
        return list(words)
    return [NUMBER if word.isdecimal() else word for word in words]


def replace(words: Sequence[str], mentions: Sequence[Mention], slots: Sequence[str]) -> list[str]:
    """The words with each mention (in order, without overlap) replaced by its slot."""
    masked: list[str] = []
    at = 0
    for mention, slot in zip(mentions, slots, strict=True):
        masked += words[at : mention.start]
        masked.append(slot)
        at = mention.end
    return [*masked, *words[at:]]


def sources(size: int, mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """For each word after ``replace``, the words (start, end) of ``size`` that it stands for."""
    places: list[tuple[int, int]] = []
    at = 0
    for mention in mentions:
        places += [(word, word + 1) for word in range(at, mention.start)]
        places.append((mention.start, mention.end))
        at = mention.end
    return places + [(word, word + 1) for word in range(at, size)]


def without_overlap(mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions of several contests in order; where two overlap, the longer of them."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept
