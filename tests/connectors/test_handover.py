from __future__ import annotations

import contextlib
import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from connectors import handover_file
from connectors.account import Account
from connectors.activity import Activity, Issue
from connectors.handover import STREAM, parse, read_handover
from connectors.handover_file import HandoverError, read_rows
from connectors.page import Page
from tests.connectors.fakes import page

AT = datetime(2031, 9, 1, 8, 0, tzinfo=UTC)
BUDI = Account(account_id="akun-1", platform="instagram", handle="budi.contoh")
SITI = Account(account_id="akun-2", platform="x", handle="siti_c", stable_id="123456")
HEAD = "platform,handle,url,created_at,text\n"
ROW = "instagram,@Budi.Contoh,https://www.instagram.com/p/A1/,2031-08-30T17:05+07:00,Halo\n"
TEMPLATE = Path(__file__).parents[2] / "config" / "templates" / "handover.csv"


def taken(path: Path, *accounts: Account) -> tuple[list[Page], list[Issue]]:
    found = list(read_handover(path, accounts or (BUDI, SITI), "Bidang Uji", AT))
    pages = [one for one in found if isinstance(one, Page)]
    return pages, [one for one in found if isinstance(one, Issue)]


def file(folder: Path, text: str | bytes, name: str = "serah.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def acts(kept: Page) -> list[Activity]:
    return [one for one in parse(kept) if isinstance(one, Activity)]


def test_rows_of_a_registered_account_become_one_page_that_says_where_it_came_from(
    tmp_path: Path,
) -> None:
    ((kept,), issues) = taken(file(tmp_path, HEAD + ROW + ROW.replace("A1", "A2")))
    assert (kept.account_id, kept.platform, kept.stream, kept.records) == (
        "akun-1", "instagram", STREAM, 2,
    )  # fmt: skip
    assert kept.headers["source-file"] == "serah.csv"
    assert kept.headers["received-from"] == "Bidang Uji"
    assert kept.headers["received-at"] == "2031-09-01T08:00:00+00:00"
    assert len(kept.headers["source-sha256"]) == 64
    assert issues == []


def test_a_row_becomes_the_activity_it_tells_of(tmp_path: Path) -> None:
    ((kept,), _) = taken(file(tmp_path, HEAD + ROW))
    (found,) = acts(kept)
    assert (found.kind, found.text, found.observed_at) == ("post", "Halo", AT)
    assert found.native_id == found.url == "https://www.instagram.com/p/A1/"
    assert found.created_at == datetime(2031, 8, 30, 10, 5, tzinfo=UTC)


def test_a_time_without_offset_is_the_office_s_own(tmp_path: Path) -> None:
    row = ROW.replace("2031-08-30T17:05+07:00", "2031-08-30 17:05")
    ((kept,), _) = taken(file(tmp_path, HEAD + row))
    assert acts(kept)[0].created_at == datetime(2031, 8, 30, 10, 5, tzinfo=UTC)


def test_rows_of_others_are_counted_and_nothing_of_them_is_kept(tmp_path: Path) -> None:
    other = "instagram,orang.lain,https://www.instagram.com/p/B1/,,Rahasia pribadi\n"
    pages, (issue,) = taken(file(tmp_path, HEAD + ROW + other))
    assert (issue.code, issue.position, issue.account_id) == ("unregistered", 3, "")
    everything = repr(issue) + repr([(one.body, one.headers) for one in pages])
    assert "orang" not in everything
    assert "Rahasia" not in everything


def test_an_account_is_also_known_by_its_stable_id(tmp_path: Path) -> None:
    path = file(tmp_path, "platform,handle,native_id\nx,123456,99\n")
    assert taken(path)[0][0].account_id == "akun-2"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_read_however_a_spreadsheet_wrote_it(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    text = HEAD + ROW.replace("Halo", '"Baris satu\nbaris ""dua"" é"')
    content = text.replace(",", delimiter).encode(encoding)
    ((kept,), _) = taken(file(tmp_path, content))
    assert acts(kept)[0].text == 'Baris satu\nbaris "dua" é'


def test_json_lines_and_workbooks_give_the_same_page_as_csv(tmp_path: Path) -> None:
    names, values = HEAD.strip().split(","), ROW.strip().split(",")
    line = json.dumps(dict(zip(names, values, strict=True))) + "\n\n"
    book = Workbook()
    assert book.active is not None
    for row in (names, [*values, None], []):
        book.active.append(row)
    packed = io.BytesIO()
    book.save(packed)
    written: dict[str, str | bytes] = {
        "a.csv": HEAD + ROW,
        "a.jsonl": line,
        "a.xlsx": packed.getvalue(),
    }
    bodies = {taken(file(tmp_path, text, name))[0][0].body for name, text in written.items()}
    assert len(bodies) == 1


def test_a_workbook_s_date_is_read_and_its_rounded_number_refused(tmp_path: Path) -> None:
    def workbook(*row: str | int | datetime | None) -> Path:
        book = Workbook()
        assert book.active is not None
        book.active.append(["platform", "handle", "native_id", "created_at"])
        book.active.append(row)
        packed = io.BytesIO()
        book.save(packed)
        return file(tmp_path, packed.getvalue(), "a.xlsx")

    ((kept,), _) = taken(workbook("x", "siti_c", "7", datetime(2031, 8, 30, 17, 5)))  # noqa: DTZ001
    assert acts(kept)[0].created_at == datetime(2031, 8, 30, 10, 5, tzinfo=UTC)
    with pytest.raises(HandoverError, match="row 2: expected long numbers as text"):
        taken(workbook("x", "siti_c", 1234567890123456789, None))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "row 1: expected at least one row"),
        (HEAD, "row 1: expected at least one row"),
        (HEAD + "instagram,budi.contoh\n", "row 2, column native_id"),
        (HEAD + ROW.strip() + ",lebih\n", "row 2: expected 5 cells, found 6"),
        (HEAD + "friendster,budi,https://a.test/1,,\n", "row 2, column platform"),
        (HEAD + "instagram,budi contoh,https://a.test/1,,\n", "row 2, column handle"),
        (HEAD + ",budi,https://a.test/1,,\n", "row 2, column platform"),
        (HEAD + ROW + ROW.replace("2031-08-30T17:05", "kemarin"), "row 3, column created_at"),
        (HEAD.replace("url", "alamat") + ROW, "row 2, column alamat"),
        (HEAD.replace("url", "text") + ROW, "row 1, column text: expected each column once"),
        (HEAD + ROW.replace("Halo", '"Halo'), "expected well-formed CSV"),
        (HEAD + "x,siti_c,bukan-alamat,,\n", "row 2, column native_id"),
        ("platform,handle,native_id\nx,siti_c,\"1,84E+18\"\n", "expected the whole id"),
        ("platform,handle,native_id,kind\nx,siti_c,1,tulis\n", "row 2, column kind"),
        ("platform,handle,native_id,kind\nx,siti_c,1,like\n", "row 2, column object_id"),
        (b"platform,handle\nx,\xff\n", "row 2: expected text in UTF-8"),
    ],
)  # fmt: skip
def test_a_malformed_file_is_refused_whole_and_says_where(
    tmp_path: Path, text: str | bytes, says: str
) -> None:
    with pytest.raises(HandoverError) as caught:
        taken(file(tmp_path, text))
    assert "serah.csv" in str(caught.value)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.pdf", b"", "a file named .csv, .jsonl, .xlsx"),
        ("a.xlsx", b"bukan arsip", "an XLSX workbook"),
        ("a.jsonl", b"{}\n[1]\n", "row 2: expected one JSON object"),
        ("a.jsonl", b'{"platform": "x"}\n{', "row 2: expected one JSON object"),
    ],
)
def test_a_file_of_another_kind_is_refused(name: str, content: bytes, says: str) -> None:
    with pytest.raises(HandoverError) as caught:
        list(read_rows(name, content))
    assert says in str(caught.value)


