"""Shards: the parts a night is made of, each named by its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from connectors.account import Account

SHARD = 20
"""Accounts per shard: a failure costs little, and the posts of a shard are one Parquet file."""


def shards(accounts: Sequence[Account], size: int) -> Iterator[tuple[str, Sequence[Account]]]:
    """The accounts in parts of at most ``size``, in order, each with its name."""
    for number, start in enumerate(range(0, len(accounts), size)):
        yield f"collect-{number:05d}", accounts[start : start + size]
