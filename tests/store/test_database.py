"""Opening late and briefly: other processes are waited for, and nothing stays half-written."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from store import users
from store.database import Database
from store.errors import (
    MigrationEdited,
    StoreBusy,
    StoreMissing,
    StoreOutdated,
    StoreUnusable,
)
from store.folder import DataFolder
from store.migrate import MIGRATIONS, migrate

HOLD = """
import sys, time, duckdb
connection = duckdb.connect(sys.argv[1])
print("held", flush=True)
time.sleep(float(sys.argv[2]))
"""


@contextmanager
def held_by_another_process(path: Path, seconds: float) -> Iterator[None]:
    command = [sys.executable, "-c", HOLD, str(path), str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield
        finally:
            process.kill()


def test_a_database_held_by_another_process_is_busy_and_says_what_to_do(
    folder: DataFolder,
) -> None:
    database = Database(folder.database.path, wait_s=0.3)
    begun = time.monotonic()
    with (
        held_by_another_process(database.path, 60),
        pytest.raises(StoreBusy, match="another process"),
        database.transaction(),
    ):
        pytest.fail("the lock of another process was ignored")
    assert time.monotonic() - begun < 20


def test_a_database_held_for_a_moment_is_waited_for(folder: DataFolder) -> None:
    with (
        held_by_another_process(folder.database.path, 0.5),
        folder.database.transaction() as connection,
    ):
        assert connection.execute("SELECT count(*) FROM runs").fetchone() == (0,)


def test_waiting_for_a_lock_says_nothing_on_stdout(
    folder: DataFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    with held_by_another_process(folder.database.path, 0.5), folder.database.transaction():
        pass
    assert capsys.readouterr().out == ""


def test_a_damaged_file_is_told_at_once_and_not_taken_for_a_lock(folder: DataFolder) -> None:
    folder.database.path.write_bytes(b"no database" * 500)
    begun = time.monotonic()
    with pytest.raises(StoreUnusable, match="backup"), folder.database.transaction():
        pytest.fail("a damaged file was opened")
    assert time.monotonic() - begun < 10


def test_a_folder_whose_making_was_cut_short_says_to_run_init_again(tmp_path: Path) -> None:
    database = Database(tmp_path / "netra.duckdb")
    database.create()
    with (
        pytest.raises(StoreOutdated, match="netra init"),
        database.transaction() as connection,
    ):
        connection.execute("SELECT count(*) FROM flags")
    DataFolder.create(tmp_path)
    with database.transaction() as connection:
        assert connection.execute("SELECT count(*) FROM flags").fetchone() == (0,)


def test_a_commit_that_finds_no_room_is_one_clear_error_and_undone(folder: DataFolder) -> None:
    script = """
import resource, signal, sys
from pathlib import Path
from store.errors import StoreUnusable
from store.folder import DataFolder

database = DataFolder.open(Path(sys.argv[1])).database
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
room = database.path.stat().st_size + 2**20
resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
try:
    with database.transaction() as connection:
        connection.execute("CREATE TABLE big AS SELECT md5(r::VARCHAR) FROM range(300000) t(r)")
except StoreUnusable as error:
    sys.exit("disk space" not in str(error))
