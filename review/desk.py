"""Everything the review page works with, wired once by the entry point."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from config.election import Election
from config.office import Office
from config.review import ReviewRules
from config.rulebook import Rulebook
from review.upkeep import Rounds
from store.database import Database
from store.evidence import EvidenceStore
from store.folder import DataFolder

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Desk:
    """``clock`` gives aware times; ``draw`` numbers from 0 up to 1 that nobody can foresee."""

    folder: DataFolder
    rules: ReviewRules
    rulebook: Rulebook
    elections: tuple[Election, ...]
    office: Office
    clock: Clock
    draw: Callable[[], float]
    oidc_secret: str | None = field(default=None, repr=False)
    rounds: Rounds = field(default_factory=Rounds, repr=False, compare=False)

    @property
    def database(self) -> Database:
        """The database of the data folder."""
        return self.folder.database

    @property
    def evidence(self) -> EvidenceStore:
        """The files of flagged items."""
        return EvidenceStore(self.folder.evidence)

    def election(self, election_id: str | None) -> Election | None:
        """The election with this id, if the office still has its file."""
        return next((one for one in self.elections if one.id == election_id), None)

    def election_on(self, day: date) -> Election | None:
        """The first election under way on ``day``."""
        return next((one for one in self.elections if day <= one.stages.selesai), None)
