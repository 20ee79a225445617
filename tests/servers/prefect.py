"""A Prefect server that several nights share, as they do under ``netra schedule``.

A night without one starts and stops its own, which takes longer than all the rest of a small night.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .process import free_port, running, wait_healthy


@contextmanager
def running_prefect(folder: Path) -> Iterator[str]:
    """The address of the API of a fresh server on loopback, with its data in a new ``folder``."""
    folder.mkdir()
    port = free_port()
    env = {
        "DO_NOT_TRACK": "1",
        "PREFECT_HOME": str(folder),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    }
    prefect = str(Path(sys.executable).with_name("prefect"))
    where = ["--host", "127.0.0.1", "--port", str(port), "--no-services"]
    log = folder / "prefect.log"
    with running([prefect, "server", "start", *where], log, env) as process:
        api = f"http://127.0.0.1:{port}/api"
        wait_healthy(f"{api}/health", process, log)
        yield api
