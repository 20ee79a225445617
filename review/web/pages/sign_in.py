"""Signing in and out."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from review.errors import PasswordExpired, ProviderFailed, SignInRefused
from review.oidc import Errand, Provider, http_client
from review.roles import Permission
from review.sessions import SignedIn
from review.sign_in import Attempt, sign_in, sign_in_as, sign_out
from review.web import cookies, door, gate
from review.web.door import Guest
from review.web.failures import PageError
from review.web.render import plain_page
from review.web.visit import Visit
from store.sign_ins import Origin

if TYPE_CHECKING:
    from httpx import Client

# No second slash or backslash at the start, which browsers take for another host, and nothing that
# they drop before they look.
_OWN_PATH = re.compile(r"/(?![/\\])[^\x00-\x20\x7f\\]{0,500}")


def own_path(path: str) -> str:
    """The path, if it is one of this page's; else the start."""
    return path if _OWN_PATH.fullmatch(path) else "/"


def form(guest: Guest) -> Response:
    """The sign-in form; who is signed in goes on."""
    if guest.book.find(guest.token, guest.now):
        return RedirectResponse(own_path(guest.query.get("lanjut", "/")), 303)
    return _form(guest, 200)


def enter(guest: Guest) -> Response:
    """Sign in."""
    typed = Origin(guest.form.get("nama", "").strip(), guest.address)
    attempt = Attempt(typed, guest.form.get("sandi", ""))
    try:
        token = sign_in(guest.desk, guest.book, attempt, guest.device, guest.now)
    except SignInRefused as refused:
        return _refused(guest, refused)
    # Whoever was signed in here before is not any more.
    guest.book.end(guest.token, guest.now)
    answer = RedirectResponse(own_path(guest.form.get("lanjut", "/")), 303)
    cookies.give_session(answer, token, guest.desk.rules.session)
    return answer


def leave(visit: Visit) -> Response:
    """Sign out."""
    sign_out(visit.desk, visit.book, SignedIn(visit.session, visit.user))
    answer = RedirectResponse("/masuk?kabar=keluar", 303)
    cookies.take_session(answer, visit.desk.rules.session)
    return answer


def _refused(guest: Guest, refused: SignInRefused) -> Response:
    if isinstance(refused, PasswordExpired):
        return _form(guest, 403, expired=True)
    if refused.until is None:
        return _form(guest, 401, failed=True)
    answer = _form(guest, 429, until=refused.until)
    seconds = math.ceil((refused.until - guest.now).total_seconds())
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _form(guest: Guest, status: int, **values: object) -> Response:
    token = guest.form_token
    known: dict[str, object] = {
        "token": token,
        "onwards": own_path(guest.form.get("lanjut") or guest.query.get("lanjut", "/")),
        "username": guest.form.get("nama", ""),
        "news": guest.query.get("kabar", ""),
        "oidc": guest.desk.rules.oidc,
        "failed": False,
        "expired": False,
        "until": None,
    }
    answer = plain_page("sign_in.html", guest.language, status, **{**known, **values})
    cookies.give_form_token(answer, token, guest.desk.rules.session)
    return answer


def to_provider(guest: Guest) -> Response:
    """Send the browser to the office's identity provider."""
    errand = Errand.begin(own_path(guest.query.get("lanjut", "/")))
    with http_client() as client:
        answer = RedirectResponse(_provider(guest, client).address(errand), 303)
    cookies.give_errand(answer, errand.to_cookie(), guest.desk.rules.session)
    return answer


def from_provider(guest: Guest) -> Response:
    """Let in whom the provider vouches for.

    The browser comes by a link of another site, so a redirect would not carry the strict cookie of
    the session: the page that goes on is one of ours.
    """
    with http_client() as client:
        provider = _provider(guest, client)
        errand = Errand.from_cookie(guest.cookies.get(cookies.PROVIDER, ""))
        if errand is None:
            raise ProviderFailed("the browser brought no errand")
        subject = provider.subject(guest.query, errand, guest.now)
    try:
        token = sign_in_as(guest.desk, guest.book, subject, guest.device, guest.now)
    except SignInRefused as refused:
        raise PageError(
            "Akun SSO Anda belum terdaftar di Netra atau dinonaktifkan. Hubungi admin.", 403
        ) from refused
    onwards = own_path(errand.onwards)
    answer = plain_page("signed_in.html", guest.language, onwards=onwards)
    cookies.give_session(answer, token, guest.desk.rules.session)
    cookies.take_errand(answer, guest.desk.rules.session)
    return answer


def _provider(guest: Guest, client: Client) -> Provider:
    oidc, secret = guest.desk.rules.oidc, guest.desk.oidc_secret
    if oidc is None or secret is None:
        raise PageError("Halaman ini tidak ada.", 404)
    return Provider(oidc, secret, client)


ROUTES: list[Route] = [
    door.show("/masuk", form),
    door.act("/masuk", enter),
    door.show("/masuk/oidc", to_provider),
    door.show("/masuk/oidc/kembali", from_provider),
    gate.act(gate.SIGN_OUT, Permission.OWN_ACCOUNT, leave),
]
