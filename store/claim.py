"""The record of a debunked claim."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredClaim:
    """A claim somebody checked and found false.

    ``text`` is the claim as it circulates and the only part that posts are compared with;
    ``conclusion`` is the checker's own finding. ``verdict`` is the checker's word for it.
    """

    claim_id: str
    text: str
    title: str = ""
    verdict: str = ""
    conclusion: str = ""
    checked_on: date | None = None
    url: str = ""

    def to_json(self) -> dict[str, Any]:
        """The claim as plain JSON values."""
        return {**asdict(self), "checked_on": self.checked_on and self.checked_on.isoformat()}
