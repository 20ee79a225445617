"""Taking turns at a folder, among threads and processes."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.errors import StoreBusy


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


@contextmanager
def sole_run(folder: Path) -> Iterator[None]:
    """The only run over the data folder ``folder`` until leaving; a kill ends its claim too.

    Two at once would ask every platform twice and spend the night's budget of items twice.

    Raises:
        StoreBusy: another run is at work; nothing is waited for.
    """
    with (folder / ".run.lock").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreBusy(
                f"{folder}: another `netra nightly` or `netra collect` is at work on this data "
                "folder: wait for its end"
            ) from None
        yield
