"""The annex every document carries: the post, its context, who judged it how, and the evidence."""

from __future__ import annotations

from review.casefile import CaseFile
from review.documents.content import Block, Facts, Heading, Paragraph, Quote, Table
from review.documents.dates import exact_moment, long_day, moment
from review.documents.visible import shortened, visible
from review.documents.words import CHANGE, DECISION, EVIDENCE, STAGE, STEP

NOT_KNOWN = "tidak diketahui"


def annex(case: CaseFile) -> tuple[Block, ...]:
    """Parts A to F."""
    return (
        *_post(case),
        *_context(case),
        *_review(case),
        *_clarification(case),
        *_evidence(case),
        *_machine(case),
    )


def posted(case: CaseFile) -> str:
    """When the platform says the post was made."""
    at = case.post.posted_at
    return moment(at, case.zone) if at else NOT_KNOWN


def changes(case: CaseFile) -> str:
    """Every later edit or deletion that was seen, or that none was."""
    if not case.post.changes:
        return "Sejak ditangkap, unggahan tidak diketahui berubah atau dihapus."
    seen = (
        f"{CHANGE[one.change]}: {moment(one.observed_at, case.zone)}." for one in case.post.changes
    )
    return " ".join([*seen, "Bukti di bawah adalah keadaan saat ditangkap."])


def reviewers(case: CaseFile) -> str:
    """How many different people decided, as a sentence begins with it."""
    people = len({one.reviewer for one in case.decisions})
    return {2: "Dua", 3: "Tiga"}.get(people, str(people)) + " orang penelaah"


def _post(case: CaseFile) -> tuple[Block, ...]:
    post = case.post
    facts = (
        ("Nomor tanda", case.flag_id),
        ("Platform", post.platform),
        ("Akun", post.handle or NOT_KNOWN),
        ("Alamat unggahan", post.url or NOT_KNOWN),
        (
            "Waktu unggahan",
            exact_moment(post.posted_at, case.zone) if post.posted_at else NOT_KNOWN,
        ),
        ("Waktu ditangkap", exact_moment(post.captured_at, case.zone)),
        ("SHA-256 teks lengkap", post.text_sha256),
        ("Perubahan", changes(case)),
    )
    return Heading("A. Unggahan"), Facts(facts), quote(post.text)


def quote(text: str) -> Quote:
    """The post's own words, cut where they would fill pages, and how they are shown."""
    kept, left_out = shortened(text)
    notes = ["Kutipan apa adanya, bukan pernyataan kantor ini."]
    if visible(kept).count("‹") > kept.count("‹"):
        notes.append("Tanda ‹ › menggantikan aksara yang tidak dapat dicetak.")
    if left_out:
        count = f"{left_out:,}".replace(",", ".")
        notes.append(f"{count} aksara berikutnya tidak dicetak; teks lengkap ada dalam bukti.")
    shown = f"{kept} […]" if left_out else kept
    return Quote(shown or "(tanpa teks)", " ".join(notes))


def _context(case: CaseFile) -> tuple[Block, ...]:
    facts = (
        ("Pemilihan", case.election or NOT_KNOWN),
        ("Tahapan saat itu", STAGE.get(case.stage, NOT_KNOWN)),
    )
    rows = tuple((one.row, one.form, one.articles) for one in case.rules)
    note = (
        "Baris berikut mungkin berlaku dan disebut untuk memudahkan pemeriksaan; berlaku atau "
        "tidaknya bukan kantor ini yang menentukan."
    )
    return (
        Heading("B. Konteks dan ketentuan yang mungkin terkait"),
        Facts(facts),
        Paragraph(note),
        Table(("Baris", "Bentuk", "Dasar"), (10, 52, 38), rows),
    )


def _review(case: CaseFile) -> tuple[Block, ...]:
    rows = tuple(
        (
            STEP.get(one.step, one.step),
            DECISION.get(one.decision, one.decision),
            one.reviewer,
            one.reason or "–",
            moment(one.decided_at, case.zone),
        )
        for one in case.decisions
    )
    note = "Penelaah disebut dengan kode; namanya tercatat di kantor ini."
    header = ("Tahap", "Hasil", "Kode", "Alasan", "Waktu")
    return (
        Heading("C. Telaah oleh manusia"),
        Table(header, (15, 15, 12, 36, 22), rows),
        Paragraph(note),
    )


def _clarification(case: CaseFile) -> tuple[Block, ...]:
    heading, asked = Heading("D. Klarifikasi"), case.clarification
    if asked is None:
        return heading, Paragraph("Klarifikasi belum dimintakan kepada yang bersangkutan.")
    answered = moment(asked.answered_at, case.zone) if asked.answered_at else "belum ada"
    facts = (
        ("Pertanyaan", asked.question),
        ("Dimintakan pada", moment(asked.asked_at, case.zone)),
        ("Jawaban", asked.answer or "belum ada"),
        ("Dijawab pada", answered),
    )
    return heading, Facts(facts)


def _evidence(case: CaseFile) -> tuple[Block, ...]:
    rows = tuple(
        (EVIDENCE[one.kind], one.sha256, f"{one.bytes:,}".replace(",", "."))
        for one in case.evidence
    )
    facts = (
        ()
        if case.root is None
        else (
            ("Akar rantai audit", case.root.sha256),
            ("Tanggal akar", long_day(case.root.day)),
        )
    )
    note = (
        "Setiap berkas disimpan di bawah nilai SHA-256-nya dan setiap peristiwa dicatat dalam "
        "rantai audit, sehingga perubahan sekecil apa pun terlihat. Keutuhannya dapat diperiksa "
        "dengan perintah netra audit verify."
    )
    return (
        Heading("E. Bukti"),
        Table(("Berkas", "SHA-256", "Ukuran (bita)"), (22, 64, 14), rows),
        Facts(facts),
        Paragraph(note),
    )


def _machine(case: CaseFile) -> tuple[Block, ...]:
    pointed = (
        "Unggahan ini terpilih secara acak sebagai pembanding, bukan karena ditunjuk mesin; model "
        f"yang bekerja saat itu adalah versi {case.model_version}."
        if case.control
        else "Unggahan ini ditunjuk untuk dibaca oleh model klasifikasi teks versi "
        f"{case.model_version}."
    )
    decided = (
        f"Mesin tidak memutuskan apa pun. {reviewers(case)} memutuskan sendiri-sendiri seperti "
        "pada huruf C. Pada telaah pertama dan kedua, halaman telaah tidak menampilkan angka mesin "
        "maupun identitas sebelum penelaah memutuskan; bila unggahan asli dibuka lebih dahulu, hal "
        "itu tercatat dengan alasannya."
    )
    return Heading("F. Peran mesin"), Paragraph(f"{pointed} {decided}")
