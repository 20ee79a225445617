"""Where Prefect keeps its things, set before Prefect is imported for the first time."""

from __future__ import annotations

import os
from pathlib import Path


def configure_prefect(data: Path) -> None:
    """Point Prefect at the data folder and keep it quiet; settings already made are respected.

    Nothing is written to the user's home and nothing is reported to anyone. The server of a run
    without ``netra schedule`` starts with the flow and needs up to a minute on a busy machine.
    """
    home = (data / "prefect").resolve()
    home.mkdir(parents=True, exist_ok=True)
    for name, value in {
        "DO_NOT_TRACK": "1",
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "90",
        "PREFECT_LOGGING_LEVEL": "ERROR",
        "PREFECT_LOGGING_SERVER_LEVEL": "ERROR",
        "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    }.items():
        os.environ.setdefault(name, value)
