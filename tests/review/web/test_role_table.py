"""Every page and every action, for every role and for nobody: as the role table has it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from httpx import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from review.desk import Desk
from review.roles import MAY, Permission, Role
from review.web.app import create_app
from review.web.gate import permission_of
from review.web.pages import ROUTES
from tests.review.web.conftest import Browser, text_of
from tests.review.web.people import stranger

SignIn = Callable[[str], Browser]
CODES = {Role.ANALIS: "A01", Role.PENYELIA: "P01", Role.AUDITOR: "U01", Role.ADMIN: "D01"}
FORBIDDEN = "Peran Anda tidak mencakup halaman atau tindakan ini."
GUARDED = [route for route in ROUTES if permission_of(route)]
FORMS = [route for route in GUARDED if "POST" in (route.methods or ())]
ABOUT_PEOPLES_POSTS = {
    Permission.SEE_QUEUE,
    Permission.REVIEW,
    Permission.SEE_ORIGINAL,
    Permission.LAST_WORD,
    Permission.SEE_CASES,
    Permission.WORK_CASES,
    Permission.REVEAL_IDENTITY,
    Permission.JUDGE_OBJECTION,
    Permission.SEE_OVERVIEW,
    Permission.SEE_AUDIT,
    Permission.EXPORT,
}


def name(route: Route) -> str:
    return f"{'POST' if 'POST' in (route.methods or ()) else 'GET'} {route.path}"


def go(browser: TestClient, route: Route, form: dict[str, str]) -> Response:
    path = re.sub(r"\{\w+:int\}", "1", route.path)
    path = re.sub(r"\{[^}]+\}", "tidak-ada", path)
    if "POST" in (route.methods or ()):
        return browser.post(path, data=form, follow_redirects=False)
    return browser.get(path, follow_redirects=False)


@pytest.mark.parametrize("role", Role)
def test_a_role_passes_where_the_table_lets_it(sign_in: SignIn, role: Role) -> None:
    stopped = []
    for route in GUARDED:
        if permission_of(route) in MAY[role]:
            browser = sign_in(CODES[role])  # anew: one of the routes signs out
            answer = go(browser, route, {"csrf": browser.csrf})
            to_sign_in = answer.headers.get("location", "").startswith("/masuk?lanjut")
            if FORBIDDEN in text_of(answer.text) or answer.status_code >= 500 or to_sign_in:
                stopped.append((name(route), answer.status_code))
    assert stopped == []


@pytest.mark.parametrize("role", Role)
def test_a_role_is_stopped_everywhere_else(sign_in: SignIn, role: Role) -> None:
    browser, passed = sign_in(CODES[role]), []
    for route in GUARDED:
        if permission_of(route) not in MAY[role]:
            answer = go(browser, route, {"csrf": browser.csrf})
            if answer.status_code != 403 or FORBIDDEN not in text_of(answer.text):
                passed.append((name(route), answer.status_code))
    assert passed == []


def test_nobody_passes_anywhere_signed_out(desk: Desk) -> None:
    browser = stranger(create_app(desk))
    for route in GUARDED:
        answer = go(browser, route, {"csrf": "dikarang"})
        if route in FORMS:
            assert answer.status_code == 401, name(route)
        else:
            assert answer.status_code == 303, name(route)
            assert answer.headers["location"].startswith("/masuk?lanjut=/"), name(route)


def test_no_form_is_taken_without_the_sessions_own_token(sign_in: SignIn) -> None:
    browsers = {role: sign_in(code) for role, code in CODES.items()}
    tokens, taken = ("", "dikarang", sign_in("A02").csrf), []
    for route in FORMS:
        role = next(role for role in Role if permission_of(route) in MAY[role])
        for token in tokens:
            answer = go(browsers[role], route, {"csrf": token})
            if "tidak berasal dari halaman Netra" not in text_of(answer.text):
                taken.append((name(route), token, answer.status_code))
    assert taken == []


def test_only_the_door_is_open_to_who_is_not_signed_in() -> None:
    unguarded = {name(route) for route in ROUTES if not permission_of(route)}
    assert unguarded <= {"GET /masuk", "POST /masuk", "GET /masuk/oidc", "GET /masuk/oidc/kembali"}
    assert {"GET /masuk", "POST /masuk"} <= unguarded


def test_every_route_is_for_looking_or_for_changing_never_both() -> None:
    assert {frozenset(route.methods or ()) for route in ROUTES} <= {
        frozenset({"GET", "HEAD"}),
        frozenset({"POST"}),
    }
    assert len({name(route) for route in ROUTES}) == len(ROUTES)


def test_an_admin_reads_nothing_about_posts_cases_or_decisions(sign_in: SignIn) -> None:
    closed = [route for route in GUARDED if permission_of(route) in ABOUT_PEOPLES_POSTS]
    for route in closed:
        browser = sign_in("D01")
        assert go(browser, route, {"csrf": browser.csrf}).status_code == 403, name(route)
