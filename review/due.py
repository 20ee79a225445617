"""How near a deadline is, in days and in a tone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from store.moment import WIB

Tone = Literal["danger", "warn", ""]
_SOON = 2


@dataclass(frozen=True, slots=True)
class Due:
    """``until`` is aware; ``days`` counts from today to its day in WIB, negative once past."""

    until: datetime
    days: int
    tone: Tone

    @property
    def over(self) -> int:
        """How many days ago it was; 0 today and before."""
        return max(-self.days, 0)


def due(until: datetime, now: datetime) -> Due:
    """The deadline as seen at ``now``: alarming once past, a warning up to two days before."""
    days = (until.astimezone(WIB).date() - now.astimezone(WIB).date()).days
    if until < now:
        return Due(until, days, "danger")
    return Due(until, days, "warn" if days <= _SOON else "")
