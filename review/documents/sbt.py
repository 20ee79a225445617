"""The field list for SBT, the intake of BKN and its partners, to be typed over into its form.

SBT asks for the NIK or NIP of the person concerned; without it, it sends one to SP4N-LAPOR!.
"""

from __future__ import annotations

from review.casefile import CaseFile, Subject
from review.documents.content import Block, Document, Facts, Heading, Paragraph
from review.documents.dates import moment
from review.documents.informasi_awal import event_facts, reporter_facts, witness_facts
from review.documents.letter import Frame, confidentiality, letter, presumption, recipient_lines
from review.documents.nota_internal import subject_facts
from review.documents.words import SUSPICION


def compose(case: CaseFile) -> Document:
    """The list; the case file must lack nothing that it needs."""
    frame = Frame(
        title="DAFTAR ISIAN SBT",
        subject=f"Daftar isian SBT mengenai {SUSPICION[case.label]} di media sosial",
        addressee=recipient_lines(case),
        body=_body(case),
    )
    return letter(case, frame)


def _body(case: CaseFile) -> tuple[Block, ...]:
    subject = case.subject or Subject(name="")
    rows = "; ".join(f"{one.row} – {one.form}" for one in case.rules)
    event = (
        *event_facts(case),
        ("Bentuk yang mungkin", rows),
        ("Diketahui pada", moment(case.known_at, case.zone)),
    )
    files = ("Bukti", f"{len(case.evidence)} berkas, lampiran huruf E")
    return (
        Paragraph(f"Isian untuk SBT; lembaga pengawas: {case.agency}."),
        Heading("1. Pegawai yang terkait dugaan"),
        Facts((*subject_facts(subject), ("Instansi", case.office.government))),
        Heading("2. Peristiwa"),
        Facts(event),
        Heading("3. Saksi dan bukti"),
        Facts((*witness_facts(case), files)),
        Heading("4. Pelapor"),
        Facts(reporter_facts(case.letter.reporter)),
        presumption("Pejabat Pembina Kepegawaian (PPK), setelah verifikasi dan kajian Bawaslu"),
        confidentiality(case),
    )
