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
_FOREIGN = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "is",
        "are",
        "was",
        "were",
        "you",
        "your",
        "for",
        "with",
        "this",
        "that",
        "have",
        "has",
        "been",
        "it",
        "its",
        "not",
        "they",
        "them",
        "their",
        "what",
        "when",
        "from",
        "will",
        "would",
        "can",
        "just",
        "about",
        "there",
        "he",
        "she",
        "his",
        "her",
        "we",
        "our",
        "at",
        "by",
        "as",
        "be",
        "on",
        "or",
        "if",
        "so",
        "but",
        "an",
        "in",
        "el",
        "los",
        "las",
        "una",
        "por",
        "para",
        "con",
        "como",
        "pero",
        "muy",
        "esta",
        "este",
        "que",
        "del",
        "se",
        "su",
        "nos",
        "porque",
        "cuando",
        "le",
        "les",
        "des",
        "une",
        "est",
        "dans",
        "pour",
        "avec",
        "sur",
        "pas",
        "qui",
        "nous",
        "vous",
        "je",
        "il",
        "elle",
        "et",
        "mais",
        "der",
        "die",
        "das",
        "und",
        "ist",
        "nicht",
        "ein",
        "eine",
        "mit",
        "auf",
        "fur",
        "von",
        "zu",
        "wir",
        "ich",
        "sie",
        "auch",
        "o",
        "os",
        "as",
        "uma",
        "nao",
        "com",
        "mais",
        "voce",
        "isso",
        "foi",
        "na",
        "em",
        "ang",
        "ng",
        "mga",
        "sa",
        "ay",
        "hindi",
        "ako",
        "siya",
        "kami",
        "nila",
        "po",
        "lang",
        "naman",
        "het",
        "een",
        "van",
        "niet",
        "voor",
        "zijn",
        "ook",
        "maar",
        "deze",
        "ve",
        "bir",
        "icin",
        "ile",
        "cok",
        "degil",
        "ben",
        "sen",
    ]
)
# Words of the list above that Indonesia's languages also write.
_SHARED = frozenset(
    [
        "las",
        "se",
        "su",
        "sa",
        "le",
        "die",
        "ben",
        "sen",
        "on",
        "em",
        "as",
        "na",
        "is",
        "at",
        "in",
        "an",
        "ng",
        "o",
        "it",
        "to",
        "ang",
        "lang",
        "po",
        "ay",
        "by",
        "me",
        "so",
        "his",
        "we",
        "para",
        "pas",
        "kami",
        "nila",
        "wir",
        "mit",
        "com",
        "cok",
        "van",
        "les",
        "bir",
        "des",
        "je",
        "ve",
        "sie",
        "das",
        "una",
        "ile",
        "her",
        "he",
    ]
)
_FOREIGN_ONLY = _FOREIGN - _SHARED
_OURS = frozenset(
    [
        "yang",
        "dan",
        "di",
        "ke",
        "dari",
        "untuk",
        "ini",
        "itu",
        "dengan",
        "tidak",
        "ada",
        "akan",
        "saya",
        "kita",
        "kami",
        "pada",
        "juga",
        "sudah",
        "bisa",
        "karena",
        "menjadi",
        "adalah",
        "orang",
        "lagi",
        "semua",
        "kalau",
        "saja",
        "apa",
        "sama",
        "aku",
        "kamu",
        "buat",
        "belum",
        "jangan",
        "mau",
        "ya",
        "sing",
        "karo",
        "ora",
        "iku",
        "iki",
        "wis",
        "nang",
        "kanggo",
        "lan",
        "jeung",
        "teu",
        "nu",
        "anu",
        "eta",
        "ieu",
        "ka",
        "tina",
        "henteu",
        "mun",
        "nang",
        "kada",
        "kadada",
        "pian",
        "ulun",
        "nan",
        "indak",
        "urang",
        "jo",
        "lai",
        "ajja",
        "ben",
        "se",
        "ta",
        "ka",
        "reng",
        "sai",
        "tiang",
        "sane",
    ]
)

# Everyday words that a text mixed with another language keeps, and first words of Lampung and
# Bugis; with the words of an election enough to see that a text is meant for readers here.
_EVERYDAY = (
    "dulu deh dong sih kok nih tuh coba warga rumah bersama tahun bapak ibu emak bupati gubernur"
    " walikota presiden calon pilih dukung menang suara selamat terima kasih nomor hari besok"
    " penting datang dpt mantap semoga banget ayo yuk guru kepala desa kota kabupaten jalan baru"
    " lebih sangat atau seperti oleh dalam punya satu dua tiga sekarang nanti salam alhamdulillah"
    " kham jejama radu jeno mengan iya dena engka tudang"
)
_KEPT = _OURS.union(_EVERYDAY.split(), ELECTORAL)


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
    foreign = len(_FOREIGN_ONLY.intersection(words))
    if foreign >= 2 and foreign * 5 >= len(words):
        ours = len(_KEPT.intersection(words))
        if foreign > 2 * ours:
            return True
    unknown = len(words) >= 6 and _KEPT.isdisjoint(words)
    return unknown and sum(word in lexicon for word in words) * 4 < len(words)
