"""Everything the database knows of one item, for the page that shows it, read at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from store import changes, decisions, flags, leases, notes
from store.changes import Change
from store.decisions import Decision
from store.flags import Flag
from store.leases import Lease
from store.notes import Note

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One item around ``flag``. ``item`` are its near-duplicates, itself included; ``manifests``
    the SHA-256 of their evidence by flag id, ``page`` that of the flag's raw page; ``made`` the
    decisions of the present round, in the order of the steps."""

    flag: Flag
    item: tuple[Flag, ...]
    held: tuple[Lease, ...]
    made: tuple[Decision, ...]
    notes: tuple[Note, ...]
    changes: tuple[Change, ...]
    manifests: dict[str, str]
    page: str | None

    @property
    def step(self) -> str | None:
        """The step of review that is open, if one is."""
        return decisions.STEPS.get(self.flag.state)

    def holder(self) -> Lease | None:
        """Who has the item before them, and until when."""
        return self.held[0] if self.held else None


def read(connection: duckdb.DuckDBPyConnection, flag_id: str, now: datetime) -> Dossier:
    """The item of this flag as it stands at ``now``.

    Raises:
        FlagMissing: there is no such flag.
    """
    flag = flags.get(connection, flag_id)
    item = flags.of_wave(connection, flag)
    ids = [one.flag_id for one in item]
    files = _files(connection, ids)
    return Dossier(
        flag=flag,
        item=tuple(item),
        held=tuple(leases.live(connection, now, ids)),
        made=tuple(decisions.of_round(connection, flag)),
        notes=tuple(notes.of_flag(connection, flag_id)),
        changes=tuple(changes.of_flag(connection, flag_id)),
        manifests={name: sha256 for name, kind, sha256 in files if kind == "manifest"},
        page=next((s for name, kind, s in files if (name, kind) == (flag_id, "page")), None),
    )


def _files(
    connection: duckdb.DuckDBPyConnection, flag_ids: list[str]
) -> list[tuple[str, str, str]]:
    rows = connection.execute(
        "SELECT flag_id, kind, sha256 FROM evidence WHERE flag_id IN (SELECT unnest(?)) "
        "AND kind IN ('manifest', 'page') ORDER BY ALL",
        [flag_ids],
    )
    return rows.fetchall()
