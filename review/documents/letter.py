"""What the three documents share: letterhead, head, signature and the frame around their body."""

from __future__ import annotations

from dataclasses import dataclass

from review.casefile import CaseFile
from review.documents.annex import annex
from review.documents.content import Block, Document, Letterhead, Paragraph, Signature
from review.documents.dates import long_day


@dataclass(frozen=True, slots=True)
class Frame:
    """What tells one document from another around its body."""

    title: str
    subject: str
    addressee: tuple[str, ...]
    body: tuple[Block, ...]


def letter(case: CaseFile, frame: Frame) -> Document:
    """The whole document; the case file must lack nothing that it needs."""
    dated = case.letter.dated
    day = long_day(dated) if dated else ""
    number = case.letter.number or "–"
    return Document(
        subject=frame.subject,
        dated=dated.isoformat() if dated else "",
        letterhead=_letterhead(case),
        title=frame.title,
        place_and_date=f"{case.office.city}, {day}",
        head=(
            ("Nomor", number),
            ("Sifat", "RAHASIA"),
            ("Lampiran", "1 (satu) berkas"),
            ("Hal", frame.subject),
        ),
        addressee=frame.addressee,
        body=frame.body,
        signature=_signature(case),
        annex_title=("LAMPIRAN", f"Nomor: {number}", f"Tanggal: {day}"),
        annex=annex(case),
        confidential=f"RAHASIA – memuat data pribadi – perkara {case.case_id}",
    )


def presumption(decider: str) -> Paragraph:
    """That nothing has been decided, and who decides."""
    return Paragraph(
        "Isi surat ini adalah dugaan berdasarkan indikasi, bukan putusan, dan asas praduga tak "
        f"bersalah berlaku sepenuhnya. Keputusan ada pada {decider}. Siapa yang mengoperasikan "
        "akun pada saat unggahan dibuat perlu dipastikan lebih dahulu dalam pemeriksaan."
    )


def confidentiality(case: CaseFile) -> Paragraph:
    """For which purpose the identity is told, and that it goes no further."""
    purpose = case.letter.purpose.strip().rstrip(".")
    return Paragraph(
        f"Identitas yang bersangkutan dibuka dengan tujuan: {purpose}. Data pribadi dalam surat "
        "ini hanya untuk tujuan tersebut (Undang-Undang Nomor 27 Tahun 2022) dan mohon tidak "
        "disebarluaskan."
    )


def recipient_lines(case: CaseFile) -> tuple[str, ...]:
    """Whom the letter addresses, and where."""
    to = case.letter.recipient
    name, address = (to.name, to.address) if to else ("", "")
    if to and to.kind == "atasan" and case.superior:
        name, address = case.superior.position, case.superior.address or address
    return tuple(
        line for line in (f"Yth. {name}", f"di {address}" if address else "di tempat") if line
    )


def _letterhead(case: CaseFile) -> Letterhead:
    office = case.office
    contacts = (
        ("Telepon", office.telephone),
        ("Laman", office.website),
        ("Pos-el", office.email),
    )
    reach = ", ".join(f"{name} {value}" for name, value in contacts if value)
    return Letterhead(office.government, office.name, (office.address, reach))


def _signature(case: CaseFile) -> Signature:
    signs = case.office.signatory
    lines = (signs.rank, f"NIP {signs.nip}" if signs.nip else "")
    return Signature(signs.title, signs.name, tuple(line for line in lines if line))
