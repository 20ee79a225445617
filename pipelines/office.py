"""One office, wired: its data folder, its configuration, its connectors and its models."""

from __future__ import annotations

import hashlib
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from classifiers.contest import Candidate, Contest
from config.election import Election, load_elections
from config.flagging import Flagging, load_flagging
from config.platforms import Platforms, load_platforms
from config.rulebook import Rulebook, load_rulebook
from config.settings import Settings, load_settings
from store.folder import DataFolder

if TYPE_CHECKING:
    from classifiers.claims import Claim
    from classifiers.encoder import Encoder
    from classifiers.scorer import Scorer
    from connectors.connector import Connector
    from store.claim import StoredClaim


@dataclass(frozen=True, slots=True)
class Office:
    """A data folder and the configuration that goes with it."""

    folder: DataFolder
    config: Path

    @classmethod
    def at(cls, data: Path, config: Path) -> Office:
        """The office at these paths, whether it is there or not."""
        return cls(DataFolder(data), config)

    @property
    def platforms(self) -> Platforms:
        """``platforms.yaml``; raises ConfigError."""
        return load_platforms(self.config)

    @property
    def flagging(self) -> Flagging:
        """``flagging.yaml``; raises ConfigError."""
        return load_flagging(self.config)

    @property
    def rulebook(self) -> Rulebook:
        """``rulebook.yaml``; raises ConfigError."""
        return load_rulebook(self.config)

    def elections(self, day: date) -> tuple[Election, ...]:
        """The elections that are not over on ``day``; raises ConfigError."""
        return tuple(e for e in load_elections(self.config) if day <= e.stages.selesai)


def open_office(data: Path, config: Path) -> Office:
    """The office kept in ``data`` and configured in ``config``.

    Raises:
        StoreMissing: there is no data folder.
    """
    return Office(DataFolder.open(data), config)


def to_contest(election: Election) -> Contest:
    """The election as the classifiers see it."""
    return Contest(
        contest_id=election.id,
        area=election.area,
        candidates=tuple(
            Candidate(candidate_id=one.id, **one.model_dump(exclude={"id"}))
            for one in election.candidates
        ),
    )


def build_connectors(platforms: Platforms, closing: ExitStack) -> dict[str, Connector]:
    """The enabled connectors by platform, each with its own rate and budget; ``closing`` lets go
    of their connections."""
    from connectors import catalogue
    from connectors.http import HttpClient, HttpPolicy

    built = {}
    for name, platform in platforms.enabled().items():
        policy = HttpPolicy(
            contact=platforms.contact,
            allow_loopback=platforms.allow_loopback,
            requests_per_minute=platform.requests_per_minute,
            budget_requests=platform.requests_per_run,
        )
        client = HttpClient(policy)
        closing.callback(client.close)
        built[name] = catalogue.build_connectors(
            client,
            resolver_url=str(platforms.bluesky.resolver),
            plc_url=str(platforms.bluesky.directory),
        )[name]
    return built


def claims_of(office: Office) -> list[Claim]:
    """The debunked claims imported so far, as the classifiers see them."""
    from store.claims import all_claims

    with office.folder.database.transaction() as connection:
        return [_to_claim(one) for one in all_claims(connection)]


def read_claim_file(path: Path) -> list[Claim]:
    """The claims of a file that is not imported; raises ImportRejected."""
    from store.claim_file import read_claims

    return [_to_claim(one) for one in read_claims(path)]


def _to_claim(stored: StoredClaim) -> Claim:
    from classifiers.claims import Claim

    return Claim(
        claim_id=stored.claim_id,
        text=stored.text,
        title=stored.title,
        verdict=stored.verdict,
        conclusion=stored.conclusion,
        checked_on=stored.checked_on,
        url=stored.url,
    )


def load_scorer(office: Office, day: date) -> Scorer:
    """The models at work with the contests of ``day`` and the imported claims.

    Raises:
        ModelError: a model file is missing or altered.
        PromotionsDamaged: which version is at work is not as the audit chain has it.
    """
    from classifiers.scorer import Scorer
    from pipelines.versions import load_active

    return Scorer(
        load_active(office.folder),
        contests=[to_contest(election) for election in office.elections(day)],
        claims=claims_of(office),
        encoder=load_encoder(load_settings()),
    )


def load_encoder(settings: Settings) -> Encoder | None:
    """The encoder the settings name, if any."""
    if settings.encoder is None:
        return None
    from classifiers.encoder import SentenceEncoder

    return SentenceEncoder(settings.encoder)


def scoring_version(office: Office, day: date, model_version: str) -> str:
    """What a score depends on beside the text: models, contests and claims.

    A changed election file or a new claim gives another version, so the posts at hand are scored
    again and every score says by what it was made.
    """
    inputs = repr(([to_contest(e) for e in office.elections(day)], claims_of(office)))
    return f"{model_version}-{hashlib.sha256(inputs.encode()).hexdigest()[:8]}"
