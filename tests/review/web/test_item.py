"""One item as a page: blind before the decision, whole after it, and no typed word lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from classifiers.score import Span
from connectors.activity import Media
from pipelines.verify import verify_all
from review.desk import Desk
from store import audit, decisions, flags, notes
from store.claim import StoredClaim
from store.flags import State
from store.moment import to_utc
from tests.review.desk import START, Clock, flag_of, put_flags
from tests.review.seen import put_seen
from tests.review.web.conftest import Browser, text_of

SignIn = Callable[[str], Browser]
INDICATION = {"decision": "indikasi_kuat", "row": "B6", "reason": "Ajakan memilih yang jelas"}
# What would tell who posted, where, or how sure the machine is.
HIDDEN = ("A-1", "akun-contoh", "did:plc", "contoh.example", "0.89", "0,89", "89 %", "m1<")


@pytest.fixture
def flagged(desk: Desk) -> list[str]:
    posts = [(flag_of(n, probability=0.9 - n / 100), f"Unggahan nomor {n}") for n in range(1, 4)]
    return put_flags(desk, posts)


@pytest.fixture
def wave(desk: Desk) -> list[str]:
    texts = {n: f"Salinan ke-{n}" for n in range(1, 4)}
    return put_flags(
        desk,
        [
            (flag_of(n, wave_id="W-1", content_sha256=f"{n:064d}"), text)
            for n, text in texts.items()
        ],
    )


def take(browser: Browser, flag_id: str) -> str:
    answer = browser.submit(f"/butir/{flag_id}/klaim")
    assert answer.headers["location"] == f"/butir/{flag_id}"
    return browser.get(f"/butir/{flag_id}").text


def decide(browser: Browser, flag_id: str, decision: str = "bukan", **form: str) -> None:
    answer = browser.submit(
        f"/butir/{flag_id}/putuskan", **{"decision": decision, "lanjut": "0", **form}
    )
    assert answer.status_code == 303, text_of(answer.text)


def to_second_review(
    sign_in: SignIn, clock: Clock, flag_id: str, decision: str = "indikasi_kuat"
) -> None:
    first = sign_in("A01")
    take(first, flag_id)
    decide(first, flag_id, **{**INDICATION, "decision": decision})
    clock.advance(minutes=10)
    sign_in("A02").get("/antrean")


def to_last_word(sign_in: SignIn, clock: Clock, flag_id: str) -> None:
    to_second_review(sign_in, clock, flag_id)
    second = sign_in("A02")
    take(second, flag_id)
    decide(second, flag_id, "bukan", reason="Kegiatan dinas")


def state_of(desk: Desk, flag_id: str) -> State:
    with desk.database.transaction() as connection:
        return flags.get(connection, flag_id).state


def events(desk: Desk, name: str) -> list[tuple[str, str, str]]:
    with desk.database.transaction() as connection:
        return connection.execute(
            "SELECT actor, subject, details FROM audit WHERE event = ? ORDER BY seq", [name]
        ).fetchall()


# What is shown


def test_item_when_not_decided_then_identity_score_and_link_are_hidden(
    sign_in: SignIn, flagged: list[str]
) -> None:
    page = take(sign_in("A01"), flagged[0])
    assert "Unggahan nomor 1" in page
    assert [one for one in HIDDEN if one in page] == []


def test_item_when_the_post_is_hostile_then_it_is_shown_as_harmless_text(
    sign_in: SignIn, desk: Desk
) -> None:
    text = "<script>alert(1)</script> \u202eterbalik\x00 <svg onload=x> " + "a" * 100_000
    page = take(sign_in("A01"), put_flags(desk, [(flag_of(1), text)])[0])
    assert "&lt;script&gt;alert(1)&lt;/script&gt; \ufffdterbalik\ufffd &lt;svg onload=x&gt;" in page
    assert "a" * 100_000 in page
    assert {"\u202e", "\x00"}.isdisjoint(page)


def test_item_when_it_shows_when_then_in_wib_with_the_stage_of_that_day(
    sign_in: SignIn, desk: Desk
) -> None:
    posted = START - timedelta(days=2)
    flag_id = put_seen(desk, flag_of(1), "Selamat pagi", created_at=posted)
    with desk.database.transaction() as connection:
        connection.execute(
            "INSERT INTO flag_events VALUES (?, 'deleted', ?, ?)",
            [flag_id, "0" * 64, to_utc(START)],
        )
    page = text_of(take(sign_in("A01"), flag_id))
    assert "Menurut platform 31-08-2031 08.00 WIB" in page
    assert "Terlihat dihapus 02-09-2031 08.00 WIB" in page
    assert "Tahap hari itu kampanye" in page


def test_item_when_it_refers_to_others_then_their_text_or_that_it_was_not_seen(
    sign_in: SignIn, desk: Desk
) -> None:
    page = b'{"feed": [{"uri": "at://lain/1", "record": {"text": "Yang dikutip"}}]}'
    flag_id = put_seen(
        desk, flag_of(1), "Betul", page=page, quoted="at://lain/1", in_reply_to="at://lain/2"
    )
    shown = text_of(take(sign_in("A01"), flag_id))
    assert "Mengutip: Yang dikutip" in shown
    assert "Membalas: tidak teramati" in shown


def test_item_when_it_has_media_then_kind_and_description_only(sign_in: SignIn, desk: Desk) -> None:
    media = (Media("image", "https://gambar.example/1.jpg", "Spanduk biru"),)
    page = take(sign_in("A01"), put_seen(desk, flag_of(1), "Lihat", media=media))
    assert "image : Spanduk biru" in text_of(page)
    assert "gambar.example" not in page


def test_item_when_a_claim_was_matched_then_it_stands_beside_the_post(
    sign_in: SignIn, desk: Desk
) -> None:
    claim = StoredClaim(
        claim_id="K-1",
        text="Surat suara dicoblos",
        verdict="Salah",
        conclusion="Itu simulasi",
        checked_on=date(2031, 8, 1),
        url="https://periksa.example/1",
    )
    flag_id = put_seen(
        desk, flag_of(1, label="hoax_sharing", hoax_claim="K-1"), "Viral!", claim=claim
    )
    page = take(sign_in("A01"), flag_id)
    assert "Surat suara dicoblos" in page
    assert "Salah" in page
    assert "Itu simulasi" in page
    assert "Diperiksa 01-08-2031" in page
    assert '<a href="https://periksa.example/1" target="_blank" rel="noreferrer' in page


def test_item_when_rows_may_apply_then_they_are_listed_with_why(
    sign_in: SignIn, flagged: list[str]
) -> None:
    page = take(sign_in("A01"), flagged[0])
    assert '<option value="B6"' in page
    assert "Tahap kampanye" in text_of(page)


def test_item_when_a_wave_then_the_differing_texts_are_shown(
    sign_in: SignIn, wave: list[str]
) -> None:
    page = text_of(take(sign_in("A01"), wave[0]))
    assert "3 unggahan serupa" in page
    assert page.count("Salinan ke-") == 3


def test_item_when_its_evidence_is_damaged_then_the_page_says_so(
    sign_in: SignIn, desk: Desk, flagged: list[str]
) -> None:
    for path in desk.folder.evidence.glob("*/*"):
        path.chmod(0o644)
        path.write_bytes(b"{}")
    answer = sign_in("A01").get(f"/butir/{flagged[0]}")
    assert answer.status_code == 500
    assert "rusak" in answer.text


def test_item_when_another_holds_it_then_only_that_is_told(
    sign_in: SignIn, flagged: list[str]
) -> None:
    take(sign_in("A01"), flagged[0])
    page = sign_in("A02").get(f"/butir/{flagged[0]}").text
    assert "Sedang ditelaah orang lain" in page
    assert 'name="decision"' not in page
    assert "Sekar" not in page


def test_item_when_an_auditor_reads_it_then_nothing_can_be_done(
    sign_in: SignIn, flagged: list[str]
) -> None:
    auditor = sign_in("U01")
    page = auditor.get(f"/butir/{flagged[0]}").text
    assert "Unggahan nomor 1" in page
    assert "/klaim" not in page
    assert "/catat" not in page
    assert auditor.submit(f"/butir/{flagged[0]}/klaim").status_code == 403


def test_item_when_there_is_none_then_missing(sign_in: SignIn) -> None:
    assert sign_in("A01").get("/butir/F-tidakada").status_code == 404


# Deciding


def test_decide_when_bukan_then_recorded_and_the_next_item_is_claimed(
    sign_in: SignIn, desk: Desk, flagged: list[str]
) -> None:
    browser = sign_in("A01")
    take(browser, flagged[0])
    answer = browser.submit(
        f"/butir/{flagged[0]}/putuskan", decision="bukan", quick="berita", lanjut="1"
    )
    assert answer.headers["location"] == f"/butir/{flagged[1]}?dari={flagged[0]}"
    assert state_of(desk, flagged[0]) is State.BUKAN
    page = browser.get(answer.headers["location"]).text
    assert "Keputusan tercatat" in page
    assert f"/butir/{flagged[0]}/selesai" in page
    with desk.database.transaction() as connection:
        assert decisions.of_flag(connection, flagged[0])[0].reason == "Berita"


def test_decide_when_the_last_one_then_back_to_the_queue(
    sign_in: SignIn, flagged: list[str]
) -> None:
    browser = sign_in("A01")
    for flag_id in flagged[1:]:
        take(browser, flag_id)
        decide(browser, flag_id)
    take(browser, flagged[0])
    answer = browser.submit(f"/butir/{flagged[0]}/putuskan", decision="bukan")
    assert answer.headers["location"] == f"/antrean?kosong=1&dari={flagged[0]}"
    assert "Tidak ada lagi butir" in browser.get(answer.headers["location"]).text


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({"reason": "Sudah saya tulis"}, "Pilih salah satu keputusan"),
        ({**INDICATION, "row": ""}, "memerlukan baris pedoman"),
        ({**INDICATION, "reason": " "}, "memerlukan baris pedoman"),
        ({**INDICATION, "row": "Z99"}, "belum lengkap"),
        ({**INDICATION, "decision": "terbukti"}, "belum lengkap"),
    ],
)
def test_decide_when_incomplete_then_the_form_comes_back_with_what_was_typed(
    sign_in: SignIn, desk: Desk, flagged: list[str], form: dict[str, str], expected: str
) -> None:
    browser = sign_in("A01")
    take(browser, flagged[0])
    answer = browser.submit(f"/butir/{flagged[0]}/putuskan", **form)
    assert answer.status_code == 422
    assert re.search(rf'role="alert"[^>]*autofocus[^>]*>.*{expected}', answer.text)
    assert f">{form['reason']}</textarea>" in answer.text
    assert state_of(desk, flagged[0]) is State.DIKLAIM


def test_decide_when_the_claim_ran_out_and_nobody_took_it_then_it_counts(
    sign_in: SignIn, desk: Desk, clock: Clock, flagged: list[str]
) -> None:
    browser = sign_in("A01")
    take(browser, flagged[0])
    clock.advance(minutes=20)
    sign_in("A02").get("/antrean")
    assert state_of(desk, flagged[0]) is State.BARU
    decide(browser, flagged[0])
    assert state_of(desk, flagged[0]) is State.BUKAN


def test_decide_when_somebody_took_it_meanwhile_then_nothing_typed_is_lost(
    sign_in: SignIn, desk: Desk, clock: Clock, flagged: list[str]
) -> None:
    slow, quick = sign_in("A01"), sign_in("A02")
    take(slow, flagged[0])
    clock.advance(minutes=6)
    take(quick, flagged[0])
    answer = slow.submit(f"/butir/{flagged[0]}/putuskan", **INDICATION)
    assert answer.status_code == 409
    assert "sudah diambil orang lain" in answer.text
    assert f">{INDICATION['reason']}</textarea>" in answer.text
    assert '<option value="B6" selected>' in answer.text
    assert state_of(desk, flagged[0]) is State.DIKLAIM


def test_decide_when_the_session_ended_meanwhile_then_what_was_typed_comes_back(
    sign_in: SignIn, desk: Desk, clock: Clock, flagged: list[str]
) -> None:
    browser = sign_in("A01")
    take(browser, flagged[0])
    clock.advance(minutes=61)
    answer = browser.submit(f"/butir/{flagged[0]}/putuskan", **INDICATION)
    assert answer.status_code == 401
    assert f">{INDICATION['reason']}</textarea>" in answer.text
    assert state_of(desk, flagged[0]) is State.DIKLAIM


def test_decide_when_the_step_was_decided_meanwhile_then_it_is_not_taken_for_the_next_step(
    sign_in: SignIn, desk: Desk, clock: Clock, flagged: list[str]
) -> None:
    slow = sign_in("A02")
    take(slow, flagged[0])
    asked = {"step": "telaah_pertama", "round": "1"}
    clock.advance(minutes=6)
    to_second_review(sign_in, clock, flagged[0])
    answer = slow.submit(f"/butir/{flagged[0]}/putuskan", **INDICATION, **asked)
    assert answer.status_code == 409
    assert f">{INDICATION['reason']}</textarea>" in answer.text
    # Sent once more it still answers the question that was asked.
    assert 'name="step" value="telaah_pertama"' in answer.text
    assert state_of(desk, flagged[0]) is State.TELAAH_KEDUA


def test_decide_when_a_wave_is_nothing_then_all_of_it_or_this_post_only(
    sign_in: SignIn, desk: Desk, wave: list[str]
) -> None:
    browser = sign_in("A01")
    take(browser, wave[0])
    decide(browser, wave[0], alone="1")
    assert [state_of(desk, one) for one in wave] == [State.BUKAN, State.BARU, State.BARU]
    take(browser, wave[1])
    decide(browser, wave[1])
    assert {state_of(desk, one) for one in wave} == {State.BUKAN}


# After the decision


def test_decided_when_shown_then_the_machines_score_and_spans_and_the_original(
    sign_in: SignIn, desk: Desk
) -> None:
    spans = [Span("candidate_support", 0, 4), Span("hate_speech", 5, 9)]
    flag_id = put_seen(desk, flag_of(1, probability=0.89), "Pilih nomor satu", spans=spans)
    browser = sign_in("A01")
    assert browser.get(f"/butir/{flag_id}/selesai", follow_redirects=False).status_code == 303
    take(browser, flag_id)
    answer = browser.submit(f"/butir/{flag_id}/putuskan", decision="bukan", lanjut="0")
    assert answer.headers["location"] == f"/butir/{flag_id}/selesai"
    page = browser.get(answer.headers["location"]).text
    assert "<mark>Pili</mark>h nomor satu" in page
    assert 'href="https://contoh.example/1" target="_blank" rel="noreferrer' in page
    assert re.search("Nilai 89 % Ambang 50 % Model m1", text_of(page))
    assert "contoh acak" not in page


def test_decided_when_it_was_a_control_then_it_says_so(sign_in: SignIn, desk: Desk) -> None:
    flag_id = put_flags(desk, [(flag_of(1, control=True, probability=0.02), "Biasa saja")])[0]
    browser = sign_in("A01")
    assert "acak" not in take(browser, flag_id)
    decide(browser, flag_id)
    assert "contoh acak" in browser.get(f"/butir/{flag_id}/selesai").text


def test_undo_when_within_its_minutes_then_the_item_is_before_the_person_again(
    sign_in: SignIn, desk: Desk, flagged: list[str]
) -> None:
    browser = sign_in("A01")
    take(browser, flagged[0])
    decide(browser, flagged[0])
    assert "Urungkan" in browser.get(f"/butir/{flagged[0]}/selesai").text
    answer = browser.submit(f"/butir/{flagged[0]}/urungkan")
    assert answer.headers["location"] == f"/butir/{flagged[0]}"
    assert 'name="decision"' in browser.get(f"/butir/{flagged[0]}").text
    assert len(events(desk, decisions.WITHDRAWN)) == 1


def test_undo_when_its_minutes_are_over_then_refused(
    sign_in: SignIn, clock: Clock, flagged: list[str]
) -> None:
    browser = sign_in("A01")
    take(browser, flagged[0])
    decide(browser, flagged[0])
    clock.advance(minutes=11)
    assert "Urungkan" not in browser.get(f"/butir/{flagged[0]}/selesai").text
    assert browser.submit(f"/butir/{flagged[0]}/urungkan").status_code == 422


# Second review and last word


def test_second_review_when_read_then_nothing_of_the_first_is_shown(
    sign_in: SignIn, clock: Clock, flagged: list[str]
) -> None:
    first = sign_in("A01")
    take(first, flagged[0])
    first.submit(f"/butir/{flagged[0]}/catat", note="Saya kira ini jelas")
    to_second_review(sign_in, clock, flagged[0])
    second = sign_in("A02")
    assert flagged[0] in second.get("/antrean?step=telaah_kedua").text
    page = take(second, flagged[0])
    hidden = (INDICATION["reason"], "Saya kira", "Sekar", "A01", "checked", "selected", *HIDDEN)
    assert [one for one in hidden if one in page] == []
    assert second.get(f"/butir/{flagged[0]}/selesai", follow_redirects=False).status_code == 303


def test_second_review_when_by_the_first_reviewer_then_neither_offered_nor_taken(
    sign_in: SignIn, desk: Desk, clock: Clock, flagged: list[str]
) -> None:
    to_second_review(sign_in, clock, flagged[0])
    first = sign_in("A01")
    assert flagged[0] not in first.get("/antrean?step=telaah_kedua").text
    assert first.submit(f"/butir/{flagged[0]}/klaim").status_code == 422
    assert first.submit(f"/butir/{flagged[0]}/putuskan", decision="bukan").status_code == 422
    assert state_of(desk, flagged[0]) is State.TELAAH_KEDUA


def test_second_review_when_it_agrees_then_final_and_both_learn_it(
    sign_in: SignIn, desk: Desk, clock: Clock, flagged: list[str]
) -> None:
    to_second_review(sign_in, clock, flagged[0])
    second = sign_in("A02")
    take(second, flagged[0])
    decide(second, flagged[0], **INDICATION)
    assert state_of(desk, flagged[0]) is State.FINAL
    for code in ("A01", "A02"):
        assert "sependapat" in sign_in(code).get(f"/butir/{flagged[0]}/selesai").text


def test_last_word_when_reviewers_differ_then_the_penyelia_sees_both_and_decides(
    sign_in: SignIn, desk: Desk, clock: Clock, flagged: list[str]
) -> None:
    to_last_word(sign_in, clock, flagged[0])
    assert state_of(desk, flagged[0]) is State.BEDA_PENDAPAT
    penyelia = sign_in("P01")
    assert "Kegiatan dinas" not in penyelia.get(f"/butir/{flagged[0]}").text
    page = take(penyelia, flagged[0])
    assert INDICATION["reason"] in page
    assert "Kegiatan dinas" in page
    decide(penyelia, flagged[0])
    assert state_of(desk, flagged[0]) is State.FINAL


def test_last_word_when_an_analis_asks_then_refused(
    sign_in: SignIn, desk: Desk, clock: Clock, flagged: list[str]
) -> None:
    to_last_word(sign_in, clock, flagged[0])
    with desk.database.transaction() as connection:
        connection.execute("UPDATE decisions SET reviewer = 'A09' WHERE reviewer = 'A01'")
    analis = sign_in("A01")
    assert flagged[0] not in analis.get("/antrean?step=telaah_penyelia").text
    assert analis.submit(f"/butir/{flagged[0]}/klaim").status_code == 422
    assert analis.submit(f"/butir/{flagged[0]}/putuskan", decision="bukan").status_code == 422
    assert state_of(desk, flagged[0]) is State.BEDA_PENDAPAT


# Everything beside deciding


def test_original_when_asked_for_with_a_reason_then_shown_once_and_recorded(
    sign_in: SignIn, desk: Desk, flagged: list[str]
) -> None:
    browser = sign_in("A01")
    take(browser, flagged[0])
    answer = browser.submit(f"/butir/{flagged[0]}/tautan", purpose="Gambar menentukan")
    assert 'href="https://contoh.example/1" target="_blank" rel="noreferrer' in answer.text
    assert [row[:2] for row in events(desk, notes.OPENED)] == [("A01", flagged[0])]
    assert "Gambar" not in str(events(desk, notes.OPENED))
    assert "contoh.example" not in browser.get(f"/butir/{flagged[0]}").text


def test_original_when_no_reason_or_not_held_then_refused(
    sign_in: SignIn, desk: Desk, flagged: list[str]
) -> None:
    browser = sign_in("A01")
    assert browser.submit(f"/butir/{flagged[0]}/tautan", purpose="Ingin tahu").status_code == 409
    take(browser, flagged[0])
    answer = browser.submit(f"/butir/{flagged[0]}/tautan", purpose=" ")
    assert answer.status_code == 422
    assert "contoh.example" not in answer.text
    assert events(desk, notes.OPENED) == []


def test_original_when_its_address_is_no_link_then_it_is_not_one(
    sign_in: SignIn, desk: Desk
) -> None:
    flag_id = put_seen(desk, flag_of(1), "Teks", url="javascript:alert(1)")
    browser = sign_in("A01")
    take(browser, flag_id)
    answer = browser.submit(f"/butir/{flag_id}/tautan", purpose="Perlu")
    assert answer.status_code == 200
    assert "javascript:" not in answer.text


def test_note_when_written_then_kept_with_only_its_hash_in_the_chain(
    sign_in: SignIn, desk: Desk, flagged: list[str]
) -> None:
    browser = sign_in("A01")
    take(browser, flagged[0])
    browser.submit(f"/butir/{flagged[0]}/catat", note="Tanya penyelia <b>")
    assert "Tanya penyelia &lt;b&gt;" in browser.get(f"/butir/{flagged[0]}").text
    assert "Tanya" not in str(events(desk, notes.NOTED))
    assert state_of(desk, flagged[0]) is State.DIKLAIM
    assert browser.submit(f"/butir/{flagged[0]}/catat", note=" ").status_code == 422
    assert browser.submit("/butir/F-tidakada/catat", note="Apa").status_code == 404


def test_words_when_they_hold_a_nul_then_they_are_kept_and_shown_harmlessly(
    sign_in: SignIn, desk: Desk, flagged: list[str]
) -> None:
    browser = sign_in("A01")
    take(browser, flagged[0])
    browser.submit(f"/butir/{flagged[0]}/catat", note="a\x00b")
    assert "a\ufffdb" in browser.get(f"/butir/{flagged[0]}").text
    decide(browser, flagged[0], reason="c\x00d")
    assert "c\ufffdd" in browser.get(f"/butir/{flagged[0]}/selesai").text
    with desk.database.transaction() as connection:
        assert decisions.verify_all(connection) == notes.verify_all(connection) == []


def test_note_when_changed_in_the_database_then_verifying_names_its_flag(
    sign_in: SignIn, desk: Desk, flagged: list[str]
) -> None:
    browser = sign_in("A01")
    take(browser, flagged[0])
    browser.submit(f"/butir/{flagged[0]}/catat", note="Tanya penyelia")
    assert not any("note" in fault for fault in verify_all(desk.folder).faults)
    with desk.database.transaction() as connection:
        connection.execute("UPDATE notes SET text = 'Sudah jelas'")
    found = [fault for fault in verify_all(desk.folder).faults if "note" in fault]
    assert [fault.partition(":")[0] for fault in found] == [flagged[0]]


def test_skip_when_done_then_recorded_and_offered_again_only_when_nothing_else_is_left(
    sign_in: SignIn, desk: Desk, clock: Clock, flagged: list[str]
) -> None:
    browser = sign_in("A01")
    take(browser, flagged[0])
    places = [flagged[0]]
    for _ in range(4):
        clock.advance(seconds=30)
        answer = browser.submit(f"/butir/{places[-1]}/lewati", step="telaah_pertama")
        places.append(answer.headers["location"].removeprefix("/butir/"))
    assert places == [*flagged, *flagged[:2]]
    assert len(events(desk, "item.skipped")) == 4


def test_skip_when_not_held_then_refused(sign_in: SignIn, flagged: list[str]) -> None:
    assert sign_in("A01").submit(f"/butir/{flagged[0]}/lewati").status_code == 409


def test_release_when_done_then_anybody_may_take_it(sign_in: SignIn, flagged: list[str]) -> None:
    take(sign_in("A01"), flagged[0])
    assert sign_in("A01").submit(f"/butir/{flagged[0]}/lepas").headers["location"] == "/antrean"
    take(sign_in("A02"), flagged[0])


def test_prolong_when_held_then_says_until_when_and_otherwise_refuses(
    sign_in: SignIn, clock: Clock, flagged: list[str]
) -> None:
    browser = sign_in("A01")
    take(browser, flagged[0])
    clock.advance(minutes=4)
    answer = browser.submit(f"/butir/{flagged[0]}/perpanjang")
    assert answer.json() == {"sampai": (clock.now + timedelta(minutes=5)).isoformat()}
    clock.advance(minutes=6)
    answer = browser.submit(f"/butir/{flagged[0]}/perpanjang")
    assert (answer.status_code, answer.json()) == (409, {"sampai": None})


def test_everything_when_done_then_the_chain_holds(
    sign_in: SignIn, desk: Desk, clock: Clock, flagged: list[str]
) -> None:
    to_last_word(sign_in, clock, flagged[0])
    with desk.database.transaction() as connection:
        assert decisions.verify_all(connection) == []
        assert audit.verify(connection, audit.witnessed(desk.database)).ok


# Keys and help


def test_shortcuts_when_switched_off_then_no_hint_is_shown(
    sign_in: SignIn, desk: Desk, flagged: list[str]
) -> None:
    browser = sign_in("A01")
    page = take(browser, flagged[0])
    assert 'data-shortcuts="on"' in page
    assert "<kbd" in page
    with desk.database.transaction() as connection:
        connection.execute("UPDATE users SET shortcuts = false")
    page = take(sign_in("A02"), flagged[1])
    assert 'data-shortcuts="off"' in page
    assert "<kbd" not in page


@pytest.mark.parametrize("path", ["/antrean", "/butir/{}"])
def test_page_when_shown_then_it_has_one_heading_and_no_inline_script_or_style(
    sign_in: SignIn, flagged: list[str], path: str
) -> None:
    browser = sign_in("A01")
    take(browser, flagged[0])
    page = browser.get(path.format(flagged[0])).text
    assert page.count("<h1") == 1
    assert not re.search(r"<script(?![^>]*\bsrc=)|\bstyle=|\bon\w+=\"", page)
