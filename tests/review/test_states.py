"""The states of a flag: the only moves there are."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.errors import IllegalTransition
from review.states import DECISIONS, Action, allowed, transition
from store.flags import State

states, actions = st.sampled_from(State), st.sampled_from(Action)


def walk(taken: list[Action]) -> list[State]:
    """The states passed through from ``baru``, illegal actions refused on the way."""
    path = [State.BARU]
    for action in taken:
        try:
            path.append(transition(path[-1], action))
        except IllegalTransition:
            path.append(path[-1])
    return path


@given(states)
def test_transition_when_a_note_then_the_state_never_changes(state: State) -> None:
    assert transition(state, Action.NOTE) is state


@given(states, actions)
def test_transition_when_not_allowed_then_refused_by_name(state: State, action: Action) -> None:
    if action in allowed(state) or action is Action.NOTE:
        assert isinstance(transition(state, action), State)
    else:
        with pytest.raises(IllegalTransition, match=f"{state}.*{action}"):
            transition(state, action)


@given(st.lists(actions, max_size=40))
def test_transition_when_walked_anyhow_then_a_referral_was_final_and_a_final_was_reviewed(
    taken: list[Action],
) -> None:
    path = walk(taken)
    reviewed = {
        State.TELAAH_KEDUA,
        State.BEDA_PENDAPAT,
        State.BUKAN,
        State.TIDAK_CUKUP_BUKTI,
    }
    judged = {State(action.value) for action in DECISIONS}
    before = {
        State.FINAL: reviewed,
        # Back to the second review only by taking a decision back.
        State.TELAAH_KEDUA: {*judged, State.FINAL, State.BEDA_PENDAPAT},
        State.DIRUJUK: {State.FINAL},
        State.KEBERATAN: {State.DIRUJUK},
        State.DIKUATKAN: {State.KEBERATAN},
        State.DIBATALKAN: {State.KEBERATAN},
    }
    for earlier, later in pairwise(path):
        assert earlier is later or earlier in before.get(later, set(State))


@given(st.lists(actions, max_size=40))
def test_transition_when_an_indication_becomes_final_then_after_a_second_review(
    taken: list[Action],
) -> None:
    path = walk(taken)
    for earlier, later in pairwise(path):
        assert not (earlier is State.INDIKASI_KUAT and later is State.FINAL)


def test_transition_when_the_whole_way_is_walked_then_it_ends_upheld_or_overturned() -> None:
    way = [Action.CLAIM, Action.INDICATE, Action.SECOND, Action.AGREE, Action.REFER]
    path = walk([*way, Action.OBJECT])
    assert path == [
        State.BARU,
        State.DIKLAIM,
        State.INDIKASI_KUAT,
        State.TELAAH_KEDUA,
        State.FINAL,
        State.DIRUJUK,
        State.KEBERATAN,
    ]
    assert transition(path[-1], Action.UPHOLD) is State.DIKUATKAN
    assert transition(path[-1], Action.OVERTURN) is State.DIBATALKAN


def test_transition_when_two_reviewers_differ_then_the_penyelia_has_the_last_word() -> None:
    state = transition(State.TELAAH_KEDUA, Action.DIFFER)
    assert allowed(state) == {*DECISIONS, Action.UNDO_SECOND}
    assert {transition(state, decision) for decision in DECISIONS} == {State.FINAL}


@pytest.mark.parametrize("decision", DECISIONS)
def test_transition_when_undone_then_back_to_where_it_was_decided(decision: Action) -> None:
    assert transition(transition(State.DIKLAIM, decision), Action.UNDO_FIRST) is State.DIKLAIM
    last = transition(State.BEDA_PENDAPAT, decision)
    assert transition(last, Action.UNDO_LAST) is State.BEDA_PENDAPAT


def test_transition_when_reached_then_every_state_can_be() -> None:
    reached, frontier = {State.BARU}, [State.BARU]
    while frontier:
        state = frontier.pop()
        found = {transition(state, action) for action in allowed(state)} - reached
        reached |= found
        frontier += found
    assert reached == set(State)


@pytest.mark.parametrize("state", [State.DIKUATKAN, State.DIBATALKAN])
def test_allowed_when_closed_then_nothing(state: State) -> None:
    assert allowed(state) == frozenset()
