"""How people review: ``config/review.yaml`` (design, section 8)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from pydantic import Field, IPvAnyAddress

from config.files import Strict, load_yaml


class SessionRules(Strict):
    """How long somebody stays signed in; ``secure_cookie`` is false only on loopback."""

    idle_minutes: int = Field(default=60, ge=1, le=720)
    longest_hours: int = Field(default=10, ge=1, le=24)
    secure_cookie: bool = True


class SignInRules(Strict):
    """What a password must be, how long one that an admin gave can be used to sign in, and when
    signing in is refused for a while."""

    password_length: int = Field(default=12, ge=8, le=128)
    one_time_hours: int = Field(default=72, ge=1, le=720)
    failures: int = Field(default=5, ge=1, le=100)
    window_minutes: int = Field(default=15, ge=1, le=1440)

    @property
    def one_time(self) -> timedelta:
        """How long a password that must be changed can be used to sign in."""
        return timedelta(hours=self.one_time_hours)

    @property
    def window(self) -> timedelta:
        """How far back failures count, and how long a lock-out lasts."""
        return timedelta(minutes=self.window_minutes)


class Limits(Strict):
    """How much one address may send: an office often has one for everybody."""

    forms_per_minute: int = Field(default=600, ge=1)
    sign_ins_per_minute: int = Field(default=30, ge=1)
    megabytes: int = Field(default=10, ge=1, le=100)


class Oidc(Strict):
    """The office's OpenID Connect provider; ``name`` stands on the sign-in button, and
    ``return_to`` is this page's address as it is registered there."""

    issuer: str = Field(pattern=r"^https?://")
    client_id: str = Field(min_length=1)
    name: str = Field(min_length=1)
    return_to: str = Field(pattern=r"^https?://[^/]+/masuk/oidc/kembali$")


class ReviewRules(Strict):
    """The rules of the review page."""

    lease_minutes: int = Field(default=5, ge=1, le=60)
    undo_minutes: int = Field(default=10, ge=0, le=1440)
    second_review_share: float = Field(default=0.2, ge=0, le=1)
    session: SessionRules = SessionRules()
    sign_in: SignInRules = SignInRules()
    limits: Limits = Limits()
    oidc: Oidc | None = None
    trusted_proxies: tuple[IPvAnyAddress, ...] = ()
    """Addresses of the office's own proxies, whose word on where a request came from is taken."""

    @property
    def lease(self) -> timedelta:
        """How long a claim holds without being prolonged."""
        return timedelta(minutes=self.lease_minutes)

    @property
    def undo_within(self) -> timedelta:
        """How long a decision can be taken back."""
        return timedelta(minutes=self.undo_minutes)


def load_review(config: Path) -> ReviewRules:
    """The office's rules of reviewing; the defaults where it has no file.

    Raises:
        ConfigError: names file, line and key.
    """
    path = config / "review.yaml"
    return load_yaml(path, ReviewRules) if path.exists() else ReviewRules()
