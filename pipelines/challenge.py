"""``netra train --with-decisions``: a challenger from what the reviewers of an office decided."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from classifiers.score import Label
from config.election import load_elections
from pipelines.errors import Refused
from pipelines.office import to_contest
from pipelines.versions import shipped_folder
from store.durable import sync_folder
from store.errors import EvidenceDamaged
from store.evidence import EvidenceStore
from store.promotions import models_of, note_challenger
from store.turn import sole_writer
from store.verdicts import Verdict, Verdicts, verdicts

if TYPE_CHECKING:
    from classifiers.challenger import Lessons
    from classifiers.examples import Examples
    from pipelines.office import Office

MOST_WEIGHT = 10.0
"""A random control stands for many posts, but never for more than so many decisions: a handful of
controls must not outvote the rest."""
_BUILDING = ".building-"


@dataclass(frozen=True, slots=True)
class Challenged:
    """A challenger that was made: its version, where it lies, what was learnt by label and from
    which models, and how many decided items could not be used and why."""

    version: str
    place: Path
    learnt: dict[str, Any]
    left_out: dict[str, int]


def challenge(office: Office, written: Examples | None = None, *, seed: int = 0) -> Challenged:
    """Make a challenger of the shipped models, never over them.

    It corrects the shipped models, not an earlier challenger, so that no decision is learnt
    twice, and keeps to what was ``written``, by default all examples that Netra ships. The same
    decisions, models and seed give the same version.

    Raises:
        Refused: there are too few final decisions; says how many.
        ModelError: the shipped models cannot be used.
    """
    from classifiers.challenger import TooFewDecisions, build, origin_of
    from classifiers.examples import load_examples

    with office.folder.database.transaction() as connection:
        found = verdicts(connection)
    lessons, without_text = _lessons(found, EvidenceStore(office.folder.evidence))
    contests = [to_contest(election) for election in load_elections(office.config)]
    base = shipped_folder()
    with _building(models_of(office.folder)) as place:
        try:
            made = build(base, place, lessons, contests, written or load_examples(), seed=seed)
        except TooFewDecisions as error:
            raise Refused(f"no challenger: {error}") from error
        kept = _keep(place, made.version)
        learnt = {label: dict(origin) for label, origin in origin_of(kept).items()}
        _keep_shipped(base, place, next(iter(learnt.values()))["base_version"])
    note_challenger(office.folder.database, made.version, learnt)
    return Challenged(made.version, kept, learnt, _left_out(found, without_text))


def weight_of(verdict: Verdict) -> float:
    """How many posts a verdict stands for: 1 for a flagged post, more for a control (Horvitz &
    Thompson 1952), at most ``MOST_WEIGHT``."""
    return min(1 / verdict.chance, MOST_WEIGHT) if verdict.chance > 0 else MOST_WEIGHT


def about(rows: Sequence[Verdict]) -> dict[str, Any]:
    """Which decisions these are, without text or identity: the hash is over their rows in the
    audit chain."""
    hashes = sorted(digest for row in rows for digest in row.audit_hashes)
    days = sorted(row.decided_at.date().isoformat() for row in rows)
    return {
        "decided": len(rows),
        "yes": sum(row.answer for row in rows),
        "controls": sum(row.control for row in rows),
        "first": days[0] if days else None,
        "last": days[-1] if days else None,
        "sha256": hashlib.sha256("".join(hashes).encode()).hexdigest(),
    }


def _lessons(found: Verdicts, store: EvidenceStore) -> tuple[dict[Label, Lessons], int]:
    """The verdicts of each label that is learnt, with their texts; and how many have none left."""
    from classifiers.challenger import LEARNT, Lesson, Lessons

    lessons: dict[Label, Lessons] = {}
    without_text = 0
    for label in LEARNT:
        own = [row for row in found.rows if row.label == label]
        pairs = [(row, text) for row in own if (text := _text(store, row)) is not None]
        rows = [Lesson(text, row.answer, weight_of(row), row.writers) for row, text in pairs]
        lessons[label] = Lessons(rows, about([row for row, _ in pairs]))
        without_text += len(own) - len(pairs)
    return lessons, without_text


def _text(store: EvidenceStore, row: Verdict) -> str | None:
    """The text when it was flagged; ``None`` where it was erased since."""
    try:
        return str(json.loads(store.get(row.manifest))["post"]["text"])
    except EvidenceDamaged:
        return None


def _left_out(found: Verdicts, without_text: int) -> dict[str, int]:
    from classifiers.challenger import LEARNT

    return {
        "undecided": found.undecided,
        "disagreed": found.disagreed,
        "without_text": without_text,
        "label_not_learnt": sum(row.label not in LEARNT for row in found.rows),
    }


@contextmanager
def _building(models: Path) -> Iterator[Path]:
    """A place to build a version in; what a killed build left is cleared away."""
    with sole_writer(models, orphans=".tmp-*"):
        for orphan in models.glob(f"{_BUILDING}*"):
            shutil.rmtree(orphan)
        place = models / f"{_BUILDING}{secrets.token_hex(8)}"
        try:
            yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)


def _keep(place: Path, version: str) -> Path:
    """Move what was built to its name, durably; what is there already is the same."""
    target = place.with_name(version)
    if not target.exists():
        for path in place.rglob("*"):
            _sync(path)
        place.rename(target)
        sync_folder(target.parent)
    return target


def _keep_shipped(base: Path, place: Path, version: str) -> None:
    """A copy of the shipped models: the next Netra may bring others, and what was compared with
    them is to stay comparable."""
    if not place.with_name(version).exists():
        shutil.copytree(base, place)
        _keep(place, version)


def _sync(path: Path) -> None:
    if path.is_dir():
        sync_folder(path)
        return
    with path.open("rb") as file:
        os.fsync(file.fileno())
