"""A challenger: a whole folder of models beside the shipped ones, which it never touches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from classifiers import artefact
from classifiers.artefact import SHIPPED
from classifiers.challenger import (
    LEAST,
    Lesson,
    Lessons,
    TooFewDecisions,
    build,
    head_of,
    origin_of,
    with_head,
)
from classifiers.examples import Examples, load_examples
from classifiers.head import Calibration
from classifiers.models import Models
from classifiers.score import Label
from tests.classifiers.conftest import CONTEST

ABOUT = {"decided": 80, "yes": 40, "sha256": "0" * 64}


@pytest.fixture(scope="module")
def examples() -> Examples:
    every = load_examples()
    return replace(every, support=every.support[:200], hate=every.hate[:200])


@pytest.fixture(scope="module")
def lessons() -> dict[Label, Lessons]:
    hate = [
        Lesson(one.text, one.hate, 1.0, (f"A-{n % 9}",))
        for n, one in enumerate(load_examples().hate[::20][:80])
    ]
    support = [Lesson("Ayo coblos Pak Wira", answer=True, weight=1.0, writers=("A-1",))] * 3
    return {"hate_speech": Lessons(hate, ABOUT), "candidate_support": Lessons(support, ABOUT)}


@pytest.fixture(scope="module")
def made(
    tmp_path_factory: pytest.TempPathFactory, lessons: Mapping[Label, Lessons], examples: Examples
) -> Path:
    out = tmp_path_factory.mktemp("models") / "baru"
    build(SHIPPED, out, lessons, [CONTEST], examples, seed=0)
    return out


def test_build_when_done_then_another_version_stands_beside_the_shipped(
    made: Path, models: Models
) -> None:
    challenger = Models.load(made)
    assert challenger.version != models.version
    assert Models.load(SHIPPED).version == models.version
    assert models.hate.correction is None
    assert challenger.hate.correction is not None


def test_build_when_a_label_has_too_few_decisions_then_its_head_is_the_shipped_one(
    made: Path,
) -> None:
    digests = [artefact.load(place / "candidate_support").digest for place in (made, SHIPPED)]
    assert digests[0] == digests[1]
    assert set(origin_of(made)) == {"hate_speech"}
    assert origin_of(SHIPPED) == {}


def test_build_when_done_then_the_manifest_says_what_made_it_and_no_more(
    made: Path, models: Models, lessons: Mapping[Label, Lessons]
) -> None:
    manifest = artefact.load(made / "hate_speech").manifest
    origin = manifest["challenger"]
    assert origin["base_version"] == models.version
    assert origin["decisions"] == {**ABOUT, "used": 80}
    assert (origin["seed"], len(origin["code_sha256"])) == (0, 64)
    assert manifest["figures"]["decisions_average_precision"]["cases"] == 80
    assert "held_out_macro_f1" not in manifest["figures"]
    raw = (made / "hate_speech" / "manifest.json").read_text("utf-8")
    assert not any(row.text in raw or row.writers[0] in raw for row in lessons["hate_speech"].rows)


def test_build_when_repeated_then_the_same_version(
    tmp_path: Path, made: Path, lessons: Mapping[Label, Lessons], examples: Examples
) -> None:
    again = build(SHIPPED, tmp_path / "lagi", lessons, [CONTEST], examples, seed=0)
    assert again.version == Models.load(made).version


def test_build_when_no_label_has_enough_then_says_what_there_is_and_writes_nothing(
    tmp_path: Path, lessons: Mapping[Label, Lessons], examples: Examples
) -> None:
    few = {**lessons, "hate_speech": Lessons(lessons["hate_speech"].rows[: LEAST - 1], ABOUT)}
    with pytest.raises(TooFewDecisions, match="candidate_support: 3 yes and 0 no"):
        build(SHIPPED, tmp_path / "x", few, [CONTEST], examples, seed=0)
    assert not (tmp_path / "x").exists()


def test_build_when_posts_touch_no_contest_then_they_teach_nothing_of_support(
    tmp_path: Path, examples: Examples
) -> None:
    rows = [Lesson(f"Panen di ladang {n}", n % 2 == 0, 1.0, (f"A-{n}",)) for n in range(99)]
    with pytest.raises(TooFewDecisions, match="candidate_support: 0 yes and 0 no"):
        build(
            SHIPPED,
            tmp_path / "x",
            {"candidate_support": Lessons(rows, ABOUT)},
            [CONTEST],
            examples,
            seed=0,
        )


@pytest.mark.parametrize("label", ["candidate_support", "hate_speech"])
def test_with_head_changes_the_head_of_that_label_only(models: Models, label: Label) -> None:
    other: Label = "hate_speech" if label == "candidate_support" else "candidate_support"
    head = replace(head_of(models, label), calibration=Calibration(1.25))
    changed = with_head(models, label, head)
    assert head_of(changed, label) is head
    assert head_of(changed, other) is head_of(models, other)
