"""The digest: what a night did, in numbers, for people and for machines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from connectors.outcome import Outcome
from review.reminders import reminders
from store.durable import write_durably

if TYPE_CHECKING:
    from pipelines.collect import Collected
    from pipelines.night import Night
    from pipelines.watch import Watch
    from store.database import Database

INCOMPLETE = frozenset(
    {Outcome.PARTIAL, Outcome.AUTH, Outcome.BLOCKED, Outcome.CHANGED, Outcome.NETWORK}
)
"""Outcomes after which something may be missing; ``gone`` and ``not_public`` are facts."""

_INDONESIAN = {
    "ok": "terbaca",
    "empty": "tidak ada yang baru",
    "partial": "terbaca sebagian",
    "not_public": "tidak publik",
    "gone": "sudah tidak ada",
    "auth": "perlu kredensial",
    "blocked": "ditolak platform",
    "changed": "bentuk jawaban berubah",
    "network": "gangguan jaringan",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One night. ``seconds`` is per step; ``held_back`` counts posts over a minimum that wait
    because the night's budget of items was spent, ``without_evidence`` those whose raw page is
    damaged."""

    night: str
    run_id: str
    outcomes: Mapping[str, int]
    pages: int = 0
    created: int = 0
    updated: int = 0
    deleted: int = 0
    issues: int = 0
    scored: int = 0
    flags: Mapping[str, int] = field(default_factory=dict)
    controls: int = 0
    held_back: int = 0
    without_evidence: int = 0
    failed_shards: int = 0
    seconds: Mapping[str, float] = field(default_factory=dict)
    unread: Mapping[str, int] = field(default_factory=dict)
    """Registered accounts by platform that cannot be read: not connected, or switched off."""
    due: Mapping[str, int] = field(default_factory=dict)
    """Items and cases whose right to report ends within two days (``antrean_segera``,
    ``kasus_segera``) or has ended (``…_lewat``)."""

    @property
    def complete(self) -> bool:
        """Whether every account could be read to its end and nothing failed afterwards."""
        missed = sum(self.outcomes.get(outcome, 0) for outcome in INCOMPLETE)
        return missed + self.failed_shards + self.without_evidence == 0

    def to_json(self) -> dict[str, Any]:
        """The digest as plain values."""
        return {**asdict(self), "complete": self.complete}

    def facts(self) -> dict[str, object]:
        """The digest as a few lines for a terminal."""
        outcomes = ", ".join(
            f"{_INDONESIAN.get(name, name)} {count}" for name, count in self.outcomes.items()
        )
        flags = ", ".join(f"{label} {count}" for label, count in sorted(self.flags.items()))
        return {
            "malam": self.night,
            "akun": outcomes or "-",
            "baru / disunting / dihapus": f"{self.created} / {self.updated} / {self.deleted}",
            "dinilai": self.scored,
            "dugaan baru": flags or "-",
            "menunggu (jatah penuh)": self.held_back,
            "menunggu (halaman bukti rusak)": self.without_evidence,
            "bagian yang gagal": self.failed_shards,
            "batas lapor dekat / lewat": self._due(),
            "catatan masalah": self.issues,
            "tidak teramati": self._unread(),
            "waktu": ", ".join(f"{name} {value:.1f} s" for name, value in self.seconds.items()),
        }

    def _unread(self) -> str:
        """What is not observable, said and never passed over."""
        return ", ".join(f"{name} {count}" for name, count in sorted(self.unread.items())) or "-"

    def _due(self) -> str:
        counts = Counter(self.due)
        return "; ".join(
            f"{name} {counts[f'{name}_segera']} / {counts[f'{name}_lewat']}"
            for name in ("antrean", "kasus")
        )

    def to_markdown(self) -> str:
        """The digest for the morning's reader, in Indonesian."""
        outcome_rows = [
            f"| {_INDONESIAN.get(name, name)} | {count} |"
            for name, count in sorted(self.outcomes.items(), key=lambda item: -item[1])
        ]
        flag_rows = [f"| {label} | {count} |" for label, count in sorted(self.flags.items())]
        lines = [
            f"# Ringkasan malam {self.night}",
            "",
            "| Akun | Jumlah |",
            "|---|---:|",
            *outcome_rows,
            "",
            f"Unggahan dan tindakan baru: {self.created}; disunting: {self.updated}; "
            f"dihapus: {self.deleted}. Catatan masalah: {self.issues}.",
            f"Akun terdaftar yang tidak teramati (belum tersambung): {self._unread()}.",
            f"Dinilai mesin: {self.scored}.",
            "",
            "| Dugaan baru | Jumlah |",
            "|---|---:|",
            *flag_rows,
            "",
            f"Menunggu karena jatah malam ini penuh: {self.held_back}; karena halaman bukti "
            f"rusak: {self.without_evidence}. Bagian yang gagal: {self.failed_shards}.",
            f"Batas lapor dalam dua hari / sudah lewat: {self._due()}.",
            "",
            "Mesin hanya menunjuk; manusia yang memutuskan.",
        ]
        return "\n".join(lines) + "\n"


def summarise(night: Night, collected: Sequence[Collected], watch: Watch) -> Digest:
    """What collecting gave, over all shards."""
    outcomes = Counter[str]()
    for shard in collected:
        outcomes.update(shard.outcomes)
    return Digest(
        night=night.day.isoformat(),
        run_id=night.run_id,
        outcomes=dict(outcomes),
        pages=sum(shard.pages for shard in collected),
        created=sum(shard.created for shard in collected),
        updated=sum(shard.updated for shard in collected),
        deleted=sum(shard.deleted for shard in collected),
        issues=sum(shard.issues for shard in collected),
        seconds=watch.seconds,
        unread=night.roster().unread,
    )


def due_at(database: Database, now: datetime) -> dict[str, int]:
    """What is due, in numbers alone."""
    with database.transaction() as connection:
        return reminders(connection, now).counts(now)


def keep_digest(folder: Path, digest: Digest) -> None:
    """Write ``<night>.md`` and ``<night>.json`` for the morning."""
    write_durably(folder / f"{digest.night}.md", digest.to_markdown().encode())
    text = json.dumps(digest.to_json(), ensure_ascii=False, indent=2)
    write_durably(folder / f"{digest.night}.json", text.encode())
