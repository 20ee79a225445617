"""Putting slots for mentions, so that a model cannot know one candidate from another.

A slot is one private-use character. Folding drops those from every text, so no text can hold one.
"""

from __future__ import annotations

from collections.abc import Sequence

from classifiers.link import Mention
from classifiers.surfaces import Kind

_KINDS: tuple[Kind, ...] = ("name", "tag", "slogan", "party", "account", "number")
SLOTS: dict[Kind, str] = {kind: chr(0xE000 + place) for place, kind in enumerate(_KINDS)}
OWN: dict[Kind, str] = {kind: chr(0xE010 + place) for place, kind in enumerate(_KINDS)}
RIVAL: dict[Kind, str] = {kind: chr(0xE020 + place) for place, kind in enumerate(_KINDS)}
NUMBER = "\ue030"
CLAIMED, CHECKER = "\ue020\ue020", "\ue020\ue021"


def is_slot(word: str) -> bool:
    """Whether a word is a slot."""
    return "\ue000" <= word < NUMBER


def mask(words: Sequence[str], mentions: Sequence[Mention]) -> list[str]:
    """The words with one slot per kind of mention, whoever it is, and all other numbers alike."""
    slots = [SLOTS[mention.kind] for mention in mentions]
    return [NUMBER if word.isdecimal() else word for word in replace(words, mentions, slots)]


def mask_for(words: Sequence[str], mentions: Sequence[Mention], candidate: int) -> list[str]:
    """The words as they concern one candidate: its own mentions one slot, its rivals' another."""
    slots = [(OWN if m.candidate == candidate else RIVAL)[m.kind] for m in mentions]
    return [NUMBER if word.isdecimal() else word for word in replace(words, mentions, slots)]


def hide(words: Sequence[str], mentions: Sequence[Mention]) -> Sequence[str]:
    """The words with the mentions in slots and nothing else changed."""
    return replace(words, mentions, [SLOTS["name"]] * len(mentions)) if mentions else words


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
