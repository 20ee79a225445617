"""The door: pages for who is not signed in.

Their forms carry a token that must be the one in a cookie (there is no session yet to keep it), and
the browser's word on where they come from counts as at the gate.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from review.web import failures
from review.web.address import address_of
from review.web.cookies import SIGN_IN
from review.web.gate import COOKIE, from_our_page
from review.web.language import LANGUAGES, SOURCE, translator

if TYPE_CHECKING:
    from review.desk import Desk
    from review.sessions import SessionBook

Handler = Callable[["Guest"], Response]
_MOST_FIELDS, _MOST_FIELD_BYTES = 8, 4 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """One request of somebody not yet known; ``token`` is the session's, if the browser has
    one."""

    desk: Desk
    book: SessionBook
    query: Mapping[str, str]
    form: Mapping[str, str]
    cookies: Mapping[str, str]
    address: str
    device: str
    now: datetime

    @property
    def token(self) -> str:
        """What the browser has of a session."""
        return self.cookies.get(COOKIE, "")

    @property
    def form_token(self) -> str:
        """The token for the form: the browser's, so that a second tab does not spoil the first."""
        kept = self.cookies.get(SIGN_IN, "")
        return kept if kept.isascii() and len(kept) == _TOKEN_LENGTH else secrets.token_urlsafe(32)

    @property
    def language(self) -> str:
        """The language chosen on the page, else Indonesian."""
        chosen = self.form.get("bahasa") or self.query.get("bahasa", "")
        return chosen if chosen in LANGUAGES else SOURCE

    def t(self, text: str) -> str:
        """The text in that language."""
        return translator(self.language)(text)


_TOKEN_LENGTH = len(secrets.token_urlsafe(32))


def show(path: str, handler: Handler) -> Route:
    """A page for anybody."""

    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(failures.caught, handler, _guest(request, FormData()))

    return Route(path, endpoint, methods=["GET"])


def act(path: str, handler: Handler) -> Route:
    """A form for anybody, sent by POST from our page."""

    async def endpoint(request: Request) -> Response:
        form = await request.form(max_fields=_MOST_FIELDS, max_part_size=_MOST_FIELD_BYTES)
        guest = _guest(request, form)
        if not (from_our_page(request) and _ours(guest)):
            return failures.foreign_form(guest.language)
        return await run_in_threadpool(failures.caught, handler, guest)

    return Route(path, endpoint, methods=["POST"])


def _guest(request: Request, form: FormData) -> Guest:
    desk = request.app.state.desk
    return Guest(
        desk=desk,
        book=request.app.state.book,
        query=dict(request.query_params),
        form={name: value for name, value in form.multi_items() if isinstance(value, str)},
        cookies=request.cookies,
        address=address_of(request, desk.rules),
        device=request.headers.get("user-agent", ""),
        now=desk.clock(),
    )


def _ours(guest: Guest) -> bool:
    sent, kept = guest.form.get("csrf", ""), guest.cookies.get(SIGN_IN, "")
    return bool(kept) and hmac.compare_digest(sent.encode(), kept.encode())
