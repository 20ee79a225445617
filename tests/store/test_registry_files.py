"""Reading registry files: every bad row is named by file, row and column, and none is mended."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from store.errors import RowProblem
from store.registry import Registry, read_registry
from tests.store.registry_files import (
    ACCOUNTS,
    BAYU,
    PEOPLE,
    SARI,
    TODAY,
    UNITS,
    office,
    rows_of,
    workbook,
    write,
)


def read(*paths: Path) -> Registry:
    return read_registry(paths, today=TODAY)


def only_problem(*paths: Path) -> RowProblem:
    problems = read(*paths).problems
    assert len(problems) == 1, [str(problem) for problem in problems]
    return problems[0]


def test_a_right_office_is_read_whole(tmp_path: Path) -> None:
    registry = read(*office(tmp_path))
    assert registry.problems == registry.warnings == ()
    assert [unit.parent_id for unit in registry.units] == [None, "pemkot", "disdik"]
    assert [person.nip for person in registry.people] == [SARI, BAYU]
    assert [(a.handle, a.nip, a.institution, a.confirmed_by) for a in registry.accounts] == [
        ("sari.contoh.test", SARI, None, "asn"),
        (registry.accounts[1].handle, SARI, "sd1", "kepegawaian"),
        (registry.accounts[2].handle, None, "disdik", "unit"),
        ("bayu.contoh.test", BAYU, None, "belum"),
    ]


def test_progress_counts_every_row(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    read_registry(office(tmp_path), today=TODAY, progress=lambda *step: seen.append(step))
    assert seen[-1] == (9, 9)


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_are_recognised_by_the_heading(tmp_path: Path, delimiter: str) -> None:
    path = write(tmp_path, "u.csv", UNITS.replace(",", delimiter))
    assert len(read(path).units) == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_names_survive_the_encodings_offices_use(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path, "u.csv", UNITS.replace("SDN 1", "Café – É"), encoding)
    assert read(path).units[2].name == "Café – É Contoh"


def test_windows_line_ends_and_blank_lines_keep_the_row_numbers(tmp_path: Path) -> None:
    text = UNITS.replace("sd1,SDN 1 Contoh", "\nsd1,").replace("\n", "\r\n")
    assert (only_problem(write(tmp_path, "u.csv", text)).row) == 5


def test_a_quoted_cell_may_hold_the_delimiter(tmp_path: Path) -> None:
    text = UNITS.replace("Dinas Pendidikan", '"Dinas Pendidikan, Kebudayaan"')
    assert read(write(tmp_path, "u.csv", text)).units[1].name == "Dinas Pendidikan, Kebudayaan"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "empty"),
        (b"  \r\n", "empty"),
        (UNITS.encode("utf-16"), "null bytes"),
        (UNITS.encode() + b"x\x81\xff", "neither"),
        (b"PK\x03\x04rest", "another kind"),
    ],
)
def test_a_file_that_is_no_csv_is_refused_whole(tmp_path: Path, content: bytes, found: str) -> None:
    path = tmp_path / "units.csv"
    path.write_bytes(content)
    problem = only_problem(path)
    assert (problem.path, problem.row) == (path, 0)
    assert found in problem.found


def test_a_missing_file_is_a_problem_that_names_it(tmp_path: Path) -> None:
    assert only_problem(tmp_path / "none.csv").path.name == "none.csv"


@pytest.mark.parametrize(
    ("spoilt", "row"),
    [
        ('sd1,"SDN 1 Contoh,sekolah,disdik\n', 4),
        ('sd1,"SDN" 1,sekolah,disdik\n', 4),
        ("sd1,SDN 1,sekolah\n", 4),
        ("sd1,SDN 1,sekolah,disdik,more\n", 4),
    ],
)
def test_a_malformed_row_is_named(tmp_path: Path, spoilt: str, row: int) -> None:
    text = "".join(UNITS.splitlines(keepends=True)[:3]) + spoilt
    registry = read(write(tmp_path, "u.csv", text))
    assert [problem.row for problem in registry.problems] == [row]
    assert len(registry.units) == 2


def test_surplus_empty_cells_are_no_fault(tmp_path: Path) -> None:
    assert read(write(tmp_path, "u.csv", UNITS.replace("disdik\n", "disdik,,\n"))).problems == ()


def test_a_missing_column_is_named_and_no_row_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, "p.csv", PEOPLE.replace("unit_id", "unitid"))
    problems = read(path).problems
    assert [problem.column for problem in problems] == ["unit_id", "unitid"]
    assert all(problem.row == 1 for problem in problems)
    assert read(path).people == ()


def test_an_unknown_column_is_named_with_those_expected(tmp_path: Path) -> None:
    problem = only_problem(
        write(
            tmp_path,
            "u.csv",
            UNITS.replace("parent_id\n", "parent_id,x\n")
            .replace("disdik\n", "disdik,1\n")
            .replace("pemkot\n", "pemkot,\n")
            .replace("pemda,\n", "pemda,,\n"),
        )
    )
    assert (problem.column, problem.found) == ("x", "x")
    assert "parent_id" in problem.expected


def test_a_column_given_twice_is_refused(tmp_path: Path) -> None:
    text = "unit_id,name,kind,parent_id,name\na,b,c,,d\n"
    problem = only_problem(write(tmp_path, "u.csv", text))
    assert (problem.row, problem.column) == (1, "name")


def test_a_table_of_something_else_is_refused_with_what_was_expected(tmp_path: Path) -> None:
    problem = only_problem(write(tmp_path, "x.csv", "a,b\n1,2\n"))
    assert "nip, name, status" in problem.expected
    assert problem.found == "2 of other names"  # without a heading, it is a person's row


@pytest.mark.parametrize(
    ("old", "new", "column", "expected"),
    [
        ("pns,", "honorer,", "status", "pppk_paruh_waktu"),
        ("Sari Contoh", "", "name", "a value"),
        ("Sari Contoh", "Sari\u202eContoh", "name", "one line"),
        ("Sari Contoh", "#REF!", "name", "text"),
        (SARI, SARI[:-1], "nip", "18 digits"),
        (SARI, "1.98502E+17", "nip", "18 digits"),
        (SARI, "", "nip", "a value"),
        (SARI, SARI[:12] + "21" + SARI[14:], "nip", "month of appointment"),
        (BAYU, "199504112018011003", "nip", "2019"),
        ("sd1,Guru", "sd9,Guru", "unit_id", "a unit"),
    ],
)
def test_a_wrong_cell_of_a_person_is_named(
    tmp_path: Path, old: str, new: str, column: str, expected: str
) -> None:
    paths = office(tmp_path, people=PEOPLE.replace(old, new, 1), accounts=ACCOUNTS[:61])
    problems = [one for one in read(*paths).problems if one.path.name == "asn.csv"]
    assert [problem.column for problem in problems] == [column]
    assert expected in problems[0].expected
    assert problems[0].row in (2, 3)


def test_no_problem_repeats_a_nip_or_a_handle(tmp_path: Path) -> None:
    people = PEOPLE.replace(SARI, SARI[:-3] + "000")
    accounts = ACCOUNTS.replace("@Bayu.Contoh.test", "not a handle") + (
        "198502172010012999,bluesky,lain.contoh.test,,,\n"
    )
    problems = read(*office(tmp_path, people=people, accounts=accounts)).problems
    said = "\n".join(str(problem) for problem in problems)
    assert len(problems) == 5
    secrets = (SARI[:15], "12999", "not a handle", "lain.contoh")
    assert not [secret for secret in secrets if secret in said]


def test_a_pppk_number_with_a_month_is_taken_and_warned_of(tmp_path: Path) -> None:
    text = PEOPLE.replace(BAYU, "199504112022051003")
    registry = read(write(tmp_path, "p.csv", text))
    assert (len(registry.people), registry.problems) == (2, ())
    assert [(warning.row, warning.column) for warning in registry.warnings] == [(3, "nip")]


@pytest.mark.parametrize(
    ("dates", "column"),
    [
        ("2031-01-01,2030-12-31", "active_to"),
        ("2031-13-01,", "active_from"),
        ("20310101,", "active_from"),
        (",01/02/2031", "active_to"),
    ],
)
def test_wrong_days_of_service_are_named(tmp_path: Path, dates: str, column: str) -> None:
    text = f"nip,name,status,unit_id,position,active_from,active_to\n{SARI},S,pns,sd1,G,{dates}\n"
    assert only_problem(write(tmp_path, "p.csv", text)).column == column


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (",bluesky,a.contoh.test,,,", "nip"),
        (f"{SARI},myspace,a,,,", "platform"),
        (f"{SARI},bluesky,no handle,,,", "handle"),
        (f"{SARI},bluesky,,,,", "handle"),
        (f"{SARI},bluesky,a.contoh.test,tetangga,,", "confirmed_by"),
        ("198502172010012999,bluesky,a.contoh.test,,,", "nip"),
        (f"{SARI},bluesky,a.contoh.test,,sd9,", "institution"),
    ],
)
def test_a_wrong_cell_of_an_account_is_named(tmp_path: Path, row: str, column: str) -> None:
    problem = only_problem(*office(tmp_path, accounts=ACCOUNTS + row + "\n"))
    assert (problem.path.name, problem.row, problem.column) == ("accounts.csv", 6, column)


def test_a_repeated_row_is_named_with_the_first(tmp_path: Path) -> None:
    units = UNITS + "disdik,Dinas Lain,dinas,pemkot\n"
    people = PEOPLE + f"{SARI},Sari Lain,pns,sd1,Guru\n"
    accounts = ACCOUNTS + f"{SARI},bluesky,https://bsky.app/profile/Sari.contoh.test,asn,,\n"
    problems = read(*office(tmp_path, units=units, people=people, accounts=accounts)).problems
    assert [(one.path.name, one.row, one.column) for one in problems] == [
        ("accounts.csv", 6, "handle"),
        ("asn.csv", 4, "nip"),
        ("units.csv", 5, "unit_id"),
    ]
    assert [one.found.split(" of ")[0] for one in problems] == [
        "the same in row 2",
        "the same in row 2",
        "the same in row 3",
    ]


def test_one_account_of_two_people_is_refused_for_both(tmp_path: Path) -> None:
    accounts = ACCOUNTS + f"{BAYU},bluesky,sari.contoh.test,asn,,\n"
    registry = read(*office(tmp_path, accounts=accounts))
    assert [problem.row for problem in registry.problems] == [2, 6]
    assert "sari.contoh.test" not in [account.handle for account in registry.accounts]


def test_one_account_may_pass_from_one_person_to_the_next(tmp_path: Path) -> None:
    accounts = (
        "platform,handle,nip,active_from,active_to\n"
        f"bluesky,humas.contoh.test,{SARI},,2031-06-30\n"
        f"bluesky,humas.contoh.test,{BAYU},2031-07-01,\n"
    )
    assert read(*office(tmp_path, accounts=accounts)).problems == ()


def test_a_cycle_of_units_is_named_as_a_path(tmp_path: Path) -> None:
    units = UNITS + "a,A,upt,b\nb,B,upt,c\nc,C,upt,a\nd,D,upt,c\n"
    problems = read(write(tmp_path, "units.csv", units)).problems
    assert [problem.row for problem in problems] == [5, 6, 7, 8]
    assert {one.found for one in problems[:3]} == {"the cycle a -> b -> c -> a"}
    assert "no root" in problems[3].found


def test_an_orphan_unit_and_what_hangs_on_it_are_named(tmp_path: Path) -> None:
    problems = read(write(tmp_path, "u.csv", UNITS.replace("dinas,pemkot", "dinas,pemprov")))
    assert [(one.row, one.found) for one in problems.problems] == [
        (3, "pemprov"),
        (4, "disdik, from which no root is reached"),
    ]


def test_units_without_any_root_are_a_problem_of_the_file(tmp_path: Path) -> None:
    units = UNITS.replace("pemda,\n", "pemda,pemkot\n")
    problems = read(write(tmp_path, "units.csv", units)).problems
    assert problems[0].row == 0
    assert problems[1].found == "the cycle pemkot -> pemkot"


def test_a_workbook_with_the_three_sheets_is_read(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "registry.xlsx",
        {
            "units": rows_of(UNITS),
            "asn": rows_of(PEOPLE),
            "accounts": rows_of(ACCOUNTS),
        },
    )
    registry = read(path)
    assert registry.problems == ()
    assert (len(registry.units), len(registry.people), len(registry.accounts)) == (3, 2, 4)


def test_a_sheet_under_another_name_is_recognised_by_its_headings(tmp_path: Path) -> None:
    sheets = {"Pegawai 2031": rows_of(PEOPLE), "Petunjuk": [["Isi lembar pegawai"]]}
    registry = read(workbook(tmp_path / "r.xlsx", sheets))
    assert len(registry.people) == 2
    assert registry.problems == ()
    assert [warning.column for warning in registry.warnings] == ["petunjuk!"]


@pytest.mark.parametrize("number", [float(SARI), int(SARI)])
def test_a_nip_stored_as_a_number_is_refused(tmp_path: Path, number: float) -> None:
    rows: list[list[object]] = [
        [*rows_of(PEOPLE)[0]],
        [number, "Sari Contoh", "pns", "sd1", "Guru"],
    ]
    problem = only_problem(workbook(tmp_path / "r.xlsx", {"asn": rows}))
    assert (problem.row, problem.column) == (2, "asn!nip")
    assert "15 digits" in problem.found


def test_dates_and_numbers_of_a_workbook_are_read_as_what_they_are(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["nip", "name", "status", "unit_id", "position", "active_from"],
        [SARI, "Sari", "pns", 12, "Guru", TODAY],
        [],
        [BAYU, 1.5, "pppk", "x", "G", ""],
    ]
    registry = read(workbook(tmp_path / "r.xlsx", {"asn": rows}))
    assert [(one.unit_id, one.active_from) for one in registry.people] == [("12", TODAY)]
    assert [(one.row, one.column) for one in registry.problems] == [(4, "asn!name")]


@pytest.mark.parametrize("content", [b"nip,name\n", b"PK\x03\x04 cut short"])
def test_a_damaged_workbook_is_refused_whole(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "r.xlsx"
    path.write_bytes(content)
    assert "XLSX" in only_problem(path).expected


def test_a_workbook_cut_short_is_refused_whole(tmp_path: Path) -> None:
    path = workbook(tmp_path / "r.xlsx", {"units": rows_of(UNITS)})
    path.write_bytes(path.read_bytes()[:-400])
    assert only_problem(path).row == 0


def test_a_workbook_that_claims_a_huge_size_is_read_by_what_it_holds(tmp_path: Path) -> None:
    path = workbook(tmp_path / "r.xlsx", {"units": rows_of(UNITS)})
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["A1000000"] = " "
    book.save(path)
    assert len(read(path).units) == 3


def test_a_workbook_without_any_cell_is_refused(tmp_path: Path) -> None:
    assert "heading" in only_problem(workbook(tmp_path / "r.xlsx", {"units": []})).expected
