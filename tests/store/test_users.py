"""People who may sign in, as kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from store import users
from store.users import User

if TYPE_CHECKING:
    import duckdb

START = datetime(2031, 9, 2, 1, tzinfo=UTC)
SEKAR = User(
    user_id="P001",
    username="sekar.ayu",
    name="Sekar Ayu",
    role="analis",
    password_hash="$argon2id$contoh",  # noqa: S106
    created_at=START,
)


@pytest.fixture(autouse=True)
def sekar(connection: duckdb.DuckDBPyConnection) -> User:
    users.add(connection, SEKAR)
    return SEKAR


def test_a_user_comes_back_as_stored(connection: duckdb.DuckDBPyConnection) -> None:
    assert users.get(connection, "P001") == SEKAR
    assert users.get(connection, "P002") is None
    assert users.everybody(connection) == [SEKAR]


def test_a_username_means_the_same_in_any_case(connection: duckdb.DuckDBPyConnection) -> None:
    assert users.with_username(connection, "SEKAR.Ayu") == SEKAR


def test_a_change_is_kept_whole_but_for_code_and_username(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    changed = replace(
        SEKAR,
        name="Sekar A.",
        role="penyelia",
        password_hash=None,
        oidc_subject="sso-7",
        must_change=True,
        language="en",
        shortcuts=False,
        disabled_at=START,
        password_at=START,
    )
    users.update(connection, changed)
    assert users.get(connection, "P001") == changed
    assert users.with_subject(connection, "sso-7") == changed


def test_codes_are_given_in_order_and_only_among_their_own(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    assert users.free_code(connection) == "P002"
    users.add(connection, replace(SEKAR, user_id="P017", username="b"))
    users.add(connection, replace(SEKAR, user_id="A99", username="c"))
    users.add(connection, replace(SEKAR, user_id="Pak", username="d"))
    assert users.free_code(connection) == "P018"


def test_the_first_code_is_one(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("DELETE FROM users")
    assert users.free_code(connection) == "P001"
