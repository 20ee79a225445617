"""Reviewing in a real browser: by keyboard, beside others, blind, and without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from store import decisions, flags
from store.decisions import Decision
from store.flags import State
from tests.browser.conftest import POSTS, Office

pytestmark = pytest.mark.browser
Visitor = Callable[..., Page]
REASON = "Ajakan memilih dengan nomor dan tanggal"


def state_of(office: Office, flag_id: str) -> State:
    with office.desk.database.transaction() as connection:
        return flags.get(connection, flag_id).state


def decided(office: Office, flag_id: str) -> list[Decision]:
    with office.desk.database.transaction() as connection:
        return decisions.of_flag(connection, flag_id)


def take_next(page: Page) -> str:
    """Takes the next item from the queue and returns its flag."""
    page.goto("/antrean")
    page.get_by_role("button", name="Ambil berikutnya").click()
    page.wait_for_url("**/butir/**")
    return flag_on(page)


def flag_on(page: Page) -> str:
    return page.url.split("/butir/")[1].split("?")[0].split("/")[0]


def leave(page: Page, flag_id: str) -> None:
    """Waits until another page than this flag's is there."""
    page.wait_for_url(lambda url: f"/butir/{flag_id}" not in url)


def indicate(page: Page) -> None:
    page.get_by_label("Indikasi kuat").check()
    page.locator("#row").select_option("B6")
    page.locator("#reason").fill(REASON)
    page.get_by_role("button", name="Putuskan", exact=True).click()
    page.wait_for_url("**/selesai**")


def test_review_when_a_post_is_nothing_then_two_keys_decide_and_the_next_is_there(
    office: Office, visitor: Visitor
) -> None:
    page = visitor("sekar")
    first = take_next(page)
    expect(page.locator(".post").first).to_contain_text(POSTS[0])
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    leave(page, first)
    assert state_of(office, first) is State.BUKAN
    second = flag_on(page)
    assert (state_of(office, second), second) == (State.DIKLAIM, office.flags[1])
    expect(page.locator(".post").first).to_contain_text(POSTS[1])


def test_review_when_an_indication_then_it_is_decided_without_the_mouse(
    office: Office, visitor: Visitor
) -> None:
    page = visitor("sekar")
    flag_id = take_next(page)
    page.keyboard.press("i")
    expect(page.locator("#row")).to_be_focused()
    page.keyboard.type("B6")
    page.keyboard.press("Tab")
    page.locator("#reason").focus()
    page.keyboard.type("bikin alasan, bukan tombol")  # letters of shortcuts stay letters
    expect(page.get_by_label("Indikasi kuat")).to_be_checked()
    page.keyboard.press("Tab")
    page.locator("#lanjut").focus()
    page.keyboard.press("Enter")
    leave(page, flag_id)
    (made,) = decided(office, flag_id)
    assert (made.decision, made.rulebook_row) == ("indikasi_kuat", "B6")
    assert made.reason == "bikin alasan, bukan tombol"


def test_review_when_the_last_item_is_decided_then_the_queue_says_it_is_empty(
    office: Office, visitor: Visitor
) -> None:
    page = visitor("sekar")
    take_next(page)
    for _ in POSTS:
        page.keyboard.press("b")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    assert "/antrean" in page.url
    assert {state_of(office, flag_id) for flag_id in office.flags} == {State.BUKAN}


def test_review_when_a_decision_was_a_slip_then_it_is_undone_at_once(
    office: Office, visitor: Visitor
) -> None:
    page = visitor("sekar")
    flag_id = take_next(page)
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    leave(page, flag_id)
    page.get_by_role("link", name="Urungkan").click()
    page.get_by_role("button", name="Urungkan keputusan").click()
    page.wait_for_url(f"**/butir/{flag_id}**")
    assert (state_of(office, flag_id), decided(office, flag_id)) == (State.DIKLAIM, [])


def test_review_when_nothing_is_decided_yet_then_no_score_no_name_and_no_link_are_shown(
    office: Office, visitor: Visitor
) -> None:
    page = visitor("sekar")
    flag_id = take_next(page)
    before = page.content()
    for secret in ("akun-contoh", "did:plc", "contoh.example", "0,9", "90 %", "A-1"):
        assert secret not in before
    indicate(page)
    expect(page.locator("main")).to_contain_text("90")
    assert state_of(office, flag_id) is State.INDIKASI_KUAT


