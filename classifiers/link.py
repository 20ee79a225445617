"""Finding the candidates of a contest in a text, however they are written.

All ways of naming are compiled once per contest. A way of naming that is also plain language, or a
bare number, counts only where the rest of the text is about an election, so that an "amin" in a
prayer stays a prayer. The words of a mention are never its own context.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from classifiers.contest import Contest
from classifiers.normalise import Normaliser
from classifiers.surfaces import Form, Kind, forms_of, joined, joined_forms, key
from classifiers.wordlists import (
    COUNTED,
    ELECTORAL,
    FINGERS,
    HINTS,
    HONORIFICS,
    INTRODUCES,
    NUMBER_OF,
    NUMBERS,
    UNSAID,
)

_CAPITALS = re.compile(r"\b[A-Z][A-Z0-9]{2,}\b")
_SKIPPED = frozenset(
    ["urut", "jari", "#", ":", ".", "-", "nang", "nu", "sing", "ingkang", "sane", "yang"]
)
_PAIRED = frozenset(
    ["-", "&", "dan", "/", ",", "karo", "sareng", "jeung", "ban", "wan", "lawan", "jo"]
)
_SHORTEST_PART = 5
_REMEMBERED = 20_000
_SHORTEST_WORD = 6
_SHORTEST_NAME = 4
_KIND_OF: dict[str, Kind] = {"#": "tag", "@": "account"}
_HANDLE_PARTS = re.compile(r"[._\d]+")
_COUNTING = NUMBER_OF.keys() | FINGERS.keys()
_FAINT = HINTS | UNSAID
_TELLING = ELECTORAL | NUMBERS | _FAINT
_WIDE_MARKS = frozenset("\uff03\ufe5f\uff20\ufe6b")
_FINGERS = frozenset(["jari", "driji", "ramo", "jeriji", "telunjuk"])
_BEFORE_NAME = frozenset(
    [
        "salam",
        "pilih",
        "pilihan",
        "coblos",
        "dukung",
        "mendukung",
        "tim",
        "relawan",
        "pasangan",
        "paslon",
        "in",
        "sahabat",
        "bersama",
        "tetap",
        "tetep",
        "bareng",
        "pendukung",
        "kubu",
        "konco",
        "kanca",
        "baraya",
        "dulur",
        "laskar",
        "loyalis",
        "pokoknya",
        "pokoke",
        "gaskeun",
    ]
)
_AFTER_NAME = frozenset(
    ["menang", "manang", "meunang", "mennang", "dua", "lagi", "harga", "solid", "jaya"]
)


@dataclass(frozen=True, slots=True)
class Post:
    """A text, or a window of it, as the linker reads it.

    ``groups`` holds the words of each token of ``raws``; ``first`` is the number of the window's
    first token in the whole text.
    """

    text: str
    raws: Sequence[str]
    groups: Sequence[tuple[str, ...]]
    words: Sequence[str]
    keys: Sequence[str]
    first: int = 0

    def token_of(self) -> list[int]:
        """For each word the number of its token among ``raws``."""
        return [number for number, group in enumerate(self.groups) for _ in group]


@dataclass(frozen=True, slots=True)
class Mention:
    """Words ``start`` to ``end`` (exclusive) name candidate number ``candidate`` of a contest."""

    start: int
    end: int
    candidate: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Links:
    """What a text has to do with a contest: who is named, and if it may speak of elections at all.

    A mention of kind ``word`` is plain language that is also a name, in a text that does not show
    which is meant.
    """

    mentions: tuple[Mention, ...]
    touched: bool

    @property
    def naming(self) -> tuple[Mention, ...]:
        """The mentions that are meant as such, without plain words that only might be."""
        return tuple(mention for mention in self.mentions if mention.kind != "word")


NO_LINKS = Links((), touched=False)


def _marked(text: str) -> bool:
    """Whether a text may hold a hashtag or a handle."""
    return "#" in text or "@" in text or not (text.isascii() or _WIDE_MARKS.isdisjoint(text))


def read_post(text: str, raws: Sequence[str], normaliser: Normaliser, *, first: int = 0) -> Post:
    """The words of the folded tokens ``raws`` of ``text``."""
    groups = normaliser.groups(raws)
    words = [word for group in groups for word in group]
    return Post(text, raws, groups, words, list(map(key, words)), first)


def shouted(text: str) -> frozenset[str]:
    """The words in capitals, as keys, where not all of the text is in capitals."""
    if text.isupper():
        return frozenset()
    return frozenset(key(word.lower()) for word in _CAPITALS.findall(text))


def is_electoral(words: Sequence[str]) -> bool:
    """One word that only elections have, or two that they often have."""
    if not ELECTORAL.isdisjoint(words):
        return True
    return len(HINTS.intersection(words)) >= 2


class Linker:
    """Finds the mentions of one contest's candidates."""

    def __init__(self, contest: Contest, normaliser: Normaliser) -> None:
        self.contest = contest
        self._forms: dict[str, list[Form]] = {}
        self._joined: dict[str, Form] = {}
        self.numbers = {
            candidate.number: place
            for place, candidate in enumerate(contest.candidates)
            if candidate.number is not None
        }
        self._tag = lru_cache(_REMEMBERED)(self._whole)
        self._compile(normaliser)
        self._starts = frozenset(self._forms)
        self._run_together = {
            text: form
            for text, form in self._joined.items()
            if len(text) >= _SHORTEST_WORD and not form.ordinary and form.keys
        }
        self._within = re.compile("|".join(self._parts()) or r"(?!)")

    def links(self, post: Post) -> Links:
        """Everything in ``post`` that names a candidate, in order and without overlap."""
        if self._says_nothing(post):
            return NO_LINKS
        found = _apart([*self._tagged(post), *self._named(post)])
        rest = _without(post.words, found)
        sure = any(not form.ordinary for _, form in found)
        electoral = is_electoral(rest)
        open_to_all = sure or electoral
        kept = [
            m if open_to_all or _stands_out(m, form, post) else replace(m, kind="word")
            for m, form in found
        ]
        if not NUMBERS.isdisjoint(rest):
            named = any(mention.kind != "word" for mention in kept)
            kept += self._numbered(rest, open_context=electoral or named)
        merged = _merged(sorted(kept, key=lambda m: m.start), post.words)
        mentions = tuple(_titled(merged, post.words))
        return Links(mentions, bool(mentions) or electoral or not _FAINT.isdisjoint(rest))

    def _says_nothing(self, post: Post) -> bool:
        """Whether a glance at the words shows that there is nothing to find: most posts."""
        return (
            _TELLING.isdisjoint(post.words)
            and self._starts.isdisjoint(post.keys)
            and not _marked(post.text)
            and self._run_together.keys().isdisjoint(post.raws)
        )

    def _compile(self, normaliser: Normaliser) -> None:
        owners: dict[tuple[str, ...], Form | None] = {}
        for place, candidate in enumerate(self.contest.candidates):
            forms = list(forms_of(candidate, place, normaliser))
            for form in forms:
                first = owners.setdefault(form.keys, form)
                if first is not None and first.candidate != place:
                    owners[form.keys] = None
            for text, form in joined_forms(candidate, place, forms):
                self._joined.setdefault(text, form)
        for form in filter(None, owners.values()):
            self._forms.setdefault(form.keys[0], []).append(form)
        for forms in self._forms.values():
            forms.sort(key=lambda form: -len(form.keys))

    def _parts(self) -> list[str]:
        long_enough = [text for text in self._joined if len(text) >= _SHORTEST_PART]
        return [re.escape(text) for text in sorted(long_enough, key=len, reverse=True)]

    def _tagged(self, post: Post) -> Iterator[tuple[Mention, Form]]:
        """Tokens that are one name as a whole: hashtags, accounts, names run together."""
        if not _marked(post.text) and self._run_together.keys().isdisjoint(post.raws):
            return
        end = 0
        for raw, words in zip(post.raws, post.groups, strict=True):
            start, end = end, end + len(words)
            tagged = raw[0] in "#@" and len(raw) > 1
            form = self._tag(raw) if tagged else self._run_together.get(raw)
            if form is not None and words:
                yield Mention(start, end, form.candidate, _KIND_OF.get(raw[0], form.kind)), form

    def _whole(self, raw: str) -> Form | None:
        whole = joined(raw)
        known = self._joined.get(whole) or self._part_of_handle(raw)
        if known is None and (inside := self._within.search(whole)):
            known = self._joined[inside.group()]
        return known

    def _part_of_handle(self, raw: str) -> Form | None:
        parts = _HANDLE_PARTS.split(raw[1:]) if raw[0] == "@" else ()
        known = (self._joined.get(joined(part)) for part in parts if len(part) >= _SHORTEST_NAME)
        return next(filter(None, known), None)

    def _named(self, post: Post) -> Iterator[tuple[Mention, Form]]:
        keys = post.keys
        if self._starts.isdisjoint(keys):
            return
        token_of = post.token_of()
        place = 0
        while place < len(keys):
            form = self._at(keys, place)
            if form is None or post.raws[token_of[place]][0] in "@":
                place += 1
                continue
            end = place + len(form.keys)
            yield Mention(place, end, form.candidate, form.kind), form
            place = end

    def _at(self, keys: Sequence[str], place: int) -> Form | None:
        for form in self._forms.get(keys[place], ()):
            if tuple(keys[place : place + len(form.keys)]) == form.keys:
                return form
        return None

    def _numbered(self, words: Sequence[str], *, open_context: bool) -> Iterator[Mention]:
        for place, word in enumerate(words):
            if word not in _COUNTING and not word.isdecimal():
                continue
            value = NUMBER_OF.get(word) or (
                int(word) if word.isdecimal() and len(word) < 4 else None
            )
            if value in self.numbers and _is_number(words, place, open_context=open_context):
                yield Mention(place, place + 1, self.numbers[value], "number")
            elif FINGERS.get(word) in self.numbers and open_context:
                yield Mention(place, place + 1, self.numbers[FINGERS[word]], "number")


