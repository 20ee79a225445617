"""Cases in the browser: the whole way, who may do what, and nobody named where it is not asked."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta

import docx
import pypdf
import pytest

from config.rulebook import OTHER
from pipelines.verify import verify_all
from review.case_errors import Reason
from review.case_steps import Status
from review.desk import Desk
from review.roles import Role
from review.web import case_terms
from store import cases, users
from store.flags import State
from store.users import User
from tests.review.casework import (
    NAME,
    NAMES,
    NIP,
    decide,
    final,
    flag,
    in_clarification,
    raised,
    register,
    state,
)
from tests.review.desk import START, Clock, flag_of, put_flags
from tests.review.web.conftest import Browser, text_of

SignIn = Callable[[str], Browser]
DAY = "2031-09-02"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
LETTER = {
    "number": "800.1.6/017/DKIS/IX/2031",
    "dated": DAY,
    "superior_position": "Kepala sekolah",
    "reporter_name": "Nirmala Hastuti",
    "reporter_address": "Jalan Teratai 7",
    "reporter_telephone": "555011",
}
NOTE = "nota_internal:inspektorat"


@pytest.fixture(autouse=True)
def people(desk: Desk) -> None:
    register(desk)
    with desk.database.transaction() as connection:
        for code in ("P02", "P03"):
            users.add(
                connection,
                User(
                    user_id=code,
                    username=code.lower(),
                    name=f"Orang {code}",
                    role=Role.PENYELIA.value,
                    password_hash=None,
                    created_at=START,
                ),
            )


@pytest.fixture
def penyelia(sign_in: SignIn) -> Browser:
    return sign_in("P01")


def opened(browser: Browser, flag_id: str) -> str:
    answer = browser.submit(f"/kasus/buka/{flag_id}")
    assert answer.status_code == 303
    return answer.headers["location"]


def written(browser: Browser, case: str, surat: str = NOTE) -> list[str]:
    """Make a document; return the SHA-256 of every file of the case's page."""
    answer = browser.submit(f"{case}/dokumen?surat={surat}", **LETTER)
    assert answer.status_code == 303
    return files(browser, case)


def files(browser: Browser, case: str) -> list[str]:
    return re.findall(rf'action="{case}/berkas/([0-9a-f]+)"', browser.get(case).text)


def letter_field(browser: Browser, case: str) -> str:
    found = re.search(r'name="(letter-[0-9a-f]{64})"', browser.get(case).text)
    assert found
    return found.group(1)


def refer(browser: Browser, case: str) -> None:
    field = letter_field(browser, case)
    sent = browser.submit(f"{case}/rujuk", sent=DAY, way="diantar", **{field: "1"})
    assert sent.status_code == 303


def objected(browser: Browser, flag_id: str) -> str:
    case = opened(browser, flag_id)
    written(browser, case)
    refer(browser, case)
    browser.submit(f"{case}/keberatan", objection="Bukan saya.", objection_day=DAY)
    return case


@pytest.mark.parametrize(
    ("verdict", "expected"), [("kuatkan", State.DIKUATKAN), ("batalkan", State.DIBATALKAN)]
)
def test_case_when_worked_through_the_pages_then_it_ends_as_judged(
    desk: Desk, sign_in: SignIn, penyelia: Browser, verdict: str, expected: State
) -> None:
    flag_id = final(desk)
    assert "Belum dibuka" in penyelia.get("/kasus").text
    case = objected(penyelia, flag_id)
    penyelia.submit(f"{case}/hasil", source="Inspektorat", outcome_day=DAY, outcome="Dibina.")
    judged = sign_in("P03").submit(f"{case}/putus", verdict=verdict, reason="Sudah didengar.")
    assert judged.status_code == 303
    closed = penyelia.submit(f"{case}/tutup", closing="Selesai.")
    assert (closed.status_code, state(desk, flag_id)) == (303, expected)
    assert "Ditutup" in penyelia.get("/kasus?status=ditutup").text
    assert verify_all(desk.folder).faults == ()


def test_case_when_its_row_left_the_rulebook_then_the_page_says_so_in_the_readers_language(
    desk: Desk, clock: Clock, penyelia: Browser
) -> None:
    case = opened(penyelia, final(desk))
    rows = (desk.rulebook.row(OTHER),)
    object.__setattr__(desk, "rulebook", desk.rulebook.model_copy(update={"rows": rows}))
    assert "baris ini tidak ada lagi di ketentuan" in text_of(penyelia.get(case).text)
    with desk.database.transaction() as connection:
        connection.execute("UPDATE users SET language = 'en'")
    clock.advance(seconds=6)
    assert "this row is in the rules no more" in text_of(penyelia.get(case).text)


