"""Cases: what people do once a review is final, or has a question to ask.

Every action is one transaction: what it may not do leaves nothing behind. Its words must not tell
whose post it is, for analis and auditor read them too; that is seen only by ``reveal`` and in
the documents (``review.referral``), each time as an event of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, get_args

from review.attachment import Attachment
from review.case_entry import (
    Entry,
    guarded,
    involved,
    known_identity,
    required,
    write,
    writing,
)
from review.case_errors import CaseRejected, Reason
from review.case_history import outcome_of
from review.case_steps import Step, can_become_a_case
from review.errors import IllegalTransition
from review.identity import Identity
from review.states import Action, transition
from store import audit, cases, decisions, flags
from store.cases import Case, CaseEvent, Kind
from store.flags import State
from store.moment import WIB

if TYPE_CHECKING:
    from store.database import Database
    from store.evidence import EvidenceStore

LEAST_PURPOSE = 10
Asked = Literal["yang_bersangkutan", "atasan", "kepegawaian"]
NO_ANSWER = "Tidak ada jawaban sampai batas waktu."
_VERDICTS = {"kuatkan": Action.UPHOLD, "batalkan": Action.OVERTURN}


def open_case(database: Database, flag_id: str, actor: str, now: datetime) -> Case:
    """Open the case of a flag, or give the one it has.

    Raises:
        FlagMissing: there is no such flag.
        IllegalTransition: its review found nothing to follow up, or is not over.
    """
    with audit.recorded(database) as connection:
        flag = flags.get(connection, flag_id)
        known = cases.of_flag(connection, flag_id)
        if known:
            return known
        if not can_become_a_case(flag.state, outcome_of(decisions.of_round(connection, flag))):
            raise IllegalTransition(f"{flag_id}: expected a final indication or a clarification")
        return cases.open_case(connection, flag_id, actor, now)


def reveal(database: Database, entry: Entry, purpose: str) -> Identity:
    """Whose post it is, for a stated purpose, which is recorded before it is told.

    Raises:
        CaseRejected: the purpose says too little, or the account left the registry.
        IllegalTransition: nobody needs to know at this step.
    """
    if len(purpose.strip()) < LEAST_PURPOSE:
        raise CaseRejected(Reason.PURPOSE)
    with writing(database, entry, Step.REVEAL) as (connection, held):
        who = known_identity(connection, held.flag)
        write(connection, entry, Kind.REVEALED, {"purpose": required(purpose)}, who)
        return who


def ask(database: Database, entry: Entry, to: str, question: str, until: date) -> None:
    """Note that somebody is asked for a clarification, to be answered by the day ``until``.

    Raises:
        CaseRejected: there is no question, nobody to ask, or the day has passed.
    """
    if to not in get_args(Asked):
        raise CaseRejected(Reason.WHOM)
    if until < _day(entry):
        raise CaseRejected(Reason.GONE_BY)
    details = {"to": to, "question": required(question), "until": until.isoformat()}
    with writing(database, entry, Step.ASK) as (connection, held):
        write(connection, entry, Kind.ASKED, details, guarded(connection, held.flag))


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """Something that came in: its words, the day of its arrival and the file that came with it."""

    text: str
    arrived: date
    attachment: Attachment | None = None


def answer(database: Database, evidence: EvidenceStore, entry: Entry, received: Received) -> None:
    """Note what came back; no words mean that nothing did. A flag that waited for it is reviewed
    afresh, in its next round.

    Raises:
        CaseRejected: it is said to have come in the future, or its words tell who it is.
        IllegalTransition: nobody was asked.
    """
    _check_past(entry, received.arrived)
    text = received.text.strip()
    details = {
        "text": required(text) if text else NO_ANSWER,
        "arrived": received.arrived.isoformat(),
        **_kept(evidence, received.attachment),
    }
    with writing(database, entry, Step.ANSWER) as (connection, held):
        write(connection, entry, Kind.ANSWERED, details, guarded(connection, held.flag))
        if held.flag.state is State.KLARIFIKASI:
            flags.move(connection, held.flag, transition(held.flag.state, Action.ANSWER))


def refer(database: Database, entry: Entry, letters: Sequence[str], sent: date, way: str) -> None:
    """Note that letters (by their events' hashes) were sent on a day in some way.

    Raises:
        CaseRejected: no letter of this case that states what was last decided is among them.
        IllegalTransition: there is none, or the case stands elsewhere.
    """
    _check_past(entry, sent)
    with writing(database, entry, Step.REFER) as (connection, held):
        written = {one.audit_hash: one for one in held.letters}
        if not letters or any(one not in written for one in letters):
            raise CaseRejected(Reason.LETTERS)
        details = {
            "letters": [_letter(written[one]) for one in letters],
            "sent": sent.isoformat(),
            "way": required(way),
        }
        write(connection, entry, Kind.REFERRED, details, guarded(connection, held.flag))
        flags.move(connection, held.flag, transition(held.flag.state, Action.REFER))


def record_outcome(database: Database, entry: Entry, source: str, dated: date, text: str) -> None:
    """Note what an authority made of the referral."""
    _check_past(entry, dated)
    details = {"source": required(source), "dated": dated.isoformat(), "text": required(text)}
    with writing(database, entry, Step.RECORD) as (connection, held):
        write(connection, entry, Kind.OUTCOME, details, guarded(connection, held.flag))


def object_to(
    database: Database, evidence: EvidenceStore, entry: Entry, received: Received
) -> None:
    """Note that an objection has come in; a closed case opens again."""
    _check_past(entry, received.arrived)
    details = {
        "text": required(received.text),
        "arrived": received.arrived.isoformat(),
        **_kept(evidence, received.attachment),
    }
    with writing(database, entry, Step.OBJECT) as (connection, held):
        write(connection, entry, Kind.OBJECTED, details, guarded(connection, held.flag))
        flags.move(connection, held.flag, transition(held.flag.state, Action.OBJECT))


def judge(database: Database, entry: Entry, verdict: str, reason: str) -> None:
    """Uphold or overturn what was decided, after an objection.

    Raises:
        CaseRejected: the person decided on the flag, opened or referred the case (Santa Clara
            Principles 2.0: appeals are judged by people not involved before), or gives no reason.
    """
    if verdict not in _VERDICTS:
        raise CaseRejected(Reason.VERDICT)
    details = {"decision": verdict, "reason": required(reason)}
    with writing(database, entry, Step.JUDGE) as (connection, held):
        if entry.actor in involved(connection, held):
            raise CaseRejected(Reason.INVOLVED)
        write(connection, entry, Kind.JUDGED, details, guarded(connection, held.flag))
        flags.move(connection, held.flag, transition(held.flag.state, _VERDICTS[verdict]))


def note(database: Database, entry: Entry, text: str) -> None:
    """Add a remark; nothing moves."""
    with writing(database, entry, Step.NOTE) as (connection, held):
        write(
            connection, entry, Kind.NOTED, {"text": required(text)}, guarded(connection, held.flag)
        )
        transition(held.flag.state, Action.NOTE)


def close(database: Database, entry: Entry, reason: str) -> None:
    """Close a case for a stated reason; the flag stays as it is."""
    with writing(database, entry, Step.CLOSE) as (connection, held):
        details = {"reason": required(reason)}
        write(connection, entry, Kind.CLOSED, details, guarded(connection, held.flag))


def _letter(written: CaseEvent) -> dict[str, str]:
    return {name: written.details[name] for name in ("document", "recipient", "number")}


def _kept(evidence: EvidenceStore, attachment: Attachment | None) -> dict[str, Any]:
    if attachment is None:
        return {}
    sha256 = evidence.put(attachment.data)
    size = len(attachment.data)
    return {"files": [{"sha256": sha256, "bytes": size, "format": attachment.format}]}


def _check_past(entry: Entry, day: date) -> None:
    if day > _day(entry):
        raise CaseRejected(Reason.NOT_YET)


def _day(entry: Entry) -> date:
    return entry.now.astimezone(WIB).date()