def test_race_when_two_take_the_same_item_then_one_has_it_and_the_other_is_told(
    office: Office, visitor: Visitor
) -> None:
    here, there = visitor("sekar"), visitor("gilang")
    for page in (here, there):
        page.goto(f"/butir/{office.flags[2]}")
    here.get_by_role("button", name="Ambil butir ini").click()
    expect(here.locator("#putusan")).to_be_visible()
    there.get_by_role("button", name="Ambil butir ini").click()
    expect(there.locator("main")).to_contain_text("orang lain")
    expect(there.locator("#putusan")).to_have_count(0)


def test_lease_when_it_ran_out_and_somebody_else_decided_then_the_typed_reason_is_kept(
    office: Office, visitor: Visitor
) -> None:
    slow, quick = visitor("sekar"), visitor("gilang")
    flag_id = take_next(slow)
    slow.locator("#reason").fill("alasan yang panjang dan sudah terlanjur ditulis")
    slow.get_by_label("Klarifikasi").check()
    office.clock.advance(minutes=6)
    assert take_next(quick) == flag_id
    quick.keyboard.press("b")
    quick.keyboard.press("Enter")
    leave(quick, flag_id)
    slow.get_by_role("button", name="Putuskan", exact=True).click()
    expect(slow.get_by_role("alert")).to_be_visible()
    expect(slow.locator("#reason")).to_have_value("alasan yang panjang dan sudah terlanjur ditulis")
    assert [one.decision for one in decided(office, flag_id)] == ["bukan"]


def test_lease_when_it_ran_out_and_nobody_took_it_then_the_decision_still_counts(
    office: Office, visitor: Visitor
) -> None:
    page = visitor("sekar")
    flag_id = take_next(page)
    office.clock.advance(minutes=6)
    page.keyboard.press("t")
    page.keyboard.press("Enter")
    leave(page, flag_id)
    assert state_of(office, flag_id) is State.TIDAK_CUKUP_BUKTI


def test_second_review_when_open_then_blind_to_the_first_and_by_another_person(
    office: Office, visitor: Visitor
) -> None:
    first, second = visitor("sekar"), visitor("gilang")
    flag_id = take_next(first)
    indicate(first)
    office.clock.advance(minutes=11)
    first.goto("/antrean")  # whoever looks moves on what can no longer be undone
    assert state_of(office, flag_id) is State.TELAAH_KEDUA
    second.goto(f"/butir/{flag_id}")
    second.get_by_role("button", name="Ambil butir ini").click()
    shown = second.content()
    (made,) = decided(office, flag_id)
    for secret in (REASON, f">{made.reviewer}<", "Sekar"):
        assert secret not in shown
    indicate(second)
    assert state_of(office, flag_id) is State.FINAL
    first.goto(f"/butir/{flag_id}")
    expect(first.locator("#putusan")).to_have_count(0)


def test_shortcuts_when_switched_off_then_keys_do_nothing(office: Office, visitor: Visitor) -> None:
    page = visitor("sekar")
    page.goto("/saya")
    page.get_by_label("Mati").check()
    page.get_by_role("button", name="Simpan pilihan").click()
    flag_id = take_next(page)
    page.keyboard.press("b")
    expect(page.locator("input[name=decision]:checked")).to_have_count(0)
    expect(page.locator("#putusan kbd")).to_have_count(0)
    assert state_of(office, flag_id) is State.DIKLAIM


def test_review_when_scripts_are_off_then_everything_still_works(
    office: Office, visitor: Visitor
) -> None:
    page = visitor("sekar", javascript=False)
    flag_id = take_next(page)
    page.locator("input[value=bukan]").check()
    page.get_by_role("button", name="Putuskan dan lanjut").click()
    assert state_of(office, flag_id) is State.BUKAN
    assert flag_on(page) == office.flags[1]
    page.get_by_role("button", name="Lewati").click()
    assert state_of(office, office.flags[1]) is State.BARU
    page.get_by_role("button", name="Keluar").click()
    page.goto("/antrean")
    assert "/masuk" in page.url


@pytest.fixture
def no_surprises(visitor: Visitor) -> Iterator[Page]:
    """An analyst's page on which no dialog opens and no error is logged."""
    page, surprises = visitor("sekar"), list[str]()
    page.on("dialog", lambda dialog: surprises.append(dialog.message))
    page.on("pageerror", lambda error: surprises.append(str(error)))
    page.on("console", lambda said: surprises.append(said.text) if said.type == "error" else None)
    yield page
    assert surprises == []


def test_review_when_worked_then_no_script_fails_and_no_policy_is_broken(
    office: Office, no_surprises: Page
) -> None:
    flag_id = take_next(no_surprises)
    for key in ("r", "?", "Escape", "c"):
        no_surprises.keyboard.press(key)
    no_surprises.goto("/antrean")
    assert state_of(office, flag_id) is State.DIKLAIM
