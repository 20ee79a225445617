"""The case record: everything held about a case but whose post it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from review.case_history import History, history_of
from review.case_steps import Countdown, Situation, countdown
from review.casefile import GONE, RuleRow
from review.item import Post, read_post
from review.rules import articles_on
from store import changes, evidence
from store.cases import Case, CaseEvent
from store.changes import Change
from store.decisions import LAST, Decision
from store.evidence import EvidenceFile
from store.flags import Flag, State
from store.moment import WIB

if TYPE_CHECKING:
    import duckdb

    from config.election import Election
    from config.rulebook import Rulebook
    from review.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecord:
    """A case with its flag, what happened in it, what people decided (in that order) and what
    supports it. ``letters`` are the events of the documents that state what was last decided,
    ``rules`` the rows that people named, with the articles of the post's day."""

    case: Case
    flag: Flag
    situation: Situation
    events: tuple[CaseEvent, ...]
    letters: tuple[CaseEvent, ...]
    decisions: tuple[Decision, ...]
    evidence: tuple[EvidenceFile, ...]
    changes: tuple[Change, ...]
    post: Post
    rules: tuple[RuleRow, ...]
    election: Election | None
    countdown: Countdown

    @property
    def case_id(self) -> str:
        """The case's number."""
        return self.case.case_id

    @property
    def zone(self) -> ZoneInfo:
        """Where its days are counted."""
        return self.election.zone if self.election else WIB


def read_record(desk: Desk, case_id: str, now: datetime) -> CaseRecord:
    """The record of a case.

    Raises:
        CaseMissing: there is no such case.
        EvidenceDamaged: what was captured is missing or was changed.
    """
    with desk.database.transaction() as connection:
        return record_of(connection, desk, history_of(connection, case_id), now)


def record_of(
    connection: duckdb.DuckDBPyConnection, desk: Desk, history: History, now: datetime
) -> CaseRecord:
    """``read_record`` inside the caller's transaction."""
    flag, made = history.flag, history.decisions
    files = evidence.files_of(connection, flag.flag_id)
    election = desk.election(flag.election_id)
    post = read_post(manifest_of(desk, files))
    day = post.acted_on(election)
    return CaseRecord(
        case=history.case,
        flag=flag,
        situation=history.situation,
        events=history.events,
        letters=history.letters,
        decisions=made,
        evidence=tuple(files),
        changes=tuple(changes.of_flag(connection, flag.flag_id)),
        post=post,
        rules=_rules(desk.rulebook, made, day),
        election=election,
        countdown=countdown(now, flag.deadline_at, election),
    )


def manifest_of(desk: Desk, files: Sequence[EvidenceFile]) -> bytes:
    """The manifest among the files of a flag; it names the account.

    Raises:
        EvidenceDamaged: it is missing or was changed.
    """
    return desk.evidence.get(next((file.sha256 for file in files if file.kind == "manifest"), ""))


def _rules(rulebook: Rulebook, made: Sequence[Decision], day: date) -> tuple[RuleRow, ...]:
    """The rows named by the latest round, the last word's alone where the penyelia spoke."""
    latest = [one for one in made if one.review_round == made[-1].review_round]
    counted = latest[-1:] if latest and latest[-1].step == LAST else latest
    named = [one.rulebook_row for one in counted if one.decision == State.INDIKASI_KUAT]
    return tuple(_rule(rulebook, row, day) for row in dict.fromkeys(named) if row)


def _rule(rulebook: Rulebook, row_id: str, day: date) -> RuleRow:
    row = rulebook.row(row_id)
    if row is None:
        return RuleRow(row_id, GONE, "")
    return RuleRow(row_id, row.form, "; ".join(articles_on(rulebook, row, day)))
