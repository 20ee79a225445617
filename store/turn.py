"""Taking turns at a folder, among threads and processes."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def sole_writer(folder: Path, *, orphans: str) -> Iterator[None]:
    """The only writer of ``folder`` until leaving; a killed writer's turn ends with it.

    What matches the pattern ``orphans`` was left by a killed writer, since no other is alive, and
    is removed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for orphan in folder.glob(orphans):
            orphan.unlink(missing_ok=True)
        yield
