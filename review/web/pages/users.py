"""People who may sign in, as the admin manages them."""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from review import passwords, people
from review.errors import PersonRefused, Refusal
from review.people import NewPerson
from review.roles import Permission, Role
from review.web import gate
from review.web.failures import PageError
from review.web.render import page
from review.web.visit import Visit
from store import sessions, users
from store.users import User

_MANAGE = Permission.MANAGE_USERS


def everybody(visit: Visit) -> Response:
    """Everybody, those who may sign in first."""
    with visit.desk.database.transaction() as connection:
        known = users.everybody(connection)
        seen = {user.user_id: sessions.of_user(connection, user.user_id) for user in known}
    known.sort(key=lambda user: (user.disabled_at is not None, user.name.lower()))
    return page(visit, "users.html", users=known, seen=seen, news=visit.query.get("kabar", ""))


def form(visit: Visit) -> Response:
    """The form for somebody new."""
    return _form(visit, 200)


def add(visit: Visit) -> Response:
    """Let somebody in; their password is shown this once."""
    subject = visit.form.get("sso", "").strip() or None
    password = None if subject else passwords.one_time()
    person = NewPerson(
        username=visit.form.get("nama_pengguna", "").strip(),
        name=visit.form.get("nama", "").strip(),
        role=visit.form.get("peran", ""),
        password=password,
        subject=subject,
    )
    try:
        user = people.add(visit.desk.database, person, visit.user.user_id, visit.now)
    except PersonRefused as refused:
        return _form(visit, 422, refusal=refused.refusal)
    return page(visit, "user_password.html", user=user, password=password)


def one(visit: Visit) -> Response:
    """One person and what can be changed."""
    return _one(visit, 200)


def set_role(visit: Visit) -> Response:
    """Give another role."""
    role, by = visit.form.get("peran", ""), visit.user.user_id
    return _changed(
        visit, lambda who: people.set_role(visit.desk.database, who, role, by, visit.now)
    )


def disable(visit: Visit) -> Response:
    """Take the access."""
    by = visit.user.user_id
    return _changed(visit, lambda who: people.disable(visit.desk.database, who, by, visit.now))


def enable(visit: Visit) -> Response:
    """Give the access back."""
    by = visit.user.user_id
    return _changed(visit, lambda who: people.enable(visit.desk.database, who, by))


def link(visit: Visit) -> Response:
    """Say as whom the identity provider knows the person."""
    subject, by = visit.form.get("sso", "").strip() or None, visit.user.user_id
    return _changed(visit, lambda who: people.link(visit.desk.database, who, subject, by))


def reset(visit: Visit) -> Response:
    """Give a password for one sign-in, shown this once."""
    user, password = _user(visit), passwords.one_time()
    by = visit.user.user_id
    if user.user_id == by:
        raise PageError("Ganti kata sandi Anda sendiri lewat halaman akun.", 422)
    people.reset_password(visit.desk.database, user.user_id, password, by, visit.now)
    visit.book.forget(user.user_id)
    return page(visit, "user_password.html", user=user, password=password)


def _changed(visit: Visit, change: Callable[[str], User]) -> Response:
    user = _user(visit)
    try:
        change(user.user_id)
    except PersonRefused as refused:
        return _one(visit, 422, refusal=refused.refusal)
    visit.book.forget(user.user_id)
    return RedirectResponse(f"/pengguna/{user.user_id}?kabar=ubah", 303)


def _form(visit: Visit, status: int, refusal: Refusal | None = None) -> Response:
    return page(
        visit,
        "user_new.html",
        status,
        roles=list(Role),
        typed=visit.form,
        refusal=refusal,
        Refusal=Refusal,
        oidc=visit.desk.rules.oidc,
    )


def _one(visit: Visit, status: int, refusal: Refusal | None = None) -> Response:
    return page(
        visit,
        "user.html",
        status,
        user=_user(visit),
        roles=list(Role),
        refusal=refusal,
        Refusal=Refusal,
        oidc=visit.desk.rules.oidc,
        news=visit.query.get("kabar", ""),
    )


def _user(visit: Visit) -> User:
    with visit.desk.database.transaction() as connection:
        user = users.get(connection, visit.path["user_id"])
    if user is None:
        raise PageError("Pengguna ini tidak ditemukan.", 404)
    return user


ROUTES: list[Route] = [
    gate.show("/pengguna", _MANAGE, everybody),
    gate.show("/pengguna/baru", _MANAGE, form),
    gate.act("/pengguna/baru", _MANAGE, add),
    gate.show("/pengguna/{user_id}", _MANAGE, one),
    gate.act("/pengguna/{user_id}/peran", _MANAGE, set_role),
    gate.act("/pengguna/{user_id}/nonaktif", _MANAGE, disable),
    gate.act("/pengguna/{user_id}/aktif", _MANAGE, enable),
    gate.act("/pengguna/{user_id}/sandi", _MANAGE, reset),
    gate.act("/pengguna/{user_id}/sso", _MANAGE, link),
]
