"""The review page over one office, wired."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from config.election import load_elections
from config.office import load_office
from config.oidc import load_oidc_secret
from config.review import load_review
from pipelines.office import open_office
from review.desk import Desk

if TYPE_CHECKING:
    from starlette.applications import Starlette


def open_desk(data: Path, config: Path) -> Desk:
    """The desk of the office kept in ``data`` and configured in ``config``.

    Raises:
        StoreMissing: there is no data folder.
        ConfigError: names the file, line and key.
    """
    office = open_office(data, config)
    rules = load_review(config)
    return Desk(
        folder=office.folder,
        rules=rules,
        rulebook=office.rulebook,
        elections=load_elections(config),
        office=load_office(config),
        clock=_now,
        # Which items get a second review must not be foreseeable.
        draw=random.SystemRandom().random,
        oidc_secret=load_oidc_secret() if rules.oidc else None,
    )


def serve(app: Starlette, host: str, port: int, certificate: tuple[Path, Path] | None) -> None:
    """Serve until interrupted; ``certificate`` is the file and its key, for https.

    One worker: the database takes one writer at a time, and so do sessions in memory.
    """
    import uvicorn

    file, key = certificate or (None, None)
    uvicorn.run(
        app,
        host=host,
        port=port,
        ssl_certfile=file,
        ssl_keyfile=key,
        # Where a request comes from is ours to judge (review.yaml, trusted_proxies).
        proxy_headers=False,
        # Addresses name items and people's codes: who saw what is in the audit chain instead.
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=5,
    )


def _now() -> datetime:
    return datetime.now(UTC)