def _without(words: Sequence[str], found: Iterable[tuple[Mention, Form]]) -> list[str]:
    """The words with nothing in place of those that name."""
    rest = list(words)
    for mention, _ in found:
        rest[mention.start : mention.end] = [""] * (mention.end - mention.start)
    return rest


def _apart(found: Iterable[tuple[Mention, Form]]) -> list[tuple[Mention, Form]]:
    """Those found that do not overlap: the first, and of those that start together the longest."""
    kept: list[tuple[Mention, Form]] = []
    for mention, form in sorted(found, key=lambda pair: (pair[0].start, -pair[0].end)):
        if not kept or mention.start >= kept[-1][0].end:
            kept.append((mention, form))
    return kept


def _stands_out(mention: Mention, form: Form, post: Post) -> bool:
    """Whether an ordinary word is meant as a name by its capitals or its neighbours."""
    if len(form.keys) == 1 and form.keys[0] in shouted(post.text):
        return True
    before, after = post.words[max(0, mention.start - 1) : mention.start], post.words[mention.end :]
    return not _BEFORE_NAME.isdisjoint(before) or not _AFTER_NAME.isdisjoint(after[:1])


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


def _merged(mentions: Sequence[Mention], words: Sequence[str]) -> Iterator[Mention]:
    """Two names of one pair, written side by side, are one mention."""
    waiting: Mention | None = None
    for mention in mentions:
        if waiting is not None and _belong(waiting, mention, words):
            waiting = Mention(waiting.start, mention.end, mention.candidate, mention.kind)
            continue
        if waiting is not None:
            yield waiting
        waiting = mention
    if waiting is not None:
        yield waiting


def _titled(mentions: Iterable[Mention], words: Sequence[str]) -> Iterator[Mention]:
    """Names with the titles before them, which would tell a "Bu" from a "Pak"."""
    end = 0
    for mention in mentions:
        start = mention.start
        while mention.kind == "name" and start > end and words[start - 1] in HONORIFICS:
            start -= 1
        yield Mention(start, mention.end, mention.candidate, mention.kind)
        end = mention.end


def _belong(first: Mention, second: Mention, words: Sequence[str]) -> bool:
    between = words[first.end : second.start]
    same = (first.candidate, first.kind) == (second.candidate, second.kind)
    return same and len(between) <= 1 and _PAIRED.issuperset(between)
