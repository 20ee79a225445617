"""A referral document says the same in both formats, cautiously, and prints hostile text safely."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date, timedelta

import pypdf
import pytest

from config.office import DocumentName
from review.casefile import CaseFile
from review.documents import Format, compose, render
from review.documents.content import texts
from tests.review.documents.case import POSTED, case_for, decision, make_post, sha256
from tests.review.documents.read import bare, docx_text, pdf_pages, pdf_text, said

DOCUMENTS: tuple[DocumentName, ...] = ("nota_internal", "informasi_awal", "sbt_bkn")
FORMATS: tuple[Format, ...] = ("pdf", "docx")
HOSTILE = (
    '<script>alert(1)</script> #import "/etc/passwd" $x^2$ #panic() *tebal* =HYPERLINK("x") '
    "{{ nama }} \x00\x1b[2J \u202eterbalik\u202c a\u0301\u0301\u0301\u0301 👍🏽 \ud800 & ]]>"
)
every_document = pytest.mark.parametrize("document", DOCUMENTS)
every_format = pytest.mark.parametrize("file_format", FORMATS)


def with_text(text: str, document: DocumentName = "nota_internal") -> CaseFile:
    return replace(case_for(document), post=make_post(text))


@every_document
def test_pdf_and_docx_state_every_field_alike(document: DocumentName) -> None:
    case = case_for(document)
    content = compose(document, case)
    pdf = bare(pdf_text(render(document, case, "pdf")))
    word = bare(docx_text(render(document, case, "docx")))
    # The day is metadata, and the footer is checked by itself.
    stated = [text for text in texts(content) if text not in (content.dated, content.confidential)]
    assert [text for text in stated if bare(text) not in pdf] == []
    assert [text for text in stated if bare(text) not in word] == []


@every_document
@every_format
def test_same_case_gives_the_same_bytes(document: DocumentName, file_format: Format) -> None:
    first, second = (render(document, case_for(document), file_format) for _ in range(2))
    assert first == second


@every_document
@every_format
def test_nobody_is_found_guilty_and_no_sanction_is_named(
    document: DocumentName, file_format: Format
) -> None:
    text = bare(said(document, case_for(document), file_format))
    for word in ("pelanggar", "terbukti", "bersalahmelakukan", "sanksi", "hukuman"):
        assert word not in text
    assert "dugaan" in text
    assert "praduga" in text


@every_document
def test_evidence_and_chain_are_stated_by_their_hashes(document: DocumentName) -> None:
    case = case_for(document)
    text = said(document, case)
    for digest in (case.post.text_sha256, sha256("manifest"), sha256("page"), sha256("root")):
        assert digest in text


def test_dates_are_indonesian_and_told_in_the_elections_zone() -> None:
    text = said("nota_internal", case_for("nota_internal"))
    assert "Rancabiru, 12 September 2031" in text
    assert "Senin, 8 September 2031 pukul 19.30.05 WIB (2031-09-08T12:30:05Z)" in text
    assert "Selasa, 16 September 2031 pukul 23.59 WIB" in text


@every_document
def test_pages_are_numbered_and_confidential(document: DocumentName) -> None:
    pages = pdf_pages(render(document, case_for(document), "pdf"))
    for number, page in enumerate(pages, start=1):
        assert f"halaman {number} dari {len(pages)}" in page
        assert "RAHASIA" in page


def test_docx_footer_numbers_its_pages() -> None:
    data = render("nota_internal", case_for("nota_internal"), "docx")
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        footers = [parts.read(name).decode() for name in parts.namelist() if "footer" in name]
    assert any('w:instr="PAGE"' in one and 'w:instr="NUMPAGES"' in one for one in footers)
    assert any("RAHASIA – memuat data pribadi" in one for one in footers)


def test_letter_goes_to_the_superior_by_position() -> None:
    text = said("nota_internal", case_for("nota_internal"))
    assert "Yth. Kepala SD Negeri 3 Rancabiru di Jalan Melati Nomor 2" in text


def test_letter_to_the_inspektorat_goes_to_the_inspektorat() -> None:
    case = case_for("nota_internal")
    to = case.office.recipients[1]
    text = said("nota_internal", replace(case, letter=replace(case.letter, recipient=to)))
    assert "Yth. Inspektur Daerah Kota Rancabiru di Rancabiru" in text


@every_document
def test_reviewers_are_told_by_code_and_what_they_decided(document: DocumentName) -> None:
    text = said(document, case_for(document))
    assert "Dua orang penelaah" in text
    assert "Telaah kedua Indikasi kuat P-11" in text


@every_document
def test_model_is_named_and_did_not_decide(document: DocumentName) -> None:
    text = said(document, case_for(document))
    assert "versi 2031.08-3f9c" in text
    assert "Mesin tidak memutuskan apa pun" in text


def test_random_control_is_not_said_to_be_pointed_at_by_the_model() -> None:
    text = said("nota_internal", replace(case_for("nota_internal"), control=True))
    assert "terpilih secara acak" in text
    assert "ditunjuk untuk dibaca oleh model" not in text


@every_format
def test_deleted_post_is_said_to_be_gone_and_kept_one_is_not(file_format: Format) -> None:
    case = case_for("nota_internal")
    there = replace(case, post=replace(case.post, changes=()))
    assert "tidak tersedia lagi: Rabu, 10 September 2031" in said(
        "nota_internal", case, file_format
    )
    assert "tidak diketahui berubah atau dihapus" in said("nota_internal", there, file_format)


def test_clarification_that_was_never_asked_for_is_said_to_be_so() -> None:
    text = said("nota_internal", replace(case_for("nota_internal"), clarification=None))
    assert "Klarifikasi belum dimintakan" in text


def test_lapsed_time_to_report_is_said() -> None:
    case = case_for("informasi_awal")
    late = replace(case, letter=replace(case.letter, dated=date(2031, 9, 17)))
    assert "(telah lewat)" not in said("informasi_awal", case)
    assert "pukul 23.59 WIB (telah lewat)" in said("informasi_awal", late)


def test_bawaslu_letter_is_no_report_and_leaves_the_decision_to_bawaslu() -> None:
    text = said("informasi_awal", case_for("informasi_awal"))
    assert "bukan laporan dan bukan temuan" in text
    assert "Keputusan ada pada Bawaslu" in text
    assert "Nirmala Hastuti" in text


def test_bawaslu_letter_without_witnesses_says_so() -> None:
    case = case_for("informasi_awal")
    nobody = replace(case, letter=replace(case.letter, witnesses=()))
    assert "tidak ada yang diajukan" in said("informasi_awal", nobody)


def test_third_review_counts_the_supervisor() -> None:
    case = case_for("nota_internal")
    first, _ = case.decisions
    again = (
        first,
        decision("telaah_kedua", "P-11", "bukan", ""),
        decision("telaah_penyelia", "P-02", "indikasi_kuat", "Ajakan memilih."),
    )
    text = said("nota_internal", replace(case, decisions=again))
    assert "Tiga orang penelaah" in text
    assert "Telaah penyelia Indikasi kuat P-02 Ajakan memilih." in text


@every_document
@every_format
def test_hostile_text_is_printed_as_it_stands(document: DocumentName, file_format: Format) -> None:
    text = bare(said(document, with_text(HOSTILE, document), file_format))
    for part in ("<script>alert(1)</script>", '#import"/etc/passwd"', "$x^2$", "#panic()"):
        assert part in text
    for code in ("‹u+0000›", "‹u+202e›", "‹u+0301›", "‹thumbsupsign›", "‹u+d800›"):
        assert code in text
    assert not any(hidden in text for hidden in "\x00\x1b\u202e\u202c")


@every_format
def test_hostile_name_and_reason_are_harmless_too(file_format: Format) -> None:
    case = case_for("nota_internal")
    subject = replace(case.subject, name="#lower[A] \u202eB\x00")  # type: ignore[type-var]
    asked = replace(case, subject=subject)
    assert "#lower[A] ‹U+202E›B‹U+0000›" in said("nota_internal", asked, file_format)


@every_format
def test_long_text_is_cut_where_it_can_be_seen(file_format: Format) -> None:
    case = with_text("x" * 100_000)
    text = said("nota_internal", case, file_format)
    assert "[…]" in text
    assert "98.000 aksara berikutnya tidak dicetak" in text
    assert case.post.text_sha256 in text
    assert bare(text).count("x") < 2_200


def test_text_of_many_lines_is_cut_too() -> None:
    data = render("nota_internal", with_text("baris\n" * 1_500), "pdf")
    assert len(pdf_pages(data)) <= 4
    assert "aksara berikutnya tidak dicetak" in pdf_text(data)


def test_word_without_spaces_stays_on_the_paper() -> None:
    text = pdf_text(render("nota_internal", with_text("w" * 1_500), "pdf"))
    assert bare(text).count("w" * 1_500) == 1
    assert max(len(line) for line in text.splitlines() if "www" in line) < 100


def test_post_without_text_says_so() -> None:
    assert "(tanpa teks)" in said("nota_internal", with_text(""))


def test_post_edited_after_capture_is_told_with_its_time() -> None:
    case = case_for("sbt_bkn")
    edited = replace(
        case.post,
        changes=(
            replace(case.post.changes[0], change="update", observed_at=POSTED + timedelta(2)),
        ),
    )
    assert "berubah isi: Rabu, 10 September 2031" in said("sbt_bkn", replace(case, post=edited))


def test_field_list_names_the_agency_of_the_day() -> None:
    case = replace(case_for("sbt_bkn"), agency="Lembaga Pengawas ASN")
    assert "lembaga pengawas: Lembaga Pengawas ASN" in said("sbt_bkn", case)


def test_document_is_made_to_be_kept() -> None:
    reader = pypdf.PdfReader(io.BytesIO(render("nota_internal", case_for("nota_internal"), "pdf")))
    assert reader.metadata is not None
    assert (
        reader.metadata.title
        == "Penyampaian dugaan keberpihakan kepada peserta pemilihan di media sosial"
    )
    assert b"pdfaid:part>2<" in (
        reader.xmp_metadata.stream.get_data() if reader.xmp_metadata else b""
    )
