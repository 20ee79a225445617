"""An invented case that lacks nothing."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from config.office import DocumentName, Office, Recipient, Signatory
from review.casefile import (
    CaseFile,
    Clarification,
    DailyRoot,
    Letter,
    Post,
    Reporter,
    RuleRow,
    Subject,
    Superior,
    Witness,
)
from store.changes import Change
from store.decisions import Decision
from store.evidence import EvidenceFile

WIB = ZoneInfo("Asia/Jakarta")
POSTED = datetime(2031, 9, 8, 12, 30, 5, tzinfo=UTC)
TEXT = "Tinggal 49 hari lagi. Guru-guru jangan salah pilih, nomor 2 sudah pasti peduli sekolah! ✌"
RECIPIENTS = (
    Recipient(id="atasan", kind="atasan", name="Atasan langsung", documents=("nota_internal",)),
    Recipient(
        id="inspektorat",
        kind="inspektorat",
        name="Inspektur Daerah Kota Rancabiru",
        address="Rancabiru",
        documents=("nota_internal",),
    ),
    Recipient(
        id="bawaslu",
        kind="bawaslu",
        name="Ketua Bawaslu Kota Rancabiru",
        address="Jalan Anggrek Nomor 12, Rancabiru",
        documents=("informasi_awal",),
    ),
    Recipient(
        id="bkn",
        kind="bkn",
        name="Kepala Badan Kepegawaian Negara",
        address="Jakarta",
        documents=("sbt_bkn",),
    ),
)
TO: dict[DocumentName, Recipient] = {
    "nota_internal": RECIPIENTS[0],
    "informasi_awal": RECIPIENTS[2],
    "sbt_bkn": RECIPIENTS[3],
}


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def make_office() -> Office:
    return Office(
        government="Pemerintah Kota Rancabiru",
        name="Dinas Komunikasi, Informatika dan Statistik",
        address="Jalan Teratai Nomor 7, Rancabiru 45999",
        city="Rancabiru",
        telephone="(0299) 555010",
        email="diskominfo@rancabiru.test",
        website="diskominfo.rancabiru.test",
        signatory=Signatory(
            title="Kepala Dinas Komunikasi, Informatika dan Statistik",
            name="Drs. Wiratama Suryadilaga, M.Si.",
            nip="197001011995031001",
            rank="Pembina Utama Muda",
        ),
        recipients=RECIPIENTS,
    )


def make_post(text: str = TEXT) -> Post:
    return Post(
        platform="Bluesky",
        text=text,
        text_sha256=sha256(text),
        handle="@bu.larasati.test",
        url="https://bsky.example/profile/did:plc:u4fxmqk7c2zl5h3n6r8w9y0t/post/3mzqk2vw7xs2a",
        posted_at=POSTED,
        captured_at=POSTED + timedelta(hours=6),
        changes=(Change("delete", POSTED + timedelta(days=1, hours=5)),),
    )


def decision(step: str, reviewer: str, made: str, reason: str) -> Decision:
    return Decision(
        flag_id="F-0a1b2c3d4e5f",
        review_round=1,
        step=step,
        decision=made,
        reviewer=reviewer,
        reason=reason,
        rulebook_row="B2",
        decided_at=POSTED + timedelta(days=1),
    )


def make_letter() -> Letter:
    return Letter(
        recipient=TO["nota_internal"],
        number="800.1.6/017/DKIS/IX/2031",
        dated=date(2031, 9, 12),
        purpose="tindak lanjut dugaan oleh atasan langsung",
        reporter=Reporter(
            name="Nirmala Hastuti",
            position="Kepala Bidang Pengelolaan Informasi",
            address="Jalan Teratai Nomor 7, Rancabiru",
            telephone="(0299) 555011",
        ),
        witnesses=(Witness("Galih Prasojo", "Jalan Kenanga Nomor 3, Rancabiru"),),
    )


def make_case() -> CaseFile:
    return CaseFile(
        case_id="K-2031-0017",
        flag_id="F-0a1b2c3d4e5f",
        label="candidate_support",
        post=make_post(),
        evidence=(
            EvidenceFile("manifest", sha256("manifest"), 2143),
            EvidenceFile("page", sha256("page"), 18402),
        ),
        model_version="2031.08-3f9c",
        known_at=POSTED + timedelta(days=1),
        deadline_at=datetime(2031, 9, 16, 23, 59, 59, tzinfo=WIB),
        zone=WIB,
        office=make_office(),
        election="Pemilihan Wali Kota Rancabiru 2031",
        stage="kampanye",
        rules=(
            RuleRow(
                "B2",
                "Sosialisasi atau kampanye melalui media sosial",
                "Pasal 9 ayat (2) UU 5/2014; Pasal 5 huruf n angka 5 PP 94/2021",
            ),
        ),
        decisions=(
            decision("telaah_pertama", "P-04", "indikasi_kuat", "Mengajak memilih nomor urut."),
            decision(
                "telaah_kedua",
                "P-11",
                "indikasi_kuat",
                "Ajakan terang-terangan kepada rekan guru untuk memilih satu pasangan.",
            ),
        ),
        clarification=Clarification(
            question="Apakah akun dan unggahan tersebut milik Saudari?",
            asked_at=POSTED + timedelta(days=2),
            answer="Akun itu milik saya, unggahannya sudah saya hapus.",
            answered_at=POSTED + timedelta(days=3),
        ),
        subject=Subject(
            name="Larasati Wulandari",
            nip="198505052010012034",
            position="Guru Kelas",
            unit="SD Negeri 3 Rancabiru",
            status="pns",
        ),
        superior=Superior(
            "Kepala SD Negeri 3 Rancabiru", "Hendarto Kusnadi", "Jalan Melati Nomor 2, Rancabiru"
        ),
        root=DailyRoot(date(2031, 9, 11), sha256("root")),
        agency="Badan Kepegawaian Negara (BKN)",
        letter=make_letter(),
    )


def case_for(document: DocumentName) -> CaseFile:
    """The case, to be sent to whom the document is for."""
    case = make_case()
    return replace(case, letter=replace(case.letter, recipient=TO[document]))
