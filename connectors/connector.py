"""What a platform module must offer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal, Protocol

from connectors.account import Account, Identity
from connectors.activity import Activity, ActivityKind, Issue
from connectors.page import Page

Access = Literal["open", "key", "approval", "consent", "file"]
Presence = Literal["present", "gone", "unknown"]


class Connector(Protocol):
    """One platform. Thin I/O in ``resolve``, ``pages``, ``listing`` and ``presence``; pure
    ``parse``. All of the I/O raises only ``ConnectorError``."""

    platform: ClassVar[str]
    version: ClassVar[str]
    access: ClassVar[Access]
    kinds: ClassVar[frozenset[ActivityKind]]

    def resolve(self, handle: str) -> Identity:
        """The stable id and home server behind a handle."""

    def streams(self, account: Account, /) -> tuple[str, ...]:
        """The separately paged lists of an account, in the order they are read."""

    def pages(self, account: Account, stream: str, cursor: str | None) -> Iterator[Page]:
        """What is new since ``cursor``, oldest first where the platform allows it."""

    def parse(self, page: Page) -> Iterator[Activity | Issue]:
        """The activities of a stored page; pure, and total on any bytes."""

    def listing(self, account: Account, stream: str, /) -> Iterator[str] | None:
        """Every native id the stream shows now, or None where no complete list can be had."""

    def presence(self, account: Account, native_id: str, /) -> Presence:
        """A definite look at one item: ``gone`` only when the platform says so."""
