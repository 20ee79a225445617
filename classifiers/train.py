"""Training every shipped model from the data sets and the examples: ``netra train``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from shutil import copytree
from typing import Any

import numpy as np

from classifiers import artefact, train_hate, train_hate_details, train_hoax, train_support
from classifiers.data import digest, public_claims, unlabelled_texts
from classifiers.examples import EXAMPLES, Examples, load_examples
from classifiers.lexicon import Lexicon, count_words
from classifiers.metrics import Figure
from classifiers.models import ENCODER, PARTS
from classifiers.normalise import Normaliser, pieces
from classifiers.static_encoder import StaticEncoder

Progress = Callable[[str], None]

_LEAST_COUNT, _LEXICON_WORDS = 12, 45_000
_ORDINARY = ("tweet_general", "tweet_public_affairs", "youtube_comment", "headline")
_ORDINARY_POSTS = 6_000
_PUBLIC_CLAIM_STEP = 8
_DATA = ("hate_speech.parquet", "unlabelled.parquet", "hoax_claims.parquet")
_PACKAGES = ("numpy", "scipy", "scikit-learn", "safetensors")


@dataclass(frozen=True, slots=True)
class Made:
    """A trained part: its numbers, its settings and what was measured of it."""

    arrays: Mapping[str, Any]
    settings: Mapping[str, Any]
    figures: Mapping[str, Figure]


def train(
    datasets: Path,
    out: Path,
    *,
    seed: int = 0,
    progress: Progress = lambda _: None,
    parts: tuple[str, ...] = PARTS,
) -> None:
    """Train the models named by ``parts`` and write them to ``out``.

    A part that is left out must already be in ``out`` if another needs it (the lexicon). The same
    data, seed and versions give the same files. ``progress`` is told what is being done.

    Raises:
        ExampleError: A data set or an example file is not what training expects.
        ModelError: The lexicon is neither trained nor in ``out``.
    """
    workshop = _Workshop(datasets, out, seed, load_examples(EXAMPLES))
    for name in PARTS:
        if name in parts:
            progress(name)
            workshop.make(name)


@dataclass(frozen=True)
class _Workshop:
    """The data at hand and a way to make each part of it."""

    datasets: Path
    out: Path
    seed: int
    examples: Examples

    def make(self, name: str) -> None:
        """Train one part and write it."""
        makers: Mapping[str, Callable[[], Made]] = {
            "lexicon": self._lexicon,
            "candidate_support": self._support,
            "hate_speech": self._hate,
            "hoax_sharing": self._hoax,
            "hate_details": self._hate_details,
        }
        made = makers[name]()
        artefact.save(self.out / name, made.arrays, made.settings, self._origin(made.figures))

    @cached_property
    def normaliser(self) -> Normaliser:
        """With the lexicon just trained, or the one in ``out``."""
        return Normaliser(Lexicon.from_arrays(artefact.load(self.out / "lexicon").arrays))

    @cached_property
    def encoder(self) -> StaticEncoder:
        """The one in ``out``; the shipped one is copied there where there is none."""
        folder = self.out / ENCODER
        if not folder.exists():
            copytree(artefact.SHIPPED / ENCODER, folder)
        return StaticEncoder(folder)

    def _lexicon(self) -> Made:
        texts = map(pieces, unlabelled_texts(self.datasets))
        lexicon = count_words(texts, at_least=_LEAST_COUNT, keep=_LEXICON_WORDS)
        return Made(lexicon.to_arrays(), {}, {})

    def _support(self) -> Made:
        examples = self.examples.support
        linked = train_support.linked_examples(self.examples, self.normaliser)
        partisan = train_support.partisan_sample(examples, linked)
        direction = train_support.direction_sample(examples, linked)
        recipes = train_support.recipes(self.encoder)
        figures = train_support.measure_support(recipes, partisan, direction, seed=self.seed)
        model = train_support.train_support(recipes, partisan, direction, seed=self.seed)
        return Made(model.to_arrays(), model.to_settings(), figures)

    def _hate(self) -> Made:
        rows = train_hate.read_rows(self.datasets, self.examples)
        sample = train_hate.hate_sample(rows, self.normaliser)
        figures = train_hate.measure_hate(rows, sample, seed=self.seed)
        model = train_hate.train_hate(sample, seed=self.seed)
        return Made(model.to_arrays(), model.to_settings(), figures)

    def _hate_details(self) -> Made:
        rows = train_hate_details.read_rows(self.datasets, self.examples)
        sample = train_hate_details.detail_sample(rows, self.normaliser)
        model, figures = train_hate_details.train_details(rows, sample, seed=self.seed)
        return Made(model.to_arrays(), model.to_settings(), figures)

    def _hoax(self) -> Made:
        ordinary = unlabelled_texts(self.datasets, _ORDINARY)
        drawn = np.random.default_rng(self.seed).choice(
            len(ordinary), _ORDINARY_POSTS, replace=False
        )
        data = train_hoax.hoax_data(
            self.examples.claim_posts,
            [ordinary[row] for row in drawn],
            (self.examples.claims, public_claims(self.datasets)[::_PUBLIC_CLAIM_STEP]),
            self.normaliser,
            self.encoder,
        )
        figures = train_hoax.measure_hoax(data, seed=self.seed)
        model = train_hoax.train_hoax(data, seed=self.seed)
        return Made(model.to_arrays(), model.to_settings(), figures)

    def _origin(self, figures: Mapping[str, Figure]) -> dict[str, Any]:
        code = Path(__file__).parent.glob("*.py")
        return {
            "code_sha256": digest(code),
            "data_sha256": digest(self.datasets / name for name in _DATA),
            "examples_sha256": digest(self.examples.files),
            "figures": {name: figure.rounded() for name, figure in figures.items()},
            "seed": self.seed,
            "versions": {name: version(name) for name in _PACKAGES},
        }
