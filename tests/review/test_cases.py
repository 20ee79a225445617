"""From a final review to its end: every step recorded, none out of turn, nobody named."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipelines.verify import verify_all
from review import cases as casework
from review.attachment import MOST_BYTES, Attachment, read_attachment
from review.case_errors import CaseRejected
from review.case_record import read_record
from review.cases import Received
from review.clarifications import answers_for
from review.desk import Desk
from review.documents.required import DocumentIncomplete
from review.errors import DecisionRejected, IllegalTransition
from review.identity import identity_of
from review.referral import case_file, lacking, take_out, write_document
from review.reminders import reminders
from store import cases, decisions, waiting
from store.cases import Kind
from store.errors import CaseMissing
from store.flags import State
from store.waiting import Wanted
from tests.review.casework import (
    HANDLE,
    NAME,
    NAMES,
    NIP,
    POSITION,
    UNIT,
    decide,
    draft,
    entry,
    final,
    flag,
    in_clarification,
    opened,
    raised,
    register,
    state,
)
from tests.review.desk import Clock, Lots, make_desk

DAY = date(2031, 9, 2)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
PURPOSE = "Menyurati yang bersangkutan"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    made = make_desk(tmp_path / "data", clock, Lots())
    register(made)
    return made


def kinds(desk: Desk, case_id: str) -> list[str]:
    with desk.database.transaction() as connection:
        return [one.kind.value for one in cases.events_of(connection, case_id)]


def referred(desk: Desk) -> tuple[str, str]:
    """Flag and case, opened by P01 and referred by P02."""
    flag_id = final(desk)
    case_id = opened(desk, flag_id)
    made = write_document(desk, entry(desk, case_id, "P02"), draft(desk))
    sent = entry(desk, case_id, "P02")
    casework.refer(desk.database, sent, [made.audit_hash], DAY, "diantar")
    return flag_id, case_id


def received(text: str = "Keberatan diterima.", **facts: Any) -> Received:
    return Received(text=text, **{"arrived": DAY, **facts})


def objected(desk: Desk) -> tuple[str, str]:
    flag_id, case_id = referred(desk)
    casework.object_to(desk.database, desk.evidence, entry(desk, case_id), received())
    return flag_id, case_id


@pytest.mark.parametrize(
    ("verdict", "expected"), [("kuatkan", State.DIKUATKAN), ("batalkan", State.DIBATALKAN)]
)
def test_case_when_taken_all_the_way_then_every_step_is_on_the_record(
    desk: Desk, verdict: str, expected: State
) -> None:
    flag_id, case_id = objected(desk)
    casework.record_outcome(
        desk.database, entry(desk, case_id), "Inspektorat", DAY, "Pembinaan oleh atasan."
    )
    casework.judge(desk.database, entry(desk, case_id, "P03"), verdict, "Sudah didengar.")
    casework.close(desk.database, entry(desk, case_id), "Selesai.")
    assert state(desk, flag_id) is expected
    assert kinds(desk, case_id) == [
        "identitas_dibuka",
        "dokumen_dibuat",
        "dirujuk",
        "keberatan",
        "hasil",
        "keberatan_diputus",
        "ditutup",
    ]
    assert verify_all(desk.folder).faults == ()


@pytest.mark.parametrize("decision", ["bukan", "tidak_cukup_bukti"])
def test_open_when_the_review_found_nothing_then_refused(desk: Desk, decision: str) -> None:
    flag_id = final(desk, decision=decision)
    with pytest.raises(IllegalTransition):
        opened(desk, flag_id)


def test_open_when_the_review_is_not_over_then_refused(desk: Desk) -> None:
    flag_id = raised(desk)
    decide(desk, flag_id, "indikasi_kuat", "A01")
    with pytest.raises(IllegalTransition):
        opened(desk, flag_id)


def test_open_when_opened_before_then_the_same_case(desk: Desk) -> None:
    flag_id = final(desk)
    assert opened(desk, flag_id, "P01") == opened(desk, flag_id, "P02")


def test_reveal_when_a_purpose_is_stated_then_told_and_recorded_each_time(desk: Desk) -> None:
    case_id = opened(desk, final(desk))
    for _ in range(2):
        who = casework.reveal(desk.database, entry(desk, case_id), PURPOSE)
    assert (who.name, who.nip, who.position, who.unit) == (NAME, NIP, POSITION, UNIT)
    assert kinds(desk, case_id) == ["identitas_dibuka"] * 2


@pytest.mark.parametrize("purpose", ["", "   ", "ingin tahu"[:9], "         x         "])
def test_reveal_when_the_purpose_says_nothing_then_refused_unrecorded(
    desk: Desk, purpose: str
) -> None:
    case_id = opened(desk, final(desk))
    with pytest.raises(CaseRejected):
        casework.reveal(desk.database, entry(desk, case_id), purpose)
    assert kinds(desk, case_id) == []


def test_reveal_when_the_account_is_in_no_registry_then_told_and_unrecorded(
    tmp_path: Path, clock: Clock
) -> None:
    desk = make_desk(tmp_path / "tanpa", clock, Lots())
    case_id = opened(desk, final(desk))
    with pytest.raises(CaseRejected):
        casework.reveal(desk.database, entry(desk, case_id), PURPOSE)
    assert kinds(desk, case_id) == []


def test_reveal_when_the_post_is_reviewed_afresh_then_refused(desk: Desk) -> None:
    flag_id = in_clarification(desk)
    case_id = opened(desk, flag_id)
    casework.ask(desk.database, entry(desk, case_id), "atasan", "Akun siapa?", DAY)
    casework.answer(desk.database, desk.evidence, entry(desk, case_id), received("Bukan akunnya."))
    with pytest.raises(IllegalTransition):
        casework.reveal(desk.database, entry(desk, case_id), PURPOSE)


def test_answer_when_a_clarification_waited_for_it_then_reviewed_afresh_with_it(desk: Desk) -> None:
    flag_id = in_clarification(desk)
    case_id = opened(desk, flag_id)
    casework.ask(desk.database, entry(desk, case_id), "atasan", "Siapa yang mengunggah?", DAY)
    letter = Attachment(PNG, "png")
    casework.answer(
        desk.database,
        desk.evidence,
        entry(desk, case_id),
        received("Anak yang bersangkutan.", attachment=letter),
    )
    with desk.database.transaction() as connection:
        (found,) = answers_for(connection, flag_id)
    assert (found.question, found.text) == ("Siapa yang mengunggah?", "Anak yang bersangkutan.")
    assert found.attached
    assert (state(desk, flag_id), flag(desk, flag_id).review_round) == (State.BARU, 2)
    assert verify_all(desk.folder).faults == ()


@pytest.mark.parametrize("step", ["first", "second"])
def test_review_when_somebody_saw_whose_post_it_is_then_not_theirs_to_review_blind(
    desk: Desk, step: str
) -> None:
    flag_id = in_clarification(desk)
    case_id = opened(desk, flag_id)
    casework.reveal(desk.database, entry(desk, case_id), PURPOSE)
    casework.ask(desk.database, entry(desk, case_id), "atasan", "Akun siapa?", DAY)
    casework.answer(desk.database, desk.evidence, entry(desk, case_id), received("Akunnya."))
    if step == "second":
        decide(desk, flag_id, "indikasi_kuat", "A01")
    wanted = {"first": decisions.FIRST, "second": decisions.SECOND}[step]
    with desk.database.transaction() as connection:
        offered = {
            person: waiting.next_free(
                connection, Wanted(step=wanted, person=person, now=desk.clock())
            )
            for person in ("P01", "A02")
        }
    assert offered == {"P01": None, "A02": flag_id}
    with pytest.raises(DecisionRejected, match="blind"):
        decide(desk, flag_id, "bukan", "P01")


def test_answer_when_none_came_then_that_is_said_and_reviewed_afresh(desk: Desk) -> None:
    flag_id = in_clarification(desk)
    case_id = opened(desk, flag_id)
    casework.ask(desk.database, entry(desk, case_id), "atasan", "Akun siapa?", DAY)
    casework.answer(desk.database, desk.evidence, entry(desk, case_id), received(" "))
    with desk.database.transaction() as connection:
        assert answers_for(connection, flag_id)[0].text == casework.NO_ANSWER
    assert state(desk, flag_id) is State.BARU


def test_answer_when_nobody_was_asked_then_refused(desk: Desk) -> None:
    case_id = opened(desk, in_clarification(desk))
    with pytest.raises(IllegalTransition):
        casework.answer(desk.database, desk.evidence, entry(desk, case_id), received())


def test_answer_when_the_review_is_final_then_noted_and_nothing_moves(desk: Desk) -> None:
    flag_id = final(desk)
    case_id = opened(desk, flag_id)
    casework.ask(desk.database, entry(desk, case_id), "yang_bersangkutan", "Benar?", DAY)
    casework.answer(desk.database, desk.evidence, entry(desk, case_id), received("Benar."))
    assert state(desk, flag_id) is State.FINAL


def test_case_when_the_second_round_finds_nothing_then_it_can_only_be_closed(desk: Desk) -> None:
    flag_id = in_clarification(desk)
    case_id = opened(desk, flag_id)
    casework.ask(desk.database, entry(desk, case_id), "atasan", "Akun siapa?", DAY)
    casework.answer(desk.database, desk.evidence, entry(desk, case_id), received("Istrinya."))
    for reviewer in ("A01", "A02"):
        decide(desk, flag_id, "bukan", reviewer)
    with pytest.raises(IllegalTransition):
        write_document(desk, entry(desk, case_id), draft(desk))
    casework.close(desk.database, entry(desk, case_id), "Bukan miliknya.")
    assert kinds(desk, case_id)[-1] == "ditutup"


@pytest.mark.parametrize(
    ("to", "question", "until"),
    [("wartawan", "Benar?", DAY), ("atasan", "  ", DAY), ("atasan", "Benar?", date(2031, 9, 1))],
)
def test_ask_when_something_is_wrong_with_it_then_refused(
    desk: Desk, to: str, question: str, until: date
) -> None:
    case_id = opened(desk, final(desk))
    with pytest.raises(CaseRejected):
        casework.ask(desk.database, entry(desk, case_id), to, question, until)


@pytest.mark.parametrize("slip", [NAME, NAME.upper(), "19850505 201001 2 034", f"@{HANDLE}"])
def test_words_when_they_tell_who_it_is_then_refused(desk: Desk, slip: str) -> None:
    case_id = opened(desk, final(desk))
    with pytest.raises(CaseRejected, match="whose post"):
        casework.note(desk.database, entry(desk, case_id), f"Sudah menelepon {slip} tadi.")
    assert kinds(desk, case_id) == []


def test_question_when_it_tells_the_unit_then_refused_for_reviewers_read_it(desk: Desk) -> None:
    case_id = opened(desk, in_clarification(desk))
    with pytest.raises(CaseRejected, match="whose post"):
        casework.ask(
            desk.database, entry(desk, case_id), "atasan", f"Siapa admin akun {UNIT}?", DAY
        )
    casework.note(desk.database, entry(desk, case_id), f"Surat diantar ke {UNIT}.")
    assert kinds(desk, case_id) == ["catatan"]


def test_document_when_made_then_kept_as_pdf_and_docx_and_recorded_as_a_reveal(desk: Desk) -> None:
    case_id = opened(desk, final(desk))
    made = write_document(desk, entry(desk, case_id), draft(desk))
    pdf, docx = (desk.evidence.get(one["sha256"]) for one in made.details["files"])
    assert (pdf[:5], docx[:2]) == (b"%PDF-", b"PK")
    assert kinds(desk, case_id) == ["identitas_dibuka", "dokumen_dibuat"]
    with desk.database.transaction() as connection:
        first = cases.events_of(connection, case_id)[0]
    assert first.details["purpose"].startswith("rujukan kepada ")
    assert made.details["root"]["day"] == "2031-09-01"


def test_document_when_something_lacks_then_named_and_nothing_is_made(desk: Desk) -> None:
    case_id = opened(desk, final(desk))
    lame = draft(desk, number="", dated=None)
    names = {one.name for one in lacking(desk, entry(desk, case_id), lame)}
    assert names == {"nomor surat", "tanggal surat"}
    with pytest.raises(DocumentIncomplete):
        write_document(desk, entry(desk, case_id), lame)
    assert kinds(desk, case_id) == []


def test_document_when_the_platform_told_no_time_then_the_one_filled_in_counts(desk: Desk) -> None:
    record = read_record(desk, opened(desk, final(desk)), desk.clock())
    untold = replace(record, post=replace(record.post, posted_at=None))
    typed = replace(draft(desk), posted_at=desk.clock() + timedelta(hours=1))
    with desk.database.transaction() as connection:
        who = identity_of(connection, record.flag.account_id)
    assert case_file(untold, desk, typed, who).post.posted_at == typed.posted_at
    assert case_file(record, desk, typed, who).post.posted_at == record.post.posted_at


@pytest.mark.parametrize("document", ["nota_internal", "informasi_awal", "sbt_bkn"])
def test_document_when_nothing_lacks_then_each_kind_can_be_made(desk: Desk, document: Any) -> None:
    case_id = opened(desk, final(desk))
    assert lacking(desk, entry(desk, case_id), draft(desk, document)) == ()


def test_file_when_taken_out_then_recorded_as_a_reveal(desk: Desk) -> None:
    case_id = opened(desk, final(desk))
    made = write_document(desk, entry(desk, case_id), draft(desk))
    sha256 = made.details["files"][0]["sha256"]
    file = take_out(desk.database, desk.evidence, entry(desk, case_id, "P02"), sha256)
    assert file.name == f"{case_id}-{sha256[:12]}.pdf"
    assert kinds(desk, case_id)[-1] == "identitas_dibuka"


def test_file_when_it_is_of_another_case_then_refused(desk: Desk) -> None:
    first, second = (opened(desk, final(desk, number)) for number in (1, 2))
    made = write_document(desk, entry(desk, first), draft(desk))
    sha256 = made.details["files"][0]["sha256"]
    with pytest.raises(CaseRejected):
        take_out(desk.database, desk.evidence, entry(desk, second), sha256)
    with pytest.raises(CaseRejected):
        take_out(desk.database, desk.evidence, entry(desk, first), "../../netra.duckdb")


def test_file_when_changed_on_disk_then_verifying_names_the_case(desk: Desk) -> None:
    case_id = opened(desk, final(desk))
    made = write_document(desk, entry(desk, case_id), draft(desk))
    path = desk.evidence.path(made.details["files"][0]["sha256"])
    path.chmod(0o644)
    path.write_bytes(b"%PDF- lain")
    assert [fault.partition(":")[0] for fault in verify_all(desk.folder).faults] == [case_id]


def test_refer_when_no_document_was_made_then_refused(desk: Desk) -> None:
    flag_id = final(desk)
    case_id = opened(desk, flag_id)
    with pytest.raises(IllegalTransition):
        casework.refer(desk.database, entry(desk, case_id), ["x"], DAY, "pos")
    assert state(desk, flag_id) is State.FINAL


def test_refer_when_the_letter_is_of_another_case_then_refused(desk: Desk) -> None:
    other, mine = (opened(desk, final(desk, number)) for number in (1, 2))
    letter = write_document(desk, entry(desk, other), draft(desk)).audit_hash
    write_document(desk, entry(desk, mine), draft(desk))
    for letters in ([letter], []):
        with pytest.raises(CaseRejected):
            casework.refer(desk.database, entry(desk, mine), letters, DAY, "pos")


def test_refer_when_done_twice_then_the_second_is_illegal(desk: Desk) -> None:
    _, case_id = referred(desk)
    with pytest.raises(IllegalTransition):
        casework.refer(desk.database, entry(desk, case_id), ["x"], DAY, "pos")


def test_refer_when_dated_in_the_future_then_refused(desk: Desk) -> None:
    case_id = opened(desk, final(desk))
    letter = write_document(desk, entry(desk, case_id), draft(desk)).audit_hash
    with pytest.raises(CaseRejected):
        casework.refer(
            desk.database, entry(desk, case_id), [letter], DAY + timedelta(days=1), "pos"
        )


@pytest.mark.parametrize("person", ["A01", "A02", "P01", "P02"])
def test_objection_when_judged_by_somebody_involved_then_refused(desk: Desk, person: str) -> None:
    flag_id, case_id = objected(desk)
    with pytest.raises(CaseRejected, match="did not decide"):
        casework.judge(desk.database, entry(desk, case_id, person), "kuatkan", "Setuju.")
    assert state(desk, flag_id) is State.KEBERATAN


@pytest.mark.parametrize(("verdict", "reason"), [("hapus", "Alasan."), ("kuatkan", " ")])
def test_objection_when_judged_without_verdict_or_reason_then_refused(
    desk: Desk, verdict: str, reason: str
) -> None:
    _, case_id = objected(desk)
    with pytest.raises(CaseRejected):
        casework.judge(desk.database, entry(desk, case_id, "P03"), verdict, reason)


def test_objection_when_it_comes_after_closing_then_the_case_opens_again(desk: Desk) -> None:
    flag_id, case_id = referred(desk)
    casework.close(desk.database, entry(desk, case_id), "Sudah ditangani.")
    casework.object_to(desk.database, desk.evidence, entry(desk, case_id), received())
    assert state(desk, flag_id) is State.KEBERATAN
    with desk.database.transaction() as connection:
        assert cases.get(connection, case_id).closed_at is None


Act = Callable[[Desk, str], object]
ACTS: dict[str, Act] = {
    "identitas": lambda d, c: casework.reveal(d.database, entry(d, c), PURPOSE),
    "tanya": lambda d, c: casework.ask(d.database, entry(d, c), "atasan", "Benar?", DAY),
    "dokumen": lambda d, c: write_document(d, entry(d, c), draft(d)),
    "hasil": lambda d, c: casework.record_outcome(d.database, entry(d, c), "BKN", DAY, "Teks"),
    "putus": lambda d, c: casework.judge(d.database, entry(d, c, "P03"), "kuatkan", "Teks"),
    "tutup": lambda d, c: casework.close(d.database, entry(d, c), "Teks"),
}


@pytest.mark.parametrize("name", ACTS)
def test_closed_case_when_anything_but_a_note_is_tried_then_illegal(desk: Desk, name: str) -> None:
    _, case_id = referred(desk)
    casework.close(desk.database, entry(desk, case_id), "Selesai.")
    before = kinds(desk, case_id)
    with pytest.raises(IllegalTransition):
        ACTS[name](desk, case_id)
    casework.note(desk.database, entry(desk, case_id), "Berkas disimpan.")
    assert kinds(desk, case_id) == [*before, "catatan"]


def test_case_when_there_is_none_then_told(desk: Desk) -> None:
    with pytest.raises(CaseMissing):
        casework.note(desk.database, entry(desk, "K-2031-0009"), "Teks")


def test_chain_and_events_when_read_then_nobody_is_named_in_them(desk: Desk) -> None:
    _, case_id = objected(desk)
    casework.reveal(desk.database, entry(desk, case_id), PURPOSE)
    with desk.database.transaction() as connection:
        chain = connection.execute("SELECT event, subject, details FROM audit").fetchall()
        events = connection.execute("SELECT * FROM case_events").fetchall()
    told = repr((chain, events))
    assert [name for name in NAMES if name in told] == []


def test_record_when_read_then_it_does_not_say_whose_post_it_is(desk: Desk) -> None:
    case_id = opened(desk, final(desk))
    told = repr(read_record(desk, case_id, desk.clock()))
    assert [name for name in NAMES if name in told] == []


def test_record_when_read_then_the_rows_come_with_the_articles_of_the_day(desk: Desk) -> None:
    found = read_record(desk, opened(desk, final(desk)), desk.clock())
    assert [rule.row for rule in found.rules] == ["B2"]
    assert "PP 94/2021" in found.rules[0].articles
    assert [one.reviewer for one in found.decisions] == ["A01", "A02"]


def test_reminders_when_the_deadline_nears_and_passes_then_counted(
    desk: Desk, clock: Clock
) -> None:
    opened(desk, final(desk, 1))
    raised(desk, 2)
    expected = {0: (0, 0, 0, 0), 5: (1, 0, 1, 0), 8: (0, 1, 0, 1)}
    names = ("kasus_segera", "kasus_lewat", "antrean_segera", "antrean_lewat")
    start = clock.now
    for days, counts in expected.items():
        now = start + timedelta(days=days)
        with desk.database.transaction() as connection:
            found = reminders(connection, now).counts(now)
        assert found == dict(zip(names, counts, strict=True))


@pytest.mark.parametrize(
    ("data", "expected"),
    [(b"%PDF-1.7\n", "pdf"), (b"\xff\xd8\xff\xe0", "jpg"), (PNG, "png")],
)
def test_attachment_when_its_first_bytes_are_known_then_taken(data: bytes, expected: str) -> None:
    assert read_attachment(io.BytesIO(data)) == Attachment(data, expected)


@pytest.mark.parametrize(
    "data", [b"<html><script>", b"MZ\x90", b" %PDF-1.7", b"GIF89a", b"PK\x03\x04", b"\xff\xd8"]
)
def test_attachment_when_it_is_something_else_then_refused(data: bytes) -> None:
    with pytest.raises(CaseRejected):
        read_attachment(io.BytesIO(data))


def test_attachment_when_too_large_then_refused_and_at_the_limit_taken() -> None:
    largest = b"%PDF-" + b"0" * (MOST_BYTES - 5)
    assert read_attachment(io.BytesIO(largest)) is not None
    with pytest.raises(CaseRejected):
        read_attachment(io.BytesIO(largest + b"0"))


def test_attachment_when_nothing_was_sent_then_none() -> None:
    assert read_attachment(io.BytesIO(b"")) is None


def test_event_kinds_are_those_of_the_table(desk: Desk) -> None:
    with desk.database.transaction() as connection:
        for kind in Kind:
            connection.execute(
                "INSERT INTO case_events VALUES ('K', ?, 'P01', now(), '{}', '')", [kind.value]
            )
