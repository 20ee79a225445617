"""An office of its own on disk, used as an operator does: by the command line, then looked into."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import yaml

from .pds import Pds

ROOT = Path(__file__).parents[2]
NETRA = Path(sys.executable).with_name("netra")
NIP = "199003152015041001"
STAGES = {
    "bakal_calon": date(2020, 1, 1),
    "penetapan": date(2020, 2, 1),
    "kampanye_mulai": date(2020, 3, 1),
    "kampanye_selesai": date(2098, 1, 1),
    "masa_tenang_mulai": date(2098, 1, 2),
    "pemungutan_suara": date(2098, 1, 5),
    "selesai": date(2099, 1, 1),
}
ELECTION = {
    "id": "pilkada-uji-2098",
    "name": "Pemilihan Wali Kota Uji 2098",
    "area": "Kota Uji",
    "stages": STAGES,
    "candidates": [
        {
            "id": "paslon-1",
            "number": 1,
            "names": ["Rangga Wiratama"],
            "aliases": ["RANGGA-SITA"],
            "hashtags": ["#RanggaSitaMenang"],
        },
        {
            "id": "paslon-2",
            "number": 2,
            "names": ["Dirgantara Pelupessy"],
            "hashtags": ["#DirgaUntukUji"],
        },
    ],
}
# Low minimums: what is looked at here is whether flags are the same, not whether they are right.
FLAGGING = {
    "minimum": {"candidate_support": 0.2, "hate_speech": 0.2, "hoax_sharing": 0.2},
    "items_per_night": 200,
    "control_share": 0.5,
    "max_age_days": 30,
    "wave_similarity": 0.8,
}
# Two runs see, score and flag at different times; everything else must be the same.
CLOCK = frozenset({"observed_utc", "scored_utc", "known_utc", "deadline_utc"})

Row = dict[str, Any]


class Office:
    """A data folder and a configuration."""

    def __init__(
        self, folder: Path, pds: Pds, accounts: Mapping[str, str], prefect: str | None
    ) -> None:
        """``accounts`` is handle to platform; all are one invented civil servant's. Without the
        address of a ``prefect`` API every night starts its own, as it does for an operator."""
        self.data, self.config = folder / "data", folder / "config"
        self._prefect = {"PREFECT_API_URL": prefect} if prefect else {}
        _write_config(self.config, pds)
        files = _write_registry(folder, accounts)
        self.netra("init")
        self.netra("registry", "import", *map(str, files))

    def netra(self, *arguments: str) -> str:
        """What the command printed; it must end with 0."""
        done = subprocess.run(
            [NETRA, *arguments], env=self._env(), cwd=ROOT, capture_output=True, check=False
        )
        assert done.returncode == 0, f"{arguments[0]} ended with {done.returncode}: {_tail(done)}"
        return done.stdout.decode()

    def spend(self, day: date, command: str = "nightly") -> dict[str, Any]:
        """One whole night, or only its collecting; the digest."""
        digest: dict[str, Any] = json.loads(self.netra(command, "--json", "--date", str(day)))
        return digest

    def die(self, day: date, moment: tuple[str, int], command: str = "nightly") -> None:
        """The same, killed at a moment (see ``dying``); fails if it lived through it."""
        dying = [sys.executable, "-m", "tests.servers.dying", moment[0], str(moment[1])]
        done = subprocess.run(
            [*dying, command, "--date", str(day)],
            env=self._env(),
            cwd=ROOT,
            capture_output=True,
            check=False,
            start_new_session=True,
        )
        assert done.returncode == -signal.SIGKILL, f"not killed: {_tail(done)}"

    def activities(self) -> list[Row]:
        """Every version of every activity, by key and version."""
        return self._lake("activities", "activity_key, version")

    def scores(self) -> list[Row]:
        """Every score, by activity, content and model."""
        return self._lake("scores", "activity_key, content_sha256, model_version")

    def flags(self) -> list[Row]:
        """Every flag, by id."""
        with duckdb.connect(str(self.data / "netra.duckdb"), read_only=True) as connection:
            return _rows(connection.execute("SELECT * FROM flags ORDER BY flag_id"))

    def cursors(self) -> list[Row]:
        """How far each stream of each account is read."""
        with duckdb.connect(str(self.data / "netra.duckdb"), read_only=True) as connection:
            streams = "SELECT account_id, stream, cursor FROM streams ORDER BY ALL"
            return _rows(connection.execute(streams))

    def _lake(self, room: str, order: str) -> list[Row]:
        files = sorted(str(path) for path in (self.data / "lake" / room).rglob("*.parquet"))
        if not files:
            return []
        with duckdb.connect() as connection:
            query = f"SELECT * FROM read_parquet(?) ORDER BY {order}"  # noqa: S608
            return _rows(connection.execute(query, [files]))

    def _env(self) -> dict[str, str]:
        places = {"NETRA_DATA": str(self.data), "NETRA_CONFIG": str(self.config)}
        return {**os.environ, **places, **self._prefect}


def _rows(result: duckdb.DuckDBPyConnection) -> list[Row]:
    names = [column[0] for column in result.description or ()]
    kept = [name for name in names if name not in CLOCK]
    found = (dict(zip(names, values, strict=True)) for values in result.fetchall())
    return [{name: row[name] for name in kept} for row in found]


def _tail(done: subprocess.CompletedProcess[bytes]) -> str:
    return (done.stdout + done.stderr).decode("utf-8", "replace")[-3000:]


def _write_config(folder: Path, pds: Pds) -> None:
    (folder / "elections").mkdir(parents=True)
    every_night = {"requests_per_minute": 60_000, "full_listing_every_days": 1}
    platforms = {
        "contact": "uji@example.test",
        "allow_loopback": True,
        "bluesky": {**every_night, "resolver": pds.url, "directory": pds.plc_url},
        "wordpress": every_night,
        "feed": every_night,
    }
    for path, content in {
        "platforms.yaml": platforms,
        "flagging.yaml": FLAGGING,
        "elections/uji.yaml": ELECTION,
    }.items():
        (folder / path).write_text(yaml.safe_dump(content), "utf-8")
    shutil.copyfile(ROOT / "config" / "rulebook.yaml", folder / "rulebook.yaml")


def _write_registry(folder: Path, accounts: Mapping[str, str]) -> list[Path]:
    tables: dict[str, list[tuple[str, ...]]] = {
        "units": [("unit_id", "name", "kind", "parent_id"), ("D1", "Dinas Uji", "dinas", "")],
        "asn": [
            ("nip", "name", "status", "unit_id", "position"),
            (NIP, "Sekar Anindhita", "pns", "D1", "Pranata Komputer"),
        ],
        "accounts": [
            ("platform", "handle", "nip"),
            *((platform, handle, NIP) for handle, platform in accounts.items()),
        ],
    }
    paths = [folder / f"{name}.csv" for name in tables]
    for path, rows in zip(paths, tables.values(), strict=True):
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return paths
