"""The contest a post may be about: candidates and everything they are called by."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A candidate or pair. Only these surface forms link a text to it; none is known to code."""

    candidate_id: str
    number: int | None = None
    names: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    slogans: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    campaign_accounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """One election in one area. The order of candidates carries no meaning."""

    contest_id: str
    area: str = ""
    candidates: tuple[Candidate, ...]
