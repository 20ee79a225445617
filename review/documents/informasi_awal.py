"""*Informasi awal* to Bawaslu: what its forms ask for, so that it can trace and decide for itself.

The contents are those of a report (name and address of who reports, the person concerned, time and
place, description, witnesses, evidence); it is no report, since an office is not among those who
may make one (art. 134(2) UU 1/2015).
"""

from __future__ import annotations

from datetime import date

from review.casefile import CaseFile, Reporter, Subject
from review.documents.annex import posted, reviewers
from review.documents.content import Block, Document, Facts, Heading, Paragraph
from review.documents.dates import moment
from review.documents.letter import Frame, confidentiality, letter, presumption, recipient_lines
from review.documents.nota_internal import subject_facts
from review.documents.words import INDICATION, STAGE, SUSPICION


def compose(case: CaseFile) -> Document:
    """The letter; the case file must lack nothing that it needs."""
    frame = Frame(
        title="",
        subject=f"Informasi awal mengenai {SUSPICION[case.label]} di media sosial",
        addressee=recipient_lines(case),
        body=_body(case),
    )
    return letter(case, frame)


def reporter_facts(reporter: Reporter) -> tuple[tuple[str, str], ...]:
    """The official who passes the information on."""
    return (
        ("Nama", reporter.name),
        ("Jabatan", reporter.position or "–"),
        ("Alamat", reporter.address),
        ("Telepon", reporter.telephone),
    )


def event_facts(case: CaseFile) -> tuple[tuple[str, str], ...]:
    """When and where what was posted."""
    description = (
        f"Dari akun {case.post.handle or 'tersebut'} dimuat unggahan publik yang dikutip dalam "
        f"lampiran huruf A. {reviewers(case)} menyimpulkan adanya "
        f"{INDICATION[case.label]}. Alasan: {case.decisions[-1].reason}"
    )
    return (
        ("Waktu kejadian", posted(case)),
        ("Tempat kejadian", f"{case.post.platform}, {case.post.url}"),
        ("Tahapan saat itu", f"{case.election}, {STAGE.get(case.stage, case.stage)}"),
        ("Uraian singkat", description),
    )


def witness_facts(case: CaseFile) -> tuple[tuple[str, str], ...]:
    """The witnesses, or that there are none."""
    named = case.letter.witnesses
    if not named:
        return (("Saksi", "tidak ada yang diajukan"),)
    return tuple(
        (f"Saksi {number}", ", ".join(part for part in (one.name, one.address) if part))
        for number, one in enumerate(named, start=1)
    )


def _body(case: CaseFile) -> tuple[Block, ...]:
    opening = (
        f"Bersama ini kami sampaikan informasi awal mengenai {SUSPICION[case.label]} oleh pegawai "
        "ASN di media sosial, untuk ditelusuri sesuai kewenangan Bawaslu. Surat ini bukan laporan "
        "dan bukan temuan."
    )
    return (
        Paragraph(opening),
        Heading("1. Penyampai informasi"),
        Facts(reporter_facts(case.letter.reporter)),
        Heading("2. Pegawai yang terkait dugaan"),
        Facts(subject_facts(case.subject or Subject(name=""))),
        Heading("3. Peristiwa"),
        Facts((*event_facts(case), *_times(case))),
        Heading("4. Saksi dan bukti"),
        Facts((*witness_facts(case), ("Bukti", f"{len(case.evidence)} berkas, lampiran huruf E"))),
        presumption("Bawaslu, dan untuk disiplin pegawai pada Pejabat Pembina Kepegawaian (PPK)"),
        confidentiality(case),
        Paragraph("Demikian informasi ini kami sampaikan dengan sebenar-benarnya. Terima kasih."),
    )


def _times(case: CaseFile) -> tuple[tuple[str, str], ...]:
    last = case.deadline_at.astimezone(case.zone).date()
    late = (case.letter.dated or date.min) > last
    until = moment(case.deadline_at, case.zone)
    return (
        ("Diketahui pada", moment(case.known_at, case.zone)),
        ("Batas waktu lapor", f"{until} (telah lewat)" if late else until),
    )
