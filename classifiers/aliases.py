"""All ways of naming the candidates of one contest, compiled once, and where a post holds them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TypeVar

from classifiers.abbreviations import ABBREVIATIONS
from classifiers.contest import Contest
from classifiers.mention import Mention
from classifiers.normalise import Normaliser
from classifiers.post import Post
from classifiers.surfaces import Form, Kind, forms_of, joined, joined_forms

Found = tuple[Mention, Form]
_Way = TypeVar("_Way")

_SHORTEST_PART = 5
_REMEMBERED = 20_000
_SHORTEST_WORD = 6
_SHORTEST_NAME = 4
_KIND_OF: dict[str, Kind] = {"#": "tag", "@": "account"}
_HANDLE_PARTS = re.compile(r"[._\d]+")


class Aliases:
    """Everything that the candidates of a contest are called by; what two share, names neither."""

    def __init__(self, contest: Contest, normaliser: Normaliser) -> None:
        self._forms: dict[str, list[Form]] = {}
        self._joined: dict[str, Form | None] = {}
        self._tag = lru_cache(_REMEMBERED)(self._whole)
        self._compile(contest, normaliser)
        self._starts = frozenset(self._forms)
        self._run_together = {
            text: form
            for text, form in self._joined.items()
            if form is not None
            and form.keys
            and (text in ABBREVIATIONS or _is_run_together(text, form))
        }
        self._within = re.compile("|".join(self._parts()) or r"(?!)")

    def absent(self, post: Post) -> bool:
        """Whether a glance at the words shows that none is there."""
        return self._starts.isdisjoint(post.keys) and self._is_untagged(post)

    def found(self, post: Post) -> list[Found]:
        """Everything in ``post`` that may name a candidate, in order and without overlap."""
        return _apart([*self._tagged(post), *self._named(post)])

    def _compile(self, contest: Contest, normaliser: Normaliser) -> None:
        owners: dict[tuple[str, ...], Form | None] = {}
        for place, candidate in enumerate(contest.candidates):
            forms = list(forms_of(candidate, place, normaliser))
            for form in forms:
                _claim(owners, form.keys, form)
            for text, form in joined_forms(candidate, place, forms):
                _claim(self._joined, text, form)
        for form in filter(None, owners.values()):
            self._forms.setdefault(form.keys[0], []).append(form)
        for forms in self._forms.values():
            forms.sort(key=lambda form: -len(form.keys))

    def _parts(self) -> list[str]:
        long_enough = [text for text in self._joined if len(text) >= _SHORTEST_PART]
        return [re.escape(text) for text in sorted(long_enough, key=len, reverse=True)]

    def _tagged(self, post: Post) -> Iterator[Found]:
        """Tokens that are one name as a whole: hashtags, accounts, names run together or short."""
        if self._is_untagged(post):
            return
        end = 0
        for raw, words in zip(post.raws, post.groups, strict=True):
            start, end = end, end + len(words)
            tagged = raw[0] in "#@" and len(raw) > 1
            form = self._tag(raw) if tagged else self._run_together.get(raw)
            if form is not None and words:
                yield Mention(start, end, form.candidate, _KIND_OF.get(raw[0], form.kind)), form

    def _is_untagged(self, post: Post) -> bool:
        return not post.is_marked() and self._run_together.keys().isdisjoint(post.raws)

    def _whole(self, raw: str) -> Form | None:
        whole = joined(raw)
        if whole in self._joined:
            return self._joined[whole]
        known = self._part_of_handle(raw)
        if known is None and (inside := self._within.search(whole)):
            known = self._joined[inside.group()]
        return known

    def _part_of_handle(self, raw: str) -> Form | None:
        parts = _HANDLE_PARTS.split(raw[1:]) if raw[0] == "@" else ()
        known = (self._joined.get(joined(part)) for part in parts if len(part) >= _SHORTEST_NAME)
        return next(filter(None, known), None)

    def _named(self, post: Post) -> Iterator[Found]:
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


def _claim(owners: dict[_Way, Form | None], way: _Way, form: Form) -> None:
    """What is claimed by a second candidate is nobody's from then on."""
    first = owners.setdefault(way, form)
    if first is not None and first.candidate != form.candidate:
        owners[way] = None


def _is_run_together(text: str, form: Form) -> bool:
    return len(text) >= _SHORTEST_WORD and not form.ordinary


def _apart(found: Iterable[Found]) -> list[Found]:
    """Those found that do not overlap: the first, and of those that start together the longest."""
    kept: list[Found] = []
    for mention, form in sorted(found, key=lambda pair: (pair[0].start, -pair[0].end)):
        if not kept or mention.start >= kept[-1][0].end:
            kept.append((mention, form))
    return kept
