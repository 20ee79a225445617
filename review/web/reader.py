"""The reader of a failure that happens before any page of ours: in which language they read."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.types import Scope

from review.web.gate import COOKIE
from review.web.language import SOURCE
from store.errors import StoreError


async def language_of(scope: Scope) -> str:
    """The language of who is signed in here, else Indonesian; the request's body is left alone."""
    token, state = HTTPConnection(scope).cookies.get(COOKIE, ""), scope["app"].state
    if not token:
        return SOURCE
    try:
        found = await run_in_threadpool(state.book.find, token, state.desk.clock())
    except StoreError:
        return SOURCE
    return found.user.language if found else SOURCE
