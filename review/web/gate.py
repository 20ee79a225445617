"""The gate: every page of a signed-in person passes it.

It finds the session, checks the permission and, for whatever changes something, that the form is
the page's own: a token that only this session's forms carry, and the browser's word on where the
request comes from (``Sec-Fetch-Site``, https://www.w3.org/TR/fetch-metadata/).
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from review.roles import Permission, Role, may
from review.web import failures
from review.web.address import address_of
from review.web.visit import Visit

if TYPE_CHECKING:
    from review.desk import Desk
    from review.sessions import SessionBook, SignedIn

Handler = Callable[[Visit], Response]
COOKIE = "netra_session"
CHANGE_PASSWORD = "/saya/sandi"  # noqa: S105 - an address
SIGN_OUT = "/keluar"
MOST_FIELDS, MOST_FIELD_BYTES = 100, 64 * 1024
WRITTEN = ("reason", "note", "purpose")
"""Fields of forms that somebody may have put some thought into."""
_OWN = ("same-origin", "none")


def show(path: str, permission: Permission, handler: Handler) -> Route:
    """A page to look at: it changes nothing."""
    return Route(path, _endpoint(permission, handler), methods=["GET"])


def act(path: str, permission: Permission, handler: Handler) -> Route:
    """Something that changes: a form of one of our pages, sent by POST."""
    return Route(path, _endpoint(permission, handler), methods=["POST"])


def from_our_page(request: Request) -> bool:
    """Whether the browser says that the request comes from our own page; old ones say nothing."""
    return request.headers.get("sec-fetch-site", "same-origin") in _OWN


def permission_of(route: Route) -> Permission | None:
    """What a route needs; None where nobody need be signed in."""
    return getattr(route.endpoint, "permission", None)


def _endpoint(permission: Permission, handler: Handler) -> Callable[[Request], object]:
    async def endpoint(request: Request) -> Response:
        desk, book = request.app.state.desk, request.app.state.book
        token = request.cookies.get(COOKIE, "")
        found = await run_in_threadpool(book.find, token, desk.clock()) if token else None
        if found is None:
            return await _to_sign_in(request)
        if not may(Role(found.user.role), permission):
            return failures.forbidden(found.user.language)
        if found.user.must_change and request.url.path not in (CHANGE_PASSWORD, SIGN_OUT):
            return RedirectResponse(CHANGE_PASSWORD, 303)
        form: FormData = FormData()
        if request.method == "POST":
            form = await request.form(max_fields=MOST_FIELDS, max_part_size=MOST_FIELD_BYTES)
            if not (from_our_page(request) and _ours(form, found)):
                return failures.foreign_form(found.user.language)
        visit = _visit(request, desk, book, found, form)
        return await run_in_threadpool(failures.caught, handler, visit)

    endpoint.permission = permission  # type: ignore[attr-defined]
    return endpoint


def _visit(
    request: Request, desk: Desk, book: SessionBook, found: SignedIn, form: FormData
) -> Visit:
    items = form.multi_items()
    return Visit(
        desk=desk,
        book=book,
        user=found.user,
        session=found.session,
        url=request.url.path,
        path={name: str(value) for name, value in request.path_params.items()},
        query=dict(request.query_params),
        form={name: value for name, value in items if isinstance(value, str)},
        files={name: value for name, value in items if isinstance(value, UploadFile)},
        address=address_of(request, desk.rules),
        now=desk.clock(),
    )


def _ours(form: Mapping[str, object], found: SignedIn) -> bool:
    sent = form.get("csrf", "")
    return isinstance(sent, str) and hmac.compare_digest(
        sent.encode(), found.session.csrf_token.encode()
    )


async def _to_sign_in(request: Request) -> Response:
    if request.method == "GET":
        query = f"?{request.url.query}" if request.url.query else ""
        back = quote(f"{request.url.path}{query}", safe="/")
        return RedirectResponse(f"/masuk?lanjut={back}", 303)
    return failures.signed_out(await _typed(request))


async def _typed(request: Request) -> str:
    """What somebody had written into a form of ours whose session ended meanwhile."""
    kind = request.headers.get("content-type", "")
    if not (from_our_page(request) and kind.startswith("application/x-www-form-urlencoded")):
        return ""
    form = await request.form(max_fields=MOST_FIELDS, max_part_size=MOST_FIELD_BYTES)
    written = (form.get(name, "") for name in WRITTEN)
    return "\n".join(text for text in written if isinstance(text, str) and text)
