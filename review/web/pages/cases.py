"""Cases: what follows a final review."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from review import cases as casework
from review.attachment import MEDIA_TYPES, Attachment, read_attachment
from review.case_entry import Entry
from review.case_errors import CaseRejected, Reason
from review.case_record import read_record
from review.case_steps import Countdown, Status, Step, countdown, overdue, standing, status
from review.casefile import GONE
from review.cases import Received
from review.referral import take_out
from review.reminders import reminders_of
from review.roles import Permission
from review.upkeep import tend
from review.web import case_terms, case_view, terms
from review.web.failures import PageError
from review.web.gate import act, show
from review.web.pages import case_documents
from review.web.render import page
from store import audit, case_rows
from store.errors import CaseMissing

if TYPE_CHECKING:
    from starlette.routing import Route

    from review.identity import Identity
    from review.web.visit import Visit
    from store.case_rows import CaseRow

ACTIVE = "aktif"
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list."""

    row: CaseRow
    status: Status
    left: Countdown
    late: bool


def listing(visit: Visit) -> Response:
    """What needs a follow-up and what is followed up, without a word on who."""
    with audit.recorded(visit.desk.database) as connection:
        tend(connection, visit.desk, visit.now)
        rows = case_rows.rows(connection)
        due = reminders_of(connection, rows, visit.now)
    lines = [_line(visit, row) for row in rows]
    wanted = _Wanted.of(visit.query)
    found = [line for line in lines if wanted.fits(line)]
    return page(
        visit,
        "cases.html",
        lines=found[:MOST_ROWS],
        total=len(found),
        wanted=wanted,
        counts=Counter(line.status for line in lines),
        active=sum(line.status is not Status.CLOSED for line in lines),
        late=sum(line.late for line in lines),
        by_label=Counter(line.row.label for line in lines),
        urgent=[_line(visit, row) for row in due.cases],
        due=due,
        labels=terms.labels(visit.t),
        statuses=case_terms.statuses(visit.t),
    )


def open_case(visit: Visit) -> Response:
    """Open the case of a flag, or go to the one it has."""
    flag_id = visit.path["flag_id"]
    made = casework.open_case(visit.desk.database, flag_id, visit.user.user_id, visit.now)
    return RedirectResponse(f"/kasus/{made.case_id}", 303)


def show_case(visit: Visit) -> Response:
    """One case."""
    return _case_page(visit)


def reveal(visit: Visit) -> Response:
    """The case with whose post it is, in this one answer only."""
    try:
        purpose = visit.form.get("purpose", "")
        who = casework.reveal(visit.desk.database, _entry(visit), purpose)
    except CaseRejected as error:
        return _case_page(visit, Step.REVEAL, error)
    except CaseMissing:
        raise _no_case() from None
    return _case_page(visit, who=who)


def take_file(visit: Visit) -> Response:
    """A file of the case, to save; never shown within a page."""
    desk = visit.desk
    try:
        file = take_out(desk.database, desk.evidence, _entry(visit), visit.path["sha256"])
    except (CaseRejected, CaseMissing):
        raise PageError("Berkas ini tidak ada di kasus ini.", 404) from None
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return Response(file.data, media_type=MEDIA_TYPES[file.format], headers=headers)


def ask(visit: Visit) -> None:
    """A question."""
    form = visit.form
    until = _day(form, "until")
    casework.ask(
        visit.desk.database, _entry(visit), form.get("to", ""), form.get("question", ""), until
    )


def answer(visit: Visit) -> None:
    """What came back."""
    given = _received(visit, "answer")
    casework.answer(visit.desk.database, visit.desk.evidence, _entry(visit), given)


def refer(visit: Visit) -> None:
    """Letters that were sent."""
    chosen = [name.removeprefix("letter-") for name in visit.form if name.startswith("letter-")]
    sent, way = _day(visit.form, "sent"), visit.form.get("way", "")
    casework.refer(visit.desk.database, _entry(visit), chosen, sent, way)


def record_outcome(visit: Visit) -> None:
    """What an authority made of it."""
    source, text = visit.form.get("source", ""), visit.form.get("outcome", "")
    dated = _day(visit.form, "outcome_day")
    casework.record_outcome(visit.desk.database, _entry(visit), source, dated, text)


def object_to(visit: Visit) -> None:
    """An objection that came in."""
    given = _received(visit, "objection")
    casework.object_to(visit.desk.database, visit.desk.evidence, _entry(visit), given)


def judge(visit: Visit) -> None:
    """The word on an objection."""
    verdict, reason = visit.form.get("verdict", ""), visit.form.get("reason", "")
    casework.judge(visit.desk.database, _entry(visit), verdict, reason)


def note(visit: Visit) -> None:
    """A remark."""
    casework.note(visit.desk.database, _entry(visit), visit.form.get("note", ""))


