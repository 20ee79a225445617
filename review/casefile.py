"""The case file: everything a referral document may state, and nothing else.

It is put together from the store by whoever opens the case; the documents read only this. What is
empty or None is not known, or not revealed: a document that needs it refuses to be written.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from config.office import Office, Recipient
from review.texts import mark
from store.changes import Change
from store.decisions import Decision
from store.evidence import EvidenceFile

GONE = mark("baris ini tidak ada lagi di ketentuan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The civil servant concerned, once a supervisor has revealed who it is."""

    name: str
    nip: str = ""
    position: str = ""
    unit: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Superior:
    """The subject's direct superior."""

    position: str
    name: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A row of the rulebook that may apply: its id, the form and the articles, as plain text; the
    form is ``GONE`` where the rulebook has no such row any more."""

    row: str
    form: str
    articles: str


@dataclass(frozen=True, slots=True)
class Clarification:
    """What the subject was asked and what came back; no answer yet is an empty one."""

    question: str
    asked_at: datetime
    answer: str = ""
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DailyRoot:
    """The audit chain's root of a day."""

    day: date
    sha256: str


@dataclass(frozen=True, slots=True)
class Reporter:
    """The official who tells Bawaslu or the agency; a person, never the software."""

    name: str = ""
    position: str = ""
    address: str = ""
    telephone: str = ""


@dataclass(frozen=True, slots=True)
class Witness:
    """Somebody who can confirm what was posted."""

    name: str
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """The post as captured. ``text_sha256`` is that of ``text``; times are aware; ``handle`` is the
    account's name on the platform; ``posted_at`` is the platform's time."""

    platform: str
    text: str
    text_sha256: str
    captured_at: datetime
    handle: str = ""
    url: str = ""
    posted_at: datetime | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What the office adds to write: to whom, when, under which number and for which purpose the
    identity was revealed."""

    recipient: Recipient | None = None
    number: str = ""
    dated: date | None = None
    purpose: str = ""
    reporter: Reporter = Reporter()
    witnesses: tuple[Witness, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """One case.

    ``stage`` is that of the election on the day of the post; ``agency`` supervises on the day of
    the letter; ``control`` says that the post was drawn at random and not pointed at by the model.
    ``decisions`` carry the reviewers' codes, never their names, in the order in which they were
    made; ``zone`` is where the documents' times are told.
    """

    case_id: str
    flag_id: str
    label: str
    post: Post
    evidence: tuple[EvidenceFile, ...]
    model_version: str
    known_at: datetime
    deadline_at: datetime
    zone: ZoneInfo
    office: Office
    control: bool = False
    election: str = ""
    stage: str = ""
    rules: tuple[RuleRow, ...] = ()
    decisions: tuple[Decision, ...] = ()
    clarification: Clarification | None = None
    subject: Subject | None = None
    superior: Superior | None = None
    root: DailyRoot | None = None
    agency: str = ""
    letter: Letter = Letter()
