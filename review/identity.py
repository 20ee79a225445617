"""Whose post it is: read only where somebody is about to see it, or to keep it from being written.

What this module returns is identity: whoever shows it records ``identity.revealed`` first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from store.accounts import owner_of
from store.people import person
from store.units import chain_of

if TYPE_CHECKING:
    import duckdb

_SHORTEST_NAME = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The owner of an account as registered now. Of an institutional account the person is its
    operator, and ``name`` is empty where nobody knows who that is."""

    name: str
    nip: str
    position: str
    unit: str
    status: str
    platform: str
    handle: str
    institutional: bool
    confirmed_by: str


def identity_of(connection: duckdb.DuckDBPyConnection, account_id: str) -> Identity:
    """Whose account it is.

    Raises:
        StoreError: no such account was ever registered.
    """
    owner = owner_of(connection, account_id)
    who = person(connection, owner.person_id) if owner.person_id else None
    units = chain_of(connection, owner.unit_id)
    return Identity(
        name=who.name if who else "",
        nip=who.nip if who else "",
        position=who.position if who else "",
        unit=units[0].name if units else "",
        status=who.status if who else "",
        platform=owner.platform,
        handle=owner.handle,
        institutional=owner.institutional,
        confirmed_by=owner.confirmed_by,
    )


def tells(details: Mapping[str, Any], who: Identity, *more: str) -> bool:
    """Whether a text in ``details`` holds the person's full name, number or account, or ``more``.

    It keeps a slip of the pen out of what people without the right to know may read; it does not
    stop somebody who wants to get around it.
    """
    known = [_plain(one) for one in (who.name, who.handle, *more) if len(one) >= _SHORTEST_NAME]
    return any(
        any(one in _plain(text) for one in known)
        or (who.nip and who.nip in re.sub(r"[\s.\-]", "", text))
        for text in _texts(details)
    )


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
