"""Whom a text may mean that takes a side, names nobody and holds no other hint: by rare words.

A slogan or an alias leaves its words behind: "besok bangun pagi, buka jendela" where only one
candidate's slogan has *jendela*. In the written examples without any other hint such words are the
right candidate's in 317 of 376 (ADR 0042). So it is a guess to show a person;
no head learns from it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from classifiers.contest import Candidate, Contest
from classifiers.features import Words
from classifiers.mention import Mention
from classifiers.normalise import Normaliser
from classifiers.stem import stem

# The logarithm of one word in three thousand.
_RARE = -8.0
_SHORTEST = 3


def rare_words(contest: Contest, normaliser: Normaliser) -> dict[str, int]:
    """The stems of rare words that one candidate's names, aliases, tags, slogans or parties have
    and no other's, with its place."""
    own = [_stems(candidate, normaliser) for candidate in contest.candidates]
    shared = Counter(word for words in own for word in words)
    return {word: place for place, words in enumerate(own) for word in words if shared[word] == 1}


def echoed(words: Words, rare: Mapping[str, int]) -> list[Mention]:
    """The rare words of the one candidate of whom the text has most; none if two are level."""
    stems = [stem(word) for word in words]
    told = Counter(rare[part] for part in set(stems) if part in rare)
    most = [candidate for candidate, count in told.items() if count == max(told.values())]
    return [
        Mention(place, place + 1, rare[part], "slogan")
        for place, part in enumerate(stems)
        if part in rare and most == [rare[part]]
    ]


def _stems(candidate: Candidate, normaliser: Normaliser) -> set[str]:
    return {
        stem(word)
        for phrase in _called(candidate)
        for word in normaliser.read(phrase)
        if len(word) >= _SHORTEST and word.isalpha()
        if normaliser.lexicon.frequency(word) < _RARE
    }


def _called(candidate: Candidate) -> Iterable[str]:
    yield from (*candidate.names, *candidate.aliases, *candidate.slogans, *candidate.parties)
    yield from (tag.removeprefix("#") for tag in candidate.hashtags)
