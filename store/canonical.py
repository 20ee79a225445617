"""One spelling for one value, so that a hash of it means something."""

from __future__ import annotations

import json
from typing import Any


def storable(text: str) -> str:
    """The text without blanks around it; a lone surrogate, which no file takes, becomes ``?``."""
    return _without_surrogates(text.strip())


def canonical_json(value: Any) -> str:
    """JSON with sorted keys, no spaces, real characters, no NaN; a lone surrogate becomes ``?``."""
    text = json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return _without_surrogates(text)


def _without_surrogates(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
