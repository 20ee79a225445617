"""What can go wrong while reading a platform; the subclass tells the caller what to do.

ConnectorError
 ├─ AccountGone       skip this account                    (404 or 410 on the account itself)
 ├─ AccountNotPublic  skip this account                    (protected, private, suspended)
 ├─ PlatformRefused   ask this server no more in this run  (403, blocked)
 │   └─ CredentialsRejected                                (401)
 ├─ PlatformChanged   skip; the parser is out of date      (HTML for JSON, unknown shape)
 ├─ BudgetSpent       stop this account as partial         (429 storm, request budget)
 │   └─ AnswerTooLarge                                     (size limit)
 └─ NetworkFailed     skip; try again next run             (timeout, refused, TLS, 5xx)
"""

from __future__ import annotations

from typing import ClassVar

from connectors.outcome import Outcome


class ConnectorError(Exception):
    """Base of all connector failures; ``outcome`` is what is recorded for the account."""

    outcome: ClassVar[Outcome] = Outcome.NETWORK


class AccountGone(ConnectorError):
    """The account no longer exists."""

    outcome = Outcome.GONE


class AccountNotPublic(ConnectorError):
    """The account exists but is not public."""

    outcome = Outcome.NOT_PUBLIC


class PlatformRefused(ConnectorError):
    """The server refuses this client; nothing more is asked of it in this run."""

    outcome = Outcome.BLOCKED


class CredentialsRejected(PlatformRefused):
    """The server wants credentials or rejects those given."""

    outcome = Outcome.AUTH


class PlatformChanged(ConnectorError):
    """The answer has a shape this connector does not know."""

    outcome = Outcome.CHANGED


class BudgetSpent(ConnectorError):
    """A limit of rate, requests or size was reached; what was read so far is kept."""

    outcome = Outcome.PARTIAL


class AnswerTooLarge(BudgetSpent):
    """One answer is larger than allowed; a smaller question may help."""


class NetworkFailed(ConnectorError):
    """No usable answer after retries."""

    outcome = Outcome.NETWORK
