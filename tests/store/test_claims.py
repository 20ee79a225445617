"""Debunked claims: taken whole from a file or not at all."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from store.claim import StoredClaim
from store.claims import ImportReport, all_claims, import_claims
from store.errors import ImportRejected

if TYPE_CHECKING:
    import duckdb

    Connection = duckdb.DuckDBPyConnection

CSV = (
    "claim_id,text,title,verdict,conclusion,checked_on,url\n"
    'K-1,"Air sungai, katanya, jadi manis",Air manis,SALAH,Tidak ada,2031-08-17,'
    "https://cek.invalid/1\n"
    "K-2,Kambing bisa memilih,,,,,\n"
)
FIRST = StoredClaim(
    claim_id="K-1",
    text="Air sungai, katanya, jadi manis",
    title="Air manis",
    verdict="SALAH",
    conclusion="Tidak ada",
    checked_on=date(2031, 8, 17),
    url="https://cek.invalid/1",
)
SECOND = StoredClaim(claim_id="K-2", text="Kambing bisa memilih")


def write(tmp_path: Path, name: str, content: str | bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_import_when_csv_then_every_claim_is_held(connection: Connection, tmp_path: Path) -> None:
    report = import_claims(connection, write(tmp_path, "a.csv", "\ufeff" + CSV))
    assert report == ImportReport(added=2, changed=0, unchanged=0)
    assert all_claims(connection) == [FIRST, SECOND]


def test_import_when_csv_has_semicolons_then_it_is_read_too(
    connection: Connection, tmp_path: Path
) -> None:
    import_claims(connection, write(tmp_path, "a.csv", "claim_id;text\nK-1;satu, dua\n"))
    assert all_claims(connection) == [StoredClaim(claim_id="K-1", text="satu, dua")]


def test_import_when_csv_cell_spans_lines_then_it_stays_whole(
    connection: Connection, tmp_path: Path
) -> None:
    import_claims(connection, write(tmp_path, "a.csv", 'claim_id,text\nK-1,"satu\ndua"\n'))
    assert all_claims(connection)[0].text == "satu\ndua"


def test_import_when_jsonl_then_the_same_claims(connection: Connection, tmp_path: Path) -> None:
    lines = "\n".join(json.dumps(claim.to_json()) for claim in (FIRST, SECOND))
    import_claims(connection, write(tmp_path, "a.jsonl", lines + "\n\n"))
    assert all_claims(connection) == [FIRST, SECOND]


def test_import_when_claim_review_then_its_fields_are_found(
    connection: Connection, tmp_path: Path
) -> None:
    review = {
        "@type": "ClaimReview",
        "url": "https://cek.invalid/1",
        "claimReviewed": FIRST.text,
        "name": FIRST.title,
        "datePublished": "2031-08-17T08:00:00+07:00",
        "reviewRating": {"alternateName": "SALAH"},
        "reviewBody": "Tidak ada",
    }
    import_claims(connection, write(tmp_path, "a.json", json.dumps([review])))
    (claim,) = all_claims(connection)
    assert claim.to_json() == {**FIRST.to_json(), "claim_id": "https://cek.invalid/1"}


def test_import_when_done_again_then_only_what_changed(
    connection: Connection, tmp_path: Path
) -> None:
    path = write(tmp_path, "a.csv", CSV)
    import_claims(connection, path)
    assert import_claims(connection, path) == ImportReport(0, 0, 2)
    edited = write(tmp_path, "b.csv", CSV.replace("Kambing", "Sapi"))
    assert import_claims(connection, edited) == ImportReport(added=0, changed=1, unchanged=1)
    assert all_claims(connection)[1].text == "Sapi bisa memilih"


@pytest.mark.parametrize(
    ("name", "content", "place", "expected"),
    [
        ("a.csv", "claim_id,title\nK-1,x\n", "row 1, column text", "these columns"),
        ("a.csv", "", "row 1, column claim_id, text", "these columns"),
        ("a.csv", "claim_id,text\nK-1,\n", "row 2, column text", "some text"),
        ("a.csv", "claim_id,text\nK-1,a\nK-1,b\n", "row 3, column claim_id", "each id once"),
        ("a.csv", "claim_id,text,warna\nK-1,a,b\n", "row 2, column warna", "one of claim_id"),
        ("a.csv", "claim_id,text\nK-1,a,b\n", "row 2, column past the last", "one of claim_id"),
        ("a.csv", 'claim_id,text\nK-1,"a"b\n', "row 2", "well-formed CSV"),
        ("a.csv", "claim_id,text\nK-1," + "a" * 20_001, "row 2", "at most 20000"),
        ("a.csv", "claim_id,text\nK-1," + "a" * 200_000, "row 2", "well-formed CSV"),
        ("a.csv", "claim_id,text,checked_on\nK-1,a,17-08-2031\n", "checked_on", "2031-08-17"),
        ("a.csv", "claim_id,text,url\nK-1,a,javascript:x\n", "column url", "http or https"),
        ("a.csv", b"claim_id,text\nK-1,\xff\n", "file", "UTF-8"),
        ("a.jsonl", '{"claim_id": "K-1", "text": 7}', "row 1, column text", "found int"),
        ("a.jsonl", '{"claim_id": "K-1"', "row 1", "a JSON object"),
        ("a.jsonl", "[" * 100_000, "row 1", "a JSON object"),
        ("a.json", "<html>", "file", "expected JSON"),
        ("a.json", "[1]", "row 1, column claim_id", "some text"),
        ("a.xlsx", "", "file", ".csv, .jsonl or .json"),
    ],
)
def test_import_when_the_file_is_bad_then_the_place_is_named_and_nothing_taken(
    connection: Connection,
    tmp_path: Path,
    name: str,
    content: str | bytes,
    place: str,
    expected: str,
) -> None:
    path = write(tmp_path, name, content)
    with pytest.raises(ImportRejected) as caught:
        import_claims(connection, path)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert place in message
    assert expected in message
    assert all_claims(connection) == []


def test_import_when_several_rows_are_bad_then_each_is_reported(
    connection: Connection, tmp_path: Path
) -> None:
    path = write(tmp_path, "a.csv", "claim_id,text\n,a\nK-2,b\nK-3,\n")
    with pytest.raises(ImportRejected) as caught:
        import_claims(connection, path)
    assert [problem.row for problem in caught.value.problems] == [2, 4]


def test_import_when_there_is_no_file_then_says_so(connection: Connection, tmp_path: Path) -> None:
    with pytest.raises(ImportRejected, match="a readable file"):
        import_claims(connection, tmp_path / "tiada.csv")
