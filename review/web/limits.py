"""How much may be sent: forms a minute from one address, and bytes at once."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from config.review import ReviewRules
from review.web import failures
from review.web.address import address_of
from review.web.reader import language_of

_MINUTE = 60.0
_MOST_ADDRESSES = 10_000
_SIGN_IN = "/masuk"


class Meter:
    """Lets so many through a minute for each address, and as many at once after a quiet minute."""

    def __init__(self, per_minute: int) -> None:
        self._most = float(per_minute)
        self._left: dict[str, tuple[float, datetime]] = {}

    def wait(self, address: str, now: datetime) -> float:
        """Let one through and return 0, or return the seconds until one may pass."""
        left, at = self._left.get(address, (self._most, now))
        left = min(self._most, left + (now - at).total_seconds() * self._most / _MINUTE)
        if left < 1:
            return (1 - left) * _MINUTE / self._most
        if len(self._left) >= _MOST_ADDRESSES:
            self._forget_quiet(now)
        self._left[address] = (left - 1, now)
        return 0.0

    def _forget_quiet(self, now: datetime) -> None:
        recent = {
            address: entry
            for address, entry in self._left.items()
            if (now - entry[1]).total_seconds() < _MINUTE
        }
        self._left = recent if len(recent) < _MOST_ADDRESSES else {}


class RateLimit:
    """ASGI middleware: forms, and attempts to sign in, of one address in a minute."""

    def __init__(self, app: ASGIApp, rules: ReviewRules, clock: Callable[[], datetime]) -> None:
        self._app = app
        self._rules = rules
        self._clock = clock
        self._forms = Meter(rules.limits.forms_per_minute)
        self._sign_ins = Meter(rules.limits.sign_ins_per_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 429 and when to come again."""
        meter = self._meter(scope) if scope["type"] == "http" else None
        if meter is not None:
            address = address_of(HTTPConnection(scope), self._rules)
            seconds = meter.wait(address, self._clock())
            if seconds > 0:
                refused = failures.too_many(await language_of(scope), math.ceil(seconds))
                await refused(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _meter(self, scope: Scope) -> Meter | None:
        path: str = scope["path"]
        # What the identity provider sends back comes by GET.
        if path.startswith(f"{_SIGN_IN}/") or (path == _SIGN_IN and scope["method"] == "POST"):
            return self._sign_ins
        return self._forms if scope["method"] == "POST" else None


class BodyLimit:
    """ASGI middleware: the most bytes one request may bring, said beforehand or not."""

    def __init__(self, app: ASGIApp, most_bytes: int) -> None:
        self._app = app
        self._most = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 413."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        said = Headers(scope=scope).get("content-length", "0")
        if not said.isdecimal() or int(said) > self._most:
            await failures.too_large(await language_of(scope))(scope, receive, send)
            return
        came = 0

        async def counted() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > self._most:
                raise HTTPException(413)
            return message

        await self._app(scope, counted, send)
