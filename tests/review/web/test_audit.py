"""The audit page: an auditor reads the chain, checks it and takes its root away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from review.desk import Desk
from review.web.pages.audit import CHECKED, ROWS
from store import audit
from store.moment import to_utc
from tests.review.desk import START
from tests.review.web.conftest import Browser, text_of

SignIn = Callable[[str], Browser]
TRAIL = "/jejak"


def fill(desk: Desk, rows: int) -> None:
    with audit.recorded(desk.database) as connection:
        for number in range(rows):
            audit.append(connection, "flag.raised", audit.MACHINE, f"F-{number}", {})


def stamp(desk: Desk, moment: datetime) -> str:
    """Let every row so far be of this moment; return the last hash."""
    with desk.database.transaction() as connection:
        connection.execute("UPDATE audit SET recorded_utc = ?", [to_utc(moment)])
        return audit.head(connection).hash


@pytest.mark.parametrize(
    ("code", "status"), [("A01", 403), ("P01", 403), ("D01", 403), ("U01", 200)]
)
def test_trail_when_asked_for_then_only_the_auditor_sees_it(
    sign_in: SignIn, code: str, status: int
) -> None:
    browser = sign_in(code)
    assert browser.get(TRAIL).status_code == status
    assert browser.submit(TRAIL).status_code == status


def test_trail_when_longer_than_a_page_then_the_older_rows_follow(
    sign_in: SignIn, desk: Desk
) -> None:
    fill(desk, ROWS + 2)
    browser = sign_in("U01")
    first = browser.get(TRAIL).text
    assert "F-51" in first
    assert "F-1<" not in first
    assert f'href="{TRAIL}?sebelum=3&amp;peristiwa=&amp;tentang="' in first
    second = browser.get(f"{TRAIL}?sebelum=3").text
    assert "F-1<" in second
    assert "Lebih lama" not in second


def test_trail_when_filtered_then_only_that_subject(sign_in: SignIn, desk: Desk) -> None:
    fill(desk, 5)
    seen = text_of(sign_in("U01").get(f"{TRAIL}?tentang=F-3&peristiwa=flag.raised").text)
    assert "F-3" in seen
    assert "F-2" not in seen


@pytest.mark.parametrize(
    "query", ["sebelum=-1", "sebelum=" + "9" * 40, "sebelum=²", "hari=kemarin", "tentang=%00'--"]
)
def test_trail_when_the_address_makes_no_sense_then_still_a_page(
    sign_in: SignIn, query: str
) -> None:
    assert sign_in("U01").get(f"{TRAIL}?{query}").status_code == 200


def test_check_when_the_chain_holds_then_it_says_so_and_the_check_is_an_event(
    sign_in: SignIn, desk: Desk
) -> None:
    fill(desk, 4)
    assert "Rantai utuh. 4 baris" in text_of(sign_in("U01").submit(TRAIL).text)
    with desk.database.transaction() as connection:
        events = connection.execute("SELECT actor FROM audit WHERE event = ?", [CHECKED]).fetchall()
    assert events == [("U01",)]


def test_check_when_a_row_was_altered_then_the_row_is_named(sign_in: SignIn, desk: Desk) -> None:
    fill(desk, 4)
    with desk.database.transaction() as connection:
        connection.execute("UPDATE audit SET subject = 'F-9' WHERE seq = 3")
    assert "Rantai putus di baris 3." in text_of(sign_in("U01").submit(TRAIL).text)


def test_check_when_the_heads_file_is_damaged_then_it_says_so(sign_in: SignIn, desk: Desk) -> None:
    audit.heads_path(desk.database).write_text("bukan kepala\n")
    answer = sign_in("U01").submit(TRAIL)
    assert answer.status_code == 500
    assert "Catatan kepala rantai" in text_of(answer.text)


def test_root_when_the_day_is_over_then_it_can_be_copied(sign_in: SignIn, desk: Desk) -> None:
    fill(desk, 2)
    root = stamp(desk, START.replace(day=1))
    assert f">{root}<" in sign_in("U01").get(TRAIL).text
    assert root in sign_in("U01").get(f"{TRAIL}?hari=2099-01-01").text


def test_root_when_nothing_was_recorded_by_then_it_says_so(sign_in: SignIn, desk: Desk) -> None:
    fill(desk, 2)
    stamp(desk, START)
    assert "Belum ada baris" in text_of(sign_in("U01").get(f"{TRAIL}?hari=2031-08-01").text)
