"""Other ways of reading the same words: each view is what one block of grams is taken from.

A view of a text is again a list of words. ``sources`` says which word of the text each came from;
views that say something of the text as a whole have none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations

from classifiers.beside import beside_groups, beside_mentions
from classifiers.claim_words import CLAIM_CLASS_OF
from classifiers.features import Words
from classifiers.hate_words import GROUPS, HATE_CLASS_OF
from classifiers.mask import NUMBER, is_slot, order_of_slot
from classifiers.wordlists import CLASS_OF, ELECTORAL, HINTS, SELF

_CLAIM_MARKS = frozenset([*CLAIM_CLASS_OF, "?", "!", '"', "url"])
_QUOTING = ("!", "?", '"', ":")
_GROUP = "(group)"
_EMOJI, _FIRST = chr(0x2190), chr(0xE000)
_TURNS, _MANY = 4, 3


def _as_written(words: Words) -> Words:
    return words


def _every_word(words: Words) -> list[int]:
    return list(range(len(words)))


def _sketch(words: Words) -> list[str]:
    """Only slots and what the known words do: "ayo pilih slot", whatever the language."""
    return [
        CLASS_OF.get(word, word)
        for word in words
        if word in CLASS_OF or (word >= _FIRST and is_slot(word))
    ]


def _sketch_sources(words: Words) -> list[int]:
    return [place for place, word in enumerate(words) if word in CLASS_OF or is_slot(word)]


def _claim_sketch(words: Words) -> list[str]:
    """Only what the words do with a claim, the claim itself, and question marks."""
    return [
        CLAIM_CLASS_OF.get(word, word) for word in words if word in _CLAIM_MARKS or is_slot(word)
    ]


def _facts(words: Words) -> Sequence[str]:
    """How many candidates are named and how, whether the writer speaks of themselves, and such."""
    return _known_facts(tuple(words))


# Two blocks want the facts of every text.
@lru_cache(maxsize=4_096)
def _known_facts(words: tuple[str, ...]) -> tuple[str, ...]:
    slots = [word for word in words if word >= _FIRST and is_slot(word)]
    return (
        f"candidates {min(len({order_of_slot(slot) for slot in slots}), 3)}",
        f"kinds {len(set(slots))}",
        f"numbers {min(words.count(NUMBER), 3)}",
        *_marks(words),
        *(f"first {5 * words.index(slot) // len(words)}" for slot in slots[:1]),
    )


def _marks(words: Words) -> Iterator[str]:
    present = set(words)
    yield from (f"mark {mark}" for mark in _QUOTING if mark in present)
    if not ELECTORAL.isdisjoint(present) or len(HINTS & present) > 1:
        yield "electoral"
    if not SELF.isdisjoint(present):
        yield "self"
    if any(word >= _EMOJI and not is_slot(word) and word != NUMBER for word in present):
        yield "emoji"


def _in_turn(words: Words) -> tuple[str, str]:
    """Whose the mentions are, in turn, and how many each has."""
    orders = [order_of_slot(word) for word in words if word >= _FIRST and is_slot(word)]
    counts = [min(orders.count(order), _MANY) for order in sorted(set(orders))]
    return f"turn {orders[:_TURNS]}", f"counts {sorted(set(orders))} {counts}"


def _beside(words: Words) -> list[str]:
    return [word for word, _ in beside_mentions(words)]


def _beside_sources(words: Words) -> list[int]:
    return [place for _, place in beside_mentions(words)]


def _beside_groups(words: Words) -> list[str]:
    return [word for word, _ in beside_groups(words)]


def _beside_groups_sources(words: Words) -> list[int]:
    return [place for _, place in beside_groups(words)]


def _together(words: Words) -> list[str]:
    """Every two things that the text as a whole has: facts and what its words do."""
    everything = sorted({*_facts(words), *_sketch(words)})
    return [f"{first} + {second}" for first, second in combinations(everything, 2)]


def _groups_alike(words: Words) -> list[str]:
    """The words with every group of people called the same."""
    return [_GROUP if word in GROUPS else word for word in words]


def _acts(words: Words) -> list[str]:
    """The words, those known for hate or against it by what they do."""
    return [HATE_CLASS_OF.get(word, word) for word in words]


VIEWS: Mapping[str, Callable[[Words], Words]] = {
    "words": _as_written,
    "sketch": _sketch,
    "claim_sketch": _claim_sketch,
    "facts": _facts,
    "in_turn": _in_turn,
    "beside": _beside,
    "together": _together,
    "groups_alike": _groups_alike,
    "acts": _acts,
    "beside_groups": _beside_groups,
}
SOURCES: Mapping[str, Callable[[Words], list[int]]] = {
    "words": _every_word,
    "groups_alike": _every_word,
    "acts": _every_word,
    "sketch": _sketch_sources,
    "beside": _beside_sources,
    "beside_groups": _beside_groups_sources,
}
