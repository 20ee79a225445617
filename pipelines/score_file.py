"""``netra score``: any file of texts, scored in order, streamed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.rows import read_rows, writing

if TYPE_CHECKING:
    from classifiers.scorer import Scorer

    from classifiers.score import Label, Score


def score_file(
    source: Path,
    target: Path,
    scorer: Scorer,
    minimum: dict[Label, float],
    progress: Callable[[float], object] = lambda _: None,
) -> int:
    """Score every row of ``source`` into ``target`` and return the number of rows.

    ``minimum`` holds the probability per label from which a row is marked as a flag;
    ``progress`` is told the share of the input read so far (0 to 1).

    Raises:
        InputError: a file or row cannot be used; nothing is left at ``target``.
    """
    total = 0
    with writing(target) as sink:
        for batch in read_rows(source):
            scores = scorer.score(batch.texts)
            sink.write(_results(batch.ids, scores, minimum, scorer.version))
            total += len(scores)
            progress(batch.share_read)
    return total


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
        InputError: see ``score_file``.
    """
    from classifiers.scorer import Scorer

    from config.election import load_election
    from config.flagging import load_flagging
    from config.settings import Settings
    from pipelines.flag import minimum_of
    from pipelines.office import load_encoder, read_claim_file, to_contest

    contests = [to_contest(load_election(path)) for path in elections]
    minimum = minimum_of(load_flagging(config))
    settings = Settings()
    scorer = Scorer.load(
        settings.models,
        contests=contests,
        claims=read_claim_file(claims) if claims else (),
        encoder=load_encoder(settings),
    )
    return score_file(source, target, scorer, minimum, progress)


def _results(
    ids: Sequence[str], scores: Sequence[Score], minimum: dict[Label, float], version: str
) -> list[dict[str, Any]]:
    return [
        result(row_id, score, minimum, version) for row_id, score in zip(ids, scores, strict=True)
    ]


def result(row_id: str, score: Score, minimum: dict[Label, float], version: str) -> dict[str, Any]:
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
        "flags": [label for label, least in minimum.items() if score.probability(label) >= least],
        "spans": [{"label": s.label, "start": s.start, "end": s.end} for s in score.spans],
        "abstained": score.abstained,
        "model_version": version,
    }
