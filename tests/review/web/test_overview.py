"""The overview page: figures as charts and as tables, and nothing about who posted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from review import decide
from review.decide import Judgement
from review.desk import Desk
from tests.review.desk import START, Clock, flag_of, put_flags
from tests.review.web.conftest import Browser, text_of

SignIn = Callable[[str], Browser]


def judged(desk: Desk, clock: Clock, count: int, word: str = "bukan") -> None:
    """The first ``count`` of a handful of new flags, decided an hour after they became known."""
    made = [
        flag_of(n, account_id="A-RAHASIA", known_at=START, deadline_at=START + timedelta(days=7))
        for n in range(count + 2)
    ]
    ids = put_flags(desk, [(flag, "Pilih yang amanah") for flag in made])
    clock.advance(hours=1)
    for flag_id in ids[:count]:
        judgement = Judgement(decision=word, reviewer="A01", reason="Ajakan", rulebook_row="B6")
        decide.judge(desk.database, flag_id, judgement, clock())


@pytest.mark.parametrize(
    ("code", "status"), [("P01", 200), ("U01", 200), ("A01", 403), ("D01", 403)]
)
def test_overview_when_asked_for_then_only_penyelia_and_auditor_see_it(
    sign_in: SignIn, code: str, status: int
) -> None:
    assert sign_in(code).get("/ikhtisar").status_code == status


def test_overview_when_things_were_decided_then_cards_charts_and_tables_say_so(
    sign_in: SignIn, desk: Desk, clock: Clock
) -> None:
    judged(desk, clock, 3)
    html = sign_in("P01").get("/ikhtisar?hari=7").text
    seen = text_of(html)
    assert "Menunggu 2" in seen
    assert "Diputuskan 3" in seen
    assert "Diketahui sampai putusan 60 mnt" in seen
    assert html.count('<svg class="chart"') == html.count("Angka sebagai tabel") == 7
    assert "Dukungan calon 0 3 0 0 0" in seen


def test_overview_when_a_reviewer_always_says_what_the_machine_says_then_alarm(
    sign_in: SignIn, desk: Desk, clock: Clock
) -> None:
    judged(desk, clock, 50, "indikasi_kuat")
    seen = text_of(sign_in("U01").get("/ikhtisar").text)
    assert "Penelaah A01 sama dengan mesin dalam 100 % dari 50 putusan" in seen


def test_overview_when_there_is_little_data_then_it_says_so(sign_in: SignIn) -> None:
    seen = text_of(sign_in("P01").get("/ikhtisar").text)
    assert "belum cukup data, 0 dari 30 kontrol diputuskan" in seen
    assert "Pasangan masih sedikit" in seen
    assert "Belum ada putusan dalam rentang ini" in seen


def test_overview_when_shown_then_nothing_tells_who_posted_or_what(
    sign_in: SignIn, desk: Desk, clock: Clock
) -> None:
    judged(desk, clock, 3)
    html = sign_in("P01").get("/ikhtisar").text
    assert all(
        told not in html for told in ("A-RAHASIA", "Pilih yang amanah", "paslon", "Wiratama")
    )


@pytest.mark.parametrize("asked", ["", "?hari=365", "?hari=<script>", "?hari=-7"])
def test_overview_when_the_period_makes_no_sense_then_thirty_days(
    sign_in: SignIn, asked: str
) -> None:
    assert '<option value="30" selected>' in sign_in("P01").get(f"/ikhtisar{asked}").text


def test_overview_when_shown_then_no_style_stands_in_the_page(sign_in: SignIn) -> None:
    html = sign_in("P01").get("/ikhtisar").text
    assert " style=" not in html
    assert "<style" not in html