def close(visit: Visit) -> None:
    """The end."""
    casework.close(visit.desk.database, _entry(visit), visit.form.get("closing", ""))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which lines of the list are wanted."""

    status: str
    label: str
    late: bool

    @classmethod
    def of(cls, query: Mapping[str, str]) -> _Wanted:
        return cls(query.get("status", ACTIVE), query.get("label", ""), "lewat" in query)

    def fits(self, line: Line) -> bool:
        closed = line.status is Status.CLOSED
        stands = not closed if self.status == ACTIVE else self.status in ("semua", line.status)
        return stands and self.label in ("", line.row.label) and (line.late or not self.late)

    def link(self, **changed: str) -> str:
        """The list with another filter; an empty value takes one away."""
        held = {"status": self.status, "label": self.label, "lewat": "1" if self.late else ""}
        return "/kasus?" + urlencode({k: v for k, v in (held | changed).items() if v})


def _line(visit: Visit, row: CaseRow) -> Line:
    left = countdown(visit.now, row.deadline_at, visit.desk.election(row.election_id))
    return Line(row, status(row), left, overdue(row, visit.now))


def _case_page(
    visit: Visit,
    failed: Step | None = None,
    error: CaseRejected | None = None,
    who: Identity | None = None,
) -> Response:
    try:
        record = read_record(visit.desk, visit.path["case_id"], visit.now)
    except CaseMissing:
        raise _no_case() from None
    office = visit.desk.office
    return page(
        visit,
        "case.html",
        422 if error else 200,
        record=record,
        who=who,
        possible=case_view.possible(visit, record),
        timeline=case_view.timeline(visit, record),
        request_text=case_view.request_text(office, record, who),
        letters=case_view.letters(visit, record),
        gone=GONE,
        choices=case_documents.choices(visit),
        documents=case_terms.documents(visit.t),
        standing=standing(record.situation),
        failed=failed.value if failed else "",
        trouble=case_terms.reasons(visit.t)[error.reason] if error else "",
        done=case_terms.done(visit.t).get(visit.query.get("ok", ""), ""),
        typed=visit.form if error else {},
        words=case_view.Words.of(visit.t),
    )


def _acted(step: Step, does: Callable[[Visit], None]) -> Callable[[Visit], Response]:
    """A handler that does something with a case and goes back to it; what is refused comes back
    with what was typed."""

    def handler(visit: Visit) -> Response:
        try:
            does(visit)
        except CaseRejected as error:
            return _case_page(visit, step, error)
        except CaseMissing:
            raise _no_case() from None
        return RedirectResponse(f"/kasus/{visit.path['case_id']}?ok={step.value}", 303)

    return handler


def _entry(visit: Visit) -> Entry:
    return Entry(visit.path["case_id"], visit.user.user_id, visit.now)


def _day(form: Mapping[str, str], name: str) -> date:
    try:
        return date.fromisoformat(form.get(name, ""))
    except ValueError:
        raise CaseRejected(Reason.NO_DAY) from None


def _received(visit: Visit, name: str) -> Received:
    return Received(
        text=visit.form.get(name, ""),
        arrived=_day(visit.form, f"{name}_day"),
        attachment=_attachment(visit, f"{name}_file"),
    )


def _attachment(visit: Visit, name: str) -> Attachment | None:
    upload = visit.files.get(name)
    if upload is None:
        return None
    with upload.file as file:
        return read_attachment(file)


def _no_case() -> PageError:
    return PageError("Kasus ini tidak ditemukan.", 404)


_WORK = Permission.WORK_CASES
ROUTES: list[Route] = [
    show("/kasus", Permission.SEE_CASES, listing),
    act("/kasus/buka/{flag_id}", _WORK, open_case),
    show("/kasus/{case_id}", Permission.SEE_CASES, show_case),
    act("/kasus/{case_id}/identitas", Permission.REVEAL_IDENTITY, reveal),
    act("/kasus/{case_id}/berkas/{sha256}", Permission.REVEAL_IDENTITY, take_file),
    act("/kasus/{case_id}/tanya", _WORK, _acted(Step.ASK, ask)),
    act("/kasus/{case_id}/jawab", _WORK, _acted(Step.ANSWER, answer)),
    act("/kasus/{case_id}/rujuk", _WORK, _acted(Step.REFER, refer)),
    act("/kasus/{case_id}/hasil", _WORK, _acted(Step.RECORD, record_outcome)),
    act("/kasus/{case_id}/keberatan", _WORK, _acted(Step.OBJECT, object_to)),
    act("/kasus/{case_id}/putus", Permission.JUDGE_OBJECTION, _acted(Step.JUDGE, judge)),
    act("/kasus/{case_id}/catat", _WORK, _acted(Step.NOTE, note)),
    act("/kasus/{case_id}/tutup", _WORK, _acted(Step.CLOSE, close)),
    *case_documents.ROUTES,
]
