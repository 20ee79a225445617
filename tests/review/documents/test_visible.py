"""Text prints as it reads: what is not seen, piles up or has no letter is written out."""

from __future__ import annotations

import json
import unicodedata

import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st

from review.documents.visible import MOST_CHARACTERS, MOST_LINES, shortened, visible

ANY_TEXT = st.text(st.characters(), max_size=200)
FONTS = '#set text(font: ("Libertinus Serif", "New Computer Modern Math", "DejaVu Sans Mono"))\n'
EACH = "#for one in json(bytes(sys.inputs.all)) [#one \\ ]"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Pilih nomor 2!", "Pilih nomor 2!"),
        ("أهلا ✌ ❤\ufe0f", "أهلا ✌ ❤"),
        ("a\r\nb\rc\td", "a\nb\nc d"),
        ("\x00", "‹U+0000›"),
        ("\u202ekanan\u202c", "‹U+202E›kanan‹U+202C›"),
        ("no\u200b2", "no‹U+200B›2"),
        ("👍🏽", "‹thumbs up sign›‹emoji modifier fitzpatrick type-4›"),
        ("2\ufe0f\u20e3", "2‹combining enclosing keycap›"),
        ("\ud800", "‹U+D800›"),
        ("漢", "‹U+6F22›"),
        ("o\u0301\u0301\u0301", "o\u0301\u0301‹U+0301›"),
    ],
)
def test_character_is_shown_or_written_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(ANY_TEXT)
def test_nothing_hidden_is_left_and_nothing_more_is_changed(text: str) -> None:
    shown = visible(text)
    assert visible(shown) == shown
    assert not {unicodedata.category(one) for one in shown.replace("\n", "")} & {"Cc", "Cf", "Cs"}


def test_every_character_left_has_a_letter_in_the_fonts_of_the_pdf() -> None:
    left = [chr(code) for code in range(0x21, 0x30000) if visible(chr(code)) == chr(code)]
    made = typst.compile(
        (FONTS + EACH).encode(),
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards="a-2a",
        sys_inputs={"all": json.dumps(left)},
    )
    assert made.startswith(b"%PDF")
    assert len(left) > 3_000


@given(st.text(st.sampled_from("ab\n "), max_size=3 * MOST_CHARACTERS))
def test_cut_text_is_a_beginning_and_what_is_left_out_is_counted(text: str) -> None:
    kept, left_out = shortened(text)
    assert text.startswith(kept)
    assert len(kept) + left_out == len(text.rstrip())
    assert len(kept) <= MOST_CHARACTERS
    assert len(kept.splitlines()) <= MOST_LINES


def test_text_that_fits_is_not_cut() -> None:
    assert shortened("satu\ndua") == ("satu\ndua", 0)