def test_clarification_when_answered_with_a_file_then_the_post_is_reviewed_afresh(
    desk: Desk, sign_in: SignIn, penyelia: Browser
) -> None:
    flag_id = in_clarification(desk)
    case = opened(penyelia, flag_id)
    penyelia.submit(f"{case}/tanya", to="atasan", question="Siapa yang mengunggah?", until=DAY)
    assert "[nama pegawai]" in penyelia.get(case).text
    answer = penyelia.post(
        f"{case}/jawab",
        data={"csrf": penyelia.csrf, "answer": "Anaknya.", "answer_day": DAY},
        files={"answer_file": ("surat Larasati.png", PNG, "text/html")},
        follow_redirects=False,
    )
    assert (answer.status_code, state(desk, flag_id)) == (303, State.BARU)
    assert "Ditelaah ulang" in penyelia.get(case).text
    told = sign_in("A02").get(f"/butir/{flag_id}").text
    assert "Siapa yang mengunggah?" in told
    assert "Anaknya." in told
    (sha256,) = files(penyelia, case)
    saved = penyelia.submit(f"{case}/berkas/{sha256}")
    assert (saved.content, saved.headers["content-type"]) == (PNG, "image/png")
    assert saved.headers["content-disposition"].startswith('attachment; filename="K-2031-0001-')
    assert saved.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "data",
    [b"<svg onload=alert(1)>", b"MZ" + b"\0" * 100, b"%PDF-" + b"0" * (5 * 1024 * 1024)],
    ids=["markup", "program", "too large"],
)
def test_attachment_when_it_may_not_be_taken_then_told_and_nothing_moves(
    desk: Desk, penyelia: Browser, data: bytes
) -> None:
    flag_id = in_clarification(desk)
    case = opened(penyelia, flag_id)
    penyelia.submit(f"{case}/tanya", to="atasan", question="Siapa?", until=DAY)
    answer = penyelia.post(
        f"{case}/jawab",
        data={"csrf": penyelia.csrf, "answer": "Sudah kami tanya.", "answer_day": DAY},
        files={"answer_file": ("bukti.pdf", data, "application/pdf")},
    )
    assert (answer.status_code, state(desk, flag_id)) == (422, State.KLARIFIKASI)
    assert "Lampiran" in answer.text
    assert "Sudah kami tanya." in answer.text


def test_identity_when_a_purpose_is_stated_then_in_that_answer_and_no_other(
    desk: Desk, penyelia: Browser
) -> None:
    case = opened(penyelia, final(desk))
    answer = penyelia.submit(f"{case}/identitas", purpose="Menyurati yang bersangkutan")
    assert NAME in answer.text
    assert NIP in answer.text
    assert answer.headers["cache-control"] == "no-store"
    again = penyelia.get(case).text
    assert [name for name in NAMES if name in again] == []
    assert "Menyurati yang bersangkutan" in again


def test_identity_when_the_purpose_is_too_short_then_refused_with_what_was_typed(
    desk: Desk, penyelia: Browser
) -> None:
    case = opened(penyelia, final(desk))
    answer = penyelia.submit(f"{case}/identitas", purpose="cek dulu")
    assert answer.status_code == 422
    assert NAME not in answer.text
    assert 'value="cek dulu"' in answer.text


def test_pages_when_read_by_anybody_then_nobody_is_named(desk: Desk, sign_in: SignIn) -> None:
    penyelia, auditor = sign_in("P01"), sign_in("U01")
    case = objected(penyelia, final(desk))
    final(desk, 2)
    shown = [
        browser.get(path).text
        for browser in (penyelia, auditor)
        for path in ("/kasus", "/kasus?status=semua", case)
    ]
    shown.append(penyelia.get(f"{case}/dokumen?surat={NOTE}").text)
    assert [name for name in NAMES if name in "".join(shown)] == []
    assert "Orang P02" not in "".join(shown)


def test_document_when_made_then_both_formats_name_the_person_and_code_the_reviewers(
    desk: Desk, penyelia: Browser
) -> None:
    case = opened(penyelia, final(desk))
    pdf, docx_file = (penyelia.submit(f"{case}/berkas/{one}") for one in written(penyelia, case))
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf.content)).pages)
    assert pdf.headers["content-disposition"].endswith('.pdf"')
    word = docx.Document(io.BytesIO(docx_file.content))
    cells = [c.text for table in word.tables for row in table.rows for c in row.cells]
    for told in (text, " ".join([*(p.text for p in word.paragraphs), *cells])):
        squeezed = re.sub(r"\s+", " ", told)
        assert NAME in squeezed
        assert "A01" in squeezed
        assert "Sekar Ayu" not in squeezed
    with desk.database.transaction() as connection:
        kinds = [
            one.kind.value for one in cases.events_of(connection, case.removeprefix("/kasus/"))
        ]
    assert kinds == ["identitas_dibuka", "dokumen_dibuat", *["identitas_dibuka"] * 2]


