"""What a document needs before it may be written, and what to do where it is missing.

The lists follow what the receivers ask for: a report names who reports, who is concerned, time,
place, description and evidence (art. 134 UU 1/2015, Perbawaslu 7/2022); SBT asks for the NIP; a
discipline examination needs to know whose superior is to hold it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from config.office import DocumentName
from review.casefile import CaseFile
from review.errors import ReviewError
from store.flags import State

LEAST_REVIEWERS = 2


@dataclass(frozen=True, slots=True)
class MissingField:
    """Something a document needs: its name, and what to do, in Indonesian."""

    name: str
    advice: str


class DocumentIncomplete(ReviewError):
    """The document lacks fields that it must have; ``missing`` names every one."""

    def __init__(self, missing: tuple[MissingField, ...]) -> None:
        super().__init__("belum lengkap: " + ", ".join(one.name for one in missing))
        self.missing = missing


@dataclass(frozen=True, slots=True)
class _Requirement:
    field: MissingField
    present: Callable[[CaseFile], bool]


def missing(document: DocumentName, case: CaseFile) -> tuple[MissingField, ...]:
    """Every field that ``document`` needs and ``case`` lacks; none when it may be written."""
    lacking = [one.field for one in _NEEDS[document] if not one.present(case)]
    to = case.letter.recipient
    if to is None or document not in to.documents:
        lacking.insert(0, _RECIPIENT)
    return tuple(lacking)


def _need(name: str, advice: str, present: Callable[[CaseFile], object]) -> _Requirement:
    return _Requirement(MissingField(name, advice), lambda case: _filled(present(case)))


def _filled(value: object) -> bool:
    return bool(value.strip() if isinstance(value, str) else value)


def _subject(name: str) -> Callable[[CaseFile], object]:
    return lambda case: getattr(case.subject, name, "")


def _reporter(name: str) -> Callable[[CaseFile], object]:
    return lambda case: getattr(case.letter.reporter, name)


def _settled(case: CaseFile) -> bool:
    """Two people looked, and the last word was an indication."""
    people = {one.reviewer for one in case.decisions}
    return len(people) >= LEAST_REVIEWERS and case.decisions[-1].decision == State.INDIKASI_KUAT


def _superior_known(case: CaseFile) -> bool:
    to = case.letter.recipient
    return to is None or to.kind != "atasan" or _filled(getattr(case.superior, "position", ""))


_REVEAL = "buka identitas dengan menyebut tujuan, lalu lengkapi di registri bila kosong"
_OFFICE = "isi di config/office.yaml"
_TYPE = "isi pada formulir rujukan"

_RECIPIENT = MissingField(
    "penerima", "pilih penerima yang berhak atas dokumen ini (config/office.yaml)"
)
_ALWAYS = (
    _need("kop surat", f"{_OFFICE}; yang ada masih contoh", lambda c: not c.office.is_example),
    _need("penanda tangan", f"{_OFFICE}, signatory.name", lambda c: c.office.signatory.name),
    _need("tanggal surat", _TYPE, lambda c: c.letter.dated),
    _need("tujuan pembukaan identitas", _TYPE, lambda c: c.letter.purpose),
    _need(
        "hasil telaah",
        "perlu telaah sedikitnya dua orang dengan hasil akhir indikasi kuat",
        _settled,
    ),
    _need(
        "alasan penelaah",
        "keputusan terakhir harus beralasan",
        lambda c: c.decisions[-1].reason if c.decisions else "",
    ),
    _need("baris ketentuan", "pilih baris ketentuan pada keputusan", lambda c: c.rules),
    _need(
        "waktu unggahan",
        "platform tidak menyebutnya: cari dan catat sebelum merujuk",
        lambda c: c.post.posted_at,
    ),
    _need("alamat unggahan", "catat alamat atau tempat unggahan", lambda c: c.post.url),
    _need(
        "bukti", "tidak ada berkas bukti: periksa dengan netra audit verify", lambda c: c.evidence
    ),
    _need("SHA-256 teks", "periksa bukti dengan netra audit verify", lambda c: c.post.text_sha256),
    _need("akar rantai audit", "jalankan netra audit verify", lambda c: c.root),
    _need("nama pegawai", _REVEAL, _subject("name")),
    _need("jabatan pegawai", _REVEAL, _subject("position")),
    _need("unit kerja pegawai", _REVEAL, _subject("unit")),
)
_NUMBER = _need("nomor surat", _TYPE, lambda c: c.letter.number)
_NIP = _need("NIP pegawai", f"{_REVEAL}; SBT menolak isian tanpa NIK atau NIP", _subject("nip"))
_ELECTION = _need(
    "pemilihan dan tahapan",
    "tambahkan pemilihan di config/elections",
    lambda c: c.election.strip() and c.stage.strip(),
)
_REPORTER = (
    _need("nama penyampai", _TYPE, _reporter("name")),
    _need("telepon penyampai", _TYPE, _reporter("telephone")),
)

_NEEDS: dict[DocumentName, tuple[_Requirement, ...]] = {
    "nota_internal": (
        *_ALWAYS,
        _NUMBER,
        _need("NIP pegawai", _REVEAL, _subject("nip")),
        _need("status pegawai", _REVEAL, _subject("status")),
        _need("jabatan atasan langsung", _TYPE, _superior_known),
    ),
    "informasi_awal": (
        *_ALWAYS,
        _NUMBER,
        _ELECTION,
        *_REPORTER,
        _need("alamat penyampai", _TYPE, _reporter("address")),
    ),
    "sbt_bkn": (
        *_ALWAYS,
        _NIP,
        _ELECTION,
        *_REPORTER,
        _need("lembaga pengawas", "isi pada ketentuan (config/rulebook.yaml)", lambda c: c.agency),
    ),
}
