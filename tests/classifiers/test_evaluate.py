from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from classifiers.artefact import SHIPPED
from classifiers.contest import Contest
from classifiers.errors import ExampleError
from classifiers.evaluate import recorded
from classifiers.evaluation import Evaluation, Measured
from classifiers.evenhanded import candidates_alike, groups_alike, name_swaps, swap_of
from classifiers.examples import load_examples
from classifiers.external import contest_of, measure_file, read_labelled
from classifiers.metrics import Figure
from classifiers.models import Models
from classifiers.reading import Reader
from classifiers.score import LABELS
from classifiers.scorer import Scorer
from tests.classifiers.conftest import CONTEST

HATE = [
    {"text": "Usir semua orang kafir itu, binatang semua, bunuh saja", "hate": "ya"},
    {"text": "Selamat pagi, semoga sehat semua warga kampung", "hate": "tidak"},
    {"text": "Tidak dilabeli", "hate": None},
] * 5
STANCE = [
    {"text": "Ayo coblos Wirasena, kudu menang!", "target": "Wirasena", "stance": "support"},
    {"text": "Jangan pilih Melur, pembohong besar", "target": "Melur", "stance": "oppose"},
    {"text": "KPU menetapkan jadwal debat calon", "target": "Melur", "stance": "neutral"},
] * 5


WRITERS: dict[str, Callable[[pl.DataFrame, Path], object]] = {
    ".csv": lambda frame, path: frame.write_csv(path),
    ".jsonl": lambda frame, path: frame.write_ndjson(path),
    ".parquet": lambda frame, path: frame.write_parquet(path),
}


def named(found: list[Measured]) -> dict[str, Figure]:
    return {one.measure: one.figure for one in found}


def test_evaluation_shows_every_figure_with_interval_cases_and_origin() -> None:
    one = Measured("hate_speech", "macro_f1", Figure(0.87, 0.8, 0.9, 2086), "held out")
    evaluation = Evaluation("abc", (one,))
    columns, rows = evaluation.table()
    assert len(columns) == len(rows[0])
    assert rows == [("hate_speech", "macro f1", "0.870 (0.800 to 0.900)", "2,086", "held out")]
    [figure] = evaluation.to_json()["figures"]
    assert {"value": 0.87, "low": 0.8, "high": 0.9, "cases": 2086}.items() <= figure.items()


def test_recorded_figures_of_every_label_come_from_the_manifests() -> None:
    found = recorded(SHIPPED)
    assert {one.label for one in found} == set(LABELS)
    assert all(one.figure.cases > 0 for one in found)
    assert all(one.figure.low <= one.figure.high for one in found)


def test_swapping_candidates_changes_nothing_in_any_written_example(models: Models) -> None:
    swaps = name_swaps(load_examples(), models)
    found = named(candidates_alike(swaps, models))
    assert found["decisions_flipped"].value == 0
    # A party's name of two words moves the windows of a long text; nothing else may differ.
    assert found["scores_changed"].value < 0.001
    assert found["largest_change"].value < 0.1
    assert found["decisions_flipped"].cases == len(swaps) > 1000


def test_swap_names_the_next_candidate_in_the_same_way(models: Models) -> None:
    reader = Reader(models.normaliser, [CONTEST])
    swap = swap_of("Coblos nomor 2, pak Wira! #BerkibarKotaUji", CONTEST, reader)
    assert swap is not None
    assert "#BerkibarKotaUji" in swap.text
    assert "#IdolaKotaUji" in swap.swapped
    assert "nomor 1" in swap.swapped
    assert swap_of("Selamat pagi", CONTEST, reader) is None


def test_groups_alike_reports_the_worst_group(models: Models) -> None:
    found = groups_alike(Scorer(models))
    overall, worst = found[0].figure, found[1].figure
    assert worst.value >= overall.value
    assert overall.cases > worst.cases


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_measure_file_takes_a_labelled_file_of_any_format(
    models: Models, tmp_path: Path, suffix: str
) -> None:
    path, frame = tmp_path / f"labelled{suffix}", pl.DataFrame(HATE)
    WRITERS[suffix](frame, path)
    found = measure_file(models, path)
    assert {one.label for one in found} == {"hate_speech"}
    assert all(one.figure.cases == 10 for one in found)
    assert named(found)["average_precision"].value == 1


@pytest.mark.parametrize("contests", [(), (CONTEST,)])
def test_measure_file_measures_stance_toward_targets(
    models: Models, tmp_path: Path, contests: tuple[Contest, ...]
) -> None:
    path = tmp_path / "stance.parquet"
    pl.DataFrame(STANCE).write_parquet(path)
    found = named(measure_file(models, path, contests))
    assert found["average_precision"].cases == 15
    assert found["average_precision"].value > 0.9


def test_contest_of_has_every_target_once() -> None:
    contest = contest_of("Pilkada", [*STANCE, {"text": "a", "target": None}])
    assert [one.candidate_id for one in contest.candidates] == ["Wirasena", "Melur"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("text,hate\nhalo,mungkin\n", "row 1: hate: expected yes or no"),
        ("text,stance,target\nhalo,suka,a\n", "row 1: stance: expected one of"),
        ("text,label\nhalo,1\n", "expected a column hate"),
        ("text,hate\nhalo,1\n ,0\n", "row 2: expected a text"),
        ("text,hate\n", "no row"),
    ],
)
def test_measure_file_names_file_and_row_of_what_is_wrong(
    models: Models, tmp_path: Path, content: str, message: str
) -> None:
    path = tmp_path / "wrong.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(ExampleError, match=rf"wrong\.csv: {message}"):
        measure_file(models, path)


@pytest.mark.parametrize("name", ["a.txt", "missing.csv", "broken.parquet"])
def test_read_labelled_refuses_what_it_cannot_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "broken.parquet").write_bytes(b"PAR1")
    with pytest.raises(ExampleError, match=name.replace(".", r"\.")):
        read_labelled(tmp_path / name)