def test_document_when_fields_lack_then_listed_with_where_to_fill_them_and_kept(
    desk: Desk, penyelia: Browser
) -> None:
    case = opened(penyelia, final(desk))
    lame = {**LETTER, "number": ""}
    answer = penyelia.submit(f"{case}/dokumen?surat={NOTE}", **lame)
    assert answer.status_code == 422
    assert "nomor surat : isi pada formulir rujukan" in text_of(answer.text)
    assert 'value="Kepala sekolah"' in answer.text
    assert files(penyelia, case) == []


def test_document_when_the_letterhead_is_an_example_then_told_before_anything_is_typed(
    desk: Desk, penyelia: Browser
) -> None:
    case = opened(penyelia, final(desk))
    assert "Yang masih kurang" not in penyelia.get(f"{case}/dokumen?surat={NOTE}").text
    object.__setattr__(desk, "office", desk.office.model_copy(update={"email": "a@example.go.id"}))
    assert "kop surat" in penyelia.get(f"{case}/dokumen?surat={NOTE}").text


@pytest.mark.parametrize("surat", ["", "nota_internal:bawaslu", "lain:lain"])
def test_document_when_there_is_no_such_choice_then_not_found(
    desk: Desk, penyelia: Browser, surat: str
) -> None:
    case = opened(penyelia, final(desk))
    assert penyelia.get(f"{case}/dokumen?surat={surat}").status_code == 404


def test_refer_when_no_document_was_made_then_conflict(desk: Desk, penyelia: Browser) -> None:
    flag_id = final(desk)
    case = opened(penyelia, flag_id)
    answer = penyelia.submit(f"{case}/rujuk", sent=DAY, way="pos")
    assert (answer.status_code, state(desk, flag_id)) == (409, State.FINAL)


@pytest.mark.parametrize("step", ["jawab", "rujuk", "hasil", "keberatan", "putus"])
def test_step_when_it_is_not_its_turn_then_conflict(
    desk: Desk, penyelia: Browser, step: str
) -> None:
    case = opened(penyelia, final(desk))
    form = {
        "answer_day": DAY,
        "sent": DAY,
        "way": "pos",
        "source": "BKN",
        "outcome": "x",
        "outcome_day": DAY,
        "objection": "x",
        "objection_day": DAY,
        "verdict": "kuatkan",
        "reason": "x",
    }
    assert penyelia.submit(f"{case}/{step}", **form).status_code == 409


def test_objection_when_judged_by_who_opened_the_case_then_refused_with_the_reason_kept(
    desk: Desk, penyelia: Browser
) -> None:
    flag_id = final(desk)
    case = objected(penyelia, flag_id)
    answer = penyelia.submit(f"{case}/putus", verdict="kuatkan", reason="Tetap.")
    assert (answer.status_code, state(desk, flag_id)) == (422, State.KEBERATAN)
    assert "Keberatan diputus orang lain" in answer.text
    assert "Tetap." in answer.text


def test_note_when_it_names_the_person_then_refused(desk: Desk, penyelia: Browser) -> None:
    case = opened(penyelia, final(desk))
    answer = penyelia.submit(f"{case}/catat", note=f"Ibu {NAME} sudah dihubungi.")
    assert answer.status_code == 422
    assert NAME not in penyelia.get(case).text


def test_open_when_the_review_found_nothing_then_conflict(desk: Desk, penyelia: Browser) -> None:
    flag_id = final(desk, decision="bukan")
    assert penyelia.submit(f"/kasus/buka/{flag_id}").status_code == 409
    assert flag_id not in penyelia.get("/kasus?status=semua").text


@pytest.mark.parametrize("path", ["/kasus/K-2031-0009", "/kasus/K-2031-0009/dokumen?surat=x"])
def test_case_when_there_is_none_then_not_found(penyelia: Browser, path: str) -> None:
    assert penyelia.get(path).status_code == 404


def test_case_when_there_is_none_then_nothing_can_be_done_with_it(penyelia: Browser) -> None:
    for step in ("catat", "identitas", "berkas/" + "a" * 64):
        answer = penyelia.submit(
            f"/kasus/K-2031-0009/{step}", note="x", purpose="Menyurati yang bersangkutan"
        )
        assert answer.status_code == 404


def test_auditor_when_reading_then_no_form_to_act_with(desk: Desk, sign_in: SignIn) -> None:
    case = opened(sign_in("P01"), final(desk))
    final(desk, 2)
    for path in ("/kasus", case):
        answer = sign_in("U01").get(path)
        assert answer.status_code == 200
        assert re.findall(r'action="(/kasus[^"]*)"', answer.text) == []


