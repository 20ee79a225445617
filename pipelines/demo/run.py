"""``netra demo``: a fictional city through the real flow, with no network but loopback."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipelines.console import PORT, print_facts, print_table
from pipelines.demo.city import Materials, key_of, load_city, materialise
from pipelines.demo.people import OneTime, let_in
from pipelines.demo.report import Found, compare
from pipelines.demo.server import DemoPlatforms, append_post
from pipelines.digest import Digest
from pipelines.errors import InputError
from pipelines.orchestration import configure_prefect
from pipelines.registry import import_whole
from pipelines.watch import Watch
from store.claims import import_claims
from store.folder import DataFolder
from store.moment import today

MARK = "demo.json"
"""The file that says a folder holds a demo and may be made anew."""


@dataclass(frozen=True, slots=True)
class Demo:
    """A finished demo: the night's digest, what was found of what was written, who may review it,
    and where."""

    data: Path
    digest: Digest
    found: tuple[Found, ...]
    people: tuple[OneTime, ...]
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """Plain values for machines."""
        return {
            "data": str(self.data),
            "digest": self.digest.to_json(),
            "found": [one.to_json() for one in self.found],
            "people": [asdict(one) for one in self.people],
            "seconds": round(self.seconds, 1),
        }

    def show(self) -> None:
        """The summary for people, and what to do next."""
        print_facts(self.digest.facts())
        rows = [(one.what, one.written, one.flagged) for one in self.found]
        note = "Yang ditulis untuk kota rekaan ini, dan berapa yang ditandai mesin."
        print_table("Kota Tirtaloka", ["ditulis sebagai", "unggahan", "ditandai"], rows, note)
        people = [(one.role, one.username, one.password) for one in self.people]
        note = "Sandi sekali pakai: halaman meminta sandi baru saat pertama masuk."
        print_table("Masuk ke halaman telaah", ["peran", "nama masuk", "sandi"], people, note)
        here = f"--data {self.data}"
        print_facts(
            {
                "selesai": f"{self.seconds:.0f} s",
                "halaman telaah": f".venv/bin/netra review {here} --config {self.data}/config",
                "alamatnya": f"http://127.0.0.1:{PORT}",
                "antrean": f".venv/bin/netra queue {here}",
                "periksa jejak": f".venv/bin/netra audit verify {here}",
                "malam berikut": f".venv/bin/netra demo serve {here} & "
                f".venv/bin/netra nightly {here} --config {self.data}/config",
            }
        )


def run_demo(data: Path, watch: Watch) -> Demo:
    """Make the city in ``data`` and run a night over it.

    Raises:
        InputError: ``data`` holds something that is not a demo.
    """
    begun = time.perf_counter()
    _clear(data)
    configure_prefect(data)
    city, night = load_city(), today()
    platforms = DemoPlatforms(city, night, Materials(data).added)
    with platforms.serving() as base_url:
        made = materialise(data, night, base_url)
        _fill(data, made, watch)
        from pipelines.nightly import run_nightly

        digest = run_nightly(data, made.config, night, watch)
    found = compare(DataFolder.open(data), city, night)
    people = let_in(DataFolder.open(data).database)
    return Demo(data, digest, tuple(found), people, time.perf_counter() - begun)


def post(data: Path, account: str, text: str) -> None:
    """Let ``account`` post ``text`` now.

    Raises:
        InputError: there is no demo, or no such account in it.
    """
    made = _made(data)
    try:
        load_city().platform_of(key_of(account))
    except KeyError:
        path = made.folder / "accounts.csv"
        raise InputError(path, "account", "a handle of the demo", "another one") from None
    append_post(made.added, account, text, datetime.now(UTC))


def serve(data: Path) -> None:
    """Serve the platforms of the demo in ``data`` until interrupted.

    Raises:
        InputError: there is no demo.
    """
    made = _made(data)
    with DemoPlatforms(load_city(), made.night, made.added).serving(made.port) as base_url:
        sys.stderr.write(f"serving {base_url}; stop with Ctrl-C\n")
        threading.Event().wait()


def _made(data: Path) -> Materials:
    if not (data / MARK).exists():
        raise InputError(data, "folder", "a demo made by `netra demo`", "none")
    return Materials(data)


def _clear(data: Path) -> None:
    if (data / MARK).exists():
        shutil.rmtree(data)
    elif data.exists() and any(data.iterdir()):
        raise InputError(data, "folder", "an empty folder or an earlier demo", "other files")
    data.mkdir(parents=True, exist_ok=True)


def _fill(data: Path, made: Materials, watch: Watch) -> None:
    folder = DataFolder.create(data)
    with watch.step("mendaftarkan"):
        import_whole(data, made.registry, watch.advance)
        with folder.database.transaction() as connection:
            import_claims(connection, made.claims)
