"""Failures of reviewing; every message says what was expected and what to do.

ReviewError
 ├─ IllegalTransition   the flag's state does not allow this move
 ├─ DecisionRejected    the decision lacks something or comes from the wrong person
 ├─ SignInRefused       name and password do not belong together, or not now
 │   └─ PasswordExpired the one-time password is right, but too old
 ├─ ProviderFailed      the office's identity provider does not answer soundly
 ├─ PasswordRefused     a new password will not do
 └─ PersonRefused       a change to somebody's access cannot be made
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from review.passwords import Fault


class ReviewError(Exception):
    """Base of all failures of reviewing."""


class IllegalTransition(ReviewError):
    """The state does not allow the action."""


class DecisionRejected(ReviewError):
    """The decision lacks something it must have."""


class SignInRefused(ReviewError):
    """Signing in failed; ``until`` is the end of a lock-out, or None. It does not say why."""

    def __init__(self, until: datetime | None = None) -> None:
        super().__init__("signing in is locked for a while" if until else "signing in failed")
        self.until = until


class PasswordExpired(SignInRefused):
    """The one-time password is right, but was given too long ago: an admin gives another."""


class ProviderFailed(ReviewError):
    """The identity provider does not answer as one does; the message holds no token."""


class PasswordRefused(ReviewError):
    """The new password will not do; ``fault`` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"expected another password, found one that is {fault.value}")
        self.fault = fault


class Refusal(StrEnum):
    """Why somebody's access stays as it is."""

    UNKNOWN = "expected somebody who may sign in, found nobody under that name"
    USERNAME = (
        "username: expected 3 to 32 of a-z, 0-9, dot, dash and underscore, beginning with a letter"
    )
    NAME = "name: expected 1 to 100 characters"
    ROLE = "role: expected analis, penyelia, auditor or admin"
    TAKEN = "username: expected one that is free, found one in use"
    SUBJECT_TAKEN = "identity: expected one that is free, found another person's"
    ONESELF = "nobody changes their own role or access"
    LAST_ADMIN = "one admin at least must be able to sign in: add another first"


class PersonRefused(ReviewError):
    """The change was not made; ``refusal`` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
