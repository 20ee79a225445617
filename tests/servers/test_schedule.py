"""``netra schedule`` on a real Prefect server: the night is planned for its time in WIB."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time as clock
from pathlib import Path
from typing import Any

import httpx
import pytest

from config.settings import Settings
from pipelines.schedule import cron
from store.folder import DataFolder

pytestmark = pytest.mark.servers


@contextmanager
def schedule(data: Path, config: Path) -> Iterator[str]:
    """The address of the Prefect server of a running ``netra schedule``."""
    netra = Path(sys.executable).with_name("netra")
    command = [str(netra), "schedule", "--data", str(data), "--config", str(config)]
    environment = {**os.environ, "NETRA_NIGHTLY_AT": "01:45"}
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env=environment, preexec_fn=heed_interrupts
    ) as process:
        assert process.stderr is not None
        try:
            for line in process.stderr:
                if found := re.search(r"every day at 01:45 Asia/Jakarta; (http://127\S+)", line):
                    yield found[1]
                    break
            else:
                pytest.fail("netra schedule said no address")
        finally:
            process.send_signal(signal.SIGINT)
            process.stderr.read()
            process.wait(timeout=90)


def heed_interrupts() -> None:
    """What a shell starts in the background, tests too, inherits that SIGINT is ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def deployments(address: str) -> list[dict[str, Any]]:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        found = httpx.post(f"{address}/api/deployments/filter", json={}).json()
        if found and found[0]["schedules"]:
            listed: list[dict[str, Any]] = found
            return listed
        time.sleep(0.5)
    return []


def test_night_is_planned_for_its_time_in_jakarta_and_says_nothing_of_people(
    tmp_path: Path,
) -> None:
    DataFolder.create(tmp_path / "data")
    with schedule(tmp_path / "data", tmp_path / "config") as address:
        (deployment,) = deployments(address)
    (planned,) = deployment["schedules"]
    assert planned["schedule"]["cron"] == "45 1 * * *"
    assert planned["schedule"]["timezone"] == "Asia/Jakarta"
    assert deployment["parameters"].keys() == {"data", "config"}
    assert (tmp_path / "data" / "prefect").is_dir()


def test_cron_line_follows_the_setting() -> None:
    assert cron(Settings(nightly_at=clock(23, 5))) == "5 23 * * *"
