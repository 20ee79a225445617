"""How fast, how often and until when one server may be asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from pyrate_limiter import Duration, Limiter, Rate, SingleBucketFactory, StateBucket

from connectors.errors import BudgetSpent

_BURST = 10
_LIMITS = ("ratelimit", "x-ratelimit", "x-rate-limit")


class HostPace:
    """The pace of one server in one run, shared by all threads that ask it."""

    def __init__(self, requests_per_minute: int, budget: int, max_wait_s: float) -> None:
        burst = min(_BURST, requests_per_minute)
        bucket = StateBucket([Rate(requests_per_minute, Duration.MINUTE, burst=burst)])
        self._limiter = Limiter(SingleBucketFactory(bucket, schedule_leak=False), buffer_ms=1)
        self._lock = threading.Lock()
        self._left = budget
        self._max_wait_s = max_wait_s
        self._quiet_until = 0.0

    def enter(self) -> None:
        """Wait for this request's turn and spend it.

        Raises:
            BudgetSpent: no request is left, or the server asked for a longer rest than allowed.
        """
        with self._lock:
            rest = self._quiet_until - time.monotonic()
            if rest > self._max_wait_s:
                raise BudgetSpent("the server asked for a longer rest than this run may take")
            if self._left <= 0:
                raise BudgetSpent("the run's requests to this server are used up")
            self._left -= 1
        time.sleep(max(0.0, rest))
        self._limiter.try_acquire()

    def rest(self, seconds: float) -> None:
        """Let nobody ask before ``seconds`` have passed."""
        with self._lock:
            self._quiet_until = max(self._quiet_until, time.monotonic() + seconds)


def asked_rest(headers: Mapping[str, str]) -> float | None:
    """Seconds the server wants to be left alone, or None if it does not say.

    ``Retry-After`` (seconds or HTTP date, RFC 9110 10.2.3) comes first, then ``RateLimit-Reset``
    in its three habits: seconds to go, Unix time, ISO 8601; it asks for nothing while requests
    remain, as on the 5xx of a server that sends it with every answer. Dates are measured against
    the server's own ``Date``, so that a wrong clock on either side does no harm.
    """
    now = _http_date(headers.get("date", "")) or datetime.now(UTC)
    resets = (headers.get(f"{name}-reset", "") for name in _LIMITS if _used_up(headers, name))
    named = [headers.get("retry-after", ""), *resets]
    waits = (_seconds(value.strip(), now) for value in named if value.strip())
    return next((max(0.0, wait) for wait in waits if wait is not None), None)


def _used_up(headers: Mapping[str, str], limit: str) -> bool:
    return headers.get(f"{limit}-remaining", "0").strip() == "0"


def _seconds(value: str, now: datetime) -> float | None:
    if value.isascii() and value.isdigit() and len(value) < 12:
        number = int(value)
        return number - now.timestamp() if number > 1_000_000_000 else float(number)
    moment = _http_date(value) or _iso_date(value)
    return (moment - now).total_seconds() if moment else None


def _http_date(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _iso_date(value: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
