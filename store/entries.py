"""The rows of a registry file as records, and what columns its three tables have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from connectors.handle import PLATFORMS, HandleError, normalise_handle
from store.cells import Cells
from store.errors import RowProblem
from store.nip import STATUSES, Nip, NipError, Status, check_status, parse_nip
from store.tabular import Place

CONFIRMERS = ("asn", "kepegawaian", "unit", "belum")
"""Who vouched that an account is its owner's; ``belum``: nobody yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitEntry:
    """One unit; a root has no ``parent_id``."""

    place: Place = field(compare=False)
    unit_id: str
    name: str
    kind: str
    parent_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonEntry:
    """One civil servant; ``previous_nip`` says that a known person has a new number."""

    place: Place = field(compare=False)
    nip: str
    name: str
    status: Status
    unit_id: str
    position: str
    previous_nip: str | None
    active_from: date | None
    active_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountEntry:
    """One account: of the person with ``nip``, or of ``institution`` with ``nip`` as operator."""

    place: Place = field(compare=False)
    platform: str
    handle: str
    nip: str | None
    institution: str | None
    confirmed_by: str
    note: str
    active_from: date | None
    active_to: date | None


Entry = UnitEntry | PersonEntry | AccountEntry


@dataclass(frozen=True, slots=True)
class Sheet:
    """One kind of table: its columns, and how a row of it is read.

    ``read`` gets the row's cells, the day against which dates are checked, and where to put
    warnings; its record counts only if no fault was noted in the cells.
    """

    name: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    read: Callable[[Cells, date, list[RowProblem]], Entry]

    def likeness(self, headings: tuple[str, ...]) -> float:
        """The share of required columns present, 0 to 1."""
        return sum(column in headings for column in self.required) / len(self.required)


def _read_unit(cells: Cells, _today: date, _warnings: list[RowProblem]) -> UnitEntry:
    return UnitEntry(
        place=cells.place,
        unit_id=cells.text("unit_id"),
        name=cells.text("name"),
        kind=cells.text("kind").lower(),
        parent_id=cells.optional("parent_id") or None,
    )


def _read_person(cells: Cells, today: date, warnings: list[RowProblem]) -> PersonEntry:
    status = cast("Status", cells.choice("status", STATUSES))
    nip = _nip(cells, "nip", today)
    if nip is None and not cells.problems:
        cells.text("nip")
    if nip and status in STATUSES:
        _compare_status(cells, nip, status, warnings)
    active_from, active_to = _service(cells)
    return PersonEntry(
        place=cells.place,
        nip=_text(nip) or "",
        name=cells.text("name"),
        status=status,
        unit_id=cells.text("unit_id"),
        position=cells.text("position"),
        previous_nip=_text(_nip(cells, "previous_nip", today)),
        active_from=active_from,
        active_to=active_to,
    )


def _read_account(cells: Cells, today: date, _warnings: list[RowProblem]) -> AccountEntry:
    platform = cells.choice("platform", PLATFORMS)
    institution = cells.optional("institution") or None
    nip = _nip(cells, "nip", today)
    if not (nip or institution or cells.problems):
        cells.fault("nip", "a NIP, or a unit in the column institution", "neither")
    active_from, active_to = _service(cells)
    return AccountEntry(
        place=cells.place,
        platform=platform,
        handle=_handle(cells, platform),
        nip=_text(nip),
        institution=institution,
        confirmed_by=cells.choice("confirmed_by", CONFIRMERS, "belum"),
        note=cells.optional("note"),
        active_from=active_from,
        active_to=active_to,
    )


UNITS = Sheet("units", ("unit_id", "name", "kind", "parent_id"), (), _read_unit)
PEOPLE = Sheet(
    "asn",
    ("nip", "name", "status", "unit_id", "position"),
    ("previous_nip", "active_from", "active_to"),
    _read_person,
)
ACCOUNTS = Sheet(
    "accounts",
    ("platform", "handle", "nip"),
    ("institution", "confirmed_by", "note", "active_from", "active_to"),
    _read_account,
)
SHEETS = (UNITS, PEOPLE, ACCOUNTS)


def _nip(cells: Cells, column: str, today: date) -> Nip | None:
    """A checked number; None where the cell is empty or a fault was noted."""
    text = cells.number(column)
    try:
        return parse_nip(text, today=today) if text else None
    except NipError as error:
        cells.fault(column, error.expected, error.found)
        return None


def _compare_status(cells: Cells, nip: Nip, status: Status, warnings: list[RowProblem]) -> None:
    try:
        warning = check_status(nip, status)
    except NipError as error:
        cells.fault("nip", error.expected, error.found)
        return
    if warning:
        warnings.append(cells.place.problem("nip", "the form of an NI PPPK", warning))


def _text(nip: Nip | None) -> str | None:
    return None if nip is None else str(nip)


def _service(cells: Cells) -> tuple[date | None, date | None]:
    active_from, active_to = cells.day("active_from"), cells.day("active_to")
    if active_from and active_to and active_to < active_from:
        cells.fault("active_to", "a day not before active_from", "an earlier day")
    return active_from, active_to


def _handle(cells: Cells, platform: str) -> str:
    text = cells.text("handle")
    if not (text and platform in PLATFORMS):
        return ""
    try:
        return normalise_handle(platform, text)
    except HandleError as error:
        # What was found would be the handle itself, which must not reach a log.
        cells.fault("handle", error.expected, "something else")
        return ""
