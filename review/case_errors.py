"""What a case refuses, and why; the page says it in the reader's language."""

from __future__ import annotations

from enum import StrEnum

from review.errors import ReviewError


class Reason(StrEnum):
    """Why an entry was not made."""

    EMPTY = "expected every required field, found an empty one"
    TOO_LONG = "expected at most 5,000 characters"
    NO_DAY = "expected a day as year-month-day"
    NOT_YET = "expected a day that has come"
    GONE_BY = "expected a day that is still to come"
    PURPOSE = "purpose: expected 10 characters or more"
    NAMED = "expected words that do not tell whose post it is"
    UNREGISTERED = "expected an account of the registry"
    WHOM = "expected whom to ask"
    LETTERS = "expected letters that were made in this case for what was last decided"
    VERDICT = "expected kuatkan or batalkan"
    INVOLVED = "objection: expected somebody who did not decide, open or refer"
    TOO_LARGE = "attachment: expected at most 5 MB"
    FORMAT = "attachment: expected PDF, JPEG or PNG"
    NO_FILE = "expected a file of this case"


class CaseRejected(ReviewError):
    """An entry lacks something, or is not this person's to make; ``reason`` says which."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason
