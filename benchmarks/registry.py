"""How long the registry of a large office takes to import: 10,000 ASN with 30,000 accounts.

Each run reads the files, checks them and imports them into a fresh data folder; the second import
of the same files is timed too. Run: ``python -m benchmarks.registry [runs]``.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import openpyxl

from benchmarks.machine import describe
from store.folder import DataFolder
from store.registry import import_registry, known_registry, read_registry

RUNS = 3
LIMIT_S = 20.0
UNITS, PEOPLE, ACCOUNTS_EACH = 300, 10_000, 3

Row = Sequence[str]


def main() -> None:
    """Print the table; exit 1 when an import is slower than the limit."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    print(f"{describe()}; {PEOPLE} ASN, {PEOPLE * ACCOUNTS_EACH} accounts; median of {runs} runs")
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for kind, files in _write(Path(folder)).items():
            first, again = _measure(files, runs)
            slowest = max(slowest, first, again)
            print(f"{kind:<5} import {first:6.2f} s, again {again:6.2f} s")
    if slowest > LIMIT_S:
        sys.exit(f"slower than {LIMIT_S} s")


def _measure(files: Sequence[Path], runs: int) -> tuple[float, float]:
    """Median seconds of a first and of a repeated import."""
    first, again = [], []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as root:
            folder = DataFolder.create(Path(root) / "data")
            first.append(_import_s(folder, files))
            again.append(_import_s(folder, files))
    return statistics.median(first), statistics.median(again)


def _import_s(folder: DataFolder, files: Sequence[Path]) -> float:
    begun = time.perf_counter()
    with folder.database.transaction() as connection:
        known = known_registry(connection)
    registry = read_registry(files, known)
    with folder.database.transaction() as connection:
        import_registry(connection, registry)
    return time.perf_counter() - begun


def _write(folder: Path) -> dict[str, list[Path]]:
    """The same made-up office as three CSV files and as one workbook."""
    tables = {"units": _units(), "asn": _people(), "accounts": _accounts()}
    book = openpyxl.Workbook(write_only=True)
    paths = []
    for name, rows in tables.items():
        paths.append(folder / f"{name}.csv")
        paths[-1].write_text("\n".join(",".join(row) for row in rows) + "\n", "utf-8")
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(folder / "registry.xlsx")
    return {"CSV": paths, "XLSX": [folder / "registry.xlsx"]}


def _units() -> list[Row]:
    rows = [(f"u{n}", f"Unit {n}", "dinas", f"u{(n - 1) // 8}") for n in range(1, UNITS)]
    return [("unit_id", "name", "kind", "parent_id"), ("u0", "Kota Contoh", "pemda", ""), *rows]


def _nip(number: int) -> str:
    birth = f"{1970 + number % 25}0{1 + number % 9}{10 + number % 18}"
    return f"{birth}201503{1 + number % 2}{1 + number // 450:03d}"


def _people() -> list[Row]:
    rows = [
        (_nip(n), f"Pegawai {n}", "pns", f"u{n % UNITS}", "Guru", "2015-03-01", "")
        for n in range(PEOPLE)
    ]
    heading = ("nip", "name", "status", "unit_id", "position", "active_from", "active_to")
    return [heading, *rows]


def _accounts() -> list[Row]:
    handles = (
        ("bluesky", "p{}.contoh.test"),
        ("wordpress", "https://p{}.blog.contoh.test/"),
        ("feed", "https://p{}.contoh.test/feed.xml"),
    )
    rows = [
        (_nip(n), platform, handle.format(n), "asn", "", "")
        for n in range(PEOPLE)
        for platform, handle in handles[:ACCOUNTS_EACH]
    ]
    return [("nip", "platform", "handle", "confirmed_by", "institution", "note"), *rows]


if __name__ == "__main__":
    main()
