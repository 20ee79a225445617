from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from classifiers.context_data import lessons
from classifiers.errors import ExampleError
from classifiers.models import Models

FELT = [
    ("pelayanan cepat sekali", "positive", "a/b"),
    ("antreannya lama sekali", "negative", "a/b"),
    ("kantor buka pukul delapan", "neutral", "a/b"),
    ("film ini bagus sekali", "positive", "rizalespe/Dataset-Sentimen-Analisis-Bahasa-Indonesia"),
]
SAID = [
    ("dasar bodoh kamu", None, True),
    ("selamat pagi semua", None, False),
    ("usir mereka semua", True, True),
    ("belum ada labelnya", None, None),
]


@pytest.fixture
def datasets(tmp_path: Path) -> Path:
    felt = pl.DataFrame(FELT, schema=["text", "label", "source"], orient="row")
    felt.write_parquet(tmp_path / "sentiment.parquet")
    said = pl.DataFrame(SAID, schema=["text", "hate", "abusive"], orient="row")
    said.write_parquet(tmp_path / "hate_speech.parquet")
    return tmp_path


def test_lessons_are_of_praise_of_blame_and_of_abuse(datasets: Path, models: Models) -> None:
    found = lessons(datasets, models.normaliser)
    assert {name: sample.answers.tolist() for name, sample in found.items()} == {
        "positive": [True, False, False],
        "negative": [False, True, False],
        "abusive": [True, False],
    }


def test_lessons_have_no_row_that_a_head_is_tested_on(datasets: Path, models: Models) -> None:
    words = {word for row in lessons(datasets, models.normaliser)["abusive"].batch for word in row}
    assert "usir" not in words


def test_lessons_without_their_file_name_it(datasets: Path, models: Models) -> None:
    (datasets / "sentiment.parquet").unlink()
    with pytest.raises(ExampleError, match="sentiment"):
        lessons(datasets, models.normaliser)
