"""One run at a time over a data folder, whatever becomes of the process that runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from store.errors import StoreBusy
from store.turn import sole_run

HOLD = """
import sys
from pathlib import Path
from store.turn import sole_run

with sole_run(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_second_run_on_a_folder_is_refused_until_the_first_process_dies(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(StoreBusy, match="another"), sole_run(tmp_path):
            pytest.fail("two runs at once")
        other.kill()
        other.wait()
        with sole_run(tmp_path):
            pass


def test_runs_on_different_folders_do_not_meet(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    with sole_run(tmp_path / "one"), sole_run(tmp_path / "two"):
        pass
