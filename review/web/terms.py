"""Words for what the store keeps as keys, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Translate = Callable[[str], str]


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
