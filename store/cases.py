"""Cases: what follows a final review, as a case and its events, all vouched for by the chain.

An event's details may name people and must be erasable one day, so the chain holds their hash and,
of what they say, only ``_LASTING``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from store import audit
from store.canonical import canonical_json
from store.errors import CaseMissing
from store.moment import WIB, from_utc, to_utc

if TYPE_CHECKING:
    import duckdb


class Kind(StrEnum):
    """What happened in a case."""

    REVEALED = "identitas_dibuka"
    ASKED = "klarifikasi_diminta"
    ANSWERED = "klarifikasi_diterima"
    WRITTEN = "dokumen_dibuat"
    REFERRED = "dirujuk"
    OUTCOME = "hasil"
    OBJECTED = "keberatan"
    JUDGED = "keberatan_diputus"
    NOTED = "catatan"
    CLOSED = "ditutup"


OPENED = "case.opened"
"""The event in the audit chain that vouches for a case."""
REVEALED = "identity.revealed"
"""The event that vouches for somebody having seen an identity, and for the purpose they stated."""
_EVENTS = {
    Kind.REVEALED: REVEALED,
    Kind.ASKED: "case.clarification_asked",
    Kind.ANSWERED: "case.clarification_answered",
    Kind.WRITTEN: "case.document_made",
    Kind.REFERRED: "case.referred",
    Kind.OUTCOME: "case.outcome",
    Kind.OBJECTED: "case.objection",
    Kind.JUDGED: "case.objection_judged",
    Kind.NOTED: "case.note",
    Kind.CLOSED: "case.closed",
}
_LASTING = ("decision", "document", "files", "recipient")


@dataclass(frozen=True, slots=True)
class Case:
    """A case: about which flag, opened when by whom (a code); ``closed_at`` is None while it is
    open."""

    case_id: str
    flag_id: str
    opened_by: str
    opened_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent:
    """Something that happened in a case. ``details`` are plain JSON values; files lie in the
    evidence store under their SHA-256 and are listed as ``files``."""

    case_id: str
    kind: Kind
    actor: str
    happened_at: datetime
    details: Mapping[str, Any] = field(default_factory=dict)
    audit_hash: str = ""


def open_case(
    connection: duckdb.DuckDBPyConnection, flag_id: str, actor: str, now: datetime
) -> Case:
    """Open the case of a flag, numbered within its year in WIB as ``K-2031-0007``, with its event
    in the audit chain."""
    made = Case(_free_id(connection, now), flag_id, actor, now)
    audit.append(connection, OPENED, actor, made.case_id, _opening(made))
    connection.execute(
        "INSERT INTO cases VALUES (?, ?, ?, ?, NULL)",
        [made.case_id, flag_id, actor, to_utc(now)],
    )
    return made


def get(connection: duckdb.DuckDBPyConnection, case_id: str) -> Case:
    """One case.

    Raises:
        CaseMissing: there is none with this id.
    """
    found = _select(connection, "WHERE case_id = ?", case_id)
    if not found:
        raise CaseMissing("expected the id of a case, as the list of cases shows it")
    return found[0]


def of_flag(connection: duckdb.DuckDBPyConnection, flag_id: str) -> Case | None:
    """The case of a flag; there is never more than one."""
    found = _select(connection, "WHERE flag_id = ?", flag_id)
    return found[0] if found else None


def add_event(connection: duckdb.DuckDBPyConnection, event: CaseEvent) -> CaseEvent:
    """Add an event to a case and to the audit chain; closing closes the case, an objection opens it
    again. Return it with its row in the chain."""
    details, happened = canonical_json(event.details), to_utc(event.happened_at)
    digest = audit.append(
        connection, _EVENTS[event.kind], event.actor, event.case_id, _vouched(happened, details)
    )
    connection.execute(
        "INSERT INTO case_events VALUES (?, ?, ?, ?, ?, ?)",
        [event.case_id, event.kind.value, event.actor, happened, details, digest],
    )
    if event.kind in (Kind.CLOSED, Kind.OBJECTED):
        connection.execute(
            "UPDATE cases SET closed_utc = ? WHERE case_id = ?",
            [happened if event.kind is Kind.CLOSED else None, event.case_id],
        )
    return replace(event, audit_hash=digest)


def events_of(connection: duckdb.DuckDBPyConnection, case_id: str) -> list[CaseEvent]:
    """The events of a case in the order in which they were recorded."""
    rows = connection.execute(
        """SELECT case_id, kind, actor, happened_utc, details, audit_hash FROM case_events
           WHERE case_id = ? ORDER BY rowid""",
        [case_id],
    )
    return [_to_event(row) for row in rows.fetchall()]


def deciders(connection: duckdb.DuckDBPyConnection, flag_id: str) -> frozenset[str]:
    """Everybody who ever decided on a flag, also where the decision was taken back; codes."""
    found = connection.execute(
        """SELECT reviewer FROM decisions WHERE flag_id = $flag_id
           UNION SELECT reviewer FROM withdrawn WHERE flag_id = $flag_id""",
        {"flag_id": flag_id},
    )
    return frozenset(row[0] for row in found.fetchall())


def who_saw(connection: duckdb.DuckDBPyConnection, flag_ids: Sequence[str]) -> frozenset[str]:
    """Everybody who has seen whose post one of these is, in its case: they can review it blind no
    more."""
    found = connection.execute(
        """SELECT DISTINCT actor FROM case_events JOIN cases USING (case_id)
           WHERE list_contains(?, flag_id) AND kind = ?""",
        [list(flag_ids), Kind.REVEALED.value],
    )
    return frozenset(row[0] for row in found.fetchall())


def files(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Case id and SHA-256 of every file that the chain says belongs to a case."""
    found = connection.execute(
        "SELECT subject, details FROM audit WHERE list_contains(?, event)",
        [list(_EVENTS.values())],
    )
    return sorted(
        {(case_id, sha256) for case_id, details in found.fetchall() for sha256 in _listed(details)}
    )


