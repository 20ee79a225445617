"""Other ways of reading the same words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.hate_words import GROUPS, HATE_CLASS_OF
from classifiers.views import SOURCES, VIEWS

WORDS = st.lists(
    st.sampled_from(["usir", "orang", "madura", "papua", "pagi", "ayo", "pilih", "\ue000", "!"]),
    max_size=12,
)


def test_groups_alike_cannot_tell_one_group_from_another() -> None:
    alike = VIEWS["groups_alike"]
    texts = [["orang", group, "itu", "malas"] for group in sorted(GROUPS)]
    assert len({tuple(alike(words)) for words in texts}) == 1
    assert alike(["pagi", "di", "desa"]) == ["pagi", "di", "desa"]


def test_acts_names_what_a_word_does_and_keeps_the_rest() -> None:
    assert VIEWS["acts"](["usir", "tetangga", "zzz"]) == ["expel", "good", "zzz"]


def test_a_word_of_several_classes_has_the_first() -> None:
    assert HATE_CLASS_OF["papua"] == "group"


def test_in_turn_knows_whose_the_mentions_are_and_not_what_is_said() -> None:
    in_turn = VIEWS["in_turn"]
    assert in_turn(["pilih", "\ue000"]) == in_turn(["\ue001", "kalah"])
    assert in_turn(["\ue000", "\ue007"]) != in_turn(["\ue007", "\ue000"])


@pytest.mark.parametrize("view", sorted(SOURCES))
@given(words=WORDS)
def test_every_word_of_a_view_comes_from_a_word_of_the_text(view: str, words: list[str]) -> None:
    sources = SOURCES[view](words)
    assert len(VIEWS[view](words)) == len(sources)
    assert all(0 <= place < len(words) for place in sources)
