"""The raw page: exactly what a server answered, kept before anything is made of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer of a platform, byte for byte.

    ``url`` carries no secrets. ``cursor`` is what to remember for ``stream`` once this page is
    stored; ``None`` leaves the remembered cursor as it is. ``records`` is the number of records
    the connector saw in the page, so that an empty answer need not be kept.
    """

    platform: str
    account_id: str
    stream: str
    url: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    fetched_at: datetime
    body: bytes
    connector_version: str
    cursor: str | None = None
    records: int = 0
    sha256: str = field(init=False, repr=False)
    """Hex digest of the body: the page's name in the store and in evidence."""

    def __post_init__(self) -> None:
        # Once, not at each use: a page's records all name it.
        object.__setattr__(self, "sha256", hashlib.sha256(self.body).hexdigest())
