"""Characters: every way of writing a letter becomes one plain letter, one character at a time.

Folding is a function of each single character (Unicode TR 15 compatibility decomposition, case
folding, marks and invisible characters dropped, letters that look Latin made Latin). So the place
of a folded character in the original text is known by counting, and lone surrogates, bidi controls,
blank fillers and zero-width joiners cannot hide a word. Only the letters of flags need their
neighbours: pairs that are flags stay flags, all others are letters.
"""

from __future__ import annotations

import re
import unicodedata

# Letters of other scripts that readers take for Latin ones (Unicode TR 39, the common part).
_LOOKALIKES = dict(
    zip(
        "авекмнорстухіјѕԁɡһӏԛԝαβεηικνορτυχɑıłøđħŧᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢᗩᗷᑕᗪᖴᕼᒍᒪᗰᑎᑭᑫᖇᔕᑌᐯᗯ᙭ᘔ",
        "abekmhopctyxijsdghlqwabenikvoptuxailodhtabcdefghijklmnopqrstuvwyzabcdfhjlmnpqrsuvwxz",
        strict=True,
    )
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
# Letters in black circles and squares and in brackets, and digits in circles: the first of each.
_LETTERS_FROM = (0x1F150, 0x1F170, 0x249C, 0x1F110)
_DIGITS_FROM = (0x2776, 0x2780, 0x278A, 0x24F5)
_STYLISED = {
    chr(first + place): plain
    for alphabet, firsts in ((_LETTERS, _LETTERS_FROM), ("123456789", _DIGITS_FROM))
    for first in firsts
    for place, plain in enumerate(alphabet)
}
# Hangul fillers and the blank Braille pattern: letters by category, and nothing to see.
_FILLERS = frozenset("\u115f\u1160\u2800")
_QUOTES = dict.fromkeys("‘’ʼ`´ʻʹ", "'") | dict.fromkeys("“”„«»″", '"')
_DROPPED = ("Mn", "Me", "Cf", "Cc", "Cs", "Co")
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_INDICATORS = re.compile("[\U0001f1e6-\U0001f1ff]+")
_SPELT = {0x1F1E6 + place: letter for place, letter in enumerate(_LETTERS)}
# The regions that have a flag: ISO 3166-1 and the exceptions of Unicode TR 51, by first letter.
_REGIONS = (
    "cdefgilmoqrstuwxz abdefghijlmnoqrstvwyz acdfghiklmnopqruvwxyz egjkmoz aceghrstu ijkmor"
    " abdefghilmnpqrstuwy kmnrtu cdelmnoqrst emop eghimnprwyz abcikrstuvy"
    " acdefghklmnopqrstuvwxyz acefgilopruz m aefghklmnrstwy a eosuw abcdeghijklmnorstvxyz"
    " acdfghjklmnortvwz agmnsyz aceginu fs k et amw"
)
_FLAGS = frozenset(
    first + second
    for first, seconds in zip(_LETTERS, _REGIONS.split(), strict=True)
    for second in seconds
)


def fold(text: str) -> str:
    """Fold every character; the result of folding a folded text is the same text."""
    return _spelt(text).translate(_TABLE)


def fold_offsets(text: str) -> list[int]:
    """Where each folded character came from, as an index into ``text``, plus ``len(text)`` last.

    ``fold_offsets(text)[i]`` belongs to ``fold(text)[i]``.
    """
    widths = [len(_TABLE[ord(char)]) for char in _spelt(text)]
    return [origin for origin, width in enumerate(widths) for _ in range(width)] + [len(text)]


def _spelt(text: str) -> str:
    """The letters of flags as plain letters, one for one, where they are not flags."""
    return text if text.isascii() else _INDICATORS.sub(_flags_or_letters, text)


def _flags_or_letters(run: re.Match[str]) -> str:
    letters = run.group().translate(_SPELT)
    pairs = {letters[at : at + 2] for at in range(0, len(letters), 2)}
    return run.group() if pairs <= _FLAGS else letters


class _Table(dict[int, str]):
    """Filled on first sight of a character; Unicode bounds its size."""

    def __missing__(self, code: int) -> str:
        value = _STYLISED.get(chr(code)) or _settle(chr(code))
        self[code] = value
        return value


def _settle(char: str) -> str:
    folded = _once(char)
    while folded != (again := _once(folded)):
        folded = again
    return folded


def _once(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(_plain(char) for char in decomposed)


def _plain(char: str) -> str:
    category = unicodedata.category(char)
    if char.isspace() or category.startswith("Z"):
        return " "
    if category in _DROPPED or char in _FILLERS or ord(char) in _SKIN_TONES:
        return ""
    return _QUOTES.get(char) or _LOOKALIKES.get(char) or char


_TABLE = _Table()
