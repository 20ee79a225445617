from __future__ import annotations

from dataclasses import replace
from itertools import chain

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers.artefact import SHIPPED, load
from classifiers.data import HateDetailRow
from classifiers.examples import load_examples
from classifiers.hate_details import (
    CLASSES,
    HEADS,
    LEAST_HATE,
    HateDetailsModel,
    chosen,
    class_probabilities,
)
from classifiers.head import Calibration
from classifiers.metrics import Figure
from classifiers.models import Models
from classifiers.normalise import Normaliser
from classifiers.score import HateDetails, Minimums, Score
from classifiers.scorer import Scorer
from classifiers.train_hate_details import (
    LEAST_PRECISION,
    detail_sample,
    fit_details,
    measure_details,
    read_own_rows,
    shown_by,
    train_details,
)

FILLERS = ("pasar", "sawah", "pantai", "bukit", "terminal", "sekolah", "kantor", "warung")
POSTS = {
    ("individual", "weak", "other"): "kamu dungu sekali",
    ("group", "moderate", "religion"): "penganut agama sesat",
    ("group", "strong", "race"): "bakar semua suku",
    ("individual", "weak", "physical"): "si pincang jelek",
    ("group", "moderate", "gender"): "kaum perempuan murahan",
}


def among(text: str, number: int) -> str:
    """The text among other words, so that no two are near copies."""
    before, after = (
        " ".join(FILLERS[(step * number + place) % len(FILLERS)] for place in range(3))
        for step in (1, 3)
    )
    return f"{before} {text} {after}"


ROWS = [
    HateDetailRow(among(text, number), target, frozenset([category]), level)  # type: ignore[arg-type,list-item]
    for (target, level, category), text in POSTS.items()
    for number in range(8)
]


def to_words(text: str) -> list[str]:
    return text.split()


@pytest.fixture(scope="module")
def tiny(normaliser: Normaliser) -> HateDetailsModel:
    model, _ = train_details(ROWS, detail_sample(ROWS, normaliser), seed=0)
    return model


def test_details_of_what_was_learnt_name_target_ground_and_level(tiny: HateDetailsModel) -> None:
    told = replace(tiny, shown=frozenset(CLASSES)).details(
        [to_words(f"pelabuhan {text}") for text in POSTS.values()]
    )
    assert [(one.target, one.level, one.categories[0][0]) for one in told] == list(POSTS)
    assert [one.serious > 0.5 for one in told] == [level != "weak" for _, level, _ in POSTS]


def test_details_of_no_text_are_none_and_of_an_empty_one_are_whole(tiny: HateDetailsModel) -> None:
    assert tiny.details([]) == []
    [empty] = tiny.details([[]])
    assert 0 <= empty.serious <= 1


def test_class_too_often_wrong_is_never_shown_but_still_counts(tiny: HateDetailsModel) -> None:
    text = [to_words(POSTS["group", "strong", "race"])]
    [told] = replace(tiny, shown=frozenset(CLASSES)).details(text)
    [silent] = replace(tiny, shown=frozenset({"religion"})).details(text)
    assert (silent.target, silent.level, silent.categories) == (None, None, ())
    assert (silent.target_probability, silent.level_probability) == (0.0, 0.0)
    assert silent.serious == told.serious


INSULTS = (
    "dasar",
    "bodoh",
    "usir",
    "bunuh",
    "kafir",
    "cina",
    "semua",
    "kamu",
    "pagi",
    "rapat",
    "!",
)
decisions = st.lists(
    st.lists(st.floats(-50, 50), min_size=len(HEADS), max_size=len(HEADS)), min_size=1, max_size=5
)


@given(decisions)
def test_targets_and_levels_add_up_to_one_and_one_of_each_is_chosen(
    rows: list[list[float]],
) -> None:
    found = class_probabilities(np.array(rows), [Calibration(0.7, -0.2)] * len(HEADS))
    assert ((found >= 0) & (found <= 1)).all()
    assert found[:, :2].sum(axis=1) == pytest.approx(1)
    assert found[:, 2:5].sum(axis=1) == pytest.approx(1)
    assert (chosen(found)[:, :2].sum(axis=1) == 1).all()
    assert (chosen(found)[:, 2:5].sum(axis=1) == 1).all()


def test_model_comes_back_from_its_arrays_as_it_was(tiny: HateDetailsModel, models: Models) -> None:
    back = HateDetailsModel.rebuild(tiny.to_arrays(), tiny.to_settings(), models.encoder)
    texts = [to_words(row.text) for row in ROWS]
    assert back.shown == tiny.shown
    assert np.abs(back.probabilities(texts) - tiny.probabilities(texts)).max() < 0.01


def test_model_with_other_heads_is_refused(tiny: HateDetailsModel, models: Models) -> None:
    settings_of_another = {**tiny.to_settings(), "heads": ["group"]}
    with pytest.raises(ValueError, match="expected the heads group, serious"):
        HateDetailsModel.rebuild(tiny.to_arrays(), settings_of_another, models.encoder)


