"""One's own account: sessions, language, shortcuts, password."""

from __future__ import annotations

from starlette.routing import Route

ROUTES: list[Route] = []
