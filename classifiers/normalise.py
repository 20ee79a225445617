"""Words: a text as a list of plain words, each knowing where it stood in the original.

Links, handles and numbers that identify become one token each; runs of letters are shortened; a
digit standing for a letter is read as the letter (M3tal); hashtags are split into their words;
everyday shortenings are written out. Nothing here is shown to a reader: it is what models see.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from classifiers.abbreviations import ABBREVIATIONS
from classifiers.fold import fold, fold_offsets
from classifiers.lexicon import Lexicon
from classifiers.wordlists import ACRONYMS

LINK, HANDLE, HASHTAG = "url", "@user", "#"

# Whatever becomes words is cut: letters after 48, numbers and words with apostrophes after some
# parts. So no post can hold a word of any length.
_TOKEN = re.compile(
    r"https?://[^\s]+|www\.[^\s]+"
    r"|\[(?:email|phone|number)\]"
    r"|[\w.+-]{1,48}@[\w-]{1,48}\.[\w.-]{1,48}"
    r"|@\w{1,80}(?:\.\w{1,40})*|#\w{1,80}"
    r"|\d{1,48}+(?:[.,:]\d{1,48}+){0,9}+(?![^\W\d_])"
    r"|[^\W_]{1,48}(?:'[^\W_]{1,24}){0,4}"
    r"|(?P<mark>[^\w\s])(?P=mark)*"
)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_RUN = re.compile(r"([^\W\d_])\1{2,}")
_LEET_DIGIT = re.compile(r"(?<=[^\W\d_])[013456789](?=[^\W\d_])")
_LEET = str.maketrans("013456789", "oieasgtbg")
_GLUED = re.compile(r"([^\W\d_]{2,})(\d{1,4})|(\d{1,4})([^\W\d_]{3,})")
_HASHTAG = re.compile(r"#\w+")
_STRETCH = re.compile(r"\S+")
_BOUNDARY = re.compile(
    r"(?<=[a-z])(?=[A-Z])"
    r"|(?<=[A-Za-z])(?=\d+(?:[^A-Za-z\d]|[A-Z][a-z]|$))"
    r"|(?<=[#_]\d)(?=[A-Za-z])|(?<=\d\d)(?=[A-Za-z])|(?<=\d)(?=[A-Z][a-z])"
)
_RUN_TOGETHER = 15
_KILOMETRES = "km"
_CACHE_LIMIT = 200_000
_LONGEST_KEPT = 48
_LONGEST_WORD = 48


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the original text (``start`` to ``end``, exclusive), folded, as ``raw``."""

    raw: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Normaliser:
    """Makes words of texts, with one lexicon; remembers the tokens it has seen (bounded)."""

    lexicon: Lexicon
    _seen: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def normalise(self, text: str) -> str:
        """The words of ``text``, joined by spaces. Normalising twice changes nothing."""
        return " ".join(self.read(text))

    def read(self, text: str) -> list[str]:
        """The words of ``text`` in order."""
        return [word for group in self.groups(pieces(text)) for word in group]

    def groups(self, raws: Sequence[str]) -> list[tuple[str, ...]]:
        """The words of every folded token."""
        seen = self._seen
        found = [seen.get(raw) or self.words(raw) for raw in raws]
        return _measured(raws, found) if _KILOMETRES in raws else found

    def words(self, raw: str) -> tuple[str, ...]:
        """The plain words that a folded token stands for; empty for a mark without meaning."""
        known = self._seen.get(raw)
        if known is None:
            if len(self._seen) >= _CACHE_LIMIT:
                self._seen.clear()
            known = self._seen[raw] = self._plain(raw)
        return known

    def _plain(self, raw: str) -> tuple[str, ...]:
        if raw.startswith(("http://", "https://", "www.")):
            return (LINK,)
        if raw[0] == "#" and len(raw) > 1 and raw[1] != "#":
            return (HASHTAG, *self._hashtag(raw))
        if raw[0] == "@" and len(raw) > 1 and raw[1] != "@":
            return (HANDLE,)
        if raw[0] == "[" and len(raw) > 1 and raw[1].isalpha():
            return (raw,)
        if "@" in raw and raw[0] != "@":
            return ("[email]",)
        return self._word(raw) if raw[0].isalnum() else (raw[0],)

    def _hashtag(self, raw: str) -> list[str]:
        parts = [part for match in _WORD.findall(raw) for part in self.lexicon.split(match)]
        return [word for part in parts for word in self._word(part)]

    def _word(self, raw: str) -> tuple[str, ...]:
        if raw in ACRONYMS:
            return (raw,)
        letters = raw.isalpha()
        word = self._shorten(raw if letters else self._letters(raw))
        glued = None if letters else _GLUED.fullmatch(word)
        parts = (word,) if glued is None else self._unglue(glued)
        return tuple(ABBREVIATIONS.get(w, w) for part in parts for w in self._apart(part))

    def _apart(self, word: str) -> tuple[str, ...]:
        return self.lexicon.split(word) if len(word) >= _RUN_TOGETHER else (word,)

    def _letters(self, raw: str) -> str:
        letters, digits = _LEET_DIGIT.subn(lambda digit: digit.group().translate(_LEET), raw)
        if digits > 1:
            return raw.translate(_LEET)
        return letters if digits and letters in self.lexicon else raw

    def _shorten(self, word: str) -> str:
        # Three letters that are all alike are an acronym: of PPP, "p" would be left.
        if not _RUN.search(word) or len(word) == 3:
            return word
        once, twice = _RUN.sub(r"\1", word), _RUN.sub(r"\1\1", word)
        return twice if twice in self.lexicon and once not in self.lexicon else once

    def _unglue(self, glued: re.Match[str]) -> tuple[str, ...]:
        stem, digits, leading, rest = glued.groups()
        if stem is None:
            return (leading, rest)
        doubled = digits == "2" and stem in self.lexicon and stem not in _NUMBERED
        return (stem,) if doubled else (stem, digits)


