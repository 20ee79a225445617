"""Every page, for everybody: reachable by whom it is for, accessible, and deaf to hostile posts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Office
from tests.review.desk import flag_of, put_flags

pytestmark = pytest.mark.browser
Visitor = Callable[..., Page]
PAGES = {
    "sekar": ("/antrean", "/pedoman", "/saya", "/saya/sandi"),
    "bima": ("/antrean", "/kasus", "/ikhtisar", "/ekspor", "/pedoman"),
    "laras": ("/antrean", "/kasus", "/ikhtisar", "/jejak", "/ekspor"),
    "jaya": ("/pengguna", "/pengguna/baru", "/saya"),
}
WALLS = {
    "sekar": ("/kasus", "/ikhtisar", "/jejak", "/pengguna", "/ekspor"),
    "bima": ("/jejak", "/pengguna"),
    "laras": ("/pengguna",),
    "jaya": ("/antrean", "/kasus", "/ikhtisar", "/jejak", "/ekspor"),
}
HOSTILE = (
    "<script>alert(1)</script>",
    '<svg onload="alert(2)"><img src=x onerror=alert(3)>',
    "[klik](javascript:alert(4)) data:text/html;base64,PHNjcmlwdD4=",
    "\u202ekebalikan\u202c dan \u2066isolasi\u2069 nol \x00 lebar\u200b",
    "panjang " * 12_500,
)


def faults_of(page: Page) -> list[str]:
    """What axe finds serious or critical on the page as it is."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{page.url}: {one['id']}: {node['html'][:200]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("username", PAGES)
def test_pages_when_examined_by_axe_then_nothing_serious_is_found(
    visitor: Visitor, username: str, scheme: str
) -> None:
    page, faults = visitor(username), list[str]()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for path in PAGES[username]:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        expect(page.locator("h1")).to_have_count(1)
        faults += faults_of(page)
    assert faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_item_when_examined_by_axe_at_every_step_then_nothing_serious_is_found(
    visitor: Visitor, scheme: str
) -> None:
    page, faults = visitor("sekar"), list[str]()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto("/antrean")
    page.get_by_role("button", name="Ambil berikutnya").click()
    for key in ("i", "r", "?"):
        page.locator("h1").focus()
        page.keyboard.press(key)
        faults += faults_of(page)
    page.keyboard.press("Escape")
    page.locator("input[value=bukan]").check()
    page.get_by_role("button", name="Putuskan", exact=True).click()
    page.wait_for_url("**/selesai**")
    faults += faults_of(page)
    page.goto("/tidak-ada")
    assert faults + faults_of(page) == []


def test_sign_in_when_examined_by_axe_then_nothing_serious_is_found(
    visitor: Visitor,
) -> None:
    page = visitor("sekar")
    page.context.clear_cookies()
    page.goto("/masuk")
    assert faults_of(page) == []


@pytest.mark.parametrize("username", WALLS)
def test_walls_when_a_page_is_not_for_the_role_then_it_is_not_shown(
    visitor: Visitor, username: str
) -> None:
    page = visitor(username)
    for path in WALLS[username]:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 403, path
        expect(page.locator("nav").get_by_role("link").filter(has_text=path)).to_have_count(0)


@pytest.mark.parametrize("text", HOSTILE, ids=["script", "svg", "data", "bidi", "long"])
def test_post_when_hostile_then_it_is_shown_as_text_and_nothing_runs(
    office: Office, visitor: Visitor, text: str
) -> None:
    now = office.clock().replace(microsecond=0)
    flag = flag_of(99, known_at=now, deadline_at=now + timedelta(hours=1))
    (flag_id,) = put_flags(office.desk, [(flag, text)])
    page, ran = visitor("sekar"), list[str]()
    page.on("dialog", lambda dialog: ran.append(dialog.message))
    page.goto(f"/butir/{flag_id}")
    page.get_by_role("button", name="Ambil butir ini").click()
    shown = page.locator(".post").first
    expect(shown).to_be_visible()
    assert shown.locator("script, svg, img, a").count() == 0
    said = shown.inner_text()
    assert text.strip("\u202e ")[:9] in said
    assert not set("\u202e\u202c\u2066\u2069\x00") & set(said)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert ran == []


def test_page_when_narrow_then_nothing_runs_off_its_side(office: Office, visitor: Visitor) -> None:
    page = visitor("bima")
    page.set_viewport_size({"width": 390, "height": 844})
    for path in (*PAGES["bima"], f"/butir/{office.flags[0]}"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
