"""The 18-digit number of a civil servant: NIP of a PNS, NI of a PPPK.

Digits 1-8 are the birth date; 9-14 the month of first appointment (PNS) or its year and a code for
the work agreement (PPPK); 15 the sex; 16-18 a serial. Sources: Perka BKN 22/2007 and 43/2007 for
the NIP, Peraturan BKN 1/2019 for the NI PPPK. There is no check digit, so a number that reads well
proves nothing about the person. That appointment comes 18 to 60 years after birth, and that codes
above 12 mean PPPK, is inferred from examples, not written in those rules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

Status = Literal["pns", "cpns", "pppk", "pppk_paruh_waktu"]
STATUSES: tuple[Status, ...] = ("pns", "cpns", "pppk", "pppk_paruh_waktu")

FIRST_PPPK_YEAR = 2019
YOUNGEST, OLDEST = 18, 60
_EIGHTEEN_DIGITS = re.compile(r"[0-9]{18}")
_SCIENTIFIC = re.compile(r"[0-9]+([.,][0-9]+)?[eE]\+?[0-9]+|[0-9]{10,}[.,]0+")


class NipError(ValueError):
    """Not a NIP. ``expected`` and ``found`` describe the fault without repeating the number."""

    def __init__(self, expected: str, found: str) -> None:
        super().__init__(f"expected {expected}, found {found}")
        self.expected = expected
        self.found = found


@dataclass(frozen=True, slots=True)
class Nip:
    """The parts of a well-formed number.

    ``code`` is digits 13-14: a month (1-12) in a NIP, above 12 in an NI PPPK. ``sex`` is 1 for a
    man and 2 for a woman; ``serial`` runs from 1 to 999.
    """

    birth: date
    year: int
    code: int
    sex: int
    serial: int

    def __str__(self) -> str:
        return f"{self.birth:%Y%m%d}{self.year:04d}{self.code:02d}{self.sex}{self.serial:03d}"

    @property
    def has_month(self) -> bool:
        """Whether digits 13-14 read as a month, the form of a PNS."""
        return self.code <= 12


def parse_nip(text: str, *, today: date) -> Nip:
    """The parts of ``text``, which must be a possible number on ``today``.

    Raises:
        NipError: it is not; nothing is repaired, not even a space or what Excel made of it.
    """
    _require_digits(text)
    year, code = int(text[8:12]), int(text[12:14])
    nip = Nip(_birth(text[:8]), year, code, int(text[14]), int(text[15:]))
    _check_tail(nip)
    _check_appointment(nip, today)
    return nip


def check_status(nip: Nip, status: Status) -> str | None:
    """Check that the number is of the kind its holder's ``status`` has.

    Returns a warning where an NI PPPK carries a month like a NIP: one description of the number
    has it so, against BKN and every example, so it is taken and told.

    Raises:
        NipError: the number cannot belong to this status.
    """
    if status in ("pns", "cpns"):
        if not nip.has_month:
            raise NipError(
                "month of appointment 01 to 12 in digits 13-14 (status pns or cpns)", f"{nip.code}"
            )
        return None
    if nip.year < FIRST_PPPK_YEAR:
        raise NipError(f"year of a PPPK contract from {FIRST_PPPK_YEAR} on", str(nip.year))
    if nip.has_month:
        return f"month {nip.code:02d} where an NI PPPK has a code above 12"
    return None


def _require_digits(text: str) -> None:
    if _EIGHTEEN_DIGITS.fullmatch(text):
        return
    if _SCIENTIFIC.fullmatch(text):
        found = "a number that a spreadsheet has rounded; format the column as text and type anew"
    elif len(text) == 18:
        found = "18 characters that are not all digits"
    else:
        found = f"{len(text)} characters"
    raise NipError("18 digits without spaces", found)


def _birth(digits: str) -> date:
    if digits < "1900":
        raise NipError("a birth year from 1900 on in digits 1-4", digits[:4])
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        raise NipError("a birth date YYYYMMDD in digits 1-8", "no such day") from None


def _check_tail(nip: Nip) -> None:
    if nip.code == 0:
        raise NipError("a month or contract code in digits 13-14", "00")
    if nip.sex not in (1, 2):
        raise NipError("1 or 2 in digit 15", str(nip.sex))
    if nip.serial == 0:
        raise NipError(
            "a serial 001 to 999 in digits 16-18",
            "000, as when a spreadsheet rounds to 15 digits; format the column as text",
        )


def _check_appointment(nip: Nip, today: date) -> None:
    """An NI PPPK tells no month, so its whole year counts in the holder's favour."""
    earliest = (nip.year, nip.code if nip.has_month else 1)
    latest = (nip.year, nip.code if nip.has_month else 12)
    if earliest > (today.year, today.month):
        raise NipError("an appointment not in the future in digits 9-14", str(nip.year))
    oldest = _age(nip.birth, date(*earliest, 1))
    youngest = _age(nip.birth, date(*latest, 1 if nip.has_month else 31))
    if youngest < YOUNGEST or oldest > OLDEST:
        raise NipError(
            f"an appointment {YOUNGEST} to {OLDEST} years after birth",
            f"{nip.year - nip.birth.year} years by digits 1-4 and 9-12",
        )


def _age(birth: date, day: date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
