"""Reading JSON written by strangers: nothing in it is trusted to have the type it should have."""

from __future__ import annotations

import json
from typing import Any

from connectors.text import storable

Table = dict[str, Any]


class NotJson(ValueError):
    """The bytes are no JSON document; ``code`` says whether they look cut off."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


def load(body: bytes) -> Any:
    """The document in ``body``; raises NotJson for anything else, however hostile."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        if body.strip()[:1] in (b"{", b"[") and _ends_early(error, body):
            raise NotJson("truncated", "expected a whole JSON document, found its start") from None
        raise NotJson("not_json", "expected a JSON document, found something else") from None


def table(value: Any, key: str) -> Table:
    """The object under ``key``, or an empty one."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def items(value: Any, key: str) -> list[Any]:
    """The list under ``key``, or an empty one."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def text(value: Any, key: str) -> str:
    """The text under ``key``, storable, or an empty one."""
    found = value.get(key) if isinstance(value, dict) else None
    return storable(found) if isinstance(found, str) else ""


def _ends_early(error: Exception, body: bytes) -> bool:
    """Whether the parser ran out of document rather than into something foreign."""
    if not isinstance(error, json.JSONDecodeError):
        return isinstance(error, UnicodeDecodeError) and error.end == len(body)
    return error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated string")
