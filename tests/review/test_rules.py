"""Which rows may apply: by day, stage, kind of act and label; never more than a suggestion."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.election import Election, Stage, Stages
from config.rulebook import OTHER, Kind, Label, Object, Rulebook, load_rulebook
from review.rules import (
    KIND_NAMES,
    OBJECT_NAMES,
    STAGE_NAMES,
    Suggestion,
    agency_on,
    articles_on,
    laws_on,
    rows_that_may_apply,
)
from tests.review.desk import ELECTION

RULEBOOK = load_rulebook(Path(__file__).parents[2] / "config")
STAGE_BOUND = ("sebelum_penetapan", "sejak_penetapan")


def suggested(
    day: date,
    kind: str = "post",
    election: Election | None = ELECTION,
    label: str = "candidate_support",
    rulebook: Rulebook = RULEBOOK,
) -> tuple[Suggestion, ...]:
    return rows_that_may_apply(rulebook, day=day, kind=kind, election=election, label=label)


def ids(suggestions: tuple[Suggestion, ...]) -> list[str]:
    return [one.row.id for one in suggestions]


@pytest.mark.parametrize(
    ("day", "row_ids"),
    [
        (date(2031, 4, 30), []),
        (date(2031, 5, 1), ["A4"]),
        (date(2031, 8, 21), ["A4"]),
        (date(2031, 8, 22), ["B6"]),
        (date(2031, 10, 27), ["B6"]),
        (date(2031, 12, 31), ["B6"]),
        (date(2032, 1, 1), []),
    ],
)
@pytest.mark.parametrize("kind", ["like", "follow"])
def test_a_like_or_follow_when_the_stage_moves_on_then_the_row_follows_its_object(
    day: date, row_ids: list[str], kind: str
) -> None:
    assert ids(suggested(day, kind)) == [*row_ids, OTHER]


def test_a_post_before_the_determination_then_rows_about_itself_come_first_and_other_last() -> None:
    found = ids(suggested(date(2031, 6, 1)))
    assert found[:3] == ["A2", "A4", "A5"]
    assert {"A1", "A3", "A6", "A7"} < set(found[3:-1])
    assert found[-1] == OTHER


def test_a_post_in_the_campaign_then_discipline_rows_and_no_ethics_row() -> None:
    found = ids(suggested(date(2031, 9, 1)))
    assert found[:5] == ["B2", "B6", "B7", "B8", "B12"]
    assert not [row_id for row_id in found if row_id.startswith("A")]


def test_a_post_outside_the_span_then_only_party_membership_and_the_other_basis() -> None:
    assert ids(suggested(date(2030, 1, 1))) == ["B5", OTHER]


def test_a_repost_then_no_row_about_a_photo_of_ones_own() -> None:
    assert "B7" not in ids(suggested(date(2031, 9, 1), "repost"))


def test_an_act_outside_posts_then_no_row_about_posting() -> None:
    found = ids(suggested(date(2031, 9, 1), "di luar unggahan"))
    assert {"B1", "B4", "B5", "B10"} < set(found)
    assert not {"B2", "B6", "B7"} & set(found)


@pytest.mark.parametrize("label", ["hate_speech", "hoax_sharing"])
def test_hate_and_hoaxes_then_the_annex_only_where_a_candidate_is_attacked(label: str) -> None:
    found = suggested(date(2031, 9, 1), label=label)
    assert ids(found) == ["B2", "B12", "ikrar", OTHER]
    assert "hanya bila isinya menyerang calon" in found[0].why
    assert "tidak memuat baris tentang ujaran kebencian atau hoaks" in found[-1].why
    assert ids(suggested(date(2030, 1, 1), label=label)) == ["ikrar", OTHER]


@pytest.mark.parametrize(
    ("day", "kind", "why"),
    [
        (
            date(2031, 6, 1),
            "reply",
            "Tahap bakal calon (sebelum penetapan), objeknya bakal calon; "
            "baris ini mencakup balasan.",
        ),
        (
            date(2031, 10, 25),
            "quote",
            "Tahap masa tenang (sejak penetapan), objeknya calon; baris ini mencakup kutipan.",
        ),
    ],
)
def test_why_names_stage_object_and_kind(day: date, kind: str, why: str) -> None:
    assert suggested(day, kind)[0].why == why


def test_why_when_only_a_photo_counts_then_it_says_so_unless_one_is_known() -> None:
    by_kind = {
        kind: next(one.why for one in suggested(date(2031, 9, 1), kind) if one.row.id == "B7")
        for kind in ("post", "photo")
    }
    assert by_kind["post"].endswith("baris ini mencakup unggahan, hanya bila ada fotonya.")
    assert by_kind["photo"].endswith("baris ini mencakup unggahan berfoto.")


def test_why_when_a_post_only_points_to_an_act_then_it_is_called_a_sign() -> None:
    b4 = next(one for one in suggested(date(2031, 9, 1)) if one.row.id == "B4")
    assert "unggahan ini paling jauh menjadi petunjuk" in b4.why


def test_without_an_election_then_both_families_less_surely_and_with_the_reason() -> None:
    found = suggested(date(2031, 9, 1), "like", election=None)
    assert [(one.row.id, one.row.confidence) for one in found] == [
        ("A4", "sedang"),
        ("B6", "rendah"),
        (OTHER, "rendah"),
    ]
    for one in found[:-1]:
        assert "Tanpa data pemilihan tahapnya tidak diketahui dan keyakinan diturunkan" in one.why


def test_without_an_election_then_a_row_that_holds_at_any_time_is_as_sure_as_ever() -> None:
    found = suggested(date(2031, 9, 1), election=None)
    assert next(one for one in found if one.row.id == "B5").row == RULEBOOK.row("B5")


@pytest.mark.parametrize(("kind", "label"), [("undo", "candidate_support"), ("post", "dukungan")])
def test_unknown_kind_or_label_is_refused(kind: str, label: str) -> None:
    with pytest.raises(ValueError, match="a kind of activity and a label"):
        suggested(date(2031, 9, 1), kind, label=label)


@pytest.mark.parametrize(
    ("day", "agency"),
    [
        (date(2020, 1, 1), "KASN"),
        (date(2024, 8, 24), "KASN"),
        (date(2024, 8, 25), "BKN"),
        (date(2031, 9, 1), "BKN"),
    ],
)
def test_agency_on_each_side_of_the_handing_over(day: date, agency: str) -> None:
    assert agency_on(RULEBOOK, day).name == agency


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2023, 10, 30), "Pasal 9 ayat (2) UU 5/2014"),
        (date(2023, 10, 31), "Pasal 24 ayat (1) UU 20/2023"),
    ],
)
def test_articles_when_the_civil_service_law_changes_then_the_one_in_force_is_cited(
    day: date, first: str
) -> None:
    row = RULEBOOK.row("B6")
    assert row is not None
    assert articles_on(RULEBOOK, row, day) == (first, "Pasal 5 huruf n angka 5 PP 94/2021")


def test_every_kind_stage_and_object_has_an_indonesian_name() -> None:
    assert set(KIND_NAMES) == set(get_args(Kind))
    assert set(STAGE_NAMES) == set(get_args(Stage))
    assert set(OBJECT_NAMES) == set(get_args(Object))


@st.composite
def elections(draw: st.DrawFn) -> Election:
    begin = draw(st.dates(date(2023, 1, 1), date(2040, 1, 1)))
    lengths = draw(st.lists(st.integers(0, 90), min_size=7, max_size=7))
    moments = [begin + timedelta(days=sum(lengths[:place])) for place in range(1, 8)]
    stages = Stages(**dict(zip(Stages.model_fields, moments, strict=True)))
    return ELECTION.model_copy(update={"stages": stages})


@st.composite
def election_days(draw: st.DrawFn) -> tuple[Election, date]:
    """An election and a day within its span or up to a year outside of it."""
    election = draw(elections())
    span = (election.stages.selesai - election.stages.bakal_calon).days
    offset = draw(st.integers(-365, span + 365))
    return election, election.stages.bakal_calon + timedelta(days=offset)


kinds, labels = st.sampled_from(get_args(Kind)), st.sampled_from(get_args(Label))


@given(election_days(), kinds, labels)
def test_a_day_has_one_family_of_the_rows_bound_to_its_stage(
    when: tuple[Election, date], kind: str, label: str
) -> None:
    election, day = when
    found = suggested(day, kind, election, label)
    families = {one.row.family for one in found if one.row.window in STAGE_BOUND}
    within = election.stages.bakal_calon <= day <= election.stages.selesai
    if not within:
        assert {one.row.window for one in found} == {"kapan_saja"}
    elif day < election.stages.penetapan:
        assert families <= {"kode_etik"}
    else:
        assert families <= {"disiplin"}
        assert not any(one.row.object == "bakal_calon" for one in found)


@given(election_days(), kinds, labels)
def test_the_other_basis_is_always_the_last_and_no_row_comes_twice(
    when: tuple[Election, date], kind: str, label: str
) -> None:
    election, day = when
    for one in (election, None):
        found = ids(suggested(day, kind, one, label))
        assert found[-1] == OTHER
        assert len(found) == len(set(found))


@given(election_days(), kinds, labels)
def test_why_is_one_sentence_and_names_no_sanction(
    when: tuple[Election, date], kind: str, label: str
) -> None:
    election, day = when
    for one in suggested(day, kind, election, label):
        assert one.why.endswith(".")
        assert one.why.count(".") == 1
        assert not {"sanksi", "hukuman", "pelanggar", "terbukti"} & set(one.why.lower().split())


@given(
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    st.integers(0, 3000),
    election_days(),
    kinds,
    labels,
)
def test_no_row_is_suggested_outside_its_own_dates(
    begin: date, length: int, when: tuple[Election, date], kind: str, label: str
) -> None:
    election, day = when
    end = begin + timedelta(days=length)
    dated = {"valid_from": begin, "valid_to": end}
    rulebook = RULEBOOK.model_copy(
        update={"rows": tuple(row.model_copy(update=dated) for row in RULEBOOK.rows)}
    )
    for one in (election, None):
        assert bool(suggested(day, kind, one, label, rulebook)) == (begin <= day <= end)


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_no_provision_is_cited_on_a_day_when_its_law_does_not_hold(day: date) -> None:
    in_force = {law.name for law in laws_on(RULEBOOK, day)}
    for row in RULEBOOK.rows:
        for cited in articles_on(RULEBOOK, row, day):
            assert any(cited.endswith(name) for name in in_force)


@given(election_days(), kinds, labels)
def test_without_an_election_nothing_is_hidden_that_one_would_show(
    when: tuple[Election, date], kind: str, label: str
) -> None:
    election, day = when
    assert set(ids(suggested(day, kind, election, label))) <= set(
        ids(suggested(day, kind, None, label))
    )
