from __future__ import annotations

from dataclasses import dataclass

import pytest

from classifiers.counterfactual import KINDS, counterfactuals, identities_alike
from classifiers.examples import HateExample
from classifiers.models import Models
from classifiers.scorer import Scorer


def case(text: str) -> HateExample:
    return HateExample(text, hate=True, function="x", group="y")


@dataclass
class Biased:
    """Calls everything about one group hateful."""

    group: str

    def score(self, texts: list[str]) -> list[Biased.Said]:
        return [Biased.Said(float(self.group in text.lower())) for text in texts]

    @dataclass
    class Said:
        hate_speech: float


def test_every_other_group_of_the_kind_comes_in_written_alike() -> None:
    [found] = counterfactuals([case("Orang CINA dan cina lagi")])
    assert found.group == "tionghoa"
    others = dict(found.others)
    assert others["jawa"] == "Orang JAWA dan jawa lagi"
    assert set(others) == set(KINDS["people"]) - {"tionghoa"}


@pytest.mark.parametrize("text", ["Selamat pagi", "Jawa dan Sunda", "jawaban saya"])
def test_cases_without_one_plain_group_are_left_out(text: str) -> None:
    assert counterfactuals([case(text)]) == []


def test_flips_are_counted_by_the_group_that_comes_in() -> None:
    cases = counterfactuals([case("Orang Jawa ramah"), case("Orang Batak ramah")])
    found = identities_alike(cases, Biased("batak"))  # type: ignore[arg-type]
    figures = {one.measure: one.figure for one in found}
    others = len(KINDS["people"]) - 1
    assert figures["decisions_flipped"].cases == 2 * others
    assert figures["decisions_flipped"].value == pytest.approx((1 + others) / (2 * others))
    assert figures["largest_change"].value == 1
    assert figures["decisions_flipped_to: batak"].value == 1


def test_shipped_model_can_be_asked(models: Models) -> None:
    cases = counterfactuals([case("Umat Hindu di sini rajin kerja bakti")])
    found = identities_alike(cases, Scorer(models))
    assert found[0].figure.cases == len(KINDS["faith"]) - 1
