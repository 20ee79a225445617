"""Which version of the models is at work: who promoted it, when and why.

``models/active.json`` is replaced whole or not at all. Each change in it is vouched for by an event
in the audit chain, written first: a kill between the two leaves the old version at work, and a
change that the chain does not know is refused. Of the reason the chain holds the hash only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from store import audit
from store.canonical import canonical_json
from store.durable import write_durably
from store.errors import PromotionsDamaged, StoreBusy
from store.turn import sole_writer

if TYPE_CHECKING:
    from store.database import Database
    from store.folder import DataFolder

Action = Literal["promote", "rollback"]
EVENTS: Final[Mapping[Action, str]] = {
    "promote": "model.promoted",
    "rollback": "model.rolled_back",
}
"""The events in the audit chain that vouch for a change."""
_FILE = "active.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A person put another version to work. An empty version stands for the shipped models.

    ``figures`` is what was measured for the promotion; ``audit_hash`` its row in the chain.
    """

    action: Action
    version: str
    previous: str
    by: str
    reason: str
    changed_at: str
    figures: Mapping[str, Any]
    audit_hash: str = ""


def models_of(folder: DataFolder) -> Path:
    """Where the office's own versions lie, each in a folder of its name."""
    return folder.root / "models"


def history(folder: DataFolder) -> list[Change]:
    """Every change, oldest first; none where the shipped models were always at work.

    Raises:
        PromotionsDamaged: the file cannot be read, or the audit chain does not know a change.
    """
    path = models_of(folder) / _FILE
    if not path.exists():
        return []
    try:
        changes = [Change(**row) for row in json.loads(path.read_bytes())["changes"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PromotionsDamaged(f"{path}: expected a list of changes: {_RESTORE}") from error
    _check(folder.database, path, changes)
    return changes


def at_work(changes: Sequence[Change]) -> str:
    """The version at work after ``changes``; empty for the shipped models."""
    return changes[-1].version if changes else ""


def before(changes: Sequence[Change]) -> str | None:
    """The version that a rollback returns to; ``None`` where the shipped models are at work.

    A promotion that was rolled back is out of the line: two rollbacks go back two promotions.
    """
    line = [""]
    for change in changes:
        line = [*line, change.version] if change.action == "promote" else line[:-1]
    return line[-2] if len(line) > 1 else None


def record(
    folder: DataFolder, change: Change, write: Callable[[Path, bytes], None] = write_durably
) -> Change:
    """Put ``change`` at the end of the history and return it with its row in the chain.

    Raises:
        StoreBusy: another version is at work than the change's ``previous``.
    """
    path = models_of(folder) / _FILE
    with sole_writer(path.parent, orphans=".tmp-*"):
        changes = history(folder)
        if at_work(changes) != change.previous:
            raise StoreBusy(f"{path}: changed by somebody else meanwhile: look and try again")
        made = replace(change, audit_hash=_append(folder.database, change))
        rows = [asdict(one) for one in (*changes, made)]
        write(path, json.dumps({"changes": rows}, indent=1, ensure_ascii=False).encode())
    return made


def note_challenger(database: Database, version: str, about: Mapping[str, Any]) -> None:
    """Say in the audit chain that the machine made a challenger, and of how many decisions."""
    with database.transaction() as connection:
        audit.append(connection, "model.challenger", audit.MACHINE, version, about)
        head = audit.head(connection)
    audit.witness(database, head)


def moment() -> str:
    """This moment, as a change names it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


_RESTORE = "restore it from a backup, or remove it to work with the shipped models"


def _append(database: Database, change: Change) -> str:
    with database.transaction() as connection:
        digest = audit.append(
            connection, EVENTS[change.action], change.by, change.version, _details(change)
        )
        head = audit.head(connection)
    audit.witness(database, head)
    return digest


def _details(change: Change) -> dict[str, Any]:
    return {
        "previous": change.previous,
        "changed_at": change.changed_at,
        "figures": dict(change.figures),
        "reason_sha256": hashlib.sha256(change.reason.encode()).hexdigest(),
    }


def _check(database: Database, path: Path, changes: Sequence[Change]) -> None:
    """Every change as the chain has it."""
    with database.transaction() as connection:
        rows = connection.execute(
            "SELECT hash, event, actor, subject, details FROM audit WHERE event IN (?, ?)",
            list(EVENTS.values()),
        )
        known = set(rows.fetchall())
    for one in changes:
        row = (one.audit_hash, EVENTS[one.action], one.by, one.version)
        if (*row, canonical_json(_details(one))) not in known:
            raise PromotionsDamaged(
                f"{path}: expected changes made by `netra models`, found one of version"
                f" {one.version or 'shipped'} that the audit chain does not know: {_RESTORE}"
            )
