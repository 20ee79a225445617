"""The rulebook page: every row to read, and which may apply on a day."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from review.desk import Desk
from tests.review.web.conftest import Browser, text_of

SignIn = Callable[[str], Browser]


def applying(html: str) -> list[str]:
    """The ids of the rows the page says may apply."""
    return re.findall(r'href="#baris-([A-Za-z0-9-]+)"', html)


@pytest.mark.parametrize("code", ["A01", "P01", "U01", "D01"])
def test_rulebook_when_asked_for_then_everybody_may_read_every_row(
    sign_in: SignIn, desk: Desk, code: str
) -> None:
    answer = sign_in(code).get("/pedoman")
    assert answer.status_code == 200
    assert all(f'id="baris-{row.id}"' in answer.text for row in desk.rulebook.rows)
    assert all(law.name in answer.text for law in desk.rulebook.laws)
    assert applying(answer.text) == []


@pytest.mark.parametrize(
    ("day", "stage", "before"),
    [("2031-06-01", "bakal calon", True), ("2031-09-10", "kampanye", False)],
)
def test_rulebook_when_asked_about_a_day_then_the_rows_of_its_stage(
    sign_in: SignIn, day: str, stage: str, before: bool
) -> None:
    html = sign_in("A01").get(f"/pedoman?tanggal={day}&jenis=post&dugaan=candidate_support").text
    assert f"Tahap {stage} (Pemilihan Wali Kota Tirtaloka 2031)" in text_of(html)
    found = applying(html)
    assert found[-1] == "lain"
    assert ("A2" in found) is before


def test_rulebook_when_the_day_is_after_every_election_then_it_says_that_none_is_known(
    sign_in: SignIn,
) -> None:
    seen = text_of(sign_in("A01").get("/pedoman?tanggal=2040-01-01").text)
    assert "tidak ada pemilihan yang dikenal" in seen


@pytest.mark.parametrize(
    "query", ["tanggal=besok", "tanggal=2031-02-30", "jenis=mencuri", "dugaan=%3Cscript%3E"]
)
def test_rulebook_when_the_question_makes_no_sense_then_it_says_what_is_wrong(
    sign_in: SignIn, query: str
) -> None:
    answer = sign_in("A01").get(f"/pedoman?{query}")
    assert answer.status_code == 400
    assert "tidak" in text_of(answer.text)
    assert "<script>" not in answer.text


def test_rulebook_when_shown_then_no_sanction_and_no_verdict_is_in_it(sign_in: SignIn) -> None:
    seen = text_of(sign_in("A01").get("/pedoman?tanggal=2031-09-10").text).lower()
    assert not any(word in seen for word in ("sanksi berupa", "terbukti", "pelanggar "))
