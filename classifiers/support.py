"""Candidate support: does a text take a side in a contest, and whose.

One head asks whether the text takes a side at all, with every mention masked alike; another asks,
for each candidate named, whether it is for or against, with that candidate's mentions in one slot
and its rivals' in another. Neither can see who anyone is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from classifiers.artefact import part
from classifiers.blend import BlendedHead
from classifiers.context import ContextModel
from classifiers.echo import echoed
from classifiers.features import Words
from classifiers.head import Floats
from classifiers.hinted import hinted
from classifiers.link import Linker
from classifiers.mask import mask, mask_for
from classifiers.mention import Links, Mention
from classifiers.normalise import Normaliser, pieces
from classifiers.post import Post, read_post
from classifiers.score import Target
from classifiers.static_encoder import StaticEncoder

LEAST_TARGET = 0.05


@dataclass(frozen=True, slots=True)
class Linked:
    """A post with its links to one contest."""

    post: Post
    linker: Linker
    links: Links

    def masked(self) -> list[str]:
        """The words with every mention in a slot."""
        return mask(self.post.words, self.links.mentions)

    def views(self) -> list[tuple[str, list[str]]]:
        """For every candidate named: its id, and the words as they concern it."""
        return self._viewed(self.links.mentions)

    def meant(self) -> list[tuple[str, list[str]]]:
        """As ``views``; of a text that names nobody, for the candidate at whom it hints."""
        linker = self.linker
        mentions = self.links.mentions or hinted(self.post.words, linker.numbers, linker.titles)
        return self._viewed(mentions)

    def likely(self) -> list[tuple[str, list[str]]]:
        """As ``meant``; of a text without a hint, for the candidate whose rare words it has.

        A guess to show a person, and nothing to learn from.
        """
        return self.meant() or self._viewed(echoed(self.post.words, self.linker.rare_words))

    def _viewed(self, mentions: Sequence[Mention]) -> list[tuple[str, list[str]]]:
        candidates = self.linker.contest.candidates
        named = dict.fromkeys(mention.candidate for mention in mentions)
        return [(candidates[c].candidate_id, mask_for(self.post.words, mentions, c)) for c in named]


def link_text(text: str, linker: Linker, normaliser: Normaliser) -> Linked:
    """A whole text with its links to one contest."""
    post = read_post(text, pieces(text), normaliser)
    return Linked(post, linker, linker.links(post))


@dataclass(frozen=True, slots=True)
class SupportModel:
    """The head that finds partisan texts and the head that tells for from against."""

    partisan: BlendedHead
    direction: BlendedHead

    def probabilities(self, masked: Sequence[Words]) -> Floats:
        """The probability (0 to 1) that each masked text takes a side."""
        return self.partisan.probabilities(masked)

    def targets(self, linked: Sequence[Linked], partisan: Sequence[float]) -> list[list[Target]]:
        """For each post, every candidate meant and which way the post leans, if it leans.

        ``partisan`` are the probabilities that each post takes a side.
        """
        views = [(row, name, words) for row, e in enumerate(linked) for name, words in e.likely()]
        support = self.direction.probabilities([words for _, _, words in views])
        targets: list[list[Target]] = [[] for _ in linked]
        for (row, name, _), share in zip(views, support.tolist(), strict=True):
            contest = linked[row].linker.contest.contest_id
            targets[row].append(_target(contest, name, share, partisan[row]))
        return targets

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """The numbers of both heads."""
        heads = (("partisan", self.partisan), ("direction", self.direction))
        return {f"{name}.{key}": a for name, head in heads for key, a in head.to_arrays().items()}

    def to_settings(self) -> dict[str, Any]:
        """Everything but the numbers."""
        return {"partisan": self.partisan.to_settings(), "direction": self.direction.to_settings()}

    @classmethod
    def rebuild(
        cls,
        arrays: Mapping[str, NDArray[Any]],
        settings: Mapping[str, Any],
        encoder: StaticEncoder,
        context: ContextModel,
    ) -> SupportModel:
        """The model that ``to_arrays`` and ``to_settings`` describe."""
        partisan, direction = (
            BlendedHead.rebuild(part(arrays, name), settings[name], encoder, context)
            for name in ("partisan", "direction")
        )
        return cls(partisan, direction)


def _target(contest: str, candidate: str, support: float, partisan: float) -> Target:
    if support >= 0.5:
        return Target(contest, candidate, "support", partisan * support)
    return Target(contest, candidate, "oppose", partisan * (1 - support))
