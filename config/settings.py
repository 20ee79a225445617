"""Settings from the environment; read by the entry points only and passed down."""

from __future__ import annotations

from datetime import time
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from config.errors import ConfigError

_PREFIX = "NETRA_"


class Settings(BaseSettings):
    """Where things are and when the night begins; each can be set as ``NETRA_<NAME>``."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, frozen=True)

    data: Path = Path("data")
    config: Path = Path("config")
    models: Path | None = None
    """Other models than the shipped ones."""
    encoder: str | None = None
    """A sentence-transformers model by path, or by name where downloads are allowed."""
    allow_model_download: bool = False
    nightly_at: time = time(1, 30)
    """Local time in Asia/Jakarta at which ``netra schedule`` starts the night."""
    workers: int = Field(default=8, ge=1, le=256)
    """Shards collected at the same time."""


def load_settings() -> Settings:
    """The settings of the environment.

    Raises:
        ConfigError: names the variable.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = _PREFIX + "_".join(str(part) for part in first["loc"]).upper()
        found = repr(first["input"])[:80]
        raise ConfigError(Path("environment"), name, first["msg"], found) from error
