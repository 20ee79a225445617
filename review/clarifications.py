"""Clarifications: what was asked about a post, and what came back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from store import cases
from store.cases import CaseEvent, Kind

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Answer:
    """A question put to the person concerned and what came back; no answer yet is None."""

    question: str
    asked_at: datetime
    text: str | None = None
    answered_at: datetime | None = None
    attached: bool = False


def answers_for(connection: duckdb.DuckDBPyConnection, flag_id: str) -> list[Answer]:
    """What was asked about a post and answered so far, oldest first, as a reviewer may read it."""
    case = cases.of_flag(connection, flag_id)
    return answers_in(cases.events_of(connection, case.case_id)) if case else []


def answers_in(events: Sequence[CaseEvent]) -> list[Answer]:
    """The questions among the events of a case, each with its answer."""
    found: list[Answer] = []
    for one in events:
        if one.kind is Kind.ASKED:
            found.append(Answer(one.details["question"], one.happened_at))
        elif one.kind is Kind.ANSWERED and found:
            last, details = found.pop(), one.details
            files = bool(details.get("files"))
            found.append(
                Answer(last.question, last.asked_at, details["text"], one.happened_at, files)
            )
    return found
