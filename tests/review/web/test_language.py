"""Languages: every text of the page can be read in every language it offers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from jinja2 import Environment

import review
from review.desk import Desk
from review.web.language import LANGUAGES, LOCALE, SOURCE, translator
from review.web.render import TEMPLATES
from store import users
from tests.review.web.conftest import Browser, text_of

ROOM = Path(review.__file__).parent
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "t": None, "mark": None}
METHODS = [("**.py", "python"), ("web/templates/**.html", "jinja2")]
NAMES = {"Netra", "WIB", "NIP", "SHA", "Enter"}
"""Words that are the same in every language."""


def texts() -> set[str]:
    """Every text that the pages and their code show."""
    found = extract_from_dir(
        ROOM,
        METHODS,
        options_map={"**.html": {"trimmed": "true"}},
        keywords=KEYWORDS | {"PageError": None},
    )
    return {
        one
        for _, _, message, *_ in found
        for one in ([message] if isinstance(message, str) else message)
    }


def untagged(template: Path) -> Iterator[str]:
    """The words that stand in a template outside of ``_()``."""
    lexed = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).lex(template.read_text())
    html = "".join(value if kind == "data" else "\0" for _, kind, value in lexed)
    shown = re.findall(r'(?:alt|title|placeholder|aria-label)="([^"]+)"', html)
    shown += re.sub(r"<[^>]*>", "\n", html).split("\n")
    for text in shown:
        yield from (word for word in re.findall(r"[^\W\d_]{3,}", re.sub(r"&\w+;", "", text)))


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {SOURCE}))
def test_catalogue_when_read_then_it_has_every_text_and_no_other(language: str) -> None:
    with (LOCALE / language / "netra.po").open("rb") as file:
        catalogue = read_po(file)
    held = {message.id: message.string for message in catalogue if message.id}
    wanted = texts()
    assert wanted - set(held) == set(), "run `make messages`, then translate"
    assert [text for text in wanted if not held[text]] == []
    assert set(held) - wanted == set(), "run `make messages`"


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {SOURCE}))
def test_catalogue_when_a_text_has_places_to_fill_then_its_translation_has_the_same(
    language: str,
) -> None:
    translate, places = translator(language), re.compile(r"%\(\w+\)[sd]|\{\w*\}")
    for text in texts():
        assert sorted(places.findall(translate(text))) == sorted(places.findall(text)), text


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_template_when_it_shows_words_then_they_can_be_translated(template: Path) -> None:
    assert [word for word in untagged(template) if word not in NAMES] == []


def test_translator_when_the_text_is_unknown_then_it_stays() -> None:
    assert translator("en")("teks yang tidak dikenal") == "teks yang tidak dikenal"
    assert translator(SOURCE)("Antrean") == "Antrean"


def test_page_when_somebody_chose_english_then_what_the_code_says_is_english_too(
    desk: Desk, sign_in: Callable[[str], Browser]
) -> None:
    with desk.database.transaction() as connection:
        analyst = users.get(connection, "A01")
        assert analyst is not None
        users.update(connection, replace(analyst, language="en"))
    html = sign_in("A01").get("/pedoman?tanggal=2031-09-10&jenis=reply").text
    assert '<html lang="en">' in html
    seen = text_of(html)
    assert "Stage campaign (Pemilihan Wali Kota Tirtaloka 2031)" in seen
    assert "Reply" in seen
    assert "confidence: medium" in seen
    assert "Stage campaign (from the determination of candidates on)" in seen
    assert "this row covers: reply." in seen
    assert "baris ini" not in seen
    # Law stays as it was written, and says in which language that is.
    assert '<p lang="id">' in html
