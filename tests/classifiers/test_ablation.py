from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from classifiers import train_hate, train_support
from classifiers.ablation import WHOLE, Ablation, Step, hate_steps, support_steps, without_parts
from classifiers.data import IBROHIM
from classifiers.examples import Examples, load_examples
from classifiers.features import Grams
from classifiers.fit import Recipe
from classifiers.models import Models

SMALL = Recipe((("words", Grams("words", 1, 1, 10)), ("words", Grams("chars", 3, 3, 10))), 5.0)
NUMBERS = ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> Examples:
    monkeypatch.setattr(train_support, "recipes", lambda _: (SMALL, SMALL))
    monkeypatch.setattr(train_hate, "RECIPE", SMALL)
    examples = load_examples()
    return replace(examples, support=examples.support[::20], hate=examples.hate[::10])


@pytest.fixture
def datasets(tmp_path: Path) -> Path:
    stances = [
        {"text": f"{word} {n}", "target": "Melur", "stance": stance, "election": "x"}
        for word, stance in (("coblos Melur", "support"), ("jadwal debat Melur", "neutral"))
        for n in NUMBERS
    ]
    tweets = [{**row, "genre": "tweet", "target_in_text": True} for row in stances]
    pl.DataFrame(tweets).write_parquet(tmp_path / "candidate_stance.parquet")
    hate = [
        {"text": text.format(one, other), "hate": rude, "source": IBROHIM}
        for one in NUMBERS
        for other in NUMBERS
        for text, rude in (("usir {} mereka {}", True), ("selamat {} pagi {}", False))
    ]
    pl.DataFrame(hate).write_parquet(tmp_path / "hate_speech.parquet")
    return tmp_path


def test_without_parts_leaves_out_each_part_once(models: Models) -> None:
    made = dict(without_parts(replace(SMALL, encoder=models.encoder)))
    assert [len(recipe.blocks) for recipe in made.values()] == [1, 1, 2]
    assert made["without sentence vectors"].encoder is None
    assert "without words 1 to 1 of words" in made
    assert made["without chars 3 to 3 of words"].blocks == SMALL.blocks[:1]


def test_support_is_measured_on_the_same_written_rows_by_every_variant(
    few: Examples, models: Models, datasets: Path
) -> None:
    told: list[str] = []
    steps = support_steps(datasets, few, models, seed=0, told=told.append)
    names = [step.name for step in steps]
    assert names[0] == WHOLE
    assert {"without masking", "half of the examples", "with the public tweets"} < set(names)
    assert len(told) == len(steps)
    cases = {figure.cases for step in steps for figure in step.figures.values()}
    assert cases == {len(few.support)}
    assert not steps[0].gains
    for step in steps[1:]:
        lost = steps[0].figures["average_precision"].value - step.gains["average_precision"].value
        assert step.figures["average_precision"].value == pytest.approx(lost)


def test_hate_is_measured_on_public_rows_and_functional_cases(
    few: Examples, models: Models, datasets: Path
) -> None:
    steps = hate_steps(datasets, few, models, seed=0, told=lambda _: None)
    by_name = {step.name: step for step in steps}
    assert {"without the functional examples", "without the public rows"} < by_name.keys()
    assert by_name[WHOLE].figures["public_macro_f1"].value > 0.9
    public, functional = (by_name[WHOLE].figures[f"{part}_macro_f1"] for part in PARTS)
    assert public.cases + functional.cases < len(few.hate) + 2 * len(NUMBERS) ** 2
    assert by_name["without the public rows"].gains["public_macro_f1"].value > 0


PARTS = ("public", "functional")


def test_table_shows_what_the_whole_gains() -> None:
    from classifiers.metrics import share

    figure = share(np.array([True, False]))
    step = Step("without x", {"macro_f1": figure}, {"macro_f1": figure})
    columns, [row] = Ablation({"hate_speech": [step]}).table()
    assert len(columns) == len(row)
    assert row[:4] == ("hate_speech", "without x", "macro f1", "0.500")
    assert row[4].startswith("+0.500 (")
