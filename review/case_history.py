"""The history of a case, read once: what was decided on its flag, and what happened in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from review.case_steps import Situation
from review.clarifications import answers_in
from store import cases, decisions, flags
from store.cases import Case, CaseEvent, Kind
from store.decisions import Decision
from store.flags import Flag

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class History:
    """A case and its flag; ``decisions`` are those of every round, both in their order."""

    case: Case
    flag: Flag
    decisions: tuple[Decision, ...]
    events: tuple[CaseEvent, ...]

    @property
    def outcome(self) -> str | None:
        """What the flag's present round decided."""
        return outcome_of(self._made())

    @property
    def letters(self) -> tuple[CaseEvent, ...]:
        """The documents made since the flag was last decided: older ones state other reasons."""
        made = self._made()
        return tuple(
            one
            for one in self.events
            if one.kind is Kind.WRITTEN and made and one.happened_at >= made[-1].decided_at
        )

    @property
    def situation(self) -> Situation:
        """Where the case stands."""
        asked = answers_in(self.events)
        return Situation(
            state=self.flag.state,
            outcome=self.outcome,
            closed=self.case.closed_at is not None,
            asked=bool(asked) and asked[-1].text is None,
            written=bool(self.letters),
        )

    def _made(self) -> list[Decision]:
        return [one for one in self.decisions if one.review_round == self.flag.review_round]


def history_of(connection: duckdb.DuckDBPyConnection, case_id: str) -> History:
    """The history of a case.

    Raises:
        CaseMissing: there is no such case.
    """
    case = cases.get(connection, case_id)
    return History(
        case=case,
        flag=flags.get(connection, case.flag_id),
        decisions=tuple(decisions.of_flag(connection, case.flag_id)),
        events=tuple(cases.events_of(connection, case_id)),
    )


def outcome_of(made: Sequence[Decision]) -> str | None:
    """What a round of review decided: the penyelia's word, else what two agreed on."""
    return made[-1].decision if made else None
