"""The audit chain: whatever is changed in it, something says so."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from store import audit
from store.audit import GENESIS, Head
from store.errors import HeadsDamaged

if TYPE_CHECKING:
    import duckdb

    from store.folder import DataFolder

    Connection = duckdb.DuckDBPyConnection

COLUMNS = ("seq", "recorded_utc", "event", "actor", "subject", "details", "hash")
ROWS = 5


def fill(connection: Connection, rows: int = ROWS) -> None:
    for number in range(1, rows + 1):
        audit.append(connection, "flag.raised", "netra", f"F-{number}", {"n": number, "a": "é"})


def test_verify_when_empty_then_ok(connection: Connection) -> None:
    assert audit.verify(connection) == audit.ChainReport(0, Head(0, GENESIS), None)


def test_verify_when_untouched_then_every_row_fits(connection: Connection) -> None:
    fill(connection)
    report = audit.verify(connection, [audit.head(connection)])
    assert (report.ok, report.rows, report.head) == (True, ROWS, audit.head(connection))


def test_append_when_recomputed_by_hand_then_the_documented_formula_holds(
    connection: Connection,
) -> None:
    fill(connection, 2)
    first, second = connection.execute("SELECT * FROM audit ORDER BY seq").fetchall()
    event = dict(zip(COLUMNS[:6], second[:6], strict=True))
    event["recorded_utc"] = second[1].isoformat(timespec="microseconds")
    text = json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256((first[6] + text).encode()).hexdigest() == second[6]


def test_append_all_when_given_many_then_the_chain_goes_on_as_by_one_each(
    connection: Connection,
) -> None:
    fill(connection, 2)
    hashes = audit.append_all(
        connection, [audit.Event("a.b", "netra", f"F-{n}", {"n": n}) for n in range(3)]
    )
    assert audit.append_all(connection, []) == []
    last = audit.append(connection, "a.b", "netra", "F-9", {})
    rows = connection.execute("SELECT subject, hash FROM audit ORDER BY seq").fetchall()
    assert [row[0] for row in rows] == ["F-1", "F-2", "F-0", "F-1", "F-2", "F-9"]
    assert [row[1] for row in rows[2:]] == [*hashes, last]
    assert audit.verify(connection).ok


def test_append_when_the_transaction_is_undone_then_nothing_is_broken(folder: DataFolder) -> None:
    with folder.database.transaction() as connection:
        fill(connection)
        connection.execute("COMMIT; BEGIN")
        fill(connection)
        connection.execute("ROLLBACK; BEGIN")
    with folder.database.transaction() as connection:
        fill(connection, 1)
        assert audit.verify(connection).rows == ROWS + 1


@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    seq=st.integers(1, ROWS),
    column=st.sampled_from(COLUMNS),
    place=st.integers(0, 200),
    flip=st.integers(1, 127),
)
def test_verify_when_any_byte_of_any_column_changes_then_the_row_is_named(
    folder: DataFolder, seq: int, column: str, place: int, flip: int
) -> None:
    with folder.database.transaction() as connection:
        fill(connection)
        changed = tampered(connection, seq, column, place, flip)
        connection.execute(
            f"UPDATE audit SET {column} = ? WHERE seq = ?",  # noqa: S608
            [changed, seq],
        )
        broken = audit.verify(connection).broken
        assert broken is not None
        assert broken.seq == seq
        connection.execute("ROLLBACK; BEGIN")  # the next example starts clean


def tampered(connection: Connection, seq: int, column: str, place: int, flip: int) -> object:
    row = connection.execute(f"SELECT {column} FROM audit WHERE seq = ?", [seq]).fetchone()  # noqa: S608
    assert row is not None
    (value,) = row
    if column == "seq":
        return int(value) + ROWS + place
    if isinstance(value, datetime):
        return value.replace(microsecond=value.microsecond ^ flip)
    data = bytearray(str(value).encode())
    data[place % len(data)] ^= flip
    try:
        return data.decode()
    except UnicodeDecodeError:
        assume(condition=False)
        raise


@pytest.mark.parametrize(
    ("tampering", "seq"),
    [
        ("DELETE FROM audit WHERE seq = 3", 3),
        ("DELETE FROM audit WHERE seq = 1", 1),
        ("DELETE FROM audit WHERE seq = 5", 5),
        ("DELETE FROM audit", 1),
        ("INSERT INTO audit SELECT 6, * EXCLUDE (seq) FROM audit WHERE seq = 5", 6),
        ("UPDATE audit_head SET hash = repeat('a', 64)", 5),
        ("UPDATE audit_head SET seq = 7", 6),
    ],
)
def test_verify_when_rows_are_removed_or_added_then_the_place_is_named(
    connection: Connection, tampering: str, seq: int
) -> None:
    fill(connection)
    connection.execute(tampering)
    broken = audit.verify(connection).broken
    assert broken is not None
    assert broken.seq == seq


def rewrite(folder: DataFolder, rows: int) -> None:
    """What somebody with the database and this program could do."""
    with folder.database.transaction() as connection:
        connection.execute("DELETE FROM audit")
        connection.execute("UPDATE audit_head SET seq = 0, hash = ?", [GENESIS])
    with folder.database.transaction() as connection:
        fill(connection, rows)


@pytest.mark.parametrize("rows", [2, ROWS, 9])
def test_verify_when_the_whole_chain_is_rewritten_then_the_heads_file_tells(
    folder: DataFolder, rows: int
) -> None:
    with folder.database.transaction() as connection:
        fill(connection)
        head = audit.head(connection)
    audit.witness(folder.database, head)
    rewrite(folder, rows)
    with folder.database.transaction() as connection:
        assert audit.verify(connection).ok
        assert not audit.verify(connection, audit.witnessed(folder.database)).ok


def test_witnessed_when_the_last_line_was_cut_short_then_it_does_not_count(
    folder: DataFolder,
) -> None:
    assert audit.witnessed(folder.database) == []
    audit.witness(folder.database, Head(1, "a" * 64))
    with audit.heads_path(folder.database).open("a") as file:
        file.write("2 bbbb")
    assert audit.witnessed(folder.database) == [Head(1, "a" * 64)]


def test_witness_when_the_last_line_was_cut_short_then_a_new_line_begins(
    folder: DataFolder,
) -> None:
    with audit.heads_path(folder.database).open("a") as file:
        file.write("1 bbbb")
    audit.witness(folder.database, Head(2, "a" * 64))
    assert audit.witnessed(folder.database) == [Head(2, "a" * 64)]


@pytest.mark.parametrize("line", ["", "1", "x " + "a" * 64, "1 " + "A" * 64, "1 " + "a" * 65])
def test_witnessed_when_a_line_is_no_head_then_it_is_named(folder: DataFolder, line: str) -> None:
    audit.heads_path(folder.database).write_text(f"1 {'a' * 64}\n{line}\n")
    with pytest.raises(HeadsDamaged, match="line 2"):
        audit.witnessed(folder.database)


def test_daily_root_when_asked_for_a_day_then_the_last_hash_of_that_day_in_wib(
    connection: Connection,
) -> None:
    fill(connection, 2)
    rows = connection.execute("SELECT hash FROM audit ORDER BY seq").fetchall()
    connection.execute("UPDATE audit SET recorded_utc = '2031-09-01 16:59:59' WHERE seq = 1")
    connection.execute("UPDATE audit SET recorded_utc = '2031-09-01 17:00:00' WHERE seq = 2")
    days = [date(2031, 8, 31), date(2031, 9, 1), date(2031, 9, 2)]
    roots = [audit.daily_root(connection, day) for day in days]
    assert roots == [GENESIS, rows[0][0], rows[1][0]]


@pytest.mark.parametrize("size", [1, 2, 3, ROWS, 100])
def test_verify_in_turns_when_untouched_then_as_in_one_go(folder: DataFolder, size: int) -> None:
    with audit.recorded(folder.database) as connection:
        fill(connection)
    with folder.database.transaction() as connection:
        whole = audit.verify(connection, audit.witnessed(folder.database))
    assert whole.ok
    assert audit.verify_in_turns(folder.database, size) == whole


@pytest.mark.parametrize("size", [1, 2, 3, ROWS, 100])
@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE audit SET actor = 'A09' WHERE seq = 1",
        "UPDATE audit SET details = '{}' WHERE seq = 3",
        "DELETE FROM audit WHERE seq = 2",
        "DELETE FROM audit WHERE seq BETWEEN 2 AND 4",
        "DELETE FROM audit WHERE seq = 5",
        "DELETE FROM audit",
        "INSERT INTO audit SELECT * FROM audit WHERE seq = 2",
        "UPDATE audit SET seq = 4000000000000000000 WHERE seq = 5",
    ],
)
def test_verify_in_turns_when_damaged_then_the_same_row_is_named(
    folder: DataFolder, damage: str, size: int
) -> None:
    with audit.recorded(folder.database) as connection:
        fill(connection)
    with folder.database.transaction() as connection:
        connection.execute(damage)
    with folder.database.transaction() as connection:
        whole = audit.verify(connection, audit.witnessed(folder.database))
    turns = audit.verify_in_turns(folder.database, size)
    assert whole.broken is not None
    assert turns.broken is not None
    assert (turns.rows, turns.broken.seq) == (whole.rows, whole.broken.seq)
