"""``netra schedule``: the night at its time, served by a Prefect server of our own on loopback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from config.settings import Settings, load_settings

TIMEZONE = "Asia/Jakarta"
STARTS_WITHIN_S = 120


def cron(settings: Settings) -> str:
    """The cron line of the configured time, in ``TIMEZONE``."""
    return f"{settings.nightly_at.minute} {settings.nightly_at.hour} * * *"


def serve(data: Path, config: Path) -> None:
    """Serve the schedule until stopped. The server keeps task records, which a run without one
    may lose at its end.

    Raises:
        OSError: the server did not start in time.
    """
    settings = load_settings()
    with _server() as address:
        sys.stderr.write(f"every day at {settings.nightly_at:%H:%M} {TIMEZONE}; {address}\n")
        os.environ["PREFECT_API_URL"] = f"{address}/api"
        from prefect.schedules import Cron

        from pipelines.nightly import nightly

        nightly.serve(
            name="netra-nightly",
            schedule=Cron(cron(settings), timezone=TIMEZONE),
            parameters={"data": str(data), "config": str(config)},
            limit=1,
            print_starting_message=False,
        )


@contextmanager
def _server() -> Iterator[str]:
    port = _free_port()
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1"]
    process = subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.DEVNULL)  # noqa: S603
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(process, address)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=60)


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    until = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(f"{address}/api/health", timeout=2).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.5)
    raise OSError(f"Prefect's server at {address} did not start within {STARTS_WITHIN_S} s")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port
