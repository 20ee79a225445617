"""One's own account: sessions, language, shortcuts, password."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from review import account
from review.account import PasswordChange
from review.errors import PasswordRefused, SignInRefused
from review.passwords import Fault
from review.roles import Permission
from review.sessions import SignedIn
from review.web import cookies, gate
from review.web.failures import PageError
from review.web.language import LANGUAGES
from review.web.render import page
from review.web.visit import Visit
from store import sessions

_OWN = Permission.OWN_ACCOUNT


def home(visit: Visit) -> Response:
    """Where somebody's work begins."""
    begin = "/antrean" if visit.may(Permission.SEE_QUEUE) else "/pengguna"
    return RedirectResponse(begin, 303)


def show(visit: Visit) -> Response:
    """The account: who one is, where one is signed in, how the page behaves."""
    with visit.desk.database.transaction() as connection:
        mine = sessions.of_user(connection, visit.user.user_id)
    return page(visit, "account.html", sessions=mine, news=visit.query.get("kabar", ""))


def prefer(visit: Visit) -> Response:
    """Keep language and shortcuts."""
    language = visit.form.get("bahasa", "")
    shortcuts = visit.form.get("pintasan", "")
    if language not in LANGUAGES or shortcuts not in ("ya", "tidak"):
        raise PageError("Pilihan itu tidak ada.", 422)
    account.prefer(visit.desk.database, visit.user.user_id, language, shortcuts == "ya")
    return _back(visit, "pilihan")


def end_session(visit: Visit) -> Response:
    """End one of one's sessions."""
    ended = visit.form.get("sesi", "")
    account.end_session(visit.desk.database, visit.user.user_id, ended)
    return _back(visit, "sesi")


def end_others(visit: Visit) -> Response:
    """End all of one's sessions but this one."""
    account.end_other_sessions(visit.desk.database, SignedIn(visit.session, visit.user))
    return _back(visit, "sesi")


def password_form(visit: Visit) -> Response:
    """The form for another password."""
    return _password_form(visit, 200)


def change_password(visit: Visit) -> Response:
    """Keep another password; the browser gets a new session, every other one ends."""
    new = visit.form.get("baru", "")
    if new != visit.form.get("ulang", ""):
        return _password_form(visit, 422, differ=True)
    change = PasswordChange(visit.form.get("sekarang", ""), new, visit.address)
    signed_in = SignedIn(visit.session, visit.user)
    try:
        token = account.change_password(visit.desk, visit.book, signed_in, change, visit.now)
    except PasswordRefused as refused:
        return _password_form(visit, 422, fault=refused.fault)
    except SignInRefused as refused:
        return _password_form(visit, 422, wrong=True, until=refused.until)
    answer = RedirectResponse("/saya?kabar=sandi", 303)
    cookies.give_session(answer, token, visit.desk.rules.session)
    return answer


def _password_form(visit: Visit, status: int, **values: object) -> Response:
    known: dict[str, object] = {
        "length": visit.desk.rules.sign_in.password_length,
        "Fault": Fault,
        "fault": None,
        "differ": False,
        "wrong": False,
        "until": None,
    }
    return page(visit, "password.html", status, **{**known, **values})


def _back(visit: Visit, news: str) -> Response:
    visit.book.forget(visit.user.user_id)
    return RedirectResponse(f"/saya?kabar={news}", 303)


ROUTES: list[Route] = [
    gate.show("/", _OWN, home),
    gate.show("/saya", _OWN, show),
    gate.act("/saya/pilihan", _OWN, prefer),
    gate.act("/saya/sesi/akhiri", _OWN, end_session),
    gate.act("/saya/sesi/akhiri-lain", _OWN, end_others),
    gate.show(gate.CHANGE_PASSWORD, _OWN, password_form),
    gate.act(gate.CHANGE_PASSWORD, _OWN, change_password),
]
