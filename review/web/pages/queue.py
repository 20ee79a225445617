"""The queue: what waits, and the next item."""

from __future__ import annotations

from starlette.routing import Route

ROUTES: list[Route] = []