def test_training_again_gives_the_same_numbers(normaliser: Normaliser) -> None:
    sample = detail_sample(ROWS, normaliser)
    one, other = (fit_details(sample, seed=0) for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(one.weights, other.weights, strict=True))


def test_near_copies_and_cases_of_one_function_share_a_group(normaliser: Normaliser) -> None:
    post = "semua orang dari kampung seberang itu pemalas dan pencuri ayam milik tetangga kita"
    row = HateDetailRow(post, "group", frozenset(["other"]), "moderate")
    case = replace(row, text="mereka hama", function="dehumanise")
    sample = detail_sample(
        [row, replace(row, text=post + " lagi"), case, replace(case, text="usir"), ROWS[0]],
        normaliser,
    )
    one, copy, own, same, other = sample.groups.tolist()
    assert one == copy
    assert own == same
    assert len({one, own, other}) == 3


def test_figures_count_what_was_said_and_what_was_so() -> None:
    public = [row for row in ROWS if row.level != "strong"]
    right = np.array(
        [[name in {r.target, r.level, *r.categories} for name in CLASSES] for r in public]
    )
    figures = measure_details(public, right.astype(float))
    assert figures["held_out_level_macro_f1"].cases == len(public)
    assert figures["held_out_target_macro_f1"].value == 1
    assert figures["held_out_religion_precision"].value == 1
    assert figures["held_out_weak_recall"].cases == 16
    assert figures["held_out_strong_precision"].cases == 0


def test_class_is_shown_from_a_precision_of_six_in_ten() -> None:
    figures = {f"held_out_{name}_precision": Figure(0.9, 0.8, 1.0, 50) for name in CLASSES}
    figures["held_out_physical_precision"] = Figure(LEAST_PRECISION - 0.01, 0.5, 0.7, 50)
    figures["held_out_strong_precision"] = Figure(LEAST_PRECISION, 0.5, 0.7, 50)
    assert shown_by(figures) == set(CLASSES) - {"physical"}


def test_written_cases_strike_groups_and_only_threats_are_strong() -> None:
    examples = load_examples()
    rows = read_own_rows(examples)
    assert len(rows) >= 0.95 * sum(one.hate for one in examples.hate)
    assert {row.target for row in rows} == {"group"}
    assert {row.function[:6] for row in rows if row.level == "strong"} == {"threat"}
    assert len({*chain.from_iterable(row.categories for row in rows)}) == 5


def test_shipped_details_are_small_and_shown_only_where_right_often_enough() -> None:
    artefact = load(SHIPPED / "hate_details")
    assert (SHIPPED / "hate_details" / "weights.safetensors").stat().st_size < 2e6
    figures = artefact.manifest["figures"]
    for name in artefact.settings["shown"]:
        assert figures[f"held_out_{name}_precision"]["value"] >= LEAST_PRECISION


def test_details_of_a_threat_at_a_group_are_serious_and_of_an_insult_to_one_are_not(
    scorer: Scorer,
) -> None:
    threat, insult, greeting = scorer.score(
        [
            "Usir semua orang kafir itu, binatang semua, bunuh saja",
            "Dasar bodoh lu, anjing",
            "Selamat pagi, rapat koordinasi dimulai pukul delapan di aula kantor",
        ]
    )
    assert threat.hate_details is not None
    assert insult.hate_details is not None
    assert (threat.hate_details.target, insult.hate_details.target) == ("group", "individual")
    assert threat.hate_details.serious > 0.9 > 0.1 > insult.hate_details.serious
    assert greeting.hate_details is None


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(INSULTS),
        max_size=8,
    )
)
def test_details_never_change_the_probability_of_hate_speech(
    silent: Scorer, scorer: Scorer, words: list[str]
) -> None:
    [one], [other] = scorer.score([" ".join(words)]), silent.score([" ".join(words)])
    assert replace(one, hate_details=None) == replace(other, hate_details=None)
    assert (one.hate_details is not None) == (one.hate_speech >= LEAST_HATE)


@pytest.fixture(scope="module")
def silent(models: Models, tiny: HateDetailsModel) -> Scorer:
    from tests.classifiers.conftest import CLAIM, CONTEST

    return Scorer(replace(models, hate_details=tiny), [CONTEST], [CLAIM])


def details(serious: float) -> HateDetails:
    return HateDetails(
        target="individual",
        target_probability=0.9,
        categories=(),
        level="weak",
        level_probability=1 - serious,
        serious=serious,
    )


@pytest.mark.parametrize(
    ("hate", "found", "reached"),
    [
        (0.9, details(0.19), ("hoax_sharing",)),
        (0.9, details(0.2), ("hate_speech", "hoax_sharing")),
        (0.9, None, ("hate_speech", "hoax_sharing")),
        (0.7, details(0.9), ("hoax_sharing",)),
    ],
)
def test_weak_hate_is_left_out_only_when_known_and_only_for_hate(
    hate: float, found: HateDetails | None, reached: tuple[str, ...]
) -> None:
    minimums = Minimums({"hate_speech": 0.8, "hoax_sharing": 0.6}, serious=0.2)
    score = Score(candidate_support=0, hate_speech=hate, hoax_sharing=0.7, hate_details=found)
    assert minimums.reached(score) == reached
