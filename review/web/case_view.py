"""What the page of a case shows: its timeline, and what the person may do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from review.case_steps import Step, steps
from review.clarifications import answers_in
from review.request_letter import request_letter
from review.roles import Permission
from review.texts import Translate
from review.web import case_terms, terms
from store.cases import Kind

if TYPE_CHECKING:
    from config.office import Office
    from review.case_record import CaseRecord
    from review.identity import Identity
    from review.web.visit import Visit
    from store.cases import CaseEvent

NEEDS = {
    Step.REVEAL: Permission.REVEAL_IDENTITY,
    Step.WRITE: Permission.REVEAL_IDENTITY,
    Step.JUDGE: Permission.JUDGE_OBJECTION,
}
"""What a step needs; the others need WORK_CASES."""
_DAYS = ("until", "arrived", "dated", "sent")


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened: when, what, by whom (a code), what is known of it, and its files."""

    at: datetime
    title: str
    who: str
    facts: Sequence[tuple[str, str]] = ()
    files: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """Every word for a key that the page of a case needs."""

    labels: Mapping[str, str]
    statuses: Mapping[str, str]
    next_steps: Mapping[str, str]
    asked: Mapping[str, str]
    verdicts: Mapping[str, str]
    evidence: Mapping[str, str]
    decisions: Mapping[str, str]
    stages: Mapping[str, str]

    @classmethod
    def of(cls, t: Translate) -> Words:
        """The words in a language."""
        return cls(
            labels=terms.labels(t),
            statuses=case_terms.statuses(t),
            next_steps=case_terms.next_steps(t),
            asked=case_terms.asked(t),
            verdicts=case_terms.verdicts(t),
            evidence=case_terms.evidence(t),
            decisions=terms.decisions(t),
            stages=terms.stages(t),
        )


def possible(visit: Visit, record: CaseRecord) -> frozenset[str]:
    """What this person can do with the case now."""
    return frozenset(
        step.value
        for step in steps(record.situation)
        if visit.may(NEEDS.get(step, Permission.WORK_CASES))
    )


def timeline(visit: Visit, record: CaseRecord) -> list[Moment]:
    """Everything that happened, the latest first; it names nobody."""
    t, flag = visit.t, record.flag
    found = [
        Moment(flag.known_at, t("Ditandai mesin untuk ditelaah"), ""),
        Moment(record.case.opened_at, t("Kasus dibuka"), record.case.opened_by),
        *_decided(visit, record),
        *_changed(visit, record),
        *(_event(visit, one) for one in record.events),
    ]
    # Stable: what was recorded in the same second stays in its order.
    return sorted(found, key=lambda one: one.at)[::-1]


def request_text(office: Office, record: CaseRecord, who: Identity | None) -> str | None:
    """The letter for the question that waits for its answer, if one does."""
    asked = [one for one in record.events if one.kind is Kind.ASKED]
    waits = answers_in(record.events)
    if not asked or waits[-1].text is not None:
        return None
    return request_letter(office, record, asked[-1], who)


def letters(visit: Visit, record: CaseRecord) -> list[tuple[str, str]]:
    """The documents that can be sent: their event's hash, and what to call them."""
    return [(one.audit_hash, _letter(visit, one.details)) for one in record.letters]


def _decided(visit: Visit, record: CaseRecord) -> list[Moment]:
    names, made = terms.steps(visit.t), terms.decisions(visit.t)
    reason = visit.t("Alasan")
    return [
        Moment(
            one.decided_at,
            f"{names[one.step]}: {made[one.decision]}",
            one.reviewer,
            [(reason, one.reason)] if one.reason else (),
        )
        for one in record.decisions
    ]


def _changed(visit: Visit, record: CaseRecord) -> list[Moment]:
    deleted, edited = visit.t("Unggahan terlihat dihapus"), visit.t("Unggahan terlihat diubah")
    return [
        Moment(one.observed_at, deleted if one.change == "delete" else edited, "")
        for one in record.changes
    ]


def _event(visit: Visit, event: CaseEvent) -> Moment:
    names = case_terms.details(visit.t)
    shown = [
        (names[name], _told(visit, name, event.details[name]))
        for name in names
        if name in event.details
    ]
    title = case_terms.kinds(visit.t)[event.kind]
    return Moment(event.happened_at, title, event.actor, shown, event.details.get("files", ()))


def _told(visit: Visit, name: str, value: Any) -> str:
    """A detail as it is shown."""
    if name == "letters":
        return "; ".join(_letter(visit, one) for one in value)
    if name == "root":
        return f"{value['sha256']} ({_day(value['day'])})"
    if name in _DAYS:
        return _day(value)
    words: Mapping[str, Mapping[str, str]] = {
        "to": case_terms.asked(visit.t),
        "document": case_terms.documents(visit.t),
        "decision": case_terms.verdicts(visit.t),
        "recipient": {one.id: one.name for one in visit.desk.office.recipients},
    }
    return words.get(name, {}).get(value, value)


def _letter(visit: Visit, held: Mapping[str, str]) -> str:
    recipient = _told(visit, "recipient", held["recipient"])
    number = f" ({held['number']})" if held["number"] else ""
    return f"{_told(visit, 'document', held['document'])} – {recipient}{number}"


def _day(iso: str) -> str:
    return date.fromisoformat(iso).strftime("%d-%m-%Y")
