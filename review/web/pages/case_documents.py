"""Referral documents: what still lacks, the form for it, and making them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, get_args

from starlette.responses import RedirectResponse, Response

from config.office import DocumentName, Recipient
from review.case_entry import Entry
from review.case_errors import CaseRejected
from review.case_record import CaseRecord, read_record
from review.case_steps import Step
from review.casefile import Letter, Reporter, Superior, Witness
from review.documents.required import DocumentIncomplete, MissingField
from review.referral import Draft, lacking, write_document
from review.roles import Permission
from review.web import case_terms
from review.web.failures import PageError
from review.web.gate import act, show
from review.web.render import page
from store.errors import CaseMissing

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from starlette.routing import Route

    from review.web.visit import Visit

HERE = frozenset(
    {
        "nomor surat",
        "tanggal surat",
        "tujuan pembukaan identitas",
        "jabatan atasan langsung",
        "nama penyampai",
        "telepon penyampai",
        "alamat penyampai",
        "waktu unggahan",
        "alamat unggahan",
    }
)
"""What the form itself asks for."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A document to somebody; ``key`` stands for both in an address."""

    document: DocumentName
    recipient: Recipient

    @property
    def key(self) -> str:
        """Such as ``nota_internal:inspektorat``."""
        return f"{self.document}:{self.recipient.id}"


def choices(visit: Visit) -> list[Choice]:
    """Every document to everybody who may get it."""
    return [
        Choice(document, recipient)
        for document in get_args(DocumentName)
        for recipient in visit.desk.office.recipients_of(document)
    ]


def ask_for(visit: Visit) -> Response:
    """The form of one document, and what lacks that cannot be filled in there."""
    record, choice = _read(visit), _choice(visit)
    first = {"dated": visit.now.astimezone(record.zone).date().isoformat()}
    lacks = lacking(visit.desk, _entry(visit), _draft(choice, first, record.zone))
    elsewhere = [one for one in lacks if one.name not in HERE]
    return _form_page(visit, record, choice, elsewhere, first)


def make(visit: Visit) -> Response:
    """Write the document, or say what lacks and keep what was typed."""
    record, choice = _read(visit), _choice(visit)
    try:
        write_document(visit.desk, _entry(visit), _draft(choice, visit.form, record.zone))
    except DocumentIncomplete as error:
        return _form_page(visit, record, choice, error.missing, visit.form, 422)
    except CaseRejected as error:
        raise PageError(case_terms.reasons(visit.t)[error.reason], 422) from error
    return RedirectResponse(f"/kasus/{record.case_id}?ok={Step.WRITE.value}", 303)


def _form_page(
    visit: Visit,
    record: CaseRecord,
    choice: Choice,
    lacks: Sequence[MissingField],
    typed: Mapping[str, str],
    status: int = 200,
) -> Response:
    return page(
        visit,
        "case_document.html",
        status,
        record=record,
        choice=choice,
        lacks=lacks,
        typed=typed,
        documents=case_terms.documents(visit.t),
    )


def _read(visit: Visit) -> CaseRecord:
    try:
        return read_record(visit.desk, visit.path["case_id"], visit.now)
    except CaseMissing:
        raise PageError("Kasus ini tidak ditemukan.", 404) from None


def _choice(visit: Visit) -> Choice:
    wanted = visit.query.get("surat", "")
    for one in choices(visit):
        if one.key == wanted:
            return one
    raise PageError("Pilih dokumen dan penerimanya dari halaman kasus.", 404)


def _entry(visit: Visit) -> Entry:
    return Entry(visit.path["case_id"], visit.user.user_id, visit.now)


def _draft(choice: Choice, form: Mapping[str, str], zone: ZoneInfo) -> Draft:
    """What was typed, as a document needs it; what cannot be read counts as not filled in."""
    return Draft(
        document=choice.document,
        letter=Letter(
            recipient=choice.recipient,
            number=_text(form, "number"),
            dated=_day(_text(form, "dated")),
            reporter=Reporter(
                *(_text(form, f"reporter_{name}") for name in ("name", "position")),
                *(_text(form, f"reporter_{name}") for name in ("address", "telephone")),
            ),
            witnesses=_witnesses(_text(form, "witnesses")),
        ),
        superior=_superior(form),
        posted_at=_moment(_text(form, "posted_at"), zone),
        url=_text(form, "url"),
    )


def _superior(form: Mapping[str, str]) -> Superior | None:
    position, name, address = (
        _text(form, f"superior_{one}") for one in ("position", "name", "address")
    )
    return Superior(position, name, address) if position else None


def _witnesses(text: str) -> tuple[Witness, ...]:
    """One a line: a name and, after a semicolon, an address."""
    parts = (line.partition(";") for line in text.splitlines() if line.strip())
    return tuple(Witness(name.strip(), address.strip()) for name, _, address in parts)


def _text(form: Mapping[str, str], name: str) -> str:
    return form.get(name, "").strip()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _moment(text: str, zone: ZoneInfo) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone)
    except ValueError:
        return None


_PATH = "/kasus/{case_id}/dokumen"
ROUTES: list[Route] = [
    show(_PATH, Permission.REVEAL_IDENTITY, ask_for),
    act(_PATH, Permission.REVEAL_IDENTITY, make),
]
