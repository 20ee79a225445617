"""The lake of scores: each model's word on each content, once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from classifiers.score import LABELS, HateDetails, Minimums, Score, Span, Target
from connectors.activity import Activity
from store.activities import ActivityLake
from store.scores import ScoredActivity, ScoreLake
from tests.store.make import NIGHT, activity, deletion, later, score

MINIMUM = Minimums({"candidate_support": 0.8, "hate_speech": 0.6})


@pytest.fixture
def lake(tmp_path: Path) -> ActivityLake:
    return ActivityLake(tmp_path / "activities")


@pytest.fixture
def scores(tmp_path: Path) -> ScoreLake:
    return ScoreLake(tmp_path / "scores")


def keep(lake: ActivityLake, scores: ScoreLake, *rows: tuple[Activity, Score]) -> int:
    lake.add([one for one, _ in rows], shard="s", day=NIGHT)
    return scores.add(rows, model_version="m1", shard="s", day=NIGHT)


def keys(scored: list[ScoredActivity]) -> list[str]:
    return [one.activity.key for one in scored]


def test_add_when_scored_before_then_nothing_is_added(
    lake: ActivityLake, scores: ScoreLake
) -> None:
    assert keep(lake, scores, (activity(1), score()), (activity(1), score())) == 1
    assert keep(lake, scores, (activity(1), score(0.9))) == 0
    assert scores.add([(activity(1), score())], model_version="m2", shard="s", day=NIGHT) == 1


def test_add_when_model_version_is_no_file_name_then_it_stays_inside_the_folder(
    scores: ScoreLake, tmp_path: Path
) -> None:
    scores.add([(activity(1), score())], model_version="../../m 1", shard="/../s", day=NIGHT)
    scores.add([(activity(1), score())], model_version="../../m_1", shard="/../s", day=NIGHT)
    kept = [path.relative_to(tmp_path / "scores") for path in tmp_path.rglob("*.parquet")]
    assert len({path.parts[0] for path in kept}) == 2


def test_candidates_when_any_label_reaches_its_minimum_then_highest_first(
    lake: ActivityLake, scores: ScoreLake
) -> None:
    keep(
        lake,
        scores,
        (activity(1), score(support=0.8)),
        (activity(2), score(support=0.79, hate=0.59, hoax=0.99)),
        (activity(3), score(hate=0.95)),
    )
    found = scores.candidates_for_flags(lake, "m1", MINIMUM)
    assert keys(found) == [activity(3).key, activity(1).key]
    assert scores.candidates_for_flags(lake, "m2", MINIMUM) == []
    assert scores.candidates_for_flags(lake, "m1", Minimums({})) == []


def test_candidates_when_edited_or_deleted_since_then_left_out(
    lake: ActivityLake, scores: ScoreLake
) -> None:
    keep(lake, scores, (activity(1), score(0.9)), (activity(2), score(0.9)))
    lake.add([activity(1, "diubah", observed_at=later(1)), deletion(2)], shard="s", day=NIGHT)
    assert scores.candidates_for_flags(lake, "m1", MINIMUM) == []


def test_candidates_when_since_given_then_only_what_was_said_from_then_on(
    lake: ActivityLake, scores: ScoreLake
) -> None:
    claimed = activity(2, created_at=later(-48), observed_at=later(3))
    keep(lake, scores, (activity(1), score(0.9)), (claimed, score(0.9)))
    assert keys(scores.candidates_for_flags(lake, "m1", MINIMUM, later(0))) == [activity(1).key]
    assert len(scores.candidates_for_flags(lake, "m1", MINIMUM, later(-48))) == 2
    assert not scores.candidates_for_flags(lake, "m1", MINIMUM, later(1))


def test_below_when_most_is_old_then_the_draw_is_still_full(
    lake: ActivityLake, scores: ScoreLake
) -> None:
    old = [(activity(n, created_at=later(-1000)), score(0.1)) for n in range(500)]
    new = [(activity(n, created_at=later(0)), score(0.1)) for n in range(500, 505)]
    keep(lake, scores, *old, *new)
    drawn = scores.below(lake, "m1", MINIMUM, later(-1), count=5, seed="malam-1")
    assert {one.activity.key for one in drawn} == {one.key for one, _ in new}


def test_below_when_drawn_again_then_the_same_and_never_what_reaches_a_minimum(
    lake: ActivityLake, scores: ScoreLake
) -> None:
    keep(lake, scores, *((activity(n), score(n / 100)) for n in range(100)))
    drawn = keys(scores.below(lake, "m1", MINIMUM, count=30, seed="malam-1"))
    assert drawn == keys(scores.below(lake, "m1", MINIMUM, count=30, seed="malam-1"))
    assert drawn != keys(scores.below(lake, "m1", MINIMUM, count=30, seed="malam-2"))
    assert len(set(drawn)) == 30
    assert not set(drawn) & set(keys(scores.candidates_for_flags(lake, "m1", MINIMUM)))
    everything = scores.below(lake, "m1", MINIMUM, count=1000, seed="malam-1")
    assert len(everything) == 80


probabilities = st.floats(0, 1)
whole_scores = st.builds(
    Score,
    **{label: probabilities for label in LABELS},
    targets=st.lists(
        st.builds(
            Target,
            st.text("abc-"),
            st.text("é1"),
            st.sampled_from(["support", "oppose"]),
            probabilities,
        ),
        max_size=2,
    ).map(tuple),
    hoax_claim=st.none() | st.text("K1"),
    spans=st.lists(
        st.builds(Span, st.sampled_from(LABELS), st.integers(0, 99), st.integers(0, 99)),
        max_size=2,
    ).map(tuple),
    abstained=st.sampled_from([None, "too_short", "not_indonesian"]),
    hate_details=st.none()
    | st.builds(
        HateDetails,
        target=st.sampled_from([None, "individual", "group"]),
        target_probability=probabilities,
        categories=st.lists(st.tuples(st.sampled_from(["religion", "race"]), probabilities)).map(
            tuple
        ),
        level=st.sampled_from([None, "weak", "strong"]),
        level_probability=probabilities,
        serious=probabilities,
    ),
)


@settings(deadline=None, max_examples=10)
@given(st.lists(whole_scores, min_size=1, max_size=20))
def test_candidates_when_read_back_then_every_score_is_as_stored(
    tmp_path_factory: pytest.TempPathFactory, stored: list[Score]
) -> None:
    root = tmp_path_factory.mktemp("lake")
    lake, scores = ActivityLake(root / "activities"), ScoreLake(root / "scores")
    rows = [(activity(number), one) for number, one in enumerate(stored)]
    keep(lake, scores, *rows)
    back = scores.candidates_for_flags(lake, "m1", Minimums({"candidate_support": 0.0}))
    assert {one.activity.key: one.score for one in back} == {a.key: s for a, s in rows}


@settings(deadline=None, max_examples=10)
@given(st.lists(whole_scores, min_size=1, max_size=20), probabilities, probabilities)
def test_candidates_are_those_that_reach_the_minimums_and_all_others_are_below(
    tmp_path_factory: pytest.TempPathFactory, stored: list[Score], least: float, serious: float
) -> None:
    root = tmp_path_factory.mktemp("lake")
    lake, scores = ActivityLake(root / "activities"), ScoreLake(root / "scores")
    rows = [(activity(number), one) for number, one in enumerate(stored)]
    keep(lake, scores, *rows)
    minimum = Minimums({"hate_speech": least, "hoax_sharing": 0.9}, serious)
    reached = {one.key for one, score in rows if minimum.reached(score)}
    assert {*keys(scores.candidates_for_flags(lake, "m1", minimum))} == reached
    below = keys(scores.below(lake, "m1", minimum, count=100, seed="x"))
    assert {*below} == {one.key for one, _ in rows} - reached


def test_scores_of_an_earlier_version_without_details_are_still_read(
    lake: ActivityLake, scores: ScoreLake, tmp_path: Path
) -> None:
    keep(lake, scores, (activity(1), score(0.9)))
    [file] = (tmp_path / "scores").rglob("*.parquet")
    table = parquet.read_table(file).drop_columns(["hate_details"])
    parquet.write_table(table, file)
    minimum = Minimums({"candidate_support": 0.8}, serious=0.5)
    [found] = ScoreLake(tmp_path / "scores").candidates_for_flags(lake, "m1", minimum)
    assert found.score.hate_details is None
