"""The admin's pages: people come, change and go, and each finds their access as it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from httpx import Response

from config.review import Oidc
from review import claim
from review.desk import Desk
from review.web.app import create_app
from store import leases, users
from store.users import User
from tests.review.desk import START, Clock, flag_of, put_flags
from tests.review.web.conftest import Browser, text_of
from tests.review.web.people import form_token, give_password, stranger, try_to_sign_in

SignIn = Callable[[str], Browser]
NEW = {"nama": "Tirta Bayu", "nama_pengguna": "tirta.bayu", "peran": "analis"}


def user(desk: Desk, user_id: str) -> User:
    with desk.database.transaction() as connection:
        found = users.get(connection, user_id)
    assert found is not None
    return found


def shown_password(page: Response) -> str:
    found = re.search(r"<code>([a-z2-9]{5}(?:-[a-z2-9]{5}){3})</code>", page.text)
    assert found is not None
    return found.group(1)


def test_everybody_is_listed_with_code_role_and_state(sign_in: SignIn) -> None:
    page = text_of(sign_in("D01").get("/pengguna").text)
    for word in ("Sekar Ayu", "A01", "penyelia", "aktif"):
        assert word in page


def test_somebody_added_signs_in_once_with_the_password_shown_once_and_must_change_it(
    sign_in: SignIn, desk: Desk
) -> None:
    admin = sign_in("D01")
    password = shown_password(admin.submit("/pengguna/baru", **NEW))
    assert password not in admin.get("/pengguna").text
    browser = stranger(create_app(desk))
    assert try_to_sign_in(browser, "tirta.bayu", password).status_code == 303
    for path in ("/", "/antrean", "/saya"):
        assert browser.get(path).headers["location"] == "/saya/sandi"
    new = {"sekarang": password, "baru": "payung biru tiga tangkai"}
    form = {"csrf": form_token(browser.get("/saya/sandi")), **new, "ulang": new["baru"]}
    assert browser.post("/saya/sandi", data=form).headers["location"] == "/saya?kabar=sandi"
    assert browser.get("/saya").status_code == 200


def test_a_one_time_password_when_too_old_then_the_page_says_so_and_another_one_works(
    sign_in: SignIn, desk: Desk, clock: Clock
) -> None:
    page = sign_in("D01").submit("/pengguna/baru", **NEW)
    assert "Berlaku 72 jam" in page.text
    clock.advance(hours=72)
    browser = stranger(create_app(desk))
    answer = try_to_sign_in(browser, "tirta.bayu", shown_password(page))
    assert answer.status_code == 403
    assert "Kata sandi sekali pakai ini sudah tidak berlaku." in text_of(answer.text)
    with desk.database.transaction() as connection:
        made = users.with_username(connection, "tirta.bayu")
    assert made is not None
    another = shown_password(sign_in("D01").submit(f"/pengguna/{made.user_id}/sandi"))
    assert try_to_sign_in(browser, "tirta.bayu", another).status_code == 303


def test_who_must_change_their_password_can_still_sign_out(sign_in: SignIn, desk: Desk) -> None:
    known = user(desk, "A01")
    with desk.database.transaction() as connection:
        users.update(connection, replace(known, must_change=True))
    answer = sign_in("A01").submit("/keluar")
    assert answer.headers["location"] == "/masuk?kabar=keluar"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"nama_pengguna": "analis"}, "sudah dipakai"),
        ({"nama_pengguna": "198001012005012001"}, "dimulai dengan huruf"),
        ({"nama": " "}, "Nama harus diisi"),
        ({"peran": "raja"}, "Pilih salah satu peran"),
    ],
)
def test_somebody_described_wrongly_is_not_added_and_what_was_typed_stays(
    sign_in: SignIn, wrong: dict[str, str], message: str
) -> None:
    answer = sign_in("D01").submit("/pengguna/baru", **{**NEW, **wrong})
    assert answer.status_code == 422
    assert message in text_of(answer.text)
    assert "Tirta" in answer.text or "nama" in wrong


def test_disabling_puts_somebody_out_at_once_and_returns_what_they_hold(
    sign_in: SignIn, desk: Desk
) -> None:
    browser, admin = sign_in("A01"), sign_in("D01")
    assert browser.get("/saya").status_code == 200
    [flag_id] = put_flags(desk, [(flag_of(1), "satu")])
    claim.claim(desk.database, flag_id, "A01", START, desk.rules.lease)
    assert admin.submit("/pengguna/A01/nonaktif").status_code == 303
    assert browser.get("/saya", follow_redirects=False).status_code == 303
    with desk.database.transaction() as connection:
        assert leases.live(connection, START) == []
    admin.submit("/pengguna/A01/aktif")
    assert user(desk, "A01").disabled_at is None


def test_another_role_counts_after_signing_in_anew(sign_in: SignIn, desk: Desk) -> None:
    browser = sign_in("A01")
    sign_in("D01").submit("/pengguna/A01/peran", peran="auditor")
    assert browser.get("/saya", follow_redirects=False).status_code == 303
    assert user(desk, "A01").role == "auditor"


def test_a_reset_gives_a_password_for_once_and_opens_a_lock(sign_in: SignIn, desk: Desk) -> None:
    give_password(desk, "A01")
    browser = stranger(create_app(desk))
    for _ in range(5):
        try_to_sign_in(browser, "analis", "salah")
    password = shown_password(sign_in("D01").submit("/pengguna/A01/sandi"))
    assert try_to_sign_in(browser, "analis", password).status_code == 303
    assert browser.get("/").headers["location"] == "/saya/sandi"


@pytest.mark.parametrize(
    ("action", "form"), [("nonaktif", {}), ("peran", {"peran": "analis"}), ("sandi", {})]
)
def test_the_admin_does_not_change_their_own_access(
    sign_in: SignIn, desk: Desk, action: str, form: dict[str, str]
) -> None:
    before = user(desk, "D01")
    assert sign_in("D01").submit(f"/pengguna/D01/{action}", **form).status_code == 422
    assert user(desk, "D01") == before


@pytest.mark.parametrize("action", ["", "/peran", "/nonaktif", "/aktif", "/sandi", "/sso"])
def test_nobody_when_asked_for_then_not_found(sign_in: SignIn, action: str) -> None:
    browser = sign_in("D01")
    path = f"/pengguna/P999{action}"
    answer = browser.submit(path, peran="analis") if action else browser.get(path)
    assert answer.status_code == 404


def test_with_a_provider_somebody_is_let_in_by_it_alone(sign_in: SignIn, desk: Desk) -> None:
    oidc = Oidc(
        issuer="https://sso.example",
        client_id="netra",
        name="SSO Kota",
        return_to="https://netra.example/masuk/oidc/kembali",
    )
    object.__setattr__(desk, "rules", desk.rules.model_copy(update={"oidc": oidc}))
    admin = sign_in("D01")
    assert "SSO Kota" in admin.get("/pengguna/baru").text
    answer = admin.submit("/pengguna/baru", **NEW, sso="sub-7")
    assert "<code>" not in answer.text
    made = user(desk, "P002")
    assert (made.password_hash, made.oidc_subject, made.must_change) == (None, "sub-7", False)
    admin.submit("/pengguna/P002/sso", sso="")
    assert user(desk, "P002").oidc_subject is None


def test_names_are_shown_as_text(sign_in: SignIn) -> None:
    admin = sign_in("D01")
    admin.submit("/pengguna/baru", **{**NEW, "nama": "<script>alert(1)</script>"})
    for path in ("/pengguna", "/pengguna/P002"):
        assert "<script>alert" not in admin.get(path).text
