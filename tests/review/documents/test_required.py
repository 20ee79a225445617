"""Nothing is written while a field is missing, and every missing one is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from config.office import DocumentName
from review.casefile import CaseFile
from review.documents import render
from review.documents.required import DocumentIncomplete, missing
from tests.review.documents.case import TO, case_for, decision

Spoil = Callable[[CaseFile], CaseFile]
DOCUMENTS: tuple[DocumentName, ...] = ("nota_internal", "informasi_awal", "sbt_bkn")
every_document = pytest.mark.parametrize("document", DOCUMENTS)


def in_letter(**changed: Any) -> Spoil:
    return lambda case: replace(case, letter=replace(case.letter, **changed))


def in_post(**changed: Any) -> Spoil:
    return lambda case: replace(case, post=replace(case.post, **changed))


def in_case(**changed: Any) -> Spoil:
    return lambda case: replace(case, **changed)


def in_subject(**changed: Any) -> Spoil:
    return lambda case: replace(case, subject=replace(case.subject, **changed))  # type: ignore[type-var]


def in_reporter(**changed: Any) -> Spoil:
    return lambda case: in_letter(reporter=replace(case.letter.reporter, **changed))(case)


def in_office(**changed: Any) -> Spoil:
    return lambda case: replace(case, office=case.office.model_copy(update=changed))


def unsigned(case: CaseFile) -> CaseFile:
    signatory = case.office.signatory.model_copy(update={"name": " "})
    return in_office(signatory=signatory)(case)


def names(document: DocumentName, case: CaseFile) -> list[str]:
    return [one.name for one in missing(document, case)]


ALWAYS: list[tuple[str, Spoil]] = [
    ("penerima", in_letter(recipient=None)),
    ("kop surat", in_office(email="kantor@example.go.id")),
    ("penanda tangan", unsigned),
    ("tanggal surat", in_letter(dated=None)),
    ("tujuan pembukaan identitas", in_letter(purpose=" \n")),
    ("baris ketentuan", in_case(rules=())),
    ("waktu unggahan", in_post(posted_at=None)),
    ("alamat unggahan", in_post(url="")),
    ("bukti", in_case(evidence=())),
    ("SHA-256 teks", in_post(text_sha256="")),
    ("akar rantai audit", in_case(root=None)),
    ("nama pegawai", in_subject(name="")),
    ("jabatan pegawai", in_subject(position="")),
    ("unit kerja pegawai", in_subject(unit="")),
]
SOME: list[tuple[DocumentName, str, Spoil]] = [
    ("nota_internal", "nomor surat", in_letter(number="")),
    ("nota_internal", "NIP pegawai", in_subject(nip="")),
    ("nota_internal", "status pegawai", in_subject(status="")),
    ("nota_internal", "jabatan atasan langsung", in_case(superior=None)),
    ("informasi_awal", "nomor surat", in_letter(number="")),
    ("informasi_awal", "nama penyampai", in_reporter(name="")),
    ("informasi_awal", "alamat penyampai", in_reporter(address="")),
    ("informasi_awal", "telepon penyampai", in_reporter(telephone="")),
    ("informasi_awal", "pemilihan dan tahapan", in_case(stage="")),
    ("sbt_bkn", "NIP pegawai", in_subject(nip="")),
    ("sbt_bkn", "nama penyampai", in_reporter(name="")),
    ("sbt_bkn", "telepon penyampai", in_reporter(telephone="")),
    ("sbt_bkn", "pemilihan dan tahapan", in_case(election="")),
    ("sbt_bkn", "lembaga pengawas", in_case(agency="")),
]


@every_document
def test_whole_case_lacks_nothing(document: DocumentName) -> None:
    assert missing(document, case_for(document)) == ()


@every_document
@pytest.mark.parametrize(("name", "spoil"), ALWAYS, ids=[name for name, _ in ALWAYS])
def test_field_that_every_document_needs_is_named_alone(
    document: DocumentName, name: str, spoil: Spoil
) -> None:
    assert names(document, spoil(case_for(document))) == [name]


@pytest.mark.parametrize(("document", "name", "spoil"), SOME, ids=[f"{d}-{n}" for d, n, _ in SOME])
def test_field_that_this_document_needs_is_named_alone(
    document: DocumentName, name: str, spoil: Spoil
) -> None:
    assert names(document, spoil(case_for(document))) == [name]


@every_document
def test_identity_that_was_not_revealed_is_missing(document: DocumentName) -> None:
    lacking = names(document, replace(case_for(document), subject=None))
    assert {"nama pegawai", "jabatan pegawai", "unit kerja pegawai"} <= set(lacking)


@every_document
def test_recipient_of_another_document_may_not_have_this_one(document: DocumentName) -> None:
    case = case_for(document)
    other = next(to for to in case.office.recipients if document not in to.documents)
    assert names(document, in_letter(recipient=other)(case)) == ["penerima"]


@every_document
def test_one_persons_word_is_not_enough(document: DocumentName) -> None:
    case = case_for(document)
    assert names(document, replace(case, decisions=case.decisions[:1])) == ["hasil telaah"]


def test_one_person_deciding_twice_is_not_two() -> None:
    twice = tuple(decision(step, "P-04", "indikasi_kuat", "Ajakan.") for step in ("a", "b"))
    assert names("nota_internal", replace(case_for("nota_internal"), decisions=twice)) == [
        "hasil telaah"
    ]


def test_case_whose_last_word_is_not_an_indication_is_not_referred() -> None:
    case = case_for("nota_internal")
    dropped = (*case.decisions, decision("telaah_penyelia", "P-02", "bukan", "Kutipan berita."))
    assert names("nota_internal", replace(case, decisions=dropped)) == ["hasil telaah"]


def test_undecided_case_names_review_and_reason() -> None:
    case = replace(case_for("nota_internal"), decisions=())
    assert names("nota_internal", case) == ["hasil telaah", "alasan penelaah"]


def test_inspektorat_needs_no_superior() -> None:
    case = case_for("nota_internal")
    to = case.office.recipients[1]
    assert names("nota_internal", replace(in_letter(recipient=to)(case), superior=None)) == []


@every_document
@pytest.mark.parametrize("file_format", ["pdf", "docx"])
def test_nothing_is_written_and_the_refusal_names_every_missing_field(
    document: DocumentName, file_format: Any
) -> None:
    case = in_letter(purpose="", dated=None)(replace(case_for(document), root=None))
    with pytest.raises(DocumentIncomplete) as refused:
        render(document, case, file_format)
    wanted = ["tanggal surat", "tujuan pembukaan identitas", "akar rantai audit"]
    assert [one.name for one in refused.value.missing] == wanted
    assert all(name in str(refused.value) for name in wanted)


@every_document
def test_every_missing_field_says_what_to_do(document: DocumentName) -> None:
    empty = replace(
        case_for(document),
        subject=None,
        superior=None,
        decisions=(),
        rules=(),
        root=None,
        agency="",
    )
    assert all(one.advice for one in missing(document, in_letter(recipient=None)(empty)))


def test_refusal_repeats_nothing_of_the_case() -> None:
    case = in_letter(number="")(case_for("nota_internal"))
    with pytest.raises(DocumentIncomplete) as refused:
        render("nota_internal", case, "pdf")
    assert "Larasati" not in str(refused.value)
    assert TO["nota_internal"].name not in str(refused.value)
