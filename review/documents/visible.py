"""Text that prints as it reads.

A post may hold characters that are not seen but change what is seen (bidirectional overrides, zero
width characters, NUL), that pile up over other lines (stacks of combining marks), or that no font
of the documents has (most emoji). In a document that may become evidence each of them is written
out between ‹ and ›, as ‹U+202E›; an emoji is told by its Unicode name.
"""

from __future__ import annotations

import re
import unicodedata

MOST_CHARACTERS = 2_000
MOST_LINES = 60

# Scripts and signs that the fonts within typst draw (Libertinus Serif, New Computer Modern Math,
# DejaVu Sans Mono); a word processor has them too.
_DRAWN = (
    r"\n\u0020-\u007e\u00a0-\u00ac\u00ae-\u034e\u0350-\u0377\u037a-\u037f\u0384-\u038a\u038c"
    r"\u038e-\u03a1\u03a3-\u0482\u048a-\u04ff\u060c\u061b\u061f\u0621-\u063a\u0640-\u0655"
    r"\u0660-\u066d\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u2070\u2071\u2074-\u208e\u20a0-\u20bf"
    r"\u2100-\u214f\u2190-\u23f3\u2460-\u262f\u26a0-\u26a7\u270c-\u2727\u2761-\u2767"
    r"\U0001d400-\U0001d454\U0001d5d4-\U0001d6a3\U0001d7ce-\U0001d7ff"
)
_MARKS = r"\u0300-\u036f\u064b-\u0655"
_HIDDEN = re.compile(rf"(?<=[{_MARKS}][{_MARKS}])[{_MARKS}]|[^{_DRAWN}]")
_NAMED = ("So", "Sk", "Me")
"""Emoji, the colours of their skin and the keys around digits."""
_SAME = str.maketrans({"\t": " ", "\u2028": "\n", "\u2029": "\n", "\ufe0e": None, "\ufe0f": None})


def visible(text: str) -> str:
    """``text`` with every character that cannot be printed as it is written out by its name."""
    one_newline = text.replace("\r\n", "\n").replace("\r", "\n")
    return _HIDDEN.sub(_name, one_newline.translate(_SAME))


def shortened(text: str) -> tuple[str, int]:
    """The beginning of ``text`` that fits a page, and how many characters are left out."""
    lines = text[:MOST_CHARACTERS].splitlines(keepends=True)[:MOST_LINES]
    kept = "".join(lines).rstrip()
    return kept, len(text.rstrip()) - len(kept)


def _name(found: re.Match[str]) -> str:
    character = found.group()
    code = f"U+{ord(character):04X}"
    if unicodedata.category(character) not in _NAMED:
        return f"‹{code}›"
    return f"‹{unicodedata.name(character, code).lower()}›"
