"""Where a person stands towards an item: may they decide it, and what may they see of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from review.errors import DecisionRejected, IllegalTransition
from review.roles import Permission, Role, may
from review.states import transition
from review.undo import UNDOES
from store.decisions import FIRST, LAST, SECOND, Decision, open_step
from store.dossier import Dossier
from store.flags import Flag, State

_CLOSED = (State.FINAL, State.DIRUJUK, State.KEBERATAN, State.DIKUATKAN, State.DIBATALKAN)


class Standing(StrEnum):
    """``MINE``: it is before them. ``HELD``: it is before somebody else. ``FREE``: they may take
    it. ``NOT_THEIRS``: its step is for others. ``DECIDED``: no step is open."""

    MINE = "mine"
    HELD = "held"
    FREE = "free"
    NOT_THEIRS = "not_theirs"
    DECIDED = "decided"


def standing(dossier: Dossier, person: str, role: str) -> Standing:
    """How ``person`` (a user id) of this role stands to the open step."""
    step, holder = dossier.step, dossier.holder()
    if step is None:
        return Standing.DECIDED
    if not _for_role(step, Role(role)) or (step != FIRST and decided(dossier, person)):
        return Standing.NOT_THEIRS
    if holder is None:
        return Standing.FREE
    return Standing.MINE if holder.holder == person else Standing.HELD


def decided(dossier: Dossier, person: str) -> bool:
    """Whether ``person`` decided a step of the present round."""
    return any(one.reviewer == person for one in dossier.made)


def may_see_outcome(dossier: Dossier, person: str, role: str) -> bool:
    """Whether the machine's score and the decisions may be shown: to who decided, and once nothing
    is open any more to who may see cases. An open step is blind to everybody else."""
    closed = dossier.flag.state in _CLOSED
    return decided(dossier, person) or (closed and may(Role(role), Permission.SEE_CASES))


def visible_decisions(dossier: Dossier, person: str) -> tuple[Decision, ...]:
    """The decisions that may be shown to ``person``: their own while a step is open, then all; for
    the last word both earlier ones."""
    if dossier.step is None or dossier.step == LAST:
        return dossier.made
    return tuple(one for one in dossier.made if one.reviewer == person)


def agreement(dossier: Dossier) -> Literal["waiting", "agree", "differ", "none"]:
    """Whether the first two reviews came to the same; ``none`` where there is only one."""
    if dossier.step == SECOND:
        return "waiting"
    by_step = {one.step: one.decision for one in dossier.made}
    if not {FIRST, SECOND} <= by_step.keys():
        return "none"
    return "agree" if by_step[FIRST] == by_step[SECOND] else "differ"


def undo_until(
    flag: Flag, made: Sequence[Decision], person: str, now: datetime, within: timedelta
) -> datetime | None:
    """Until when ``person`` can take the latest decision back; None where they cannot."""
    if not made or made[-1].reviewer != person or now - made[-1].decided_at > within:
        return None
    try:
        transition(flag.state, UNDOES[made[-1].step])
    except IllegalTransition:
        return None
    return made[-1].decided_at + within


def check_role(flag: Flag, role: str) -> None:
    """Whether somebody of this role may decide the open step of a flag.

    Raises:
        DecisionTaken: no step is open.
        DecisionRejected: the step is for another role.
    """
    if not _for_role(open_step(flag), Role(role)):
        raise DecisionRejected("last word: expected a penyelia")


def _for_role(step: str, role: Role) -> bool:
    needed = Permission.LAST_WORD if step == LAST else Permission.REVIEW
    return may(role, needed)
