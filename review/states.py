"""The states of a flag and the only moves between them (design, section 8).

``baru -> diklaim -> {indikasi_kuat, bukan, klarifikasi, tidak_cukup_bukti} -> telaah_kedua ->
final -> dirujuk -> keberatan -> {dikuatkan, dibatalkan}``. Beside that line: a claim is given back
(``diklaim -> baru``), an answered clarification is reviewed afresh (``klarifikasi -> baru``), two
reviewers who differ leave the last word to the penyelia (``telaah_kedua -> beda_pendapat ->
final``), a decision is taken back within its minutes (to where it was made), and what was found to
be nothing may become final without a second review, which only a share of items gets. An
indication never becomes final on one person's word.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from review.errors import IllegalTransition
from store.flags import State


class Action(StrEnum):
    """What somebody does with a flag."""

    CLAIM = "klaim"
    RELEASE = "lepas"
    INDICATE = "indikasi_kuat"
    DISMISS = "bukan"
    ASK = "klarifikasi"
    LEAVE_OPEN = "tidak_cukup_bukti"
    ANSWER = "terima_klarifikasi"
    SECOND = "minta_telaah_kedua"
    AGREE = "sependapat"
    DIFFER = "berbeda"
    UNDO_FIRST = "urungkan_pertama"
    UNDO_SECOND = "urungkan_kedua"
    UNDO_LAST = "urungkan_penyelia"
    CLOSE = "finalkan"
    REFER = "rujuk"
    OBJECT = "ajukan_keberatan"
    UPHOLD = "kuatkan"
    OVERTURN = "batalkan"
    NOTE = "catat"


DECISIONS = (Action.INDICATE, Action.DISMISS, Action.ASK, Action.LEAVE_OPEN)
"""The actions that decide a step of review; each has the name of the state it leads to."""


def transition(state: State, action: Action) -> State:
    """The state after ``action``. A note never changes the state.

    Raises:
        IllegalTransition: the state does not allow the action.
    """
    if action is Action.NOTE:
        return state
    try:
        return MOVES[state, action]
    except KeyError:
        possible = ", ".join(sorted(allowed(state))) or "nothing but a note"
        raise IllegalTransition(
            f"a flag in state {state} does not allow {action}: possible here: {possible}"
        ) from None


def allowed(state: State) -> frozenset[Action]:
    """The actions that move a flag on from ``state``."""
    return frozenset(action for (source, action) in MOVES if source is state)


def _moves() -> dict[tuple[State, Action], State]:
    decided = [State(action.value) for action in DECISIONS]
    first = {(State.DIKLAIM, action): State(action.value) for action in DECISIONS}
    last = {(State.BEDA_PENDAPAT, action): State.FINAL for action in DECISIONS}
    return {
        (State.BARU, Action.CLAIM): State.DIKLAIM,
        (State.DIKLAIM, Action.RELEASE): State.BARU,
        **first,
        **{(state, Action.UNDO_FIRST): State.DIKLAIM for state in decided},
        **{(state, Action.SECOND): State.TELAAH_KEDUA for state in decided},
        (State.TELAAH_KEDUA, Action.AGREE): State.FINAL,
        (State.TELAAH_KEDUA, Action.DIFFER): State.BEDA_PENDAPAT,
        (State.BEDA_PENDAPAT, Action.UNDO_SECOND): State.TELAAH_KEDUA,
        (State.FINAL, Action.UNDO_SECOND): State.TELAAH_KEDUA,
        **last,
        (State.FINAL, Action.UNDO_LAST): State.BEDA_PENDAPAT,
        (State.KLARIFIKASI, Action.ANSWER): State.BARU,
        (State.BUKAN, Action.CLOSE): State.FINAL,
        (State.TIDAK_CUKUP_BUKTI, Action.CLOSE): State.FINAL,
        (State.FINAL, Action.REFER): State.DIRUJUK,
        (State.DIRUJUK, Action.OBJECT): State.KEBERATAN,
        (State.KEBERATAN, Action.UPHOLD): State.DIKUATKAN,
        (State.KEBERATAN, Action.OVERTURN): State.DIBATALKAN,
    }


MOVES: Mapping[tuple[State, Action], State] = MappingProxyType(_moves())
"""Every legal move."""
