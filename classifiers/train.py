"""Training every shipped model from the data sets and the examples: ``netra train``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from shutil import copytree
from typing import Any

from threadpoolctl import threadpool_limits

from classifiers import (
    artefact,
    train_context,
    train_hate,
    train_hate_details,
    train_hoax,
    train_support,
)
from classifiers.blend import Blend
from classifiers.context import ContextModel
from classifiers.context_data import corpus, lessons
from classifiers.data import HATE, SENTIMENT, digest, public_claims, unlabelled_texts
from classifiers.examples import EXAMPLES, Examples, load_examples
from classifiers.fit import Recipe, Second, Trained, fit_blended, folds_of
from classifiers.head import Floats
from classifiers.lexicon import Lexicon, count_words
from classifiers.material import Material
from classifiers.metrics import Figure, share
from classifiers.models import CONTEXT, CONTEXT_BASE, ENCODER, PARTS
from classifiers.normalise import Normaliser, pieces
from classifiers.pieces import PACKED
from classifiers.static_encoder import StaticEncoder
from classifiers.support import SupportModel
from classifiers.train_context import Base

Progress = Callable[[str], None]

_LEAST_COUNT, _LEXICON_WORDS = 12, 45_000
_ORDINARY_POSTS = 6_000
_PUBLIC_CLAIM_STEP = 8
HOAX = "hoax_sharing"
_ALONE = "linear_alone_"
_DATA = (
    HATE,
    "unlabelled.parquet",
    "hoax_claims.parquet",
    SENTIMENT,
)
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
) -> dict[str, Floats]:
    """Train the models named by ``parts`` and write them to ``out``.

    A part that is left out must already be in ``out`` if another needs it. The same data, seed and
    versions give the same files. ``progress`` is told what is being done.

    Returns:
        For every task trained, the probability (0 to 1) of each row of its sample by heads that had
        not seen it (``Material.tasks``); under ``hoax_sharing``, of each written post on a claim.

    Raises:
        ExampleError: A data set or an example file is not what training expects.
        ModelError: What a part needs is neither trained nor in ``out``.
    """
    workshop = _Workshop(datasets, out, seed, load_examples(EXAMPLES), progress)
    # Sums of several threads round by how many there are.
    with threadpool_limits(limits=1, user_api="blas"):
        for name in PARTS:
            if name in parts:
                progress(name)
                workshop.make(name)
    return workshop.unseen


@dataclass(frozen=True)
class _Workshop:
    """The data at hand and a way to make each part of it."""

    datasets: Path
    out: Path
    seed: int
    examples: Examples
    progress: Progress
    unseen: dict[str, Floats] = field(default_factory=dict)

    def make(self, name: str) -> None:
        """Train one part and write it."""
        makers: Mapping[str, Callable[[], Made]] = {
            "lexicon": self._lexicon,
            CONTEXT_BASE: self._context_base,
            CONTEXT: self._context,
            "candidate_support": self._support,
            "hate_speech": self._hate,
            HOAX: self._hoax,
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

    @cached_property
    def base(self) -> Base:
        """The context model before it learns the tasks."""
        return train_context.load_base(self.out)

    @cached_property
    def context(self) -> ContextModel:
        """The context model that the heads will ask."""
        found = artefact.load(self.out / CONTEXT)
        return ContextModel.stored(found.arrays, found.settings)

    @cached_property
    def material(self) -> Material:
        """All that has an answer."""
        return Material(self.datasets, self.examples, self.normaliser, self.seed)

    def _lexicon(self) -> Made:
        texts = map(pieces, unlabelled_texts(self.datasets))
        lexicon = count_words(texts, at_least=_LEAST_COUNT, keep=_LEXICON_WORDS)
        return Made(lexicon.to_arrays(), {}, {})

    def _context_base(self) -> Made:
        texts = corpus(self.datasets, self.normaliser)
        base = train_context.pretrain(texts, seed=self.seed, progress=self.progress)
        taught = lessons(self.datasets, self.normaliser)
        base = train_context.schooled(base, taught, seed=self.seed, progress=self.progress)
        return Made(base.to_arrays(), base.to_settings(), {})

    def _context(self) -> Made:
        network = train_context.fine_tune(self.base, self.material.tasks, seed=self.seed)
        arrays = {**network.arrays(), PACKED: self.base.pieces.packed()}
        return Made(arrays, network.settings(), {})

    def _support(self) -> Made:
        recipes = train_support.recipes(self.encoder)
        blends = (train_support.PARTISAN_BLEND, train_support.DIRECTION_BLEND)
        partisan, direction = map(self._fitted, recipes, blends)
        model, written = SupportModel(partisan.head, direction.head), len(self.examples.support)
        answers, touched = self.material.partisan.answers[:written], self.material.touched
        figures = _both(
            partisan, lambda found: train_support.support_figures(answers, found[:written], touched)
        )
        sides = self.material.direction.answers
        figures |= _both(
            direction, lambda found: {"direction_right": share((found > 0.5) == sides)}
        )
        figures["ordinary_flagged"] = share(partisan.unseen[written:] > 0.5)
        return Made(model.to_arrays(), model.to_settings(), figures)

    def _hate(self) -> Made:
        trained = self._fitted(train_hate.RECIPE, train_hate.BLEND)
        rows, answers = self.material.hate_rows, self.material.hate.answers
        figures = _both(trained, lambda found: train_hate.hate_figures(rows, answers, found))
        return Made(trained.head.to_arrays(), trained.head.to_settings(), figures)

    def _hate_details(self) -> Made:
        rows = train_hate_details.read_rows(self.datasets, self.examples)
        sample = train_hate_details.detail_sample(rows, self.normaliser)
        model, figures = train_hate_details.train_details(rows, sample, seed=self.seed)
        return Made(model.to_arrays(), model.to_settings(), figures)

    def _hoax(self) -> Made:
        data = train_hoax.hoax_data(
            self.examples.claim_posts,
            self.material.ordinary(_ORDINARY_POSTS),
            (self.examples.claims, public_claims(self.datasets)[::_PUBLIC_CLAIM_STEP]),
            self.normaliser,
            self.encoder,
        )
        found = train_hoax.unseen_hoax(data, seed=self.seed)
        self.unseen[HOAX] = found[: len(self.examples.claim_posts), 0]
        model = train_hoax.train_hoax(data, seed=self.seed)
        figures = train_hoax.hoax_figures(data, found)
        return Made(model.to_arrays(), model.to_settings(), figures)

    def _fitted(self, recipe: Recipe, blend: Blend) -> Trained:
        second = Second(blend, self.context, self._opinions[blend.task])
        trained = fit_blended(recipe, self.material.tasks[blend.task], second, seed=self.seed)
        self.unseen[blend.task] = trained.unseen
        return trained

    @cached_property
    def _opinions(self) -> Mapping[str, Floats]:
        """What twins of the context model, none of which saw the row, say of every row."""
        tasks = self.material.tasks
        folds = {name: folds_of(sample.groups) for name, sample in tasks.items()}
        return train_context.unseen(self.base, tasks, folds, seed=self.seed, progress=self.progress)

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


def _both(
    trained: Trained, measured: Callable[[Floats], Mapping[str, Figure]]
) -> dict[str, Figure]:
    """What is measured of a head, then the same of its linear reader alone."""
    alone = {f"{_ALONE}{name}": figure for name, figure in measured(trained.alone).items()}
    return {**measured(trained.unseen), **alone}
