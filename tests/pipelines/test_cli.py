"""The command line: one clear error for what goes wrong, and the exit codes scripts rely on."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipelines import cli
from store.database import Database
from store.folder import DataFolder
from tests.pipelines.office import ACCOUNTS, ASN, ELECTION, UNITS, make_office

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process: exit code, stdout, stderr."""

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["netra", *map(str, arguments)])
        try:
            cli.main()
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 0
        else:
            code = 0
        out, err = capsys.readouterr()
        return code, out, err

    return call


def registry(folder: Path, **replaced: str) -> list[Path]:
    texts = {"units": UNITS, "asn": ASN, "accounts": ACCOUNTS, **replaced}
    paths = []
    for name, text in texts.items():
        path = folder / f"{name}.csv"
        path.write_text(text, "utf-8")
        paths.append(path)
    return paths


def test_missing_data_folder_says_what_to_run(run: Run, tmp_path: Path) -> None:
    code, _, err = run("queue", "--data", tmp_path / "tidak-ada")
    assert code == 1
    assert err.count("\n") == 1
    assert "netra init" in err


def test_empty_queue_is_an_empty_list(run: Run, tmp_path: Path) -> None:
    DataFolder.create(tmp_path / "data")
    code, out, _ = run("queue", "--json", "--data", tmp_path / "data")
    assert (code, json.loads(out)) == (0, [])


def test_unknown_label_is_no_empty_queue(run: Run, tmp_path: Path) -> None:
    folder = DataFolder.create(tmp_path / "data")
    code, out, err = run("queue", "--label", "dukungan", "--data", folder.root)
    assert (code, out) == (2, "")
    assert "candidate_support" in err


def test_registry_file_without_a_heading_is_refused_without_repeating_a_person(
    run: Run, tmp_path: Path
) -> None:
    folder = DataFolder.create(tmp_path / "data")
    source = tmp_path / "asn.csv"
    source.write_text("198001012005012001,Ani Contoh,pns,sd1,Guru\n", "utf-8")
    code, out, err = run("registry", "import", source, "--data", folder.root)
    assert (code, out) == (2, "")
    assert "5 of other names" in err
    assert "ani" not in err.lower()
    assert "1980" not in err


def test_init_twice_changes_nothing(run: Run, tmp_path: Path) -> None:
    assert run("init", "--data", tmp_path / "data")[0] == 0
    assert run("init", "--data", tmp_path / "data")[0] == 0


def test_wrong_nip_is_named_by_file_row_and_column_and_nothing_is_taken(
    run: Run, tmp_path: Path
) -> None:
    DataFolder.create(tmp_path / "data")
    files = registry(tmp_path, asn=ASN.replace("198001012005012001", "198013012005012001"))
    code, _, err = run("registry", "import", *files, "--data", tmp_path / "data")
    assert code == 2
    assert "asn.csv: row 2, column nip: expected" in err
    with Database(tmp_path / "data" / "netra.duckdb").transaction() as connection:
        assert connection.execute("SELECT count(*) FROM units").fetchone() == (0,)


def test_malformed_csv_is_named(run: Run, tmp_path: Path) -> None:
    DataFolder.create(tmp_path / "data")
    files = registry(tmp_path, units='unit_id,name\n"kota,Kota')
    code, _, err = run("registry", "import", *files, "--data", tmp_path / "data")
    assert code == 2
    assert "units.csv" in err


def test_partial_import_takes_the_good_rows_and_ends_with_3(run: Run, tmp_path: Path) -> None:
    DataFolder.create(tmp_path / "data")
    files = registry(tmp_path, asn=ASN.replace("198201012007012003", "198201012007012"))
    code, out, _ = run(
        "registry", "import", *files, "--partial", "--json", "--data", tmp_path / "data"
    )
    assert code == 3
    assert json.loads(out)["problems"][0]["column"] == "nip"
    assert json.loads(out)["report"]["people"]["added"] == 2


def test_dry_run_takes_nothing(run: Run, tmp_path: Path) -> None:
    DataFolder.create(tmp_path / "data")
    code, out, _ = run(
        "registry", "import", *registry(tmp_path), "--dry-run", "--data", tmp_path / "data"
    )
    assert code == 0
    assert "nothing" in out


def test_election_with_a_typo_stops_scoring_with_its_place(run: Run, tmp_path: Path) -> None:
    office = make_office(tmp_path)
    election = tmp_path / "pemilihan.yaml"
    election.write_text(ELECTION.replace("names:", "nama:", 1), "utf-8")
    source = tmp_path / "in.csv"
    source.write_text("text\nhalo\n", "utf-8")
    target = tmp_path / "out.jsonl"
    code, _, err = run("score", source, target, "--election", election, "--config", office.config)
    assert code == 2
    assert "pemilihan.yaml: line 8, key candidates.0.nama: expected `names`" in err
    assert not target.exists()


def test_locked_database_is_one_clear_error(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = DataFolder.create(tmp_path / "data")
    short = property(lambda self: Database(self.root / "netra.duckdb", wait_s=0.3))
    monkeypatch.setattr(DataFolder, "database", short)
    with _locked(folder.root / "netra.duckdb"):
        code, _, err = run("queue", "--data", folder.root)
    assert code == 1
    assert "stayed locked" in err
    assert err.count("\n") == 1


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Another process that holds the database open."""
    script = (
        "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('held', flush=True);"
        "sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        yield
        assert other.stdin is not None
        other.stdin.close()


def test_verify_names_a_changed_audit_row(run: Run, tmp_path: Path) -> None:
    from store import audit

    folder = DataFolder.create(tmp_path / "data")
    with folder.database.transaction() as connection:
        audit.append(connection, "a.b", "netra", "x", {"n": 1})
        audit.append(connection, "a.b", "netra", "y", {"n": 2})
    assert run("audit", "verify", "--data", folder.root)[0] == 0
    with folder.database.transaction() as connection:
        connection.execute("UPDATE audit SET actor = 'orang lain' WHERE seq = 1")
    code, _, err = run("audit", "verify", "--data", folder.root)
    assert code == 1
    assert "audit row 1" in err


def test_unknown_flag_cannot_be_decided(run: Run, tmp_path: Path) -> None:
    folder = DataFolder.create(tmp_path / "data")
    code, _, err = run("decide", "F-000000000000", "bukan", "--by", "A07", "--data", folder.root)
    assert code == 2
    assert "F-000000000000" in err


def test_platforms_say_ready_or_why_not(run: Run, tmp_path: Path) -> None:
    office = make_office(tmp_path)
    code, out, _ = run("platforms", "--json", "--config", office.config)
    assert code == 0
    listed = {one["platform"]: one for one in json.loads(out)}
    assert listed["bluesky"]["ready"]
    assert not listed["x"]["ready"]
    assert listed["x"]["state"]


def test_help_and_queue_stay_light() -> None:
    script = (
        "import sys, pipelines.cli;"
        "heavy = {'torch', 'sklearn', 'prefect', 'duckdb', 'pyarrow', 'sentence_transformers',"
        " 'httpx', 'numpy'};"
        "sys.exit(', '.join(sorted(heavy & sys.modules.keys())) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stderr.strip() == ""
    assert done.returncode == 0
