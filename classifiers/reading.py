"""Reading texts once for all heads: words, windows of long texts, links to every contest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from classifiers.contest import Contest
from classifiers.link import Linker
from classifiers.mask import hide, sources, without_overlap
from classifiers.normalise import Normaliser, pieces, tokens
from classifiers.post import Post, read_post
from classifiers.support import Linked

# A long text is as bad as its worst stretch: it is scored in overlapping windows of tokens.
WINDOW, STEP = 64, 48

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, or a window of it: ``row`` is the number of the text."""

    row: int
    post: Post
    linked: tuple[Linked, ...]

    @property
    def touched(self) -> list[Linked]:
        """The contests that the text has to do with."""
        return [entry for entry in self.linked if entry.links.touched]

    @property
    def text(self) -> str:
        """What was read: the text, or of a text that is too long for one window, its tokens."""
        whole = self.post.first == 0 and len(self.post.raws) < WINDOW
        return self.post.text if whole else " ".join(self.post.raws)

    def hidden(self) -> Sequence[str]:
        """The words with every candidate of every contest in one and the same slot."""
        mentions = [mention for entry in self.linked for mention in entry.links.naming]
        return hide(self.post.words, without_overlap(mentions))

    def hidden_sources(self) -> list[Place]:
        """For each of the ``hidden`` words the words (start, end) that it stands for."""
        mentions = [mention for entry in self.linked for mention in entry.links.naming]
        return sources(len(self.post.words), without_overlap(mentions))

    def places(self, ranges: Sequence[Place]) -> list[Place]:
        """Characters (start, end) of ranges of words."""
        if not ranges:
            return []
        whole, first = tokens(self.post.text), self.post.first
        token_of = self.post.token_of()
        return [
            (whole[first + token_of[start]].start, whole[first + token_of[end - 1]].end)
            for start, end in ranges
        ]


class Reader:
    """Reads texts with one normaliser and the contests of an office."""

    def __init__(self, normaliser: Normaliser, contests: Sequence[Contest]) -> None:
        self.normaliser = normaliser
        self._linkers = [Linker(contest, normaliser) for contest in contests]

    def hidden(self, text: str) -> Sequence[str]:
        """All words of a text, however long, with every candidate in one and the same slot."""
        post = read_post(text, pieces(text), self.normaliser)
        linked = tuple(Linked(post, linker, linker.links(post)) for linker in self._linkers)
        return Reading(0, post, linked).hidden()

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """One reading a text, more for one of more than 64 tokens; rows do not fall."""
        return [reading for row, text in enumerate(texts) for reading in self._windows(row, text)]

    def _windows(self, row: int, text: str) -> Iterator[Reading]:
        raws = pieces(text)
        for first, end in self._bounds(text, raws):
            post = read_post(text, raws[first:end], self.normaliser, first=first)
            linked = tuple(Linked(post, linker, linker.links(post)) for linker in self._linkers)
            yield Reading(row, post, linked)

    def _bounds(self, text: str, raws: Sequence[str]) -> list[tuple[int, int]]:
        """Tokens (first, end) of every window. A mention counts as one, however long its name, so
        that another candidate in its place moves no window.
        """
        if len(raws) <= WINDOW:
            return [(0, len(raws))]
        post = read_post(text, raws, self.normaliser)
        token_of, counted = post.token_of(), np.ones(len(raws), dtype=np.int64)
        for linker in self._linkers:
            for mention in linker.links(post).mentions:
                counted[token_of[mention.start] + 1 : token_of[mention.end - 1] + 1] = 0
        places = np.cumsum(counted) - 1
        starts = np.arange(0, max(int(places[-1]) + 1 - WINDOW + STEP, 1), STEP)
        edges = np.searchsorted(places, [starts, starts + WINDOW])
        return [(int(first), int(end)) for first, end in edges.T]
