"""Where a case stands, and what can be done with it next: pure, from what is stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from review.deadline import working_days_left
from store.flags import State
from store.moment import WIB

if TYPE_CHECKING:
    from config.election import Election
    from store.case_rows import CaseRow

SOON = timedelta(days=2)
"""How long before a deadline people are reminded of it."""


class Step(StrEnum):
    """Something that can be done with a case."""

    REVEAL = "identitas"
    ASK = "tanya"
    ANSWER = "jawab"
    WRITE = "dokumen"
    REFER = "rujuk"
    RECORD = "hasil"
    OBJECT = "keberatan"
    JUDGE = "putus"
    NOTE = "catat"
    CLOSE = "tutup"


class Status(StrEnum):
    """Where a case, or what may become one, stands; in the order in which work goes on."""

    TO_OPEN = "belum_dibuka"
    ASKED = "klarifikasi"
    AGAIN = "ditelaah_ulang"
    TO_REFER = "belum_dirujuk"
    NOTHING = "tanpa_indikasi"
    REFERRED = "dirujuk"
    OBJECTED = "keberatan"
    UPHELD = "dikuatkan"
    OVERTURNED = "dibatalkan"
    CLOSED = "ditutup"


RUNNING = frozenset({Status.TO_OPEN, Status.ASKED, Status.AGAIN, Status.TO_REFER})
"""Where the days to report still count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What decides on the next steps. ``asked``: a clarification waits for its answer; ``written``:
    there is a document of what was last decided."""

    state: State
    outcome: str | None
    closed: bool = False
    asked: bool = False
    written: bool = False

    @property
    def indicated(self) -> bool:
        """Whether the review ended with a strong indication."""
        return self.state is State.FINAL and self.outcome == State.INDIKASI_KUAT


def steps(now: Situation) -> frozenset[Step]:
    """What can be done with an open or closed case; a note always, whose it is never in review."""
    if now.closed:
        return frozenset({Step.NOTE, *({Step.OBJECT} if now.state is State.DIRUJUK else ())})
    possible = {Step.NOTE, *_OF_STATE.get(now.state, frozenset())}
    if now.state is State.FINAL:
        possible |= _INDICATED if now.indicated else set()
    if now.asked and Step.ASK in possible:
        possible.add(Step.ANSWER)
    if now.indicated and now.written:
        possible.add(Step.REFER)
    return frozenset(possible)


def can_become_a_case(state: State, outcome: str | None) -> bool:
    """Whether there is something to follow up: a final strong indication or a question to ask."""
    return state is State.KLARIFIKASI or Situation(state=state, outcome=outcome).indicated


def status(row: CaseRow) -> Status:
    """Where a line of the list stands."""
    closed = row.closed_at is not None
    now = Situation(state=row.state, outcome=row.outcome, closed=closed)
    return standing(now) if row.case_id or not now.indicated else Status.TO_OPEN


def standing(now: Situation) -> Status:
    """Where a case stands."""
    if now.closed:
        return Status.CLOSED
    return Status.TO_REFER if now.indicated else _STATUS.get(now.state, Status.AGAIN)


def overdue(row: CaseRow, now: datetime) -> bool:
    """Whether the right to report has lapsed while nothing was referred."""
    return status(row) in RUNNING and row.deadline_at < now


def due(rows: Iterable[CaseRow], now: datetime) -> list[CaseRow]:
    """Those whose days to report end within ``SOON`` or have ended, in their order."""
    return [row for row in rows if status(row) in RUNNING and row.deadline_at <= now + SOON]


@dataclass(frozen=True, slots=True)
class Countdown:
    """Days from today to a deadline, below 0 after it; ``working`` days where the election counts
    them so (only those to come)."""

    days: int
    working: bool


def countdown(now: datetime, deadline_at: datetime, election: Election | None) -> Countdown:
    """How many days are left, by the calendar of the election's area."""
    zone = election.zone if election else WIB
    days = (deadline_at.astimezone(zone).date() - now.astimezone(zone).date()).days
    if election is None or not election.report_days_are_working or days < 0:
        return Countdown(days, working=False)
    return Countdown(working_days_left(now, deadline_at, zone), working=True)


_INDICATED = {Step.REVEAL, Step.ASK, Step.WRITE}
_OF_STATE: dict[State, frozenset[Step]] = {
    State.KLARIFIKASI: frozenset({Step.REVEAL, Step.ASK}),
    State.FINAL: frozenset({Step.CLOSE}),
    State.DIRUJUK: frozenset({Step.REVEAL, Step.WRITE, Step.RECORD, Step.OBJECT, Step.CLOSE}),
    State.KEBERATAN: frozenset({Step.REVEAL, Step.JUDGE, Step.RECORD}),
    State.DIKUATKAN: frozenset({Step.REVEAL, Step.RECORD, Step.CLOSE}),
    State.DIBATALKAN: frozenset({Step.REVEAL, Step.RECORD, Step.CLOSE}),
}
_STATUS = {
    State.KLARIFIKASI: Status.ASKED,
    State.FINAL: Status.NOTHING,
    State.DIRUJUK: Status.REFERRED,
    State.KEBERATAN: Status.OBJECTED,
    State.DIKUATKAN: Status.UPHELD,
    State.DIBATALKAN: Status.OVERTURNED,
}