@pytest.mark.parametrize("person", ["A01", "U01", "D01"])
def test_acting_when_the_role_does_not_have_it_then_forbidden(
    desk: Desk, sign_in: SignIn, person: str
) -> None:
    flag_id = final(desk)
    case = opened(sign_in("P01"), flag_id)
    steps = "identitas tanya jawab rujuk hasil keberatan putus catat tutup dokumen"
    paths = [f"{case}/{step}" for step in steps.split()]
    browser = sign_in(person)
    for path in [*paths, f"{case}/berkas/{'a' * 64}", f"/kasus/buka/{flag_id}"]:
        assert browser.submit(path).status_code == 403
    assert browser.get(f"{case}/dokumen?surat={NOTE}").status_code == 403


@pytest.mark.parametrize("person", ["A01", "D01"])
def test_cases_when_the_role_may_not_see_them_then_forbidden(
    desk: Desk, sign_in: SignIn, person: str
) -> None:
    case = opened(sign_in("P01"), final(desk))
    for path in ("/kasus", case):
        assert sign_in(person).get(path).status_code == 403


def test_acting_when_the_form_is_not_ours_then_forbidden(desk: Desk, penyelia: Browser) -> None:
    case = opened(penyelia, final(desk))
    assert penyelia.post(f"{case}/catat", data={"note": "x"}).status_code == 403
    assert penyelia.get(f"{case}/tutup").status_code == 404


def test_list_when_filtered_then_only_those_lines(
    desk: Desk, penyelia: Browser, clock: Clock
) -> None:
    support, asked = final(desk, 1), in_clarification(desk, 2)
    opened(penyelia, support)
    assert asked in penyelia.get("/kasus?status=klarifikasi").text
    assert ">F-" in penyelia.get("/kasus").text
    shown = re.findall(r"F-[0-9a-f]{12}", penyelia.get("/kasus?status=belum_dirujuk").text)
    assert set(shown) == {support}
    assert "Tidak ada kasus di sini" in penyelia.get("/kasus?lewat=1").text
    assert "Tidak ada kasus di sini" in penyelia.get("/kasus?label=hate_speech").text
    clock.advance(days=8)
    late = sign_in_again(desk, penyelia)
    assert f"{support}" in late.get("/kasus?lewat=1").text


def sign_in_again(desk: Desk, browser: Browser) -> Browser:
    """The same browser after its session ended with the clock."""
    from review.web.gate import COOKIE

    book = browser.app.state.book  # type: ignore[attr-defined]
    with desk.database.transaction() as connection:
        user = users.get(connection, "P01")
        assert user is not None
        browser.cookies.set(COOKIE, book.open(connection, user, "Peramban uji", desk.clock()))
    return browser


def test_list_when_deadlines_near_then_told_at_its_top(
    desk: Desk, penyelia: Browser, clock: Clock
) -> None:
    final(desk, 1)
    assert "Batas lapor dekat" not in penyelia.get("/kasus").text
    clock.advance(days=6)
    raised(desk, 2)
    put_flags(desk, [(flag_of(3, deadline_at=clock.now + timedelta(days=1)), "Teks")])
    told = text_of(sign_in_again(desk, penyelia).get("/kasus").text)
    assert "Batas lapor dekat atau lewat" in told
    assert "1 butir jatuh tempo dalam dua hari, 0 sudah lewat" in told


def test_case_when_the_post_carries_markup_then_shown_as_text(
    desk: Desk, penyelia: Browser
) -> None:
    flag_id = raised(desk, 1, "<script>alert(1)</script>\u202eolleh\x00")
    for reviewer in ("A01", "A02"):
        decide(desk, flag_id, "indikasi_kuat", reviewer)
    shown = penyelia.get(opened(penyelia, flag_id)).text
    assert "<script>alert" not in shown
    assert "&lt;script&gt;" in shown
    assert "\u202e" not in shown
    assert "\x00" not in shown


def test_case_when_read_then_why_and_by_which_articles_and_whether_it_still_stands(
    desk: Desk, penyelia: Browser
) -> None:
    flag_id = final(desk)
    with desk.database.transaction() as connection:
        connection.execute(
            "INSERT INTO flag_events VALUES (?, 'deleted', ?, now())", [flag_id, "b" * 64]
        )
    told = text_of(penyelia.get(opened(penyelia, flag_id)).text)
    for part in ("PP 94/2021", "B2", "A01", "A02", "Ajakan memilih.", "sudah dihapus"):
        assert part in told
    assert "7 hari lagi" in told
    assert flag(desk, flag_id).state is State.FINAL


def test_reasons_when_told_then_there_are_words_for_each() -> None:
    assert set(case_terms.reasons(str)) == set(Reason)
    assert set(case_terms.statuses(str)) == set(case_terms.next_steps(str)) == set(Status)
