"""Words for cases, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from review.case_errors import Reason
from review.case_steps import Status, Step
from review.texts import Translate
from store.cases import Kind


def statuses(t: Translate) -> Mapping[str, str]:
    """Where a case stands."""
    return {
        Status.TO_OPEN: t("Belum dibuka"),
        Status.ASKED: t("Menunggu klarifikasi"),
        Status.AGAIN: t("Ditelaah ulang"),
        Status.TO_REFER: t("Belum dirujuk"),
        Status.NOTHING: t("Tanpa indikasi kuat"),
        Status.REFERRED: t("Dirujuk"),
        Status.OBJECTED: t("Keberatan"),
        Status.UPHELD: t("Dikuatkan"),
        Status.OVERTURNED: t("Dibatalkan"),
        Status.CLOSED: t("Ditutup"),
    }


def next_steps(t: Translate) -> Mapping[str, str]:
    """What to do where a case stands so."""
    return {
        Status.TO_OPEN: t("Buka kasus untuk menindaklanjutinya."),
        Status.ASKED: t(
            "Minta klarifikasi, lalu catat jawabannya. Dengan jawaban itu unggahan ditelaah ulang."
        ),
        Status.AGAIN: t("Unggahan ini kembali di antrean. Tunggu sampai telaahnya final."),
        Status.TO_REFER: t("Buat dokumen rujukan, kirim, lalu catat pengirimannya."),
        Status.NOTHING: t("Telaah berakhir tanpa indikasi kuat. Tutup kasus ini."),
        Status.REFERRED: t("Catat hasil dari penerima, atau keberatan bila ada."),
        Status.OBJECTED: t(
            "Keberatan diputus orang yang tidak ikut memutus, membuka, atau merujuk."
        ),
        Status.UPHELD: t("Keputusan dikuatkan. Beri tahu yang bersangkutan, lalu tutup."),
        Status.OVERTURNED: t("Keputusan dibatalkan. Beri tahu semua penerima, lalu tutup."),
        Status.CLOSED: t("Kasus ini ditutup."),
    }


def kinds(t: Translate) -> Mapping[str, str]:
    """What happened in a case."""
    return {
        Kind.REVEALED: t("Identitas dibuka"),
        Kind.ASKED: t("Klarifikasi diminta"),
        Kind.ANSWERED: t("Klarifikasi diterima"),
        Kind.WRITTEN: t("Dokumen dibuat"),
        Kind.REFERRED: t("Dirujuk"),
        Kind.OUTCOME: t("Hasil diterima"),
        Kind.OBJECTED: t("Keberatan diterima"),
        Kind.JUDGED: t("Keberatan diputus"),
        Kind.NOTED: t("Catatan"),
        Kind.CLOSED: t("Ditutup"),
    }


def asked(t: Translate) -> Mapping[str, str]:
    """Who may be asked for a clarification."""
    return {
        "yang_bersangkutan": t("Yang bersangkutan"),
        "atasan": t("Atasan langsung"),
        "kepegawaian": t("Pengelola kepegawaian"),
    }


def documents(t: Translate) -> Mapping[str, str]:
    """The documents by which a case is referred."""
    return {
        "nota_internal": t("Nota internal"),
        "informasi_awal": t("Informasi awal"),
        "sbt_bkn": t("Daftar isian SBT"),
    }


def verdicts(t: Translate) -> Mapping[str, str]:
    """How an objection may be judged."""
    return {"kuatkan": t("Kuatkan keputusan"), "batalkan": t("Batalkan keputusan")}


def evidence(t: Translate) -> Mapping[str, str]:
    """What a file of evidence is."""
    return {
        "manifest": t("Catatan tangkapan"),
        "page": t("Halaman asli"),
        "media": t("Gambar atau video"),
    }


def details(t: Translate) -> Mapping[str, str]:
    """What an event's details are called."""
    return {
        "purpose": t("Tujuan"),
        "to": t("Kepada"),
        "question": t("Pertanyaan"),
        "until": t("Dijawab paling lambat"),
        "text": t("Isi"),
        "arrived": t("Diterima pada"),
        "document": t("Dokumen"),
        "recipient": t("Penerima"),
        "number": t("Nomor"),
        "dated": t("Tanggal"),
        "letters": t("Surat"),
        "sent": t("Dikirim pada"),
        "way": t("Cara kirim"),
        "source": t("Dari"),
        "decision": t("Putusan"),
        "reason": t("Alasan"),
        "root": t("Akar rantai audit"),
    }


def done(t: Translate) -> Mapping[str, str]:
    """What is told once a step was taken."""
    return {
        Step.ASK: t("Permintaan klarifikasi tercatat. Salin suratnya di bawah."),
        Step.ANSWER: t("Jawaban tercatat."),
        Step.WRITE: t("Dokumen dibuat. Unduh dari linimasa di bawah."),
        Step.REFER: t("Rujukan tercatat."),
        Step.RECORD: t("Hasil tercatat."),
        Step.OBJECT: t("Keberatan tercatat."),
        Step.JUDGE: t("Putusan tercatat."),
        Step.NOTE: t("Catatan tersimpan."),
        Step.CLOSE: t("Kasus ditutup."),
    }


def reasons(t: Translate) -> Mapping[str, str]:
    """Why an entry was not made, and what to do."""
    return {
        Reason.EMPTY: t("Isi semua kolom yang wajib."),
        Reason.TOO_LONG: t("Tulisan terlalu panjang: paling banyak 5.000 huruf."),
        Reason.NO_DAY: t("Isi tanggalnya."),
        Reason.NOT_YET: t("Tanggal belum tiba: pilih hari ini atau sebelumnya."),
        Reason.GONE_BY: t("Batas jawaban sudah lewat: pilih hari ini atau sesudahnya."),
        Reason.PURPOSE: t("Sebutkan tujuan membuka identitas, paling sedikit 10 huruf."),
        Reason.NAMED: t(
            "Tulisan memuat nama, NIP, unit, atau akun pemilik unggahan. Hapus, lalu kirim lagi: "
            "catatan kasus dibaca juga oleh yang tidak boleh mengetahuinya."
        ),
        Reason.UNREGISTERED: t("Akun ini tidak ada di registri, jadi pemiliknya tidak diketahui."),
        Reason.WHOM: t("Pilih kepada siapa klarifikasi diminta."),
        Reason.LETTERS: t("Pilih sedikitnya satu surat yang sudah dibuat untuk kasus ini."),
        Reason.VERDICT: t("Pilih: kuatkan atau batalkan."),
        Reason.INVOLVED: t(
            "Keberatan diputus orang lain: Anda ikut memutus, membuka, atau merujuk kasus ini."
        ),
        Reason.TOO_LARGE: t("Lampiran terlalu besar: paling besar 5 MB."),
        Reason.FORMAT: t("Lampiran harus berupa berkas PDF, JPG, atau PNG yang sebenarnya."),
        Reason.NO_FILE: t("Berkas ini bukan berkas kasus ini."),
    }
