"""People who may sign in, as the admin manages them."""

from __future__ import annotations

from starlette.routing import Route

ROUTES: list[Route] = []
