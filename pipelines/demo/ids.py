"""Names of records as the AT protocol makes them, drawn from what is named and from nothing else,
so that a restarted demo serves the same posts (https://atproto.com/specs/tid, /did, /data-model).
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

_SORTABLE = "234567abcdefghijklmnopqrstuvwxyz"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def number(*parts: str) -> int:
    """A 64-bit number that depends on ``parts`` only."""
    return int.from_bytes(hashlib.sha256("\x1f".join(parts).encode()).digest()[:8], "big")


def did(handle: str) -> str:
    """The account's ``did:plc``."""
    digest = hashlib.sha256(handle.encode()).digest()
    return f"did:plc:{base64.b32encode(digest).decode().lower()[:24]}"


def tid(at: datetime, *parts: str) -> str:
    """A record key: the microseconds of ``at`` and, from ``parts``, a clock id; 13 characters that
    sort by time."""
    micros = (at - _EPOCH) // timedelta(microseconds=1)
    return _base32(micros << 10 | number(*parts) >> 54)


def cid(value: Mapping[str, Any]) -> str:
    """A content id: CIDv1, dag-cbor, SHA-256. The digest is of the record's JSON, which serves:
    nobody but the demo checks it."""
    canonical = json.dumps(value, sort_keys=True, ensure_ascii=False).encode()
    raw = b"\x01\x71\x12\x20" + hashlib.sha256(canonical).digest()
    return "b" + base64.b32encode(raw).decode().lower().rstrip("=")


def _base32(value: int) -> str:
    return "".join(_SORTABLE[value >> shift & 31] for shift in range(60, -1, -5))