sys.exit(9)
"""
    command = [sys.executable, "-c", script, str(folder.root)]
    assert subprocess.run(command, check=False).returncode == 0
    with folder.database.transaction() as connection:
        assert connection.execute("SELECT count(*) FROM runs").fetchone() == (0,)


def test_an_error_inside_a_transaction_undoes_all_of_it(folder: DataFolder) -> None:
    def fail_half_way() -> None:
        with folder.database.transaction() as connection:
            connection.execute("INSERT INTO absences VALUES ('a', 'run-1', '2031-08-20')")
            raise KeyError

    with pytest.raises(KeyError):
        fail_half_way()
    with folder.database.transaction() as connection:
        assert connection.execute("SELECT count(*) FROM absences").fetchone() == (0,)


def test_a_missing_data_folder_is_told_with_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="netra init"):
        DataFolder.open(tmp_path / "none")
    with pytest.raises(StoreMissing, match="netra init"), Database(tmp_path / "x").transaction():
        pytest.fail("a missing file was opened")
    assert list(tmp_path.iterdir()) == []


def test_create_again_keeps_what_is_there(folder: DataFolder) -> None:
    with folder.database.transaction() as connection:
        connection.execute("INSERT INTO absences VALUES ('a', 'run-1', '2031-08-20')")
    DataFolder.create(folder.root)
    with folder.database.transaction() as connection:
        assert connection.execute("SELECT activity_key FROM absences").fetchall() == [("a",)]


def test_migrate_when_people_had_passwords_before_their_age_was_kept_then_it_begins_now(
    tmp_path: Path,
) -> None:
    older, root = tmp_path / "migrations", tmp_path / "data"
    shutil.copytree(MIGRATIONS, older)
    (older / "021_password_age.sql").unlink()
    root.mkdir()
    database = Database(root / "netra.duckdb")
    database.create()
    migrate(database, older)
    with database.transaction() as connection:
        for code, kept in (("P001", "$argon2id$contoh"), ("P002", None)):
            connection.execute(
                "INSERT INTO users VALUES (?, ?, 'Orang', 'analis', ?, NULL, true, 'id', true, "
                "now(), NULL)",
                [code, code, kept],
            )
    before = datetime.now(UTC)
    folder = DataFolder.create(root)
    with folder.database.transaction() as connection:
        given, nothing = (user.password_at for user in users.everybody(connection))
    assert nothing is None
    assert given is not None
    assert before <= given <= datetime.now(UTC)


def test_migrate_applies_only_what_is_pending(folder: DataFolder, tmp_path: Path) -> None:
    steps = tmp_path / "migrations"
    steps.mkdir()
    (steps / "900_one.sql").write_text("CREATE TABLE one (a INTEGER);")
    assert migrate(folder.database, steps) == ["900_one.sql"]
    (steps / "901_two.sql").write_text("CREATE TABLE two (a INTEGER);")
    assert migrate(folder.database, steps) == ["901_two.sql"]


def test_migrate_refuses_a_migration_edited_after_it_was_applied(
    folder: DataFolder, tmp_path: Path
) -> None:
    steps = tmp_path / "migrations"
    steps.mkdir()
    (steps / "900_one.sql").write_text("CREATE TABLE one (a INTEGER);")
    migrate(folder.database, steps)
    (steps / "900_one.sql").write_text("CREATE TABLE one (a BIGINT);")
    with pytest.raises(MigrationEdited, match=r"900_one\.sql"):
        migrate(folder.database, steps)


def test_a_migration_that_fails_leaves_nothing_behind(folder: DataFolder, tmp_path: Path) -> None:
    import duckdb

    steps = tmp_path / "migrations"
    steps.mkdir()
    (steps / "900_bad.sql").write_text("CREATE TABLE good (a INTEGER); SELECT * FROM none;")
    with pytest.raises(duckdb.CatalogException):
        migrate(folder.database, steps)
    (steps / "900_bad.sql").write_text("CREATE TABLE good (a INTEGER);")
    assert migrate(folder.database, steps) == ["900_bad.sql"]


def open_elsewhere(path: Path) -> bool:
    """Whether another process can open the file now."""
    code = "import sys, duckdb; duckdb.connect(sys.argv[1])"
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=False, capture_output=True)
    return done.returncode == 0


def test_a_lingering_database_is_others_again_a_moment_after_its_last_use(
    folder: DataFolder,
) -> None:
    database = folder.database
    with database.lingering(moment_s=30, limit_s=60):
        with database.transaction() as connection:
            connection.execute("CREATE TABLE t AS SELECT 1")
        assert not open_elsewhere(database.path)
    assert open_elsewhere(database.path)
    with database.lingering(moment_s=0.05):
        with database.transaction() as connection:
            assert connection.execute("FROM t").fetchall() == [(1,)]
        time.sleep(0.5)
        assert open_elsewhere(database.path)


def test_a_lingering_database_when_used_without_end_then_others_get_their_turn(
    folder: DataFolder,
) -> None:
    database, begun, turns = folder.database, time.monotonic(), 0
    command = [sys.executable, "-c", WAIT, str(database.path)]
    with database.lingering(moment_s=1, limit_s=0.2), subprocess.Popen(command) as other:
        while other.poll() is None and time.monotonic() - begun < 30:
            with database.transaction() as connection:
                connection.execute("SELECT 1")
            turns += 1
            time.sleep(0.01)
        assert other.wait(1) == 0
    assert turns > 1


WAIT = """
import sys, time, duckdb
for _ in range(2000):
    try:
        duckdb.connect(sys.argv[1])
        sys.exit(0)
    except duckdb.IOException:
        time.sleep(0.005)
sys.exit(1)
"""
