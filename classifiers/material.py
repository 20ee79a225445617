"""What the heads are trained on: the examples and the public data, read once, a sample a task."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from classifiers import train_hate, train_support
from classifiers.data import HateRow, unlabelled_texts
from classifiers.examples import Examples
from classifiers.fit import Sample
from classifiers.normalise import Normaliser
from classifiers.support import Linked

ORDINARY = ("tweet_general", "tweet_public_affairs", "youtube_comment", "headline")
_ORDINARY_POSTS = 30_000
_LONGEST = 500


@dataclass(frozen=True)
class Material:
    """Everything with an answer, as the heads read it.

    Raises, whenever something is first read:
        ExampleError: A data set is not what training expects.
    """

    datasets: Path
    examples: Examples
    normaliser: Normaliser
    seed: int

    @cached_property
    def tasks(self) -> Mapping[str, Sample]:
        """A sample for each thing that is decided."""
        return {
            train_hate.BLEND.task: self.hate,
            train_support.PARTISAN_BLEND.task: self.partisan,
            train_support.DIRECTION_BLEND.task: self.direction,
        }

    @cached_property
    def hate_rows(self) -> list[HateRow]:
        """The public rows and the functional cases."""
        return train_hate.read_rows(self.datasets, self.examples)

    @cached_property
    def hate(self) -> Sample:
        """One row each of ``hate_rows``."""
        return train_hate.hate_sample(self.hate_rows, self.normaliser)

    @cached_property
    def linked(self) -> list[Linked]:
        """The support examples, linked."""
        return train_support.linked_examples(self.examples, self.normaliser)

    @cached_property
    def touched(self) -> NDArray[np.bool_]:
        """Whether each support example reaches the head at all."""
        return np.array([entry.links.touched for entry in self.linked])

    @cached_property
    def partisan(self) -> Sample:
        """The support examples, then ordinary posts.

        Public tweets on elections are not among them: they cost the examples 0.003 of average
        precision and more (their labels are of sentiment).
        """
        written = train_support.partisan_sample(self.examples.support, self.linked)
        ordinary = self.ordinary(_ORDINARY_POSTS)
        return written.with_more(
            train_support.ordinary_sample(ordinary, self.examples, self.normaliser)
        )

    @cached_property
    def direction(self) -> Sample:
        """For or against, in the support examples."""
        return train_support.direction_sample(self.examples.support, self.linked)

    def ordinary(self, number: int) -> list[str]:
        """At most so many posts drawn from the public ones; those of campaigns are left out."""
        texts = unlabelled_texts(self.datasets, ORDINARY)
        draw = np.random.default_rng(self.seed)
        drawn = draw.choice(len(texts), min(number, len(texts)), replace=False)
        return [texts[row][:_LONGEST] for row in drawn]
