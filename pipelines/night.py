"""One night over one office: what all its shards share, opened once per process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.office import Office, build_connectors, load_scorer, open_office, scoring_version
from store.accounts import registered
from store.activities import ActivityLake
from store.scores import ScoreLake

if TYPE_CHECKING:
    from classifiers.scorer import Scorer
    from config.platforms import Platforms
    from connectors.account import Account
    from connectors.connector import Connector


@dataclass(frozen=True, slots=True)
class Roster:
    """The registered accounts of a night: those read, and how many by platform are not."""

    readable: list[Account]
    unread: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Night:
    """The office, the lakes and the connectors of one night.

    ``refused`` collects the servers that refused this client; nothing more is asked of them.
    """

    office: Office
    day: date
    platforms: Platforms
    connectors: dict[str, Connector]
    activities: ActivityLake
    scores: ScoreLake
    refused: set[str] = field(default_factory=set)
    closing: ExitStack = field(default_factory=ExitStack)

    def roster(self) -> Roster:
        """Who is read this night, and who is registered where nothing can be read."""
        with self.office.folder.database.transaction() as connection:
            every = registered(connection, today=self.day)
        unread = Counter(one.platform for one in every if one.platform not in self.connectors)
        return Roster([one for one in every if one.platform in self.connectors], dict(unread))

    def close(self) -> None:
        """Let go of the connections to the platforms."""
        self.closing.close()

    @property
    def run_id(self) -> str:
        """The key of the night: running it again is another attempt at the same run."""
        return f"night-{self.day.isoformat()}"


def server_of(account: Account) -> str:
    """The server an account is read from, as ``Night.refused`` names it."""
    return f"{account.platform}:{account.home or account.handle}"


def open_night(data: Path, config: Path, day: date) -> Night:
    """A fresh night.

    Raises:
        StoreMissing: there is no data folder.
        ConfigError: the configuration cannot be used.
    """
    office = open_office(data, config)
    folder, platforms, closing = office.folder, office.platforms, ExitStack()
    return Night(
        office,
        day,
        platforms,
        build_connectors(platforms, closing),
        ActivityLake(folder.activities),
        ScoreLake(folder.scores),
        closing=closing,
    )


@dataclass(frozen=True, slots=True)
class Bench:
    """The models ready to score, and the name under which their scores are kept."""

    scorer: Scorer
    version: str


@lru_cache(maxsize=2)
def open_bench(data: Path, config: Path, day: date) -> Bench:
    """The models with the night's contests and claims, loaded once per process."""
    office = open_office(data, config)
    scorer = load_scorer(office, day)
    return Bench(scorer, scoring_version(office, day, scorer.version))
