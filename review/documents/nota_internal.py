"""*Nota internal*: to the superior, who must hear the person concerned, and to the Inspektorat."""

from __future__ import annotations

from review.casefile import CaseFile, Subject
from review.documents.annex import NOT_KNOWN, posted, reviewers
from review.documents.content import Block, Document, Facts, Paragraph
from review.documents.dates import moment
from review.documents.letter import Frame, confidentiality, letter, presumption, recipient_lines
from review.documents.words import INDICATION, STAGE, STATUS, SUSPICION


def compose(case: CaseFile) -> Document:
    """The note; the case file must lack nothing that it needs."""
    frame = Frame(
        title="NOTA INTERNAL",
        subject=f"Penyampaian {SUSPICION[case.label]} di media sosial",
        addressee=recipient_lines(case),
        body=_body(case),
    )
    return letter(case, frame)


def subject_facts(subject: Subject) -> tuple[tuple[str, str], ...]:
    """Who is concerned, as registered."""
    return (
        ("Nama", subject.name),
        ("NIP", subject.nip or NOT_KNOWN),
        ("Jabatan", subject.position),
        ("Unit kerja", subject.unit),
        ("Status", STATUS.get(subject.status, subject.status) or NOT_KNOWN),
    )


def _body(case: CaseFile) -> tuple[Block, ...]:
    subject = case.subject or Subject(name="")
    opening = (
        "Bersama ini kami sampaikan hasil telaah atas satu unggahan publik di media sosial dari "
        f"akun yang terdaftar atas nama pegawai di bawah ini. {reviewers(case)} "
        f"menyimpulkan adanya {INDICATION[case.label]}."
    )
    about = (
        ("Waktu unggahan", posted(case)),
        ("Tempat", f"{case.post.platform}, {case.post.url}"),
        ("Tahapan saat itu", f"{case.election}, {STAGE.get(case.stage, case.stage)}"),
        ("Alasan penelaah", case.decisions[-1].reason),
        ("Diketahui pada", moment(case.known_at, case.zone)),
        ("Batas lapor ke Bawaslu", moment(case.deadline_at, case.zone)),
    )
    request = (
        "Kami mohon Saudara menindaklanjutinya sesuai kewenangan, dengan mendengar yang "
        "bersangkutan lebih dahulu. Tata cara pemanggilan dan pemeriksaan mengikuti ketentuan "
        "disiplin yang berlaku baginya (bagi PNS: Peraturan Pemerintah Nomor 94 Tahun 2021)."
    )
    return (
        Paragraph(opening),
        Facts((*subject_facts(subject), *_superior(case))),
        Paragraph("Pokok peristiwa, dengan uraian dan bukti dalam lampiran:"),
        Facts(about),
        presumption(
            "Pejabat Pembina Kepegawaian (PPK) atau Bawaslu sesuai kewenangan masing-masing"
        ),
        Paragraph(request),
        confidentiality(case),
        Paragraph("Demikian kami sampaikan. Atas perhatian Saudara, kami ucapkan terima kasih."),
    )


def _superior(case: CaseFile) -> tuple[tuple[str, str], ...]:
    if case.superior is None:
        return ()
    told = (case.superior.name, case.superior.position)
    return (("Atasan langsung", ", ".join(part for part in told if part)),)
