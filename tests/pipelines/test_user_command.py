"""``netra user`` and the first admin of ``netra init``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines import cli
from review.desk import Desk
from review.errors import SignInRefused
from review.sign_in import Attempt, prove
from store import users
from store.folder import DataFolder
from store.sign_ins import Origin
from store.users import User
from tests.review.desk import Clock, Lots, make_desk

Netra = Callable[..., tuple[int, str, str]]
PASSWORD = "kucing abu dua ekor"  # noqa: S105
NOW = datetime(2031, 9, 2, 1, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path / "data", Clock(), Lots())


@pytest.fixture
def netra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Netra:
    """Runs ``netra`` as the operator does: exit code, stdout, stderr."""
    monkeypatch.setenv("NETRA_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("NETRA_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["netra", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            cli.main()
        out, err = capsys.readouterr()
        return int(stop.value.code or 0), out, err

    return call


@pytest.fixture
def secret(tmp_path: Path) -> Callable[[str], tuple[str, Path]]:
    """An option that gives a password by a file."""

    def written(password: str = PASSWORD) -> tuple[str, Path]:
        path = tmp_path / "sandi.txt"
        path.write_text(password + "\n", "utf-8")
        return "--password-file", path

    return written


Secret = Callable[..., tuple[str, Path]]
SEKAR = ("user", "add", "sekar.ayu", "--name", "Sekar Ayu", "--role", "analis")


def known(desk: Desk) -> list[User]:
    with desk.database.transaction() as connection:
        return users.everybody(connection)


def attempt(password: str = PASSWORD, username: str = "sekar.ayu") -> Attempt:
    return Attempt(Origin(username, "203.0.113.7"), password)


def test_somebody_added_by_a_password_file_can_sign_in_and_must_change_it(
    netra: Netra, secret: Secret, desk: Desk
) -> None:
    code, out, err = netra(*SEKAR, *secret())
    assert (code, err) == (0, "")
    assert "P001" in out
    assert PASSWORD not in out
    assert prove(desk, attempt(), NOW).must_change


def test_a_password_is_asked_for_in_the_terminal_and_never_shown(
    netra: Netra, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda _: PASSWORD)
    code, out, err = netra(*SEKAR)
    assert code == 0
    assert PASSWORD not in out + err
    assert prove(desk, attempt(), NOW).username == "sekar.ayu"


@pytest.mark.usefixtures("desk")
def test_without_terminal_or_file_one_error_says_what_to_do(netra: Netra) -> None:
    code, out, err = netra(*SEKAR)
    assert (code, out) == (2, "")
    assert err == (
        "netra: expected a password: run this in a terminal, or give --password-file FILE\n"
    )


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("pendek", "too short"),
        ("sekar.ayu sekar.ayu", "little more than a name"),
        ("", "line 1: expected a password, found nothing"),
    ],
)
def test_a_password_that_will_not_do_adds_nobody(
    netra: Netra, secret: Secret, desk: Desk, password: str, says: str
) -> None:
    code, out, err = netra(*SEKAR, *secret(password))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert says in err
    assert password == "" or password not in err
    assert known(desk) == []


def test_a_role_or_name_that_will_not_do_is_one_error(
    netra: Netra, secret: Secret, desk: Desk
) -> None:
    code, _, err = netra("user", "add", "x", "--name", "X", "--role", "analis", *secret())
    assert (code, err.count("\n")) == (2, 1)
    code, _, err = netra("user", "add", "sekar", "--name", "X", "--role", "raja", *secret())
    assert (code, "analis, penyelia, auditor or admin" in err) == (2, True)
    assert known(desk) == []


def test_a_new_password_replaces_the_old_and_opens_a_lock(
    netra: Netra, secret: Secret, desk: Desk
) -> None:
    netra(*SEKAR, *secret())
    for _ in range(5):
        with pytest.raises(SignInRefused):
            prove(desk, attempt("salah"), NOW)
    assert netra("user", "passwd", "Sekar.Ayu", *secret("payung biru tiga"))[0] == 0
    assert prove(desk, attempt("payung biru tiga"), NOW).must_change


def test_somebody_disabled_cannot_sign_in_until_enabled(
    netra: Netra, secret: Secret, desk: Desk
) -> None:
    netra(*SEKAR, *secret())
    assert "disabled" in netra("user", "disable", "sekar.ayu")[1]
    with pytest.raises(SignInRefused):
        prove(desk, attempt(), NOW)
    assert netra("user", "enable", "sekar.ayu")[0] == 0
    assert prove(desk, attempt(), NOW).disabled_at is None


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("command", ["passwd", "disable", "enable"])
def test_nobody_of_that_name_is_one_error(netra: Netra, command: str) -> None:
    code, out, err = netra("user", command, "tiada")
    assert (code, out) == (2, "")
    assert err == "netra: expected somebody who may sign in, found nobody under that name\n"


def test_the_list_is_for_people_and_for_programs_and_holds_no_password(
    netra: Netra, secret: Secret, desk: Desk
) -> None:
    netra(*SEKAR, *secret())
    _, table, _ = netra("user", "list")
    assert "Sekar Ayu" in table
    [listed] = json.loads(netra("user", "list", "--json")[1])
    assert (listed["username"], listed["role"], listed["state"]) == (
        "sekar.ayu",
        "analis",
        "must change the password",
    )
    assert str(known(desk)[0].password_hash) not in json.dumps(listed)


def test_init_makes_the_folder_and_lets_the_first_admin_in(
    netra: Netra, secret: Secret, tmp_path: Path
) -> None:
    code, out, err = netra("init", "--admin", "jaya", "--admin-name", "Jaya", *secret())
    assert (code, err) == (0, "")
    assert "jaya (P001)" in out
    elsewhere = make_desk(tmp_path / "lain", Clock(), Lots())
    made = replace(elsewhere, folder=DataFolder.open(tmp_path / "data"))
    admin = prove(made, attempt(username="jaya"), NOW)
    assert (admin.role, admin.must_change) == ("admin", False)
    code, _, err = netra("user", "disable", "jaya")
    assert (code, "one admin at least" in err) == (2, True)


def test_init_with_a_bad_password_makes_nothing(
    netra: Netra, secret: Secret, tmp_path: Path
) -> None:
    assert netra("init", "--admin", "jaya", *secret("pendek"))[0] == 2
    assert not (tmp_path / "data").exists()
