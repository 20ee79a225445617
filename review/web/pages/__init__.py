"""The pages: one module per noun, each with its routes."""

from __future__ import annotations

from starlette.routing import Route

from review.web.pages import (
    account,
    audit,
    cases,
    exports,
    item,
    overview,
    queue,
    rules,
    sign_in,
    users,
)

ROUTES: list[Route] = [
    route
    for room in (sign_in, account, users, queue, item, cases, overview, rules, audit, exports)
    for route in room.ROUTES
]
