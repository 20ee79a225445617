"""Evidence: what was seen when a flag was raised, kept under its own SHA-256.

Files are written once, read-only, and named by their content, so a changed file no longer has its
name's hash. The table says which files belong to which flag, and the audit chain vouches for the
table.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from classifiers.score import Score
from connectors.account import Account
from connectors.activity import Activity
from connectors.page import Page
from store import audit
from store.bulk import incoming
from store.canonical import canonical_json
from store.durable import write_durably
from store.errors import EvidenceDamaged
from store.moment import WIB

if TYPE_CHECKING:
    import duckdb

    from store.claim import StoredClaim

Kind = Literal["manifest", "page", "media"]
KEPT = "evidence.kept"
"""The event in the audit chain that vouches for a flag's files."""
_INCOMING = {"flag_id": "string", "sha256": "string", "kind": "string", "bytes": "int64"}


class EvidenceStore:
    """The content-addressed files ``folder/ab/abcdef…``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes) -> str:
        """Keep ``data``, durably and read-only, and return its SHA-256.

        Raises:
            EvidenceDamaged: other bytes lie under that name; they are left for the examiner.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.path(sha256)
        if path.exists():
            self.get(sha256)
        else:
            write_durably(path, data)
            path.chmod(0o444)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes kept under ``sha256``.

        Raises:
            EvidenceDamaged: they are missing or are no longer the same.
        """
        try:
            data = self.path(sha256).read_bytes()
        except OSError as error:
            raise EvidenceDamaged(f"evidence {sha256}: missing or unreadable: {error}") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise EvidenceDamaged(f"evidence {sha256}: the bytes were changed")
        return data

    def verify(self, sha256: str) -> None:
        """Read the file and check its hash.

        Raises:
            EvidenceDamaged: it is missing or was changed.
        """
        self.get(sha256)

    def path(self, sha256: str) -> Path:
        """Where the file lies."""
        return self._folder / sha256[:2] / sha256


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A kept file: what it is, its SHA-256 and its size in bytes."""

    kind: Kind
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class EvidenceProblem:
    """A file of a flag that does not hold, and why."""

    flag_id: str
    sha256: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """Everything known about a post when it was flagged (design, section 5).

    ``thresholds`` are the probabilities (0 to 1) from which each label is flagged, and how serious
    hate speech must be (``Minimums.recorded``); ``claim`` is
    the debunked claim it was matched with; ``media`` gives the SHA-256 of each picture or video
    whose bytes were kept, by its address.
    """

    activity: Activity
    account: Account
    page: Page
    score: Score
    model_version: str
    thresholds: Mapping[str, float]
    claim: StoredClaim | None = None
    media: Mapping[str, str] = field(default_factory=dict)


def manifest(capture: Capture) -> bytes:
    """The capture as canonical JSON: the same facts give the same bytes on every run."""
    facts = {
        "post": _post(capture),
        "account": asdict(capture.account),
        "page": _page(capture.page),
        "scores": asdict(capture.score),
        "model_version": capture.model_version,
        "thresholds": dict(capture.thresholds),
        "claim": capture.claim.to_json() if capture.claim else None,
        "manifest_version": 1,
    }
    return canonical_json(facts).encode()


def keep(
    connection: duckdb.DuckDBPyConnection, flag_id: str, files: Iterable[EvidenceFile], actor: str
) -> int:
    """Note which files (already in the store) belong to a flag, with one event in the audit
    chain; say how many were not noted before."""
    return keep_all(connection, {flag_id: files}, actor)


def keep_all(
    connection: duckdb.DuckDBPyConnection,
    files: Mapping[str, Iterable[EvidenceFile]],
    actor: str,
) -> int:
    """``keep`` for many flags, by flag id, with one event each."""
    rows = connection.execute(
        """SELECT flag_id, kind, sha256, bytes FROM evidence
           WHERE flag_id IN (SELECT unnest(?))""",
        [list(files)],
    )
    known = {(row[0], EvidenceFile(*row[1:])) for row in rows.fetchall()}
    new = {
        flag_id: [file for file in dict.fromkeys(listed) if (flag_id, file) not in known]
        for flag_id, listed in files.items()
    }
    added = [(flag_id, f.sha256, f.kind, f.bytes) for flag_id, kept in new.items() for f in kept]
    with incoming(connection, added, _INCOMING):
        connection.execute("INSERT INTO evidence SELECT * FROM incoming")
    audit.append_all(
        connection,
        [
            audit.Event(KEPT, actor, flag_id, {"files": [asdict(file) for file in kept]})
            for flag_id, kept in new.items()
            if kept
        ],
    )
    return len(added)


