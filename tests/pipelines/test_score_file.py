"""``netra score``: rows in, rows out, in order; a bad file leaves nothing behind."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from classifiers.score import Minimums
from pipelines.errors import InputError
from pipelines.rows import BATCH, packing, read_rows
from pipelines.score_file import Rater, score_with_files, write_rows
from tests.fakes import FakeScorer
from tests.pipelines.office import make_office

MINIMUM = Minimums({"candidate_support": 0.6, "hate_speech": 0.8, "hoax_sharing": 0.6}, serious=0.2)
TEXTS = [
    "[D] ayo coblos",
    "selamat pagi, semua",
    'kutip "dua"\ndan baris baru',
    "",
    "🙏 matur nuwun",
]


def score_file(
    source: Path, target: Path, progress: Callable[[float], object] = lambda _: None
) -> int:
    """Scores a file with the fake scorer."""
    rate = Rater(FakeScorer(), MINIMUM, packing(target))  # type: ignore[arg-type]
    return write_rows(
        target, ((rate(batch), batch.share_read) for batch in read_rows(source)), progress
    )


def as_csv(folder: Path) -> Path:
    path = folder / "in.csv"
    cells = ['"' + text.replace('"', '""') + '"' for text in TEXTS]
    path.write_text("id,text\n" + "".join(f"r{n},{c}\n" for n, c in enumerate(cells)), "utf-8")
    return path


def as_jsonl(folder: Path) -> Path:
    path = folder / "in.jsonl"
    rows = [json.dumps({"id": f"r{n}", "text": text}) + "\n" for n, text in enumerate(TEXTS)]
    path.write_text("".join(rows), "utf-8")
    return path


def as_parquet(folder: Path) -> Path:
    path = folder / "in.parquet"
    ids = [f"r{n}" for n in range(len(TEXTS))]
    parquet.write_table(pa.table({"text": TEXTS, "id": ids, "other": ids}), path)
    return path


def scored(source: Path, name: str = "out.jsonl") -> list[dict[str, object]]:
    target = source.parent / name
    score_file(source, target)
    if name.endswith(".parquet"):
        rows: list[dict[str, object]] = parquet.read_table(target).to_pylist()
        return rows
    return [json.loads(line) for line in target.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("write", [as_csv, as_jsonl, as_parquet])
@pytest.mark.parametrize("name", ["out.jsonl", "out.parquet"])
def test_every_format_gives_the_same_rows_in_order(
    tmp_path: Path, write: Callable[[Path], Path], name: str
) -> None:
    rows = scored(write(tmp_path), name)
    assert [row["id"] for row in rows] == ["r0", "r1", "r2", "r3", "r4"]
    assert [row["flags"] for row in rows] == [["candidate_support"], [], [], [], []]
    assert {row["model_version"] for row in rows} == {"fake"}


@pytest.mark.parametrize("name", ["out.jsonl", "out.parquet"])
def test_hate_has_details_and_weak_hate_is_no_flag(tmp_path: Path, name: str) -> None:
    path = tmp_path / "in.csv"
    path.write_text("text\n[B] hama semua\n[L] dungu kamu\nselamat pagi\n", "utf-8")
    unknown, weak, other = scored(path, name)
    assert [row["flags"] for row in (unknown, weak, other)] == [["hate_speech"], [], []]
    assert (unknown["hate_details"], other["hate_details"]) == (None, None)
    assert weak["hate_details"] == {
        "target": "individual",
        "target_probability": 0.9,
        "categories": [{"category": "other", "probability": 0.8}],
        "level": "weak",
        "level_probability": 0.95,
        "serious": 0.05,
    }


def test_row_without_id_gets_its_number_from_0(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("text\nsatu\ndua\n", "utf-8")
    assert [row["id"] for row in scored(path)] == ["0", "1"]


def test_texts_longer_than_a_batch_keep_their_order(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    count = 2 * BATCH + 3
    path.write_text("text\n" + "".join(f"kabar {n}\n" for n in range(count)), "utf-8")
    assert [row["id"] for row in scored(path)] == [str(n) for n in range(count)]


def test_progress_reaches_the_end(tmp_path: Path) -> None:
    shares: list[float] = []
    source = as_jsonl(tmp_path)
    score_file(source, tmp_path / "o.jsonl", shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("in.csv", b"tulisan\nsatu\n", r"in\.csv: heading: expected a column `text`, found tulis"),
        ("in.csv", b'text,x\n"satu,1\n', r"in\.csv: row: expected CSV rows"),
        ("in.csv", b"text,x\nsatu\n", r"in\.csv: row: expected CSV rows"),
        ("in.csv", b"text\n\xff\xfe\xfa\n", r"in\.csv: row: expected CSV rows"),
        ("in.jsonl", b'{"text": "a"}\n{"text": \n', r"in\.jsonl: line 2: expected one JSON object"),
        ("in.jsonl", b"[1]\n", r"in\.jsonl: line 1: expected one JSON object, found list"),
        ("in.jsonl", b'{"teks": "a"}\n', r"in\.jsonl: line 1: expected a key `text`.* found teks"),
        ("in.parquet", b"PAR1 bukan", r"in\.parquet: file: expected a Parquet file"),
        ("in.txt", b"text\n", r"in\.txt: file name: expected an ending"),
    ],
)
def test_bad_file_is_one_clear_error_and_nothing_is_left(
    tmp_path: Path, name: str, content: bytes, expected: str
) -> None:
    source = tmp_path / name
    source.write_bytes(content)
    with pytest.raises(InputError, match=expected):
        scored(source)
    assert sorted(path.name for path in tmp_path.iterdir()) == [name]


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"tidak-ada\.csv: file: expected an existing file"):
        scored(tmp_path / "tidak-ada.csv")


def test_failed_run_leaves_the_earlier_result_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("hasil lama", "utf-8")
    source = tmp_path / "in.jsonl"
    source.write_bytes(b'{"text": "a"}\nrusak\n')
    with pytest.raises(InputError):
        score_file(source, target)
    assert target.read_text("utf-8") == "hasil lama"


@given(texts=st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=20))
def test_any_text_survives_json_lines(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    path = tmp_path_factory.mktemp("rows") / "in.jsonl"
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), "utf-8")
    assert [text for batch in read_rows(path) for text in batch.texts] == texts


def test_long_file_is_scored_by_several_processes_like_by_one(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    long, short = tmp_path / "long.jsonl", tmp_path / "short.jsonl"
    rows = [{"text": f"{text} {n % 7}"} for n in range(3500) for text in TEXTS]
    long.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    short.write_text("".join(json.dumps(row) + "\n" for row in rows[:200]), "utf-8")
    election = [office.config / "elections" / "contoh.yaml"]
    for source in (long, short):
        target = source.with_suffix(".out.jsonl")
        score_with_files(source, target, election, None, office.config)
    lines = long.with_suffix(".out.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == len(rows)
    assert lines[:200] == short.with_suffix(".out.jsonl").read_text("utf-8").splitlines()


POST = "kalimat milik orang"


@pytest.mark.parametrize(
    "content",
    [
        f"text\nhalo,{POST}\n",  # a row wider than its heading
        f"{POST},{POST} lain\nhalo,halo\n",  # no heading at all
        f'text\n"halo" {POST}, "x\n',
    ],
)
def test_error_of_a_bad_csv_never_repeats_a_post(tmp_path: Path, content: str) -> None:
    source = tmp_path / "in.csv"
    source.write_text(content, "utf-8")
    with pytest.raises(InputError) as raised:
        score_file(source, tmp_path / "out.jsonl")
    assert POST not in str(raised.value)


def test_columns_beside_text_may_hold_anything(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    rows = "".join(f"{n},kabar hari ini nomor {n}\n" for n in range(60_000))  # over one block
    source.write_text("likes,text\n" + rows + "banyak,kabar terakhir\n", "utf-8")
    assert score_file(source, tmp_path / "out.jsonl") == 60_001
