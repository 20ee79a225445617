"""Where a text names the candidates of a contest, and which mentions are really one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from classifiers.surfaces import TITLES, Kind

_PAIRED = frozenset(
    ["-", "&", "dan", "/", ",", "karo", "sareng", "jeung", "ban", "wan", "lawan", "jo"]
)


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


def merged(mentions: Sequence[Mention], words: Sequence[str]) -> Iterator[Mention]:
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


def titled(mentions: Iterable[Mention], words: Sequence[str]) -> Iterator[Mention]:
    """Names with the titles before them, which would tell a "Bu" from a "Pak"."""
    end = 0
    for mention in mentions:
        start = mention.start
        while mention.kind == "name" and start > end and words[start - 1] in TITLES:
            start -= 1
        yield Mention(start, mention.end, mention.candidate, mention.kind)
        end = mention.end


def _belong(first: Mention, second: Mention, words: Sequence[str]) -> bool:
    between = words[first.end : second.start]
    same = (first.candidate, first.kind) == (second.candidate, second.kind)
    return same and len(between) <= 1 and _PAIRED.issuperset(between)
