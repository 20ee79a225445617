"""An office whose reviewers have decided: flags, evidence and decisions put into the store."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from classifiers.score import Label
from connectors.activity import Activity
from pipelines.office import Office
from store import audit, decisions, evidence, flags
from store.decisions import FIRST, Decision
from store.evidence import EvidenceFile, EvidenceStore
from store.flags import NewFlag, State

NIGHT = date(2025, 9, 14)
MOMENT = datetime(2025, 9, 15, 3, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Said:
    """A post and what its reviewer decided."""

    text: str
    decision: str
    label: Label = "candidate_support"
    control: bool = False


def decide_all(office: Office, rows: Sequence[Said]) -> list[NewFlag]:
    """Flag every post, keep its text as evidence and record the decision on it."""
    made = [_flag(number, row) for number, row in enumerate(rows)]
    store = EvidenceStore(office.folder.evidence)
    with office.folder.database.transaction() as connection:
        flags.raise_flags(connection, made)
        files = {flag.flag_id: [_file(store, row)] for flag, row in zip(made, rows, strict=True)}
        evidence.keep_all(connection, files, audit.MACHINE)
        raised = [audit.Event(flags.RAISED, audit.MACHINE, f.flag_id, flags.facts(f)) for f in made]
        audit.append_all(connection, raised)
        for flag, row in zip(made, rows, strict=True):
            decisions.add(connection, _decision(flag, row))
            stored = flags.get(connection, flag.flag_id)
            flags.move(connection, stored, State(row.decision))
    return made


def _flag(number: int, row: Said) -> NewFlag:
    post = Activity(
        platform="bluesky",
        account_id=f"akun-{number % 17}",
        kind="post",
        native_id=f"post-{number}",
        observed_at=MOMENT,
        page_sha256="a" * 64,
        text=row.text,
    )
    return NewFlag(
        activity_key=post.key,
        content_sha256=post.content_sha256,
        account_id=post.account_id,
        platform=post.platform,
        label=row.label,
        probability=0.1 if row.control else 0.9,
        threshold=0.6,
        model_version="m1",
        known_at=MOMENT,
        deadline_at=MOMENT + timedelta(days=7),
        night=NIGHT,
        run_id="night-2025-09-14",
        control=row.control,
    )


def _file(store: EvidenceStore, row: Said) -> EvidenceFile:
    manifest = json.dumps({"post": {"text": row.text}}).encode()
    return EvidenceFile("manifest", store.put(manifest), len(manifest))


def _decision(flag: NewFlag, row: Said) -> Decision:
    return Decision(
        flag_id=flag.flag_id,
        review_round=1,
        step=FIRST,
        decision=row.decision,
        reviewer="analis-7",
        reason="Menilai isinya",
        rulebook_row="B6",
        decided_at=MOMENT,
    )
