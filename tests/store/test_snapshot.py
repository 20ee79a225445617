"""The auditors' snapshot: what they need, and nothing of who said what."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from review.decide import decide
from store import evidence, flags, snapshot
from store.activities import ActivityLake
from store.evidence import EvidenceFile
from store.folder import DataFolder
from store.scores import ScoreLake
from tests.store.make import NIGHT, activity, new_flag, score

if TYPE_CHECKING:
    import duckdb

SECRETS = {
    "text": "Kalimat yang tidak boleh ikut",
    "handle": "akun-rahasia.contoh.invalid",
    "name": "Nama Rahasia Pegawai",
    "nip": "199001012020121001",
    "address": "https://contoh.invalid/rahasia",
    "native": "at://did:plc:rahasia/1",
    "reason": "Alasan rahasia peninjau",
}


@pytest.fixture
def lakes(folder: DataFolder) -> tuple[ActivityLake, ScoreLake]:
    return ActivityLake(folder.activities), ScoreLake(folder.scores)


def register(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        "INSERT INTO units VALUES ('U-1', 'Dinas Contoh', 'dinas', NULL, NULL, '2031-01-01')"
    )
    connection.execute(
        """INSERT INTO people (person_id, nip, name, status, unit_id, position, changed_utc)
        VALUES ('P-1', ?, ?, 'pns', 'U-1', 'analis', '2031-01-01')""",
        [SECRETS["nip"], SECRETS["name"]],
    )
    connection.execute(
        """INSERT INTO accounts (account_id, platform, handle, person_id, confirmed_by, changed_utc)
        VALUES ('A-1', 'bluesky', ?, 'P-1', 'asn', '2031-01-01')""",
        [SECRETS["handle"]],
    )


@pytest.fixture
def full(folder: DataFolder, lakes: tuple[ActivityLake, ScoreLake]) -> Path:
    post = activity(
        1,
        SECRETS["text"],
        native_id=SECRETS["native"],
        url=SECRETS["address"],
        urls=(SECRETS["address"],),
    )
    lakes[0].add([post, activity(2, kind="like")], shard="s", day=NIGHT)
    lakes[1].add([(post, score(0.9))], model_version="m1", shard="s", day=NIGHT)
    flag = new_flag(activity_key=post.key, content_sha256=post.content_sha256, wave_id="W-1")
    with folder.database.transaction() as connection:
        register(connection)
        flags.raise_flags(connection, [flag])
        evidence.keep(connection, flag.flag_id, [EvidenceFile("page", "e" * 64, 3)], "netra")
    decide(folder.database, flag.flag_id, "indikasi_kuat", "analis-7", SECRETS["reason"], "B6")
    return snapshot.write_snapshot(folder.database, folder.snapshot, *lakes)


def test_write_snapshot_when_done_then_every_table_can_be_read(full: Path) -> None:
    counts = {
        table: snapshot.read(full, f"SELECT count(*) AS n FROM {table}")["n"][0]  # noqa: S608
        for table in ("units", "accounts", "activities", "scores", "flags", "evidence")
    }
    assert counts == {
        **dict.fromkeys(("units", "accounts", "scores", "flags", "evidence"), 1),
        "activities": 2,
    }
    for table in ("runs", "outcomes", "issues", "flag_events", "audit_events", "audit_roots"):
        snapshot.read(full, f"SELECT * FROM {table}")  # noqa: S608


def test_write_snapshot_when_read_then_flags_carry_unit_and_decision(full: Path) -> None:
    rows = snapshot.read(
        full,
        "SELECT unit_id, label, state, decision, rulebook_row FROM flags JOIN decisions "
        "USING (flag_id) WHERE night = ?",
        [NIGHT],
    )
    assert rows.rows() == [("U-1", "candidate_support", "indikasi_kuat", "indikasi_kuat", "B6")]


def test_write_snapshot_when_joined_then_scores_find_their_activity(full: Path) -> None:
    rows = snapshot.read(
        full, "SELECT unit_id, candidate_support FROM scores JOIN activities USING (activity)"
    )
    assert rows.rows() == [("U-1", 0.9)]


def test_write_snapshot_when_searched_byte_for_byte_then_no_identity_and_no_text(
    full: Path,
) -> None:
    tables = snapshot.read(full, "SELECT table_name FROM information_schema.tables")
    dump = "".join(
        repr(snapshot.read(full, f"SELECT * FROM {table}").rows())  # noqa: S608
        for table in tables["table_name"]
    )
    data = full.read_bytes()
    for secret in SECRETS.values():
        assert secret not in dump
        assert secret.encode() not in data


def test_write_snapshot_when_flags_then_no_way_back_to_the_account(full: Path) -> None:
    columns = set(snapshot.read(full, "SELECT * FROM flags").columns)
    assert not columns & {"account_id", "activity_key", "activity", "content", "content_sha256"}


def test_write_snapshot_when_written_again_then_the_hashes_are_salted_afresh(
    full: Path, folder: DataFolder, lakes: tuple[ActivityLake, ScoreLake]
) -> None:
    first = snapshot.read(full, "SELECT activity FROM activities")["activity"].to_list()
    snapshot.write_snapshot(folder.database, folder.snapshot, *lakes)
    again = snapshot.read(full, "SELECT activity FROM activities")["activity"].to_list()
    assert not set(first) & set(again)


def test_write_snapshot_when_it_fails_then_the_old_one_stays_and_nothing_half_written(
    full: Path, folder: DataFolder, lakes: tuple[ActivityLake, ScoreLake]
) -> None:
    next(folder.scores.rglob("*.parquet")).write_bytes(b"rusak")
    before = full.read_bytes()
    with pytest.raises(Exception, match="parquet"):
        snapshot.write_snapshot(folder.database, folder.snapshot, *lakes)
    assert full.read_bytes() == before
    assert {path.name for path in full.parent.iterdir()} == {".lock", "audit.duckdb"}


def test_write_snapshot_when_a_reader_has_the_old_one_open_then_both_go_on(
    full: Path, folder: DataFolder, lakes: tuple[ActivityLake, ScoreLake]
) -> None:
    with full.open("rb"):
        lakes[0].add([activity(9)], shard="s2", day=NIGHT)
        snapshot.write_snapshot(folder.database, folder.snapshot, *lakes)
    assert snapshot.read(full, "SELECT count(*) AS n FROM activities")["n"][0] == 3


@pytest.mark.parametrize(
    "sql",
    ["DELETE FROM flags", "SELECT * FROM read_text('/etc/hostname')", "COPY flags TO 'x.csv'"],
)
def test_read_when_asked_to_write_or_to_read_other_files_then_refused(full: Path, sql: str) -> None:
    with pytest.raises(Exception, match=r"read-only|Permission|disabled"):
        snapshot.read(full, sql)
