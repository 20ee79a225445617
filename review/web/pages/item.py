"""One item: what was posted, and a person's decision."""

from __future__ import annotations

from starlette.routing import Route

ROUTES: list[Route] = []
