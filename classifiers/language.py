"""When a score would mean nothing: too little text, or not a language the models know.

Indonesia's regional languages are written mixed with Indonesian and are always let through: what is
refused is other scripts and running text of a few world languages, without an Indonesian part.
"""

from __future__ import annotations

from collections.abc import Sequence

from classifiers.lexicon import Lexicon
from classifiers.score import Abstention
from classifiers.wordlists import ELECTORAL

_SHORTEST = 2
_ENOUGH = 4
_LATIN_END = chr(0x250)

# Frequent words of a few world languages, without those that languages here write too: "para",
# "pas", "kami", "sie", "com" and the like would have Indonesian posts refused.
_FOREIGN_WORDS = (
    "the of and are was were you your for with this that have has been its not they them their "
    "what when from will would can just about there she our be or if but el los por con como pero "
    "muy esta este que del nos porque cuando une est dans pour avec sur qui nous vous il elle et "
    "mais der und ist nicht ein eine auf fur von zu ich auch os uma nao voce isso foi mga hindi "
    "ako siya naman het een niet voor zijn ook maar deze icin degil"
)
_FOREIGN = frozenset(_FOREIGN_WORDS.split())

# Everyday words here, with those that a text mixed with another language keeps, first words of
# Lampung and Bugis, and the words of an election: enough to see that a text is meant for
# readers here.
_KEPT_WORDS = (
    "yang dan di ke dari untuk ini itu dengan tidak ada akan saya kita kami pada juga sudah bisa "
    "karena menjadi adalah orang lagi semua kalau saja apa sama aku kamu buat belum jangan mau ya "
    "sing karo ora iku iki wis nang kanggo lan jeung teu nu anu eta ieu ka tina henteu mun kada "
    "kadada pian ulun nan indak urang jo lai ajja ben se ta reng sai tiang sane dulu deh dong sih "
    "kok nih tuh coba warga rumah bersama tahun bapak ibu emak bupati gubernur walikota presiden "
    "calon pilih dukung menang suara selamat terima kasih nomor hari besok penting datang dpt "
    "mantap semoga banget ayo yuk guru kepala desa kota kabupaten jalan baru lebih sangat atau "
    "seperti oleh dalam punya satu dua tiga sekarang nanti salam alhamdulillah kham jejama radu "
    "jeno mengan iya dena engka tudang"
)
_KEPT = ELECTORAL.union(_KEPT_WORDS.split())


def abstention(words: Sequence[str], lexicon: Lexicon) -> Abstention | None:
    """Why the words cannot be scored; ``None`` where they can."""
    letters = list(filter(str.isalpha, words))
    if _other_script(letters) or (len(letters) >= _ENOUGH and _foreign(letters, lexicon)):
        return "not_indonesian"
    return "too_short" if len(letters) < _SHORTEST else None


def _other_script(words: Sequence[str]) -> bool:
    other = sum(map(_LATIN_END.__le__, words))
    # A greeting in Arabic letters may be longer than the call behind it.
    return other * 2 > len(words) and len(_KEPT.intersection(words)) < _SHORTEST


def _foreign(words: Sequence[str], lexicon: Lexicon) -> bool:
    foreign = len(_FOREIGN.intersection(words))
    if foreign >= 2 and foreign * 5 >= len(words):
        ours = len(_KEPT.intersection(words))
        if foreign > 2 * ours:
            return True
    unknown = len(words) >= 6 and _KEPT.isdisjoint(words)
    return unknown and sum(word in lexicon for word in words) * 4 < len(words)
