"""Everything a candidate is called by, as the keys that a text is searched for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from classifiers.abbreviations import ABBREVIATIONS, DEGREE, RANKS
from classifiers.contest import Candidate
from classifiers.normalise import LINK, Normaliser, pieces
from classifiers.wordlists import EVERYONES, HONORIFICS

Kind = Literal["name", "tag", "slogan", "party", "account", "number", "word"]
Keys = tuple[str, ...]

_SEPARATOR = re.compile(r"\s+(?:dan|&)\s+|\s*[-–—/&|]\s*", re.IGNORECASE)
_DOUBLED = re.compile(r"([^\W\d])\1+")
_LEET = str.maketrans("0134567", "oieasgt")
_VOWELS = str.maketrans("", "", "aiueo")
# Words more common than this (log share of running words) are ordinary words, not names.
_ORDINARY = -13.0
# Words more common than this are in nearly every post: a part of a name that is one names nobody.
_EVERYDAY = -8.0
TITLES = HONORIFICS | RANKS
# In a list of names these are titles; in a text they may be other words.
_UNNAMED = TITLES | {"pol", "kol"}


@dataclass(frozen=True, slots=True)
class Form:
    """One way of naming: ``ordinary`` when it is also plain language and needs a context."""

    keys: Keys
    candidate: int
    kind: Kind
    ordinary: bool


@lru_cache(maxsize=200_000)
def key(word: str) -> str:
    """A word as names are compared: digits for letters read, doubled letters single."""
    if word[:-1].isdigit() or not any(char.isalpha() for char in word) or _acronym(word):
        return word
    return _DOUBLED.sub(r"\1", word.translate(_LEET)) if word[0].isalnum() else word


def _acronym(word: str) -> bool:
    """Three equal letters: single, it would be any word that people shorten so."""
    return word == word[0] * 3


def joined(raw: str) -> str:
    """A hashtag, handle or run-together name without marks: ``#Ayo_Coblos`` is ``ayocoblos``."""
    return _DOUBLED.sub(r"\1", "".join(char for char in raw if char.isalnum()))


def forms_of(candidate: Candidate, number: int, normaliser: Normaliser) -> Iterator[Form]:
    """All forms of one candidate, surest first. ``number`` is its place in the contest."""
    reader = _Reader(number, normaliser)
    for name in candidate.names:
        yield from reader.name(name)
    for alias in candidate.aliases:
        yield from reader.phrase(alias, "name")
    for slogan in candidate.slogans:
        yield from reader.phrase(slogan, "slogan")
    for party in candidate.parties:
        yield from reader.phrase(party, "party")
    for name in candidate.names:
        yield from reader.parts(name)
    for alias in candidate.aliases:
        yield from reader.address(alias)


@dataclass(frozen=True, slots=True)
class _Reader:
    candidate: int
    normaliser: Normaliser

    def name(self, name: str) -> Iterator[Form]:
        whole = self._keys(name)
        if not whole:
            return
        yield self._form(whole, "name")
        for person in filter(None, map(self._person, _SEPARATOR.split(name))):
            if len(person) > 1 or not self._is_everyday(person[0]):
                yield self._form(person, "name")

    def phrase(self, phrase: str, kind: Kind) -> Iterator[Form]:
        keys = self._keys(phrase)
        if keys:
            yield self._form(keys, kind)
            yield from self._hyphened(phrase, kind)
            yield from self._short_pair(phrase, kind)
        if kind == "party" and len(keys) > 2 and keys[0] == "partai":
            yield self._form(keys[1:], kind)

    def parts(self, name: str) -> Iterator[Form]:
        """Single words of a longer name, and a long one written without its vowels."""
        if not self._keys(name):
            return
        parts = [part for words in _SEPARATOR.split(name) for part in self._person(words)]
        for part in dict.fromkeys(parts):
            if self._is_everyday(part):
                continue
            if len(part) >= 4:
                yield self._form((part,), "name")
            skeleton = part.translate(_VOWELS)
            if len(skeleton) >= 5 or (len(part) >= 6 and len(skeleton) == 4):
                yield Form((skeleton,), self.candidate, "name", ordinary=True)

    def address(self, alias: str) -> Iterator[Form]:
        """The way of address alone, where it is not everyone's: "Babeh" for "Babeh Ucup"."""
        first, *rest = self._keys(alias)[:2] or ("",)
        if rest and first in HONORIFICS and first not in EVERYONES:
            yield Form((first,), self.candidate, "name", ordinary=True)

    def _hyphened(self, phrase: str, kind: Kind) -> Iterator[Form]:
        """As written, where a hyphen joins what is not two names that are known by themselves."""
        if "-" in phrase:
            words = (word for raw in pieces(phrase) for word in self.normaliser.words(raw))
            keys = tuple(key(word) for word in words if word[0].isalnum() or word == "-")
            yield Form(keys, self.candidate, kind, ordinary=False)

    def _short_pair(self, phrase: str, kind: Kind) -> Iterator[Form]:
        people = _SEPARATOR.split(phrase)
        if len(people) == 2:
            first, second = (self._keys(person) for person in people)
            yield self._form((*first, *second), kind)

    def _keys(self, phrase: str) -> Keys:
        raws = pieces(phrase)
        keys = self._read(raws)
        if LINK in keys:  # every link of every post is this word
            return ()
        return keys if len(keys) > 1 else _as_written(raws) or keys

    def _read(self, raws: Iterable[str]) -> Keys:
        words = [word for raw in raws for word in self.normaliser.words(raw)]
        return tuple(key(word) for word in words if word[0].isalnum())

    def _person(self, phrase: str) -> Keys:
        """A name without titles, which go before shortenings are written out: "dr" is "dari"."""
        untitled = DEGREE.sub(" ", phrase.split(",")[0])
        keys = self._read(raw for raw in pieces(untitled) if raw not in _UNNAMED)
        return tuple(part for part in keys if part not in HONORIFICS and len(part) > 1)

    def _is_everyday(self, word: str) -> bool:
        return word in _WRITTEN_OUT or self.normaliser.lexicon.frequency(word) > _EVERYDAY

    def _form(self, keys: Keys, kind: Kind) -> Form:
        return Form(keys, self.candidate, kind, ordinary=self._is_ordinary(keys, kind))

    def _is_ordinary(self, keys: Keys, kind: Kind) -> bool:
        if len(keys) > 2 or (len(keys) == 2 and kind != "slogan"):
            return False
        return all(self._is_common(word) for word in keys)

    def _is_common(self, word: str) -> bool:
        if len(word) < 3 or word in ABBREVIATIONS:
            return True
        return self.normaliser.lexicon.frequency(word) > _ORDINARY


_WRITTEN_OUT = frozenset(map(key, ABBREVIATIONS.values()))


def _as_written(raws: Sequence[str]) -> Keys:
    """A shortening that is all there is stays one: "Bunda" is no "ibu", nor "Uda" a "sudah"."""
    words = [raw for raw in raws if raw[0].isalnum()]
    return (words[0],) if len(words) == 1 and words[0] in ABBREVIATIONS else ()


def joined_forms(
    candidate: Candidate, number: int, forms: list[Form]
) -> Iterator[tuple[str, Form]]:
    """How a candidate is written as one word: hashtags, accounts, run-together names."""
    for hashtag in candidate.hashtags:
        if text := joined(hashtag.casefold()):
            yield text, Form((), number, "tag", ordinary=False)
    for account in candidate.campaign_accounts:
        if text := joined(account.casefold()):
            yield text, Form((), number, "account", ordinary=False)
    for form in forms:
        yield "".join(form.keys), form
