from __future__ import annotations

import pytest

from classifiers.language import abstention
from classifiers.normalise import Normaliser


@pytest.mark.parametrize(
    "text",
    [
        "Ayo podo nyoblos, ojo lali tanggal pitulikur",
        "Hayu urang milih, ulah poho nya",
        "Ayu bubuhan pian datang ka TPS, kada usah supan",
        "Mara taretan, ajja' loppa nyoblos",
        "Nan manang jan sombong, nan kalah jan bangih",
        "mantap banget event-nya, see you next year ya",
        "bodoh sekali",
        "Para relawan pas datang langsung coblos",
        "usir para pendatang pas malam hari",
        "Les privat dan sie acara: para guru pas rapat",
        "guys please vote paslon dua for the win",
        "Rumah lagi? More like rumah pribadi, with our money as the down payment",
        "Jejama kham ngebersihko siring, radu jeno mengan jejama",
        "السلام عليكم ورحمة الله وبركاته, coblos nomor dua",
    ],
)
def test_abstention_lets_indonesia_s_languages_through(normaliser: Normaliser, text: str) -> None:
    assert abstention(normaliser.read(text), normaliser.lexicon) is None


@pytest.mark.parametrize(
    "text",
    [
        "The mayor will speak at the event today and you can join us",
        "El presidente de la ciudad no es muy bueno para los niños",
        "The KPU said that they will be at the office for the rest of this week",
        "Je suis dans la rue avec les enfants pour la fete des meres",
        "Wir sind heute mit der Familie auf dem Markt und nicht zu Hause",
        "خبر عاجل من المدينة",
        "今日はいい天気ですね",
    ],
)
def test_abstention_refuses_other_languages(normaliser: Normaliser, text: str) -> None:
    assert abstention(normaliser.read(text), normaliser.lexicon) == "not_indonesian"


@pytest.mark.parametrize("text", ["", "ok", "😀😀😀", "12345", "https://contoh.id"])
def test_abstention_refuses_too_little_text(normaliser: Normaliser, text: str) -> None:
    assert abstention(normaliser.read(text), normaliser.lexicon) == "too_short"
