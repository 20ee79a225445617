"""What a played platform answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Query = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def as_json(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """``value`` as JSON."""
    body = json.dumps(value, ensure_ascii=False).encode()
    return Answer(
        status, body, {"Content-Type": "application/json; charset=utf-8", **(headers or {})}
    )


def as_html(text: str, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """``text``, already HTML."""
    return Answer(
        status, text.encode(), {"Content-Type": "text/html; charset=UTF-8", **(headers or {})}
    )
