"""Finding the candidates of a contest in a text, however they are written.

All ways of naming are compiled once per contest. A way of naming that is also plain language, or a
bare number, counts only where the rest of the text is about an election, so that an "amin" in a
prayer stays a prayer. The words of a mention are never its own context.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from classifiers.aliases import Aliases, Found
from classifiers.ballot_number import numbered
from classifiers.contest import Contest
from classifiers.echo import rare_words
from classifiers.hinted import titles_of
from classifiers.mention import NO_LINKS, Links, Mention, merged, titled
from classifiers.normalise import Normaliser
from classifiers.post import Post
from classifiers.surfaces import Form
from classifiers.wordlists import ELECTORAL, HINTS, NUMBERS, UNSAID

_FAINT = HINTS | UNSAID
_TELLING = ELECTORAL | NUMBERS | _FAINT
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


class Linker:
    """Finds the mentions of one contest's candidates."""

    def __init__(self, contest: Contest, normaliser: Normaliser) -> None:
        self.contest = contest
        numbers = Counter(candidate.number for candidate in contest.candidates)
        self.numbers = {
            candidate.number: place
            for place, candidate in enumerate(contest.candidates)
            if candidate.number is not None and numbers[candidate.number] == 1
        }
        self.titles = titles_of(
            [
                [normaliser.read(called) for called in (*candidate.names, *candidate.aliases)]
                for candidate in contest.candidates
            ]
        )
        self.rare_words = rare_words(contest, normaliser)
        self._aliases = Aliases(contest, normaliser)

    def links(self, post: Post) -> Links:
        """Everything in ``post`` that names a candidate, in order and without overlap."""
        if self._says_nothing(post):
            return NO_LINKS
        found = self._aliases.found(post)
        rest = _without(post.words, found)
        sure = any(not form.ordinary for _, form in found)
        electoral = _is_electoral(rest)
        open_to_all = sure or electoral
        kept = [
            m if open_to_all or _stands_out(m, form, post) else replace(m, kind="word")
            for m, form in found
        ]
        if not NUMBERS.isdisjoint(rest):
            named = any(mention.kind != "word" for mention in kept)
            kept += numbered(rest, self.numbers, open_context=electoral or named)
        joined = merged(sorted(kept, key=lambda m: m.start), post.words)
        mentions = tuple(titled(joined, post.words))
        return Links(mentions, bool(mentions) or electoral or not _FAINT.isdisjoint(rest))

    def _says_nothing(self, post: Post) -> bool:
        """Whether a glance at the words shows that there is nothing to find: most posts."""
        return _TELLING.isdisjoint(post.words) and self._aliases.absent(post)


def _is_electoral(words: Sequence[str]) -> bool:
    """One word that only elections have, or two that they often have."""
    if not ELECTORAL.isdisjoint(words):
        return True
    return len(HINTS.intersection(words)) >= 2


def _without(words: Sequence[str], found: Iterable[Found]) -> list[str]:
    """The words with nothing in place of those that name."""
    rest = list(words)
    for mention, _ in found:
        rest[mention.start : mention.end] = [""] * (mention.end - mention.start)
    return rest


def _stands_out(mention: Mention, form: Form, post: Post) -> bool:
    """Whether an ordinary word is meant as a name by its capitals or its neighbours."""
    if len(form.keys) == 1 and form.keys[0] in post.shouted():
        return True
    before, after = post.words[max(0, mention.start - 1) : mention.start], post.words[mention.end :]
    return not _BEFORE_NAME.isdisjoint(before) or not _AFTER_NAME.isdisjoint(after[:1])