def verify_all(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The cases that are not, in themselves or in an event, as the audit chain has them, or that
    are missing although it knows them; by id."""
    return sorted(_unvouched_cases(connection) | _unvouched_events(connection))


def _free_id(connection: duckdb.DuckDBPyConnection, now: datetime) -> str:
    year = f"K-{now.astimezone(WIB).year}-"
    row = connection.execute(
        "SELECT max(CAST(case_id[8:] AS INTEGER)) FROM cases WHERE starts_with(case_id, ?)", [year]
    ).fetchone()
    return f"{year}{(row[0] if row and row[0] else 0) + 1:04}"


def _select(connection: duckdb.DuckDBPyConnection, where: str, value: str) -> list[Case]:
    found = connection.execute(
        f"SELECT case_id, flag_id, opened_by, opened_utc, closed_utc FROM cases {where}",  # noqa: S608
        [value],
    )
    return [_to_case(row) for row in found.fetchall()]


def _to_case(row: Sequence[Any]) -> Case:
    closed = from_utc(row[4]) if row[4] else None
    return Case(row[0], row[1], row[2], from_utc(row[3]), closed)


def _to_event(row: Sequence[Any]) -> CaseEvent:
    return CaseEvent(
        case_id=row[0],
        kind=Kind(row[1]),
        actor=row[2],
        happened_at=from_utc(row[3]),
        details=json.loads(row[4]),
        audit_hash=row[5],
    )


def _opening(case: Case) -> dict[str, str]:
    return {"flag_id": case.flag_id, "opened_utc": to_utc(case.opened_at).isoformat()}


def _vouched(happened: datetime, details: str) -> dict[str, Any]:
    """What the chain holds of an event whose details are this JSON text."""
    return {
        **_lasting(details),
        "happened_utc": happened.isoformat(timespec="microseconds"),
        "details_sha256": hashlib.sha256(details.encode()).hexdigest(),
    }


def _lasting(details: str) -> dict[str, Any]:
    try:
        held = json.loads(details)
        kept = {name: held[name] for name in _LASTING if name in held}
        if "files" in kept:
            kept["files"] = [file["sha256"] for file in kept["files"]]
    except (ValueError, TypeError, KeyError):
        return {}  # changed by hand: its hash tells
    return kept


def _listed(details: str) -> Collection[str]:
    try:
        return [str(sha256) for sha256 in json.loads(details).get("files", ())]
    except (ValueError, AttributeError):
        return []  # a tampered row: the chain itself reports it


def _unvouched_cases(connection: duckdb.DuckDBPyConnection) -> set[str]:
    held = {(c.opened_by, c.case_id, canonical_json(_opening(c))) for c in _all(connection)}
    chain = connection.execute(
        "SELECT actor, subject, details FROM audit WHERE event = ?", [OPENED]
    ).fetchall()
    closed = connection.execute(
        """SELECT case_id FROM cases LEFT JOIN (
               SELECT case_id, arg_max(kind, case_events.rowid) AS kind,
                      max_by(happened_utc, case_events.rowid) AS happened_utc
               FROM case_events WHERE kind IN ('ditutup', 'keberatan') GROUP BY case_id
           ) AS last USING (case_id)
           WHERE closed_utc IS DISTINCT FROM
                 CASE WHEN last.kind = 'ditutup' THEN last.happened_utc END"""
    ).fetchall()
    return {row[1] for row in held ^ set(chain)} | {row[0] for row in closed}


def _unvouched_events(connection: duckdb.DuckDBPyConnection) -> set[str]:
    stored = connection.execute(
        "SELECT audit_hash, kind, actor, case_id, happened_utc, details FROM case_events"
    ).fetchall()
    held = {
        (row[0], _EVENTS[Kind(row[1])], row[2], row[3], canonical_json(_vouched(row[4], row[5])))
        for row in stored
    }
    return audit.unvouched(connection, _EVENTS.values(), held)


def _all(connection: duckdb.DuckDBPyConnection) -> list[Case]:
    return _select(connection, "WHERE ? = ''", "")
