"""``netra score``: any file of texts, scored in order, streamed over all cores."""

from __future__ import annotations

import gc
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from classifiers.contest import Contest
from pipelines.rows import Batch, Packed, Packing, packing, read_rows, writing

if TYPE_CHECKING:
    from classifiers.claims import Claim
    from classifiers.score import HateDetails, Minimums, Score
    from classifiers.scorer import Scorer

AHEAD = 2
"""Batches in flight per process: enough to keep it busy, few enough for constant memory."""
WORTH_A_POOL = 4
"""Batches from which starting processes, about two seconds each, pays."""
_SELDOM = 50_000


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a process needs to score: it travels once, the texts follow.

    ``minimum`` says from what on a row is marked as a flag, ``pack`` what the file takes.
    """

    models: Path | None
    contests: tuple[Contest, ...]
    claims: tuple[Claim, ...]
    encoder: str | None
    minimum: Minimums
    pack: Packing

    def load(self) -> Rater:
        """A rater with the models in memory; raises ModelError."""
        from classifiers.encoder import SentenceEncoder
        from classifiers.scorer import Scorer

        encoder = SentenceEncoder(self.encoder) if self.encoder else None
        scorer = Scorer.load(
            self.models, contests=self.contests, claims=self.claims, encoder=encoder
        )
        return Rater(scorer, self.minimum, self.pack)


@dataclass(frozen=True, slots=True)
class Rater:
    """Turns a batch of texts into output rows, ready to be written."""

    scorer: Scorer
    minimum: Minimums
    pack: Packing

    def __call__(self, batch: Batch) -> Packed:
        """One row (design, section 9) per text, in order."""
        scores = self.scorer.score(batch.texts)
        rows = [
            result(row_id, score, self.minimum, self.scorer.version)
            for row_id, score in zip(batch.ids, scores, strict=True)
        ]
        return self.pack(rows)


def score_with_files(
    source: Path,
    target: Path,
    elections: Sequence[Path],
    claims: Path | None,
    config: Path,
    progress: Callable[[float], object] = lambda _: None,
) -> int:
    """Score ``source`` for the contests and claims in files, with the office's minimums.

    Raises:
        ConfigError: an election file or the flagging rules cannot be used.
        ImportRejected: the claims file cannot be used.
        InputError: a row cannot be read; nothing is left at ``target``.
    """
    from config.election import load_election
    from config.flagging import load_flagging
    from config.settings import load_settings
    from pipelines.flag import minimum_of
    from pipelines.office import read_claim_file, to_contest

    settings = load_settings()
    recipe = Recipe(
        models=settings.models,
        contests=tuple(to_contest(load_election(path)) for path in elections),
        claims=tuple(read_claim_file(claims)) if claims else (),
        encoder=settings.encoder,
        minimum=minimum_of(load_flagging(config)),
        pack=packing(target),
    )
    batches = read_rows(source)
    first = list(islice(batches, WORTH_A_POOL))
    every = chain(first, batches)
    processes = len(os.sched_getaffinity(0))
    if len(first) < WORTH_A_POOL or processes == 1:
        rate = recipe.load()
        return write_rows(target, ((rate(batch), batch.share_read) for batch in every), progress)
    return write_rows(target, _rated_by_pool(recipe, every, processes), progress)


def write_rows(
    target: Path,
    rated: Iterable[tuple[Packed, float]],
    progress: Callable[[float], object] = lambda _: None,
) -> int:
    """Write rows as they come and return how many; ``progress`` is told the share read (0 to 1).

    Raises:
        InputError: ``target`` cannot be written, or a row of the input cannot be read.
    """
    total = 0
    with writing(target) as sink:
        for packed, share_read in rated:
            sink.write(packed)
            total += packed.rows
            progress(share_read)
    return total


def result(row_id: str, score: Score, minimum: Minimums, version: str) -> dict[str, Any]:
    """One output row (design, section 9)."""
    return {
        "id": row_id,
        "candidate_support": round(score.candidate_support, 6),
        "candidate_support_targets": [
            {
                "contest": one.contest,
                "candidate": one.candidate,
                "stance": one.stance,
                "probability": round(one.probability, 6),
            }
            for one in score.targets
        ],
        "hate_speech": round(score.hate_speech, 6),
        "hoax_sharing": round(score.hoax_sharing, 6),
        "hoax_claim": score.hoax_claim,
        "hate_details": _details(score.hate_details),
        "flags": list(minimum.reached(score)),
        "spans": [{"label": s.label, "start": s.start, "end": s.end} for s in score.spans],
        "abstained": score.abstained,
        "model_version": version,
    }


def _details(details: HateDetails | None) -> dict[str, Any] | None:
    if details is None:
        return None
    return {
        "target": details.target,
        "target_probability": round(details.target_probability, 6),
        "categories": [
            {"category": category, "probability": round(probability, 6)}
            for category, probability in details.categories
        ],
        "level": details.level,
        "level_probability": round(details.level_probability, 6),
        "serious": round(details.serious, 6),
    }


def _rated_by_pool(
    recipe: Recipe, batches: Iterable[Batch], processes: int
) -> Iterator[tuple[Packed, float]]:
    """The rows of each batch, in order, rated by ``processes`` processes."""
    # Not forked from here: a fork would copy the locks of this process's threads. A server without
    # threads imports everything once and forks the others off itself.
    context = get_context("forkserver")
    context.set_forkserver_preload(["classifiers.scorer"])
    pool = ProcessPoolExecutor(
        processes, mp_context=context, initializer=_start, initargs=(recipe,)
    )
    with pool:
        flying: deque[tuple[Future[Packed], float]] = deque()
        for batch in batches:
            flying.append((pool.submit(_rate, batch), batch.share_read))
            if len(flying) > AHEAD * processes:
                future, share_read = flying.popleft()
                yield future.result(), share_read
        for future, share_read in flying:
            yield future.result(), share_read


_rater: list[Rater] = []


def _start(recipe: Recipe) -> None:
    """Once per process: the models. Scoring makes many objects and no cycles: looking for those
    less often, and never among the models, saves a tenth of the time.
    """
    _rater[:] = [recipe.load()]
    gc.freeze()
    gc.set_threshold(_SELDOM)


def _rate(batch: Batch) -> Packed:
    return _rater[0](batch)
