"""How reading one account ended."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """The result of one account in one run; the values are stored and shown."""

    OK = "ok"
    EMPTY = "empty"
    PARTIAL = "partial"
    NOT_PUBLIC = "not_public"
    GONE = "gone"
    AUTH = "auth"
    BLOCKED = "blocked"
    CHANGED = "changed"
    NETWORK = "network"
