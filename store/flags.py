"""Flags: what a human must look at, and what became of it since.

A flag belongs to one content of one post under one label; it never moves to another content and
is never raised twice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from classifiers.score import Label, Target
from store.bulk import incoming
from store.canonical import canonical_json
from store.errors import FlagCollision, FlagMissing
from store.moment import from_utc, to_utc

if TYPE_CHECKING:
    import duckdb


RAISED = "flag.raised"
"""The event in the audit chain that vouches for a flag."""


class State(StrEnum):
    """Where a flag stands; the legal moves are in ``review.states``."""

    BARU = "baru"
    DIKLAIM = "diklaim"
    INDIKASI_KUAT = "indikasi_kuat"
    BUKAN = "bukan"
    KLARIFIKASI = "klarifikasi"
    TIDAK_CUKUP_BUKTI = "tidak_cukup_bukti"
    TELAAH_KEDUA = "telaah_kedua"
    BEDA_PENDAPAT = "beda_pendapat"
    FINAL = "final"
    DIRUJUK = "dirujuk"
    KEBERATAN = "keberatan"
    DIKUATKAN = "dikuatkan"
    DIBATALKAN = "dibatalkan"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFlag:
    """A content over a label's threshold, or a random control below all of them.

    ``known_at`` is *diketahui*, from which the ``deadline_at`` of a report runs; both aware.
    ``wave_id`` groups near-duplicates. ``probability`` and ``threshold`` are 0 to 1.
    """

    activity_key: str
    content_sha256: str
    account_id: str
    platform: str
    label: Label
    probability: float
    threshold: float
    model_version: str
    known_at: datetime
    deadline_at: datetime
    night: date
    run_id: str
    targets: tuple[Target, ...] = ()
    hoax_claim: str | None = None
    election_id: str | None = None
    stage: str | None = None
    wave_id: str | None = None
    control: bool = False

    @property
    def flag_id(self) -> str:
        """The same for the same content and label, on every run and machine."""
        return "F-" + self._digest().hex()[:12]

    @property
    def queue_rank(self) -> float:
        """The place in the queue, 0 to 1: the probability, or for a control one drawn from the
        range of flagged ones, so that the order does not give a control away."""
        if not self.control:
            return self.probability
        drawn = int.from_bytes(self._digest()[-8:], "big") / 2**64
        return self.threshold + (1 - self.threshold) * drawn

    def _digest(self) -> bytes:
        identity = f"{self.activity_key}|{self.content_sha256}|{self.label}"
        return hashlib.sha256(identity.encode()).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag(NewFlag):
    """A stored flag. ``review_round`` counts how often it came to the first review, from 1."""

    state: State
    review_round: int


def raise_flags(connection: duckdb.DuckDBPyConnection, flags: Sequence[NewFlag]) -> int:
    """Store the flags not raised before, in state ``baru``; say how many those were.

    Raises:
        FlagCollision: two contents got one id (expected once in 10 million years of an office).
    """
    known = _identities(connection, [flag.flag_id for flag in flags])
    new = {flag.flag_id: flag for flag in flags if flag.flag_id not in known}
    for flag in flags:
        other = known.get(flag.flag_id) or _identity(new[flag.flag_id])
        if other != _identity(flag):
            raise FlagCollision(f"{flag.flag_id}: stands for two contents: report this to Netra")
    types = {name: _TYPES.get(name, "string") for name in _COLUMNS}
    with incoming(connection, [_to_row(flag) for flag in new.values()], types):
        names = ", ".join(_COLUMNS)
        connection.execute(f"INSERT INTO flags ({names}) SELECT * FROM incoming")  # noqa: S608
    return len(new)


_FACTS = ("label", "probability", "threshold", "model_version", "content_sha256", "run_id")


def facts(flag: NewFlag) -> dict[str, object]:
    """What the audit chain vouches for when a flag is raised, without text or identity."""
    return {name: getattr(flag, name) for name in _FACTS}


def verify_all(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The flags that are not as the audit chain says they were raised, or that are missing
    although it knows them, or that it does not know; by id."""
    rows = connection.execute(f"SELECT flag_id, {', '.join(_FACTS)} FROM flags").fetchall()  # noqa: S608
    held = {(row[0], canonical_json(dict(zip(_FACTS, row[1:], strict=True)))) for row in rows}
    events = connection.execute("SELECT subject, details FROM audit WHERE event = ?", [RAISED])
    return sorted({flag_id for flag_id, _ in held ^ set(events.fetchall())})


