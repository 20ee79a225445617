"""Training the context model: first guessing words left out, then the tasks, all at once.

The first part needs no labels (Devlin et al. 2019, on the public texts without labels). Between the
two it may go to school: tasks that no head asks about (Phang et al. 2018). The last takes every
head's own sample. One thread and fixed seeds: same data, same numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from classifiers import artefact
from classifiers.context import ContextModel
from classifiers.features import Words
from classifiers.fit import Sample
from classifiers.head import Floats
from classifiers.models import CONTEXT_BASE
from classifiers.pieces import MASKED, PACKED, PAD, SPECIAL, Pieces, train_pieces

if TYPE_CHECKING:
    from torch import Tensor
    from torch.optim import Optimizer

    from classifiers.context_net import Network, Shape

Progress = Callable[[str], None]
Row = Sequence[int]

_SIZE = 16_000
_LEAST_WORDS = 4
_LEFT_OUT, _STRANGE = 0.2, 0.08
_FEWER, _DROPPED = 0.08, 0.1
_TOGETHER = 16


@dataclass(frozen=True, slots=True)
class Course:
    """How long and how fast to learn: pieces or texts a step, rate, and share of rising rate."""

    steps: int
    a_step: int
    rate: float
    rising: float = 0.1

    def rate_at(self, step: int) -> float:
        """Rises, then falls to nothing."""
        rising = min(1.0, (step + 1) / (self.steps * self.rising))
        return self.rate * rising * max(0.01, 1 - step / self.steps)


GUESSING = Course(steps=7_200, a_step=6_144, rate=3e-3)
_TASK_RATE, _TEXTS, _ROUNDS = 1e-3, 32, 4
_SCHOOL_ROUNDS = 2


@dataclass(frozen=True, slots=True)
class Base:
    """Pieces and a network that knows words and no task, as it is stored."""

    pieces: Pieces
    arrays: Mapping[str, NDArray[Any]]
    shape: Shape

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """What is stored of it."""
        return {**self.arrays, PACKED: self.pieces.packed()}

    def to_settings(self) -> dict[str, Any]:
        """Everything but the numbers."""
        return asdict(self.shape)

    @classmethod
    def rebuild(cls, arrays: Mapping[str, NDArray[Any]], settings: Mapping[str, Any]) -> Base:
        """The base that ``to_arrays`` and ``to_settings`` describe."""
        from classifiers.context_net import Shape

        numbers = {name: array for name, array in arrays.items() if name != PACKED}
        return cls(Pieces.from_array(arrays[PACKED]), numbers, Shape(**settings))

    def network(self, tasks: tuple[str, ...]) -> Network:
        """A network that starts from the base."""
        from classifiers.context_net import Network

        network = Network(self.shape, tasks)
        network.fill(self.arrays)
        return network


def load_base(models: Path) -> Base:
    """The base in a folder of models.

    Raises:
        ModelError: It is missing, or is not the one that its manifest names.
    """
    found = artefact.load(models / CONTEXT_BASE)
    return Base.rebuild(found.arrays, found.settings)


def pretrain(
    texts: Sequence[Words], *, seed: int, course: Course = GUESSING, progress: Progress
) -> Base:
    """Learn pieces of the words and, from pieces left out, which go together."""
    from classifiers.context_net import Network, Shape

    pieces = train_pieces(Counter(word for words in texts for word in words), _SIZE)
    shape = Shape(pieces=pieces.size)
    with _reproducible(seed):
        network = Network(shape)
        rows = [row for row in pieces.of(texts, most=shape.places) if len(row) > _LEAST_WORDS]
        batches = islice(_forever(rows, course.a_step, seed), course.steps)
        _learn(network, course, (_guess(network, *batch) for batch in batches), progress)
        return Base(pieces, network.arrays(), shape)


def schooled(base: Base, lessons: Mapping[str, Sample], *, seed: int, progress: Progress) -> Base:
    """The base after lessons that are not asked about later: what answers them is left behind."""
    network = fine_tune(base, lessons, seed=seed, rounds=_SCHOOL_ROUNDS, progress=progress)
    learnt = network.arrays()
    return replace(base, arrays={name: learnt[name] for name in base.arrays})


def fine_tune(
    base: Base,
    tasks: Mapping[str, Sample],
    *,
    seed: int,
    rounds: int = _ROUNDS,
    progress: Progress = lambda _: None,
) -> Network:
    """Learn all tasks at once from the base."""
    with _reproducible(seed):
        network = base.network(tuple(tasks))
        batches = list(_of_tasks(base, tasks, rounds, seed))
        course = Course(len(batches), _TEXTS, _TASK_RATE)
        _learn(network, course, (_miss(network, *batch) for batch in batches), progress)
        return network


def unseen(
    base: Base,
    tasks: Mapping[str, Sample],
    folds: Mapping[str, NDArray[np.int64]],
    *,
    seed: int,
    progress: Progress = lambda _: None,
) -> dict[str, Floats]:
    """For every row of every task the decision of a network that saw no row of its fold.

    The networks do not know of each other, so each core trains one at a time.
    """
    found = {name: np.zeros(len(sample.batch)) for name, sample in tasks.items()}
    numbers = np.unique(np.concatenate(list(folds.values()))).tolist()
    part = partial(_unseen_fold, base.to_arrays(), base.to_settings(), tasks, folds, seed)
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for fold, decided in zip(numbers, pool.map(part, numbers), strict=True):
            progress(f"context, twin {fold + 1} of {len(numbers)}")
            for name, decisions in decided.items():
                found[name][folds[name] == fold] = decisions
    return found


def _unseen_fold(
    arrays: Mapping[str, NDArray[Any]],
    settings: Mapping[str, Any],
    tasks: Mapping[str, Sample],
    folds: Mapping[str, NDArray[np.int64]],
    seed: int,
    fold: int,
) -> dict[str, Floats]:
    base = Base.rebuild(arrays, settings)
    rest = {name: s.take(np.flatnonzero(folds[name] != fold)) for name, s in tasks.items()}
    model = built(base, fine_tune(base, rest, seed=seed))
    return {
        name: model.decisions(name, sample.take(np.flatnonzero(folds[name] == fold)).batch)
        for name, sample in tasks.items()
    }


def built(base: Base, network: Network) -> ContextModel:
    """The network as scoring reads it, narrowed as it will be stored."""
    return ContextModel.rebuild(network.arrays(), network.settings(), base.pieces)


def _learn(network: Network, course: Course, losses: Iterator[Tensor], progress: Progress) -> None:
    import torch

    optimisers = _optimisers(network)
    for step, loss in enumerate(losses):
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        for optimiser in optimisers:
            for group in optimiser.param_groups:
                group["lr"] = course.rate_at(step)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
        if step % 100 == 0:
            progress(f"context {step:,} of {course.steps:,}, loss {loss.item():.2f}")


def _optimisers(network: Network) -> tuple[Optimizer, ...]:
    """Muon (Jordan et al. 2024) for the matrices of the layers, AdamW for all else.

    After 400 steps of guessing the loss is 7.02, and 7.42 where AdamW has the matrices too.
    """
    import torch

    matrices = [p for p in network.layers.parameters() if p.dim() > 1]
    vectors = [network.vectors.weight, network.places.weight]
    taken = {id(p) for p in (*matrices, *vectors)}
    small = [p for p in network.parameters() if id(p) not in taken]
    groups = [{"params": vectors, "weight_decay": 0.01}, {"params": small, "weight_decay": 0.0}]
    return (
        torch.optim.Muon(matrices, weight_decay=0.01, adjust_lr_fn="match_rms_adamw"),
        torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True),
    )


def _guess(network: Network, numbers: NDArray[np.int64], left: NDArray[np.bool_]) -> Tensor:
    """How badly the pieces left out are guessed; a few stand there by chance."""
    import torch
    from torch.nn import functional

    draw = np.random.default_rng(int(numbers.sum()))
    strange = left & (draw.random(numbers.shape) < _STRANGE)
    shown = np.where(left, MASKED, numbers)
    shown[strange] = draw.integers(len(SPECIAL), network.shape.pieces, int(strange.sum()))
    with _half():
        hidden = network(torch.from_numpy(shown))[torch.from_numpy(left)]
        guesses = network.guesses(hidden)
    return functional.cross_entropy(guesses.float(), torch.from_numpy(numbers[left]))


def _miss(network: Network, task: str, numbers: NDArray[np.int64], sample: Sample) -> Tensor:
    """How far the decisions are from the answers; nobody is to be quite sure of an answer."""
    import torch
    from torch.nn import functional

    with _half():
        decided = network.decisions(task, torch.from_numpy(numbers), _DROPPED)
    answers = torch.from_numpy(np.where(sample.answers, 0.98, 0.02))
    weights = torch.from_numpy(sample.weights)
    return functional.binary_cross_entropy_with_logits(decided.double(), answers, weights).float()


def _forever(
    rows: Sequence[Row], a_step: int, seed: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.bool_]]]:
    """Batches of texts of like length, in a new order each round, and what to leave out of them."""
    draw = np.random.default_rng(seed)
    while True:
        for batch in _like(rows, a_step, draw):
            numbers = _padded([rows[row] for row in batch])
            left = (draw.random(numbers.shape) < _LEFT_OUT) & (numbers >= len(SPECIAL))
            if left.any():
                yield numbers, left


def _like(rows: Sequence[Row], a_step: int, draw: np.random.Generator) -> list[NDArray[np.int64]]:
    lengths = np.fromiter(map(len, rows), np.int64, count=len(rows))
    order = np.argsort(lengths + draw.uniform(-3, 3, len(rows)), kind="stable")
    steps = np.cumsum(lengths[order]) // a_step
    batches = np.split(order, np.flatnonzero(np.diff(steps)) + 1)
    return [batches[place] for place in draw.permutation(len(batches))]


def _of_tasks(
    base: Base, tasks: Mapping[str, Sample], rounds: int, seed: int
) -> Iterator[tuple[str, NDArray[np.int64], Sample]]:
    """Batches of all tasks in a mixed order, some rounds; now and then a piece is left out."""
    draw = np.random.default_rng(seed)
    rows = {name: base.pieces.of(s.batch, most=base.shape.places) for name, s in tasks.items()}
    for _ in range(rounds):
        batches = [(name, batch) for name in tasks for batch in _grouped(rows[name], draw)]
        for place in draw.permutation(len(batches)):
            name, batch = batches[place]
            numbers = _padded([rows[name][row] for row in batch])
            fewer = (draw.random(numbers.shape) < _FEWER) & (numbers >= len(SPECIAL))
            yield name, np.where(fewer, MASKED, numbers), tasks[name].take(batch)


def _grouped(rows: Sequence[Row], draw: np.random.Generator) -> Iterator[NDArray[np.int64]]:
    """All rows in a random order, those of like length together within a few batches."""
    order = draw.permutation(len(rows))
    for some in np.split(order, range(0, len(order), _TEXTS * _TOGETHER)[1:]):
        alike = np.array(sorted(some.tolist(), key=lambda row: len(rows[row])))
        yield from np.split(alike, range(0, len(alike), _TEXTS)[1:])


def _padded(rows: Sequence[Row]) -> NDArray[np.int64]:
    """One row a text, as long as the longest."""
    numbers = np.full((len(rows), max(map(len, rows))), PAD, dtype=np.int64)
    for row, own in enumerate(rows):
        numbers[row, : len(own)] = own
    return numbers


@contextmanager
def _reproducible(seed: int) -> Iterator[None]:
    """One thread and one seed, so that the same data give the same numbers."""
    import torch

    before = torch.get_num_threads()
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _half() -> Any:
    """Half precision where it loses nothing: twice as fast on processors that have it."""
    import torch

    return torch.autocast("cpu", dtype=torch.bfloat16)
