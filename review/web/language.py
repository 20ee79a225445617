"""Languages: texts are written in Indonesian; other languages are gettext catalogues.

A catalogue is read from its ``.po`` file at the first use, so nothing need be compiled.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from review.texts import Translate

SOURCE = "id"
LANGUAGES = ("id", "en")
LOCALE = Path(__file__).parent / "locale"


def translator(language: str) -> Translate:
    """What turns an Indonesian text into ``language``; an unknown text stays as it is."""
    known = _catalogue(language)
    return lambda text: known.get(text) or text


@cache
def _catalogue(language: str) -> dict[str, str]:
    from babel.messages.pofile import read_po

    path = LOCALE / language / "netra.po"
    if language == SOURCE or not path.exists():
        return {}
    with path.open("rb") as file:
        return {
            message.id: message.string
            for message in read_po(file)
            if isinstance(message.id, str) and isinstance(message.string, str) and message.string
        }
