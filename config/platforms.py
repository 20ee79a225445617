"""What is collected from where: ``config/platforms.yaml`` (design, section 4)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import Field, HttpUrl, field_validator

from config.files import Strict, load_yaml


class LegalBasis(Strict):
    """The approval under which a closed platform may be read."""

    reference: str = Field(min_length=3)
    granted_on: date
    signed_by: str = Field(min_length=3)


class Platform(Strict):
    """One platform's switch, limits and, where needed, its legal basis."""

    enabled: bool = True
    requests_per_minute: int = Field(default=120, ge=1)
    requests_per_run: int = Field(default=100_000, ge=1)
    full_listing_every_days: int = Field(default=7, ge=1)
    """How often everything is listed again, to find edits and deletions."""
    legal_basis: LegalBasis | None = None


class Bluesky(Platform):
    """Bluesky, with the two directories that lead from a handle to its server."""

    resolver: HttpUrl = HttpUrl("https://public.api.bsky.app")
    directory: HttpUrl = HttpUrl("https://plc.directory")


class Platforms(Strict):
    """All platforms of the office."""

    contact: str = Field(min_length=5)
    """E-mail or page where a platform's operator reaches the office; sent with each request."""
    allow_loopback: bool = False
    """Only for tests and the demo: lets connectors read servers on this machine."""
    bluesky: Bluesky = Bluesky()
    wordpress: Platform = Platform()
    feed: Platform = Platform()

    @field_validator("contact")
    @classmethod
    def _reachable(cls, value: str) -> str:
        if "@" not in value and not value.startswith("https://"):
            raise ValueError("an e-mail or https address")
        return value

    def enabled(self) -> dict[str, Platform]:
        """The platforms switched on, by name."""
        every = {"bluesky": self.bluesky, "wordpress": self.wordpress, "feed": self.feed}
        return {name: platform for name, platform in every.items() if platform.enabled}


def load_platforms(config: Path) -> Platforms:
    """The office's platforms.

    Raises:
        ConfigError: names file, line and key.
    """
    return load_yaml(config / "platforms.yaml", Platforms)
