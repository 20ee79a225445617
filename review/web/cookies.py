"""The cookies of the page.

The session's is ``SameSite=Strict``: no other site makes the browser send it, not even by a link.
Those of signing in are others, sent to ``/masuk`` only.
"""

from __future__ import annotations

from starlette.responses import Response

from config.review import SessionRules
from review.web.gate import COOKIE

SIGN_IN = "netra_masuk"
PROVIDER = "netra_oidc"
_SIGN_IN_PATH = "/masuk"
_PROVIDER_SECONDS = 600


def give_session(response: Response, token: str, rules: SessionRules) -> None:
    """Hand the browser its session; it forgets it when closed, the server after its hours."""
    response.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=rules.secure_cookie)


def take_session(response: Response, rules: SessionRules) -> None:
    """Have the browser forget its session."""
    response.delete_cookie(COOKIE, httponly=True, samesite="strict", secure=rules.secure_cookie)


def give_form_token(response: Response, token: str, rules: SessionRules) -> None:
    """Leave the token of the sign-in form, which is sent before there is a session."""
    response.set_cookie(
        SIGN_IN,
        token,
        path=_SIGN_IN_PATH,
        httponly=True,
        samesite="strict",
        secure=rules.secure_cookie,
    )


def give_errand(response: Response, errand: str, rules: SessionRules) -> None:
    """Leave, for ten minutes, what the browser must bring back from the identity provider.

    The provider sends it back by a link from another site, hence ``Lax``.
    """
    response.set_cookie(
        PROVIDER,
        errand,
        max_age=_PROVIDER_SECONDS,
        path=_SIGN_IN_PATH,
        httponly=True,
        samesite="lax",
        secure=rules.secure_cookie,
    )


def take_errand(response: Response, rules: SessionRules) -> None:
    """Have the browser forget its errand: it is good for one return."""
    response.delete_cookie(
        PROVIDER,
        path=_SIGN_IN_PATH,
        httponly=True,
        samesite="lax",
        secure=rules.secure_cookie,
    )
