"""Importing: whole or not at all, the same ids every time, and only who serves is read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from connectors.account import Identity
from store.accounts import owner_of, registered, remember_identity, unit_of
from store.errors import ImportRejected, StoreError
from store.folder import DataFolder
from store.people import person, person_with_nip
from store.registry import (
    ImportReport,
    import_registry,
    known_registry,
    read_registry,
    replace_registry,
)
from store.registry_tables import Counts
from tests.store.registry_files import ACCOUNTS, BAYU, PEOPLE, SARI, TODAY, office, write

if TYPE_CHECKING:
    import duckdb

NEW_NIP = "199504112031011003"


def take(connection: duckdb.DuckDBPyConnection, paths: Sequence[Path]) -> ImportReport:
    registry = read_registry(paths, known_registry(connection), today=TODAY)
    return import_registry(connection, registry, today=TODAY)


def handles(connection: duckdb.DuckDBPyConnection, today: date = TODAY) -> list[str]:
    return [account.handle for account in registered(connection, ["bluesky"], today=today)]


def test_import_again_changes_nothing(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    paths = office(tmp_path)
    first = take(connection, paths)
    assert (first.units, first.people, first.accounts) == (
        Counts(added=3),
        Counts(added=2),
        Counts(added=4),
    )
    before = connection.execute("SELECT * FROM accounts ORDER BY account_id").fetchall()
    again = take(connection, paths)
    assert (again.units, again.people, again.accounts) == (
        Counts(unchanged=3),
        Counts(unchanged=2),
        Counts(unchanged=4),
    )
    assert connection.execute("SELECT * FROM accounts ORDER BY account_id").fetchall() == before


def test_ids_are_opaque(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    take(connection, office(tmp_path))
    accounts = registered(connection, today=TODAY)
    assert [one.account_id for one in accounts] == [f"acc-00000{n}" for n in (1, 2, 3, 4)]
    assert person_with_nip(connection, SARI).person_id == "asn-000001"


def test_owners_of_personal_and_institutional_accounts(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    take(connection, office(tmp_path))
    owners = [owner_of(connection, f"acc-00000{number}") for number in (1, 2, 3)]
    assert [(one.person_id, one.unit_id, one.institutional) for one in owners] == [
        ("asn-000001", "sd1", False),
        ("asn-000001", "sd1", True),
        (None, "disdik", True),
    ]
    assert unit_of(connection, "acc-000004") == "disdik"


def test_a_changed_row_is_updated_under_its_old_id(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    take(connection, office(tmp_path))
    report = take(connection, office(tmp_path, people=PEOPLE.replace("Guru", "Kepala Sekolah")))
    assert report.people == Counts(updated=1, unchanged=1)
    assert person(connection, "asn-000001").position == "Kepala Sekolah"


def test_rows_that_are_not_in_a_later_file_stay(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    take(connection, office(tmp_path))
    row = f"{BAYU},bluesky,bayu.kedua.test,,,\n"
    heading = ACCOUNTS.splitlines(keepends=True)[0]
    report = take(connection, [write(tmp_path, "more.csv", heading + row)])
    assert (report.accounts, report.people) == (Counts(added=1), Counts())
    assert len(handles(connection)) == 3


def test_replace_removes_what_is_no_longer_there_and_brings_it_back(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    paths = office(tmp_path)
    take(connection, paths)
    fewer = office(tmp_path / "new", accounts=ACCOUNTS[: ACCOUNTS.rindex(BAYU)])
    registry = read_registry(fewer, today=TODAY)
    report = replace_registry(connection, registry, today=TODAY)
    assert report.accounts == Counts(unchanged=3, deactivated=1)
    assert handles(connection) == ["sari.contoh.test"]
    assert take(connection, paths).accounts == Counts(unchanged=3, updated=1)
    assert [one.account_id for one in registered(connection, today=TODAY)][-1] == "acc-000004"


def test_replace_leaves_kinds_alone_of_which_the_files_hold_none(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    take(connection, office(tmp_path))
    path = write(tmp_path, "people.csv", PEOPLE[: PEOPLE.index(BAYU)])
    registry = read_registry([path], known_registry(connection), today=TODAY)
    report = replace_registry(connection, registry, today=TODAY)
    assert (report.people, report.units) == (Counts(unchanged=1, deactivated=1), Counts())
    assert handles(connection) == ["sari.contoh.test"]


def test_bad_rows_stop_the_whole_import(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    paths = office(tmp_path, people=PEOPLE.replace(BAYU, BAYU[:-1]))
    with pytest.raises(ImportRejected) as caught:
        import_registry(connection, read_registry(paths, today=TODAY))
    assert [(one.path.name, one.row) for one in caught.value.problems] == [
        ("accounts.csv", 5),
        ("asn.csv", 3),
    ]
    assert connection.execute("SELECT count(*) FROM units").fetchone() == (0,)


def test_partial_takes_the_good_rows_and_names_the_others(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    paths = office(tmp_path, people=PEOPLE.replace(BAYU, BAYU[:-1]))
    report = import_registry(connection, read_registry(paths, today=TODAY), partial=True)
    assert (report.people.added, report.accounts.added, len(report.left_out)) == (1, 3, 2)


@pytest.mark.parametrize(
    ("name", "text", "column"),
    [
        ("units.csv", "unit_id,name,kind,parent_id\nsd9,SDN 9,sekolah,gone\n", "parent_id"),
        ("units.csv", "unit_id,name,kind,parent_id\ndisdik,D,dinas,sd1\n", "parent_id"),
        ("asn.csv", PEOPLE.replace("sd1", "sd9"), "unit_id"),
        ("accounts.csv", ACCOUNTS.replace(SARI, "198502172010012999", 1), "nip"),
        ("accounts.csv", ACCOUNTS.replace(",sd1,", ",sd9,"), "institution"),
    ],
)
def test_import_checks_what_rows_refer_to_against_the_registry(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, name: str, text: str, column: str
) -> None:
    take(connection, office(tmp_path))
    path = write(tmp_path / "more", name, text)
    registry = read_registry([path], known_registry(connection), today=TODAY)
    assert {problem.column for problem in registry.problems} == {column}
    with pytest.raises(ImportRejected):
        import_registry(connection, registry)


def test_a_cycle_through_units_already_registered_is_named(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    take(connection, office(tmp_path))
    path = write(tmp_path, "u.csv", "unit_id,name,kind,parent_id\ndisdik,D,dinas,sd1\n")
    [problem] = read_registry([path], known_registry(connection)).problems
    assert problem.found == "the cycle disdik -> sd1 -> disdik"


def test_an_account_of_a_registered_owner_is_refused_to_another(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    take(connection, office(tmp_path))
    path = write(tmp_path, "a.csv", f"platform,handle,nip\nbluesky,sari.contoh.test,{BAYU}\n")
    [problem] = read_registry([path], known_registry(connection)).problems
    assert (problem.row, problem.found) == (2, "two owners")


def test_an_account_that_changes_owner_gets_a_new_id(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    take(connection, office(tmp_path))
    text = (
        "platform,handle,nip,active_from,active_to\n"
        f"bluesky,sari.contoh.test,{SARI},,2031-08-19\n"
        f"bluesky,sari.contoh.test,{BAYU},2031-08-20,\n"
    )
    report = take(connection, [write(tmp_path, "a.csv", text)])
    assert report.accounts == Counts(added=1, deactivated=1)
    assert owner_of(connection, "acc-000001").person_id == "asn-000001"
    assert owner_of(connection, "acc-000005").person_id == "asn-000002"
    assert [a.account_id for a in registered(connection, ["bluesky"], today=TODAY)] == [
        "acc-000004",
        "acc-000005",
    ]


def test_a_new_nip_with_the_previous_one_is_the_same_person(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    take(connection, office(tmp_path))
    text = (
        "nip,name,status,unit_id,position,previous_nip\n"
        f"{NEW_NIP},Bayu Contoh,pns,disdik,Analis,{BAYU}\n"
    )
    paths = [write(tmp_path, "p.csv", text)]
    assert take(connection, paths).people == Counts(updated=1)
    assert take(connection, paths).people == Counts(unchanged=1)
    found = person_with_nip(connection, NEW_NIP)
    assert (found.person_id, found.nips) == ("asn-000002", (BAYU, NEW_NIP))
    assert person_with_nip(connection, BAYU) == found
    # the accounts file may still carry the old number
    assert take(connection, [tmp_path / "accounts.csv"]).accounts == Counts(unchanged=4)


@pytest.mark.parametrize(
    ("nip", "previous", "column"),
    [
        (NEW_NIP, "199504112022211999", "previous_nip"),
        (SARI, BAYU, "nip"),
    ],
)
def test_a_previous_nip_that_cannot_be_is_refused(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, nip: str, previous: str, column: str
) -> None:
    take(connection, office(tmp_path))
    text = f"nip,name,status,unit_id,position,previous_nip\n{nip},B,pns,disdik,A,{previous}\n"
    path = write(tmp_path, "p.csv", text)
    registry = read_registry([path], known_registry(connection), today=TODAY)
    assert [problem.column for problem in registry.problems] == [column]


def test_two_rows_for_one_person_are_refused(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    take(connection, office(tmp_path))
    text = (
        "nip,name,status,unit_id,position,previous_nip\n"
        f"{BAYU},Bayu,pppk,disdik,A,\n{NEW_NIP},Bayu,pns,disdik,A,{BAYU}\n"
    )
    registry = read_registry(
        [write(tmp_path, "p.csv", text)], known_registry(connection), today=TODAY
    )
    assert [problem.row for problem in registry.problems] == [3]


def test_registered_gives_those_in_service_on_the_day(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    people = "\n".join(
        [
            "nip,name,status,unit_id,position,active_from,active_to",
            f"{SARI},Sari,pns,sd1,Guru,2031-08-01,2031-08-31",
            f"{BAYU},Bayu,pppk,disdik,Pranata,,",
            "",
        ]
    )
    take(connection, office(tmp_path, people=people))
    end = date(2031, 8, 31)
    assert handles(connection, end) == ["sari.contoh.test", "bayu.contoh.test"]
    assert handles(connection, end + timedelta(days=1)) == ["bayu.contoh.test"]
    assert handles(connection, date(2031, 7, 31)) == ["bayu.contoh.test"]


def test_an_institutional_account_is_read_even_after_its_operator_left(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    heading = "nip,name,status,unit_id,position,active_from,active_to\n"
    people = f"{heading}{SARI},S,pns,sd1,G,,2031-01-31\n{BAYU},B,pppk,disdik,P,,\n"
    take(connection, office(tmp_path, people=people))
    found = [account.platform for account in registered(connection, today=TODAY)]
    assert found == ["wordpress", "feed", "bluesky"]


def test_registered_can_be_asked_for_some_platforms(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    take(connection, office(tmp_path))
    assert {a.platform for a in registered(connection, today=TODAY)} == {
        "bluesky",
        "wordpress",
        "feed",
    }
    assert {a.platform for a in registered(connection, {"feed"}, today=TODAY)} == {"feed"}
    assert registered(connection, [], today=TODAY) == []


def test_identity_history_grows_only_when_something_changed(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    take(connection, office(tmp_path))
    first, second = (
        Identity("did:plc:a", "https://pds.test"),
        Identity("did:plc:b", "https://p2.test"),
    )
    assert remember_identity(connection, "acc-000001", first) is None
    assert remember_identity(connection, "acc-000001", first) is None
    assert remember_identity(connection, "acc-000001", second) == first
    seen = connection.execute("SELECT stable_id FROM account_identities").fetchall()
    assert sorted(seen) == [("did:plc:a",), ("did:plc:b",)]
    account = registered(connection, ["bluesky"], today=TODAY)[0]
    assert (account.stable_id, account.home) == ("did:plc:b", "https://p2.test")


def test_import_keeps_what_was_resolved(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    take(connection, office(tmp_path))
    remember_identity(connection, "acc-000001", Identity("did:plc:a", "https://pds.test"))
    take(connection, office(tmp_path, accounts=ACCOUNTS.replace("asn,,", "unit,,")))
    assert owner_of(connection, "acc-000001").stable_id == "did:plc:a"


def test_unknown_ids_are_refused(connection: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(StoreError, match="acc-9"):
        owner_of(connection, "acc-9")
    with pytest.raises(StoreError, match="acc-9"):
        remember_identity(connection, "acc-9", Identity("did:plc:a", ""))
    with pytest.raises(StoreError, match="asn-9"):
        person(connection, "asn-9")
    with pytest.raises(StoreError, match="nobody") as caught:
        person_with_nip(connection, SARI)
    assert SARI not in str(caught.value)


def test_progress_ends_at_all_rows(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    registry = read_registry(office(tmp_path), today=TODAY)
    import_registry(connection, registry, progress=lambda *step: seen.append(step))
    assert seen == [(3, 9), (5, 9), (9, 9)]


def test_a_dry_run_rolled_back_leaves_nothing(folder: DataFolder, tmp_path: Path) -> None:
    class Undo(Exception):
        pass

    def rehearse() -> None:
        with folder.database.transaction() as connection:
            take(connection, office(tmp_path))
            raise Undo

    with pytest.raises(Undo):
        rehearse()
    with folder.database.transaction() as connection:
        assert registered(connection, today=TODAY) == []
        assert connection.execute("SELECT count(*) FROM person_nips").fetchone() == (0,)
