"""Exports: no identity, no text, no formula, and a trace of each."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from review import decide
from review.decide import Judgement
from review.desk import Desk
from store.exports import EXPORTED
from tests.review.desk import Clock, flag_of, put_flags
from tests.review.web.conftest import Browser

SignIn = Callable[[str], Browser]
FILES = [
    f"{name}.{kind}" for name in ("antrean", "keputusan", "ikhtisar") for kind in ("csv", "xlsx")
]
TEXT, REASON = "Pilih yang amanah", "Mengajak memilih"


@pytest.fixture
def ids(desk: Desk, clock: Clock) -> list[str]:
    """Three flags, the first decided."""
    flags = [
        flag_of(
            n, account_id="A-RAHASIA", known_at=clock(), deadline_at=clock() + timedelta(days=7)
        )
        for n in range(3)
    ]
    made = put_flags(desk, [(flag, TEXT) for flag in flags])
    judgement = Judgement(
        decision="indikasi_kuat", reviewer="=1+1", reason=REASON, rulebook_row="B6"
    )
    decide.judge(desk.database, made[0], judgement, clock())
    return made


def rows(data: bytes, file: str) -> list[dict[str, str]]:
    if file.endswith("csv"):
        return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    head, *found = load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True)
    return [{str(k): str(v) for k, v in zip(head, row, strict=True)} for row in found]


@pytest.mark.usefixtures("ids")
@pytest.mark.parametrize("file", FILES)
def test_export_when_made_then_without_identity_text_or_reason_and_in_the_chain(
    sign_in: SignIn, desk: Desk, file: str
) -> None:
    answer = sign_in("U01").submit(f"/ekspor/{file}", hari="7")
    assert answer.status_code == 200
    assert (
        f'filename="netra-{file.split(".")[0]}-2031-09-02' in answer.headers["content-disposition"]
    )
    found = rows(answer.content, file)
    told = repr(found)
    assert found
    assert all(secret not in told for secret in ("A-RAHASIA", TEXT, REASON, "contoh.example"))
    with desk.database.transaction() as connection:
        events = connection.execute(
            "SELECT actor, subject, details FROM audit WHERE event = ?", [EXPORTED]
        ).fetchall()
    ((actor, subject, details),) = events
    assert (actor, subject) == ("U01", file.split(".")[0])
    assert json.loads(details)["rows"] == len(found)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_queue_when_exported_then_the_open_items_only(
    sign_in: SignIn, ids: list[str], kind: str
) -> None:
    found = rows(sign_in("P01").submit(f"/ekspor/antrean.{kind}").content, kind)
    assert sorted(row["butir"] for row in found) == sorted(ids[1:])
    assert {row["tenggat"] for row in found} == {"2031-09-09T08:00:00+07:00"}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_decisions_when_a_cell_looks_like_a_formula_then_it_is_neutral(
    sign_in: SignIn, ids: list[str], kind: str
) -> None:
    (row,) = rows(sign_in("P01").submit(f"/ekspor/keputusan.{kind}").content, kind)
    assert (row["butir"], row["keputusan"], row["baris_pedoman"]) == (ids[0], "indikasi_kuat", "B6")
    assert row["kode_penelaah"] == "'=1+1"


@pytest.mark.parametrize(
    ("code", "status"), [("A01", 403), ("D01", 403), ("P01", 200), ("U01", 200)]
)
def test_export_when_the_role_does_not_allow_it_then_refused(
    sign_in: SignIn, code: str, status: int
) -> None:
    browser = sign_in(code)
    assert browser.get("/ekspor").status_code == status
    assert browser.submit("/ekspor/antrean.csv").status_code == status


@pytest.mark.parametrize("file", ["rahasia.csv", "antrean.exe", "../netra.csv"])
def test_export_when_there_is_no_such_then_not_found(sign_in: SignIn, file: str) -> None:
    assert sign_in("P01").submit(f"/ekspor/{file}").status_code == 404


def test_export_when_the_form_is_not_ours_then_refused_and_not_in_the_chain(
    sign_in: SignIn, desk: Desk
) -> None:
    assert sign_in("P01").post("/ekspor/antrean.csv", data={"csrf": "x"}).status_code == 403
    with desk.database.transaction() as connection:
        assert (
            connection.execute("SELECT * FROM audit WHERE event = ?", [EXPORTED]).fetchall() == []
        )