def test_a_workbook_that_would_unpack_to_gigabytes_is_not_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(handover_file, "MAX_BYTES", 1000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/1.xml", b"0" * 10_001)
    with pytest.raises(HandoverError, match="unpacked"):
        list(read_rows("a.xlsx", packed.getvalue()))


def test_no_message_repeats_a_handle_or_a_post(tmp_path: Path) -> None:
    bad = HEAD + "instagram,nama rahasia,https://a.test/1,,teks rahasia\n"
    with pytest.raises(HandoverError) as caught:
        taken(file(tmp_path, bad))
    assert "rahasia" not in str(caught.value)


def test_the_template_can_be_read_as_it_is() -> None:
    pages, issues = taken(TEMPLATE)
    assert (pages, [one.code for one in issues]) == ([], ["unregistered", "unregistered"])
    registered = Account(account_id="a", platform="x", handle="nama_contoh")
    ((kept,), _) = taken(TEMPLATE, registered)
    assert acts(kept)[0].kind == "repost"


def test_a_time_of_receipt_without_offset_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="aware"):
        read_handover(file(tmp_path, HEAD + ROW), [BUDI], "x", AT.replace(tzinfo=None))


def test_the_same_file_gives_the_same_page_again(tmp_path: Path) -> None:
    path = file(tmp_path, HEAD + ROW)
    assert taken(path)[0][0].sha256 == taken(path)[0][0].sha256


@given(st.binary() | st.text().map(str.encode))
def test_parse_any_bytes_never_raises(body: bytes) -> None:
    list(parse(page("x", body, "handover:a.csv", STREAM)))


@given(st.sampled_from(["a.csv", "a.jsonl", "a.xlsx"]), st.binary() | st.text().map(str.encode))
def test_any_file_gives_rows_or_says_what_is_wrong(name: str, content: bytes) -> None:
    with contextlib.suppress(HandoverError):
        assert all(any(cells.values()) for _, cells in read_rows(name, content))
