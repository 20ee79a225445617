"""Referral documents: gathered from the store, written, kept, and recorded as a reveal.

A document names the person concerned, so whoever makes one, or takes one out of the store, has seen
who it is: each time an event of its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from review.case_entry import Entry, known_identity, write, writing
from review.case_errors import CaseRejected, Reason
from review.case_record import CaseRecord, manifest_of, record_of
from review.case_steps import Step
from review.casefile import (
    CaseFile,
    Clarification,
    DailyRoot,
    Letter,
    Post,
    Subject,
    Superior,
)
from review.clarifications import answers_in
from review.documents import render
from review.documents.required import DocumentIncomplete, missing
from review.rules import agency_on
from store import audit, cases
from store.cases import CaseEvent, Kind
from store.moment import WIB

if TYPE_CHECKING:
    import duckdb

    from config.office import DocumentName
    from review.case_history import History
    from review.desk import Desk
    from review.documents import Format
    from review.documents.required import MissingField
    from review.identity import Identity
    from store.database import Database
    from store.evidence import EvidenceStore

FORMATS: tuple[Format, ...] = ("pdf", "docx")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody fills in for a document; ``posted_at`` and ``url`` only count where the
    evidence does not tell them."""

    document: DocumentName
    letter: Letter
    superior: Superior | None = None
    posted_at: datetime | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of a case, to be saved: under which name, in which format."""

    name: str
    format: str
    data: bytes


def lacking(desk: Desk, entry: Entry, draft: Draft) -> tuple[MissingField, ...]:
    """Every field that the document still needs; it tells nobody who is concerned."""
    with writing(desk.database, entry, Step.WRITE) as (connection, history):
        return missing(draft.document, _gathered(connection, desk, history, draft, entry.now))


def write_document(desk: Desk, entry: Entry, draft: Draft) -> CaseEvent:
    """Write a document in every format, keep the files and record it; return its event.

    Raises:
        DocumentIncomplete: fields that it needs are missing; nothing was made or recorded.
        IllegalTransition: the case stands elsewhere.
    """
    with writing(desk.database, entry, Step.WRITE) as (connection, history):
        file = _gathered(connection, desk, history, draft, entry.now)
    # Typesetting takes a while: the database is closed meanwhile.
    made = {one: render(draft.document, file, one) for one in FORMATS}
    files = [_keep(desk.evidence, one, data) for one, data in made.items()]
    with writing(desk.database, entry, Step.WRITE) as (connection, _):
        write(connection, entry, Kind.REVEALED, {"purpose": file.letter.purpose}, None)
        return write(connection, entry, Kind.WRITTEN, _details(draft.document, file, files), None)


def take_out(database: Database, evidence: EvidenceStore, entry: Entry, sha256: str) -> StoredFile:
    """A file of a case, to be saved; it may tell who is concerned, so that is recorded.

    Raises:
        CaseRejected: the case has no such file.
        EvidenceDamaged: it is missing or was changed.
    """
    with audit.recorded(database) as connection:
        events = cases.events_of(connection, cases.get(connection, entry.case_id).case_id)
        known = {one["sha256"]: one["format"] for e in events for one in e.details.get("files", ())}
        if sha256 not in known:
            raise CaseRejected(Reason.NO_FILE)
        data = evidence.get(sha256)
        purpose = f"mengunduh berkas {sha256[:12]}"
        write(connection, entry, Kind.REVEALED, {"purpose": purpose}, None)
    return StoredFile(f"{entry.case_id}-{sha256[:12]}.{known[sha256]}", known[sha256], data)


def purpose_of(letter: Letter) -> str:
    """For what a document reveals the identity."""
    return f"rujukan kepada {letter.recipient.name}" if letter.recipient else "rujukan"


def case_file(record: CaseRecord, desk: Desk, draft: Draft, who: Identity) -> CaseFile:
    """The case as the documents state it, but for the post's address and the chain's root."""
    flag = record.flag
    letter = replace(draft.letter, purpose=purpose_of(draft.letter))
    agency = agency_on(desk.rulebook, letter.dated or record.case.opened_at.date())
    return CaseFile(
        case_id=record.case.case_id,
        flag_id=flag.flag_id,
        label=flag.label,
        post=_post(record, draft, who),
        evidence=record.evidence,
        model_version=flag.model_version,
        known_at=flag.known_at,
        deadline_at=flag.deadline_at,
        zone=record.zone,
        office=desk.office,
        control=flag.control,
        election=record.election.name if record.election else "",
        stage=flag.stage or "",
        rules=record.rules,
        decisions=record.decisions,
        clarification=_clarification(record),
        subject=_subject(who),
        superior=draft.superior,
        agency=f"{agency.title} ({agency.name})",
        letter=letter,
    )


def _gathered(
    connection: duckdb.DuckDBPyConnection,
    desk: Desk,
    history: History,
    draft: Draft,
    now: datetime,
) -> CaseFile:
    record = record_of(connection, desk, history, now)
    who = known_identity(connection, record.flag)
    file = case_file(record, desk, draft, who)
    manifest = json.loads(manifest_of(desk, record.evidence))
    return replace(
        file,
        post=_with_address(file.post, manifest, draft),
        root=_root(connection, now),
    )


def _with_address(post: Post, manifest: Mapping[str, Any], draft: Draft) -> Post:
    url = manifest["post"]["url"] or draft.url
    return replace(post, handle=manifest["account"]["handle"], url=url)


def _root(connection: duckdb.DuckDBPyConnection, now: datetime) -> DailyRoot | None:
    """The root of the last whole day: what anybody can compute again. Where the chain began today,
    today's so far."""
    today = now.astimezone(WIB).date()
    for day in (today - timedelta(days=1), today):
        found = audit.daily_root(connection, day)
        if found != audit.GENESIS:
            return DailyRoot(day, found)
    return None


def _post(record: CaseRecord, draft: Draft, who: Identity) -> Post:
    held = record.post
    return Post(
        platform=record.flag.platform,
        text=held.text,
        text_sha256=hashlib.sha256(held.text.encode("utf-8", "replace")).hexdigest(),
        captured_at=held.captured_at,
        handle=who.handle,
        posted_at=held.posted_at or draft.posted_at,
        changes=record.changes,
    )


def _subject(who: Identity) -> Subject | None:
    if not who.name:
        return None
    return Subject(
        name=who.name, nip=who.nip, position=who.position, unit=who.unit, status=who.status
    )


def _clarification(record: CaseRecord) -> Clarification | None:
    asked = answers_in(record.events)
    if not asked:
        return None
    last = asked[-1]
    return Clarification(last.question, last.asked_at, last.text or "", last.answered_at)


def _keep(evidence: EvidenceStore, name: Format, data: bytes) -> dict[str, object]:
    return {"sha256": evidence.put(data), "bytes": len(data), "format": name}


def _details(
    document: DocumentName, file: CaseFile, files: list[dict[str, object]]
) -> dict[str, Any]:
    letter, root = file.letter, file.root
    if letter.recipient is None or letter.dated is None or root is None:
        raise DocumentIncomplete(missing(document, file))
    return {
        "document": document,
        "recipient": letter.recipient.id,
        "number": letter.number,
        "dated": letter.dated.isoformat(),
        "root": {"day": root.day.isoformat(), "sha256": root.sha256},
        "files": files,
    }