def _measured(raws: Sequence[str], groups: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Kilometres after a number, where ``km`` is not short for *kamu*, you."""
    before = ["", *("".join(group)[-1:] for group in groups)]
    return [
        (_KILOMETRES,) if raw == _KILOMETRES and last.isdecimal() else group
        for raw, last, group in zip(raws, before, groups, strict=False)
    ]


# Words that a number follows: "no2" is a number, while "anak2" is a doubled word.
_NUMBERED = frozenset(
    [
        "no",
        "nmr",
        "nomor",
        "nomer",
        "nmor",
        "urut",
        "paslon",
        "pasangan",
        "calon",
        "coblos",
        "nyoblos",
        "pilih",
        "milih",
        "jari",
        "salam",
        "nmer",
        "cblos",
        "kandidat",
        "capres",
        "cagub",
        "cabup",
        "cawali",
        "caleg",
    ]
)


def pieces(text: str) -> list[str]:
    """The folded tokens of ``text``, before they become plain words.

    No token reaches over white space, so each stretch between is taken apart once and remembered.
    """
    return [raw for stretch in text.split() for raw in _STRETCHES[stretch]]


class _Stretches(dict[str, tuple[str, ...]]):
    """Filled on sight and emptied when full; long stretches are not kept."""

    def __missing__(self, stretch: str) -> tuple[str, ...]:
        found = _apart(stretch)
        if len(self) >= _CACHE_LIMIT:
            self.clear()
        if len(stretch) <= _LONGEST_KEPT:
            self[stretch] = found
        return found


_STRETCHES = _Stretches()


def _apart(stretch: str) -> tuple[str, ...]:
    marked = _mark_hashtags(stretch) if HASHTAG in stretch else stretch
    folded = fold(marked)
    if folded.isalpha() and len(folded) <= _LONGEST_WORD:
        return (folded,)
    return tuple(match.group() for match in _TOKEN.finditer(folded))


def tokens(text: str) -> list[Token]:
    """As ``pieces``, with the place of every token in the original text."""
    return [
        Token(token.raw, stretch.start() + token.start, stretch.start() + token.end)
        for stretch in _STRETCH.finditer(text)
        for token in _placed(stretch.group())
    ]


def _placed(stretch: str) -> list[Token]:
    return _remembered(stretch) if len(stretch) <= _LONGEST_KEPT else _located(stretch)


def _located(stretch: str) -> list[Token]:
    marked = _mark_hashtags(stretch) if HASHTAG in stretch else stretch
    origin = _origins(stretch, marked)
    return [
        Token(match.group(), origin[match.start()], _end(origin, match.end()))
        for match in _TOKEN.finditer(fold(marked))
    ]


_remembered = lru_cache(maxsize=20_000)(_located)


def _end(origin: Sequence[int], folded_end: int) -> int:
    """After the last character, and after marks that were folded away behind it."""
    return max(origin[folded_end - 1] + 1, origin[folded_end])


def _mark_hashtags(text: str) -> str:
    """Put ``_`` between the words that capitals and digits tell apart: #AyoPilih -> #Ayo_Pilih."""
    return _HASHTAG.sub(lambda tag: _BOUNDARY.sub("_", tag.group()), text)


def _origins(text: str, marked: str) -> list[int]:
    folded_to_marked = fold_offsets(marked)
    if marked is text or marked == text:
        return folded_to_marked
    marked_to_text = _without_marks(text, marked)
    return [marked_to_text[place] for place in folded_to_marked]


def _without_marks(text: str, marked: str) -> list[int]:
    places, at = [], 0
    for char in marked:
        places.append(at)
        if at < len(text) and text[at] == char:
            at += 1
    return [*places, len(text)]