def known_keys(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The keys of all activities ever flagged."""
    return {key for key, _, _ in known_contents(connection)}


def known_contents(connection: duckdb.DuckDBPyConnection) -> set[tuple[str, str, Label]]:
    """What was ever flagged: activity key, content SHA-256 and label."""
    rows = connection.execute("SELECT activity_key, content_sha256, label FROM flags")
    return set(rows.fetchall())


def raised_on(connection: duckdb.DuckDBPyConnection, night: date) -> list[Flag]:
    """The flags of one night, by id."""
    return _select(connection, "WHERE night = ? ORDER BY flag_id", [night])


def get(connection: duckdb.DuckDBPyConnection, flag_id: str) -> Flag:
    """One flag.

    Raises:
        FlagMissing: there is none with this id.
    """
    found = _select(connection, "WHERE flag_id = ?", [flag_id])
    if not found:
        raise FlagMissing(f"{flag_id}: expected the id of a flag, as `netra queue` shows it")
    return found[0]


def get_all(connection: duckdb.DuckDBPyConnection, flag_ids: Sequence[str]) -> list[Flag]:
    """The flags with these ids, by id; those that are none are left out."""
    where = "WHERE flag_id IN (SELECT unnest(?)) ORDER BY flag_id"
    return _select(connection, where, [list(flag_ids)])


def of_wave(connection: duckdb.DuckDBPyConnection, flag: Flag) -> list[Flag]:
    """The flag itself and the near-duplicates that share its label and wait as it does, by id;
    whether a first review has begun makes no difference."""
    if flag.wave_id is None:
        return [flag]
    alike = _FIRST_REVIEW if flag.state in _FIRST_REVIEW else (flag.state,)
    return _select(
        connection,
        "WHERE wave_id = ? AND label = ? AND list_contains(?, state) ORDER BY flag_id",
        [flag.wave_id, flag.label, [state.value for state in alike]],
    )


def move(connection: duckdb.DuckDBPyConnection, flag: Flag, state: State) -> None:
    """Put a flag into another state; whether it may go there is for ``review.states`` to say.

    Coming back to ``baru`` from a clarification opens the next round of review.
    """
    move_all(connection, [flag], state)


def move_all(
    connection: duckdb.DuckDBPyConnection, moved: Sequence[Flag], state: State
) -> list[Flag]:
    """``move`` for many flags; return them as they are now."""
    if not moved:
        return []
    now = [
        replace(
            flag,
            state=state,
            review_round=flag.review_round
            + (flag.state is State.KLARIFIKASI and state is State.BARU),
        )
        for flag in moved
    ]
    rows = [(flag.flag_id, flag.state.value, flag.review_round) for flag in now]
    types = {"flag_id": "string", "state": "string", "review_round": "int32"}
    with incoming(connection, rows, types):
        connection.execute(
            "UPDATE flags SET state = incoming.state, review_round = incoming.review_round "
            "FROM incoming WHERE flags.flag_id = incoming.flag_id"
        )
    return now


_FIRST_REVIEW = (State.BARU, State.DIKLAIM)


_COLUMNS = (
    *("flag_id", "activity_key", "content_sha256", "account_id", "platform", "label"),
    *("probability", "threshold", "model_version", "targets", "hoax_claim", "election_id"),
    *("stage", "wave_id", "control", "queue_rank", "state", "review_round", "known_utc"),
    *("deadline_utc", "night", "run_id"),
)


_TYPES = {
    **dict.fromkeys(("probability", "threshold", "queue_rank"), "float64"),
    **dict.fromkeys(("known_utc", "deadline_utc"), "timestamp[us]"),
    "control": "bool",
    "review_round": "int32",
    "night": "date32",
}


def _to_row(flag: NewFlag) -> list[Any]:
    special: dict[str, Any] = {
        "targets": canonical_json([asdict(target) for target in flag.targets]),
        "state": State.BARU.value,
        "review_round": 1,
        "known_utc": to_utc(flag.known_at),
        "deadline_utc": to_utc(flag.deadline_at),
    }
    return [special[name] if name in special else getattr(flag, name) for name in _COLUMNS]


def _select(connection: duckdb.DuckDBPyConnection, where: str, values: list[Any]) -> list[Flag]:
    rows = connection.execute(
        f"SELECT {', '.join(_COLUMNS)} FROM flags {where}",  # noqa: S608 - constants only
        values,
    )
    return [_to_flag(dict(zip(_COLUMNS, row, strict=True))) for row in rows.fetchall()]


def _to_flag(row: dict[str, Any]) -> Flag:
    for derived in ("flag_id", "queue_rank"):
        del row[derived]
    targets = tuple(Target(**target) for target in json.loads(row.pop("targets")))
    return Flag(
        targets=targets,
        known_at=from_utc(row.pop("known_utc")),
        deadline_at=from_utc(row.pop("deadline_utc")),
        state=State(row.pop("state")),
        **row,
    )


def _identity(flag: NewFlag) -> tuple[str, str, str]:
    return flag.activity_key, flag.content_sha256, flag.label


def _identities(
    connection: duckdb.DuckDBPyConnection, flag_ids: Sequence[str]
) -> dict[str, tuple[str, str, str]]:
    rows = connection.execute(
        """SELECT flag_id, activity_key, content_sha256, label FROM flags
           WHERE flag_id IN (SELECT unnest(?))""",
        [list(flag_ids)],
    )
    return {row[0]: row[1:] for row in rows.fetchall()}
