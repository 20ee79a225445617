"""The account a connector reads: one registered public account of one person or office."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A registered account.

    ``account_id`` is the registry's own opaque id: the only one that may appear in logs, flow
    parameters and file names. ``handle`` is the normalised public handle (or site address).
    ``stable_id`` is what the platform never reassigns (a DID, a site's API root), and ``home``
    the address of the server that holds the account; both are unknown until first resolved.
    """

    account_id: str
    platform: str
    handle: str
    stable_id: str | None = None
    home: str | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """What a handle resolves to on its platform."""

    stable_id: str
    home: str
