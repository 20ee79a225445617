"""Words for what the store keeps as keys, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from review.rules import OBJECT_NAMES, STAGE_NAMES
from review.texts import Translate


def labels(t: Translate) -> Mapping[str, str]:
    """What is suspected, short enough for a table."""
    return {
        "candidate_support": t("Dukungan calon"),
        "hate_speech": t("Ujaran kebencian"),
        "hoax_sharing": t("Hoaks"),
        "semua": t("Semua"),
    }


def steps(t: Translate) -> Mapping[str, str]:
    """The steps of review."""
    return {
        "telaah_pertama": t("Telaah pertama"),
        "telaah_kedua": t("Telaah kedua"),
        "telaah_penyelia": t("Beda pendapat"),
    }


def decisions(t: Translate) -> Mapping[str, str]:
    """What a reviewer may decide."""
    return {
        "indikasi_kuat": t("Indikasi kuat"),
        "bukan": t("Bukan"),
        "klarifikasi": t("Klarifikasi"),
        "tidak_cukup_bukti": t("Tidak cukup bukti"),
    }


def acts(t: Translate) -> Mapping[str, str]:
    """The kinds of acts that the rulebook can be asked about."""
    return {
        "post": t("Unggahan"),
        "reply": t("Balasan"),
        "repost": t("Bagikan ulang"),
        "quote": t("Kutipan"),
        "like": t("Suka"),
        "follow": t("Mengikuti akun"),
        "photo": t("Unggahan berfoto"),
    }


def objects(t: Translate) -> Mapping[str, str]:
    """Whom or what a row of the rulebook is about."""
    return {key: t(name) for key, name in OBJECT_NAMES.items()}


def stages(t: Translate) -> Mapping[str, str]:
    """The stages of an election."""
    return {key: t(name) for key, name in STAGE_NAMES.items()}


def confidences(t: Translate) -> Mapping[str, str]:
    """How sure the rulebook is of a row."""
    return {"tinggi": t("tinggi"), "sedang": t("sedang"), "rendah": t("rendah")}
