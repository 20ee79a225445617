"""The application: pages, assets and what stands around them."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from review.desk import Desk
from review.sessions import SessionBook
from review.web import failures
from review.web.headers import ALWAYS, PAGE, SecurityHeaders
from review.web.limits import BodyLimit, RateLimit
from review.web.pages import ROUTES
from review.web.reader import language_of

STATIC = Path(__file__).parent / "static"
MEGABYTE = 1024 * 1024


def create_app(desk: Desk) -> Starlette:
    """The review page over one office."""
    app = Starlette(
        routes=[
            Route("/sehat", _health),
            Mount("/statis", StaticFiles(directory=STATIC)),
            *ROUTES,
        ],
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(RateLimit, rules=desk.rules, clock=desk.clock),
            Middleware(BodyLimit, most_bytes=desk.rules.limits.megabytes * MEGABYTE),
        ],
        exception_handlers={
            400: _malformed,
            404: _missing,
            405: _missing,
            413: _too_large,
            500: _broken,
        },
    )
    app.state.desk = desk
    app.state.book = SessionBook(desk.database, desk.rules.session)
    return app


async def _health(_: Request) -> Response:
    return PlainTextResponse("ok")


async def _malformed(request: Request, _error: Exception) -> Response:
    return failures.malformed(await language_of(request.scope))


async def _too_large(request: Request, _error: Exception) -> Response:
    return failures.too_large(await language_of(request.scope))


async def _missing(request: Request, _error: Exception) -> Response:
    return failures.missing(await language_of(request.scope))


async def _broken(_: Request, _error: Exception) -> Response:
    # Made outside of every middleware, so nothing else puts these on.
    answer = failures.broken()
    answer.headers.update(ALWAYS | PAGE)
    return answer