def files_of(connection: duckdb.DuckDBPyConnection, flag_id: str) -> list[EvidenceFile]:
    """The files of a flag, the manifest first."""
    rows = connection.execute(
        "SELECT kind, sha256, bytes FROM evidence WHERE flag_id = ? ORDER BY kind, sha256",
        [flag_id],
    )
    return [EvidenceFile(*row) for row in rows.fetchall()]


def count(connection: duckdb.DuckDBPyConnection) -> int:
    """How many different files evidence rests on."""
    row = connection.execute("SELECT count(DISTINCT sha256) FROM evidence").fetchone()
    return int(row[0]) if row else 0


@dataclass(frozen=True, slots=True)
class Index:
    """Which files belong to which flag: as the table lists it and as the chain vouches for it."""

    listed: frozenset[tuple[str, EvidenceFile]]
    vouched: frozenset[tuple[str, EvidenceFile]]


def read_index(connection: duckdb.DuckDBPyConnection) -> Index:
    """The index as it stands, so that the files can be read with the database closed."""
    return Index(frozenset(_listed(connection)), frozenset(_vouched(connection)))


def check(index: Index, store: EvidenceStore) -> list[EvidenceProblem]:
    """Every file that is missing or changed, and every row that the chain does not vouch for or
    that is missing although it does; by flag."""
    problems = [
        *(_problem(row, "the table's row is missing") for row in index.vouched - index.listed),
        *(
            _problem(row, "the chain does not know this row")
            for row in index.listed - index.vouched
        ),
    ]
    hashes = {file.sha256 for _, file in index.listed}
    bad = {sha256: reason for sha256 in hashes if (reason := _fault(store, sha256))}
    problems += [_problem(row, bad[row[1].sha256]) for row in index.listed if row[1].sha256 in bad]
    return sorted(problems, key=lambda problem: (problem.flag_id, problem.sha256, problem.reason))


def verify_all(
    connection: duckdb.DuckDBPyConnection, store: EvidenceStore
) -> list[EvidenceProblem]:
    """``check`` of ``read_index``; it keeps the database open while it reads every file."""
    return check(read_index(connection), store)


def _post(capture: Capture) -> dict[str, Any]:
    activity = capture.activity
    return {
        **asdict(activity),
        "created_at": _times(activity.created_at),
        "observed_at": _times(activity.observed_at),
        "activity_key": activity.key,
        "content_sha256": activity.content_sha256,
        "media": [{**asdict(m), "sha256": capture.media.get(m.url)} for m in activity.media],
    }


def _page(page: Page) -> dict[str, Any]:
    return {
        "sha256": page.sha256,
        "url": page.url,
        "status": page.status,
        "headers": dict(page.headers),
        "fetched_at": _times(page.fetched_at),
        "connector": page.platform,
        "connector_version": page.connector_version,
    }


def _times(moment: datetime | None) -> dict[str, str] | None:
    if moment is None:
        return None
    return {
        "utc": moment.astimezone(UTC).isoformat(),
        "wib": moment.astimezone(WIB).isoformat(),
    }


def _listed(connection: duckdb.DuckDBPyConnection) -> Iterable[tuple[str, EvidenceFile]]:
    rows = connection.execute("SELECT flag_id, kind, sha256, bytes FROM evidence").fetchall()
    return ((row[0], EvidenceFile(*row[1:])) for row in rows)


def _vouched(connection: duckdb.DuckDBPyConnection) -> Iterable[tuple[str, EvidenceFile]]:
    rows = connection.execute("SELECT subject, details FROM audit WHERE event = ?", [KEPT])
    for flag_id, details in rows.fetchall():
        for file in _read_files(details):
            yield flag_id, file


def _read_files(details: str) -> list[EvidenceFile]:
    try:
        return [EvidenceFile(**file) for file in json.loads(details)["files"]]
    except (ValueError, KeyError, TypeError):
        return []  # a tampered row: the chain itself reports it, and its files show as unknown


def _fault(store: EvidenceStore, sha256: str) -> str | None:
    try:
        store.verify(sha256)
    except EvidenceDamaged as error:
        return str(error)
    return None


def _problem(row: tuple[str, EvidenceFile], reason: str) -> EvidenceProblem:
    return EvidenceProblem(row[0], row[1].sha256, reason)
