"""The queue as a page: what waits, for whom, and the next item."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from review.desk import Desk
from store import flags
from store.flags import State
from tests.review.desk import START, Clock, Lots, flag_of, put_flags
from tests.review.web.conftest import Browser, text_of

SignIn = Callable[[str], Browser]


@pytest.fixture
def flagged(desk: Desk) -> list[str]:
    posts = [(flag_of(n, probability=0.9 - n / 100), f"Unggahan nomor {n}") for n in range(1, 4)]
    return put_flags(desk, posts)


def put(desk: Desk, flag_id: str, state: State) -> None:
    with desk.database.transaction() as connection:
        flags.move(connection, flags.get(connection, flag_id), state)


def state_of(desk: Desk, flag_id: str) -> State:
    with desk.database.transaction() as connection:
        return flags.get(connection, flag_id).state


def listed(page: str) -> list[str]:
    return re.findall(r'href="/butir/(F-[0-9a-f]{12})"', page)


def test_queue_when_items_wait_then_none_tells_who_posted_or_how_sure_the_machine_is(
    sign_in: SignIn, flagged: list[str]
) -> None:
    page = sign_in("A01").get("/antrean").text
    assert listed(page) == flagged
    for hidden in ("A-1", "akun-contoh", "did:plc", "0.8", "0,8", "88 %", "Unggahan nomor"):
        assert hidden not in page


def test_queue_when_deadlines_are_near_then_it_says_how_near(sign_in: SignIn, desk: Desk) -> None:
    days = (-1.5, 0.1, 1, 2, 5)
    known = START - timedelta(days=9)
    posts = [
        (flag_of(n, known_at=known, deadline_at=START + timedelta(days=ahead)), "Teks")
        for n, ahead in enumerate(days)
    ]
    put_flags(desk, posts)
    page = sign_in("A01").get("/antrean").text
    assert re.findall(
        r'<span class="tag (\w*)">([^<]*)</span> <span class="muted small">', page
    ) == [
        ("danger", "lewat 2 hari"),
        ("warn", "hari ini"),
        ("warn", "besok"),
        ("warn", "2 hari lagi"),
        ("", "5 hari lagi"),
    ]
    assert len(listed(sign_in("A01").get("/antrean?overdue=1").text)) == 1


def test_queue_when_filtered_then_only_what_fits_and_the_filter_can_be_left(
    sign_in: SignIn, desk: Desk
) -> None:
    ids = put_flags(
        desk,
        [
            (flag_of(1), "Teks"),
            (flag_of(2, label="hate_speech"), "Teks"),
            (flag_of(3, platform="mastodon"), "Teks"),
        ],
    )
    browser = sign_in("A01")
    assert listed(browser.get("/antrean?label=hate_speech").text) == [ids[1]]
    assert listed(browser.get("/antrean?platform=mastodon").text) == [ids[2]]
    browser.submit(f"/butir/{ids[0]}/klaim")
    assert listed(browser.get("/antrean?mine=1").text) == [ids[0]]
    page = browser.get("/antrean?label=hate_speech&platform=mastodon").text
    assert "Tidak ada butir di sini" in page
    assert 'href="/antrean?step=telaah_pertama&amp;platform=mastodon"' in page


@pytest.mark.parametrize(
    "query", ["label=x", "step=telaah_penyelia", "page=-1", "page=x", "page=²"]
)
def test_queue_when_asked_for_nonsense_then_as_if_not_asked(
    sign_in: SignIn, flagged: list[str], query: str
) -> None:
    assert listed(sign_in("A01").get(f"/antrean?{query}").text) == flagged


def test_queue_when_it_is_long_then_in_pages(sign_in: SignIn, desk: Desk) -> None:
    put_flags(desk, [(flag_of(n), "Teks") for n in range(53)])
    browser = sign_in("A01")
    first, second = browser.get("/antrean").text, browser.get("/antrean?page=2").text
    assert (len(listed(first)), len(listed(second))) == (50, 3)
    assert not set(listed(first)) & set(listed(second))
    assert "Berikutnya" in first
    assert "Berikutnya" not in second


def test_queue_when_somebody_holds_an_item_then_it_says_so_without_a_name(
    sign_in: SignIn, flagged: list[str]
) -> None:
    sign_in("A01").submit(f"/butir/{flagged[0]}/klaim")
    page = sign_in("A02").get("/antrean").text
    assert page.count("sedang ditelaah") == 1
    assert "Sekar" not in page
    assert "A01" not in page
    assert "Anda pegang" in sign_in("A01").get("/antrean").text


def test_queue_when_people_have_roles_then_each_sees_the_steps_that_are_theirs(
    sign_in: SignIn, desk: Desk, flagged: list[str]
) -> None:
    put(desk, flagged[0], State.BEDA_PENDAPAT)
    put(desk, flagged[1], State.TELAAH_KEDUA)
    tabs = re.compile(r"Telaah pertama 1 Telaah kedua 1( Beda pendapat 1)?")
    for code, last_word in (("A01", None), ("P01", " Beda pendapat 1")):
        found = tabs.search(text_of(sign_in(code).get("/antrean").text))
        assert found is not None
        assert found[1] == last_word
    penyelia = sign_in("P01").get("/antrean?step=telaah_penyelia").text
    assert listed(penyelia) == [flagged[0]]


def test_queue_when_an_auditor_reads_it_then_nothing_can_be_taken(
    sign_in: SignIn, flagged: list[str]
) -> None:
    auditor = sign_in("U01")
    page = auditor.get("/antrean").text
    assert listed(page) == flagged
    assert "Ambil berikutnya" not in page
    assert auditor.submit("/antrean/berikutnya").status_code == 403


def test_queue_when_somebody_comes_then_what_is_due_moves_on(
    sign_in: SignIn, desk: Desk, clock: Clock, lots: Lots, flagged: list[str]
) -> None:
    browser = sign_in("A01")
    for flag_id in flagged:
        browser.submit(f"/butir/{flag_id}/klaim")
    for flag_id in flagged[:2]:
        browser.submit(f"/butir/{flag_id}/putuskan", decision="bukan", lanjut="0")
    lots.laid[:] = [0.1, 0.9]
    clock.advance(minutes=10)
    browser.get("/antrean")
    assert {state_of(desk, flag_id) for flag_id in flagged[:2]} == {
        State.TELAAH_KEDUA,
        State.FINAL,
    }
    assert state_of(desk, flagged[2]) is State.BARU


def test_next_when_taken_then_the_item_is_before_the_person(
    sign_in: SignIn, flagged: list[str]
) -> None:
    browser = sign_in("A01")
    answer = browser.submit("/antrean/berikutnya", step="telaah_pertama")
    assert answer.headers["location"] == f"/butir/{flagged[0]}"
    page = browser.get(f"/butir/{flagged[0]}").text
    assert "Unggahan nomor 1" in text_of(page)
    assert 'name="decision"' in page


def test_next_when_filtered_then_of_that_kind(sign_in: SignIn, desk: Desk) -> None:
    ids = put_flags(desk, [(flag_of(1), "Satu"), (flag_of(2, platform="mastodon"), "Dua")])
    answer = sign_in("A01").submit("/antrean/berikutnya", platform="mastodon")
    assert answer.headers["location"] == f"/butir/{ids[1]}"


def test_next_when_nothing_is_left_then_back_to_the_queue_which_says_so(
    sign_in: SignIn, flagged: list[str]
) -> None:
    for flag_id in flagged:
        sign_in("A01").submit(f"/butir/{flag_id}/klaim")
    answer = sign_in("A02").submit("/antrean/berikutnya")
    assert answer.headers["location"] == "/antrean?kosong=1"
    assert "Tidak ada lagi butir bebas" in sign_in("A02").get("/antrean?kosong=1").text


@pytest.mark.parametrize("said", ["javascript:x", "F-", "F-<script>abc", "../../masuk"])
def test_queue_when_an_address_names_a_decision_that_is_none_then_no_banner(
    sign_in: SignIn, said: str
) -> None:
    assert "Urungkan" not in sign_in("A01").get("/antrean", params={"dari": said}).text
