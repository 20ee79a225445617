"""How soon the commands answer that people type most: ``netra --help`` and ``netra queue``.

The peer in the same run is what a careless import at the top would cost: the same interpreter
importing sentence-transformers and prefect. Run: ``python benchmarks/startup.py``.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.machine import describe
from store.folder import DataFolder

RUNS = 7
LIMIT_S = 1.0


def median_s(command: Sequence[str], runs: int = RUNS) -> float:
    """Median wall time of a command in seconds; a failing command is an error."""
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def main() -> None:
    """Print the table; exit 1 when a command is slower than the limit."""
    netra = str(Path(sys.executable).with_name("netra"))
    with tempfile.TemporaryDirectory() as folder:
        DataFolder.create(Path(folder))
        rows = {
            "netra --help": median_s([netra, "--help"]),
            "netra queue": median_s([netra, "queue", "--data", folder]),
            "netra queue --json": median_s([netra, "queue", "--json", "--data", folder]),
        }
    careless = [sys.executable, "-c", "import sentence_transformers, prefect"]
    print(f"{describe()}; median of {RUNS} runs")
    for name, seconds in rows.items():
        print(f"{name:<22} {seconds:6.3f} s")
    print(f"{'peer: eager imports':<22} {median_s(careless, 3):6.3f} s (median of 3)")
    if max(rows.values()) > LIMIT_S:
        sys.exit(f"slower than {LIMIT_S} s")


if __name__ == "__main__":
    main()
