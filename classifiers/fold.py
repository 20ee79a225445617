"""Characters: every way of writing a letter becomes one plain letter, one character at a time.

Folding is a function of each single character (Unicode TR 15 compatibility decomposition, case
folding, marks and invisible characters dropped, letters that look Latin made Latin). So the place
of a folded character in the original text is known by counting, and lone surrogates, bidi controls
and zero-width joiners cannot hide a word.
"""

from __future__ import annotations

import unicodedata

# Letters of other scripts that readers take for Latin ones (Unicode TR 39, the common part).
_LOOKALIKES = dict(
    zip(
        "авекмнорстухіјѕԁɡһӏԛԝαβεηικνορτυχɑıł",
        "abekmhopctyxijsdghlqwabenikvoptuxail",
        strict=True,
    )
)
_QUOTES = dict.fromkeys("‘’ʼ`´ʻʹ", "'") | dict.fromkeys("“”„«»″", '"')
_DROPPED = ("Mn", "Me", "Cf", "Cc", "Cs", "Co")
_SKIN_TONES = range(0x1F3FB, 0x1F400)


def fold(text: str) -> str:
    """Fold every character; the result of folding a folded text is the same text."""
    return text.translate(_TABLE)


def fold_offsets(text: str) -> list[int]:
    """Where each folded character came from, as an index into ``text``, plus ``len(text)`` last.

    ``fold_offsets(text)[i]`` belongs to ``fold(text)[i]``.
    """
    return [origin for origin, char in enumerate(text) for _ in range(len(_TABLE[ord(char)]))] + [
        len(text)
    ]


class _Table(dict[int, str]):
    """Filled on first sight of a character; Unicode bounds its size."""

    def __missing__(self, code: int) -> str:
        value = _settle(chr(code))
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
    if category in _DROPPED or ord(char) in _SKIN_TONES:
        return ""
    return _QUOTES.get(char) or _LOOKALIKES.get(char) or char


_TABLE = _Table()
