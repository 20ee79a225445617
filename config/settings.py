"""Settings from the environment; read by the entry points only and passed down."""

from __future__ import annotations

from datetime import time
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where things are and when the night begins; each can be set as ``NETRA_<NAME>``."""

    model_config = SettingsConfigDict(env_prefix="NETRA_", frozen=True)

    data: Path = Path("data")
    config: Path = Path("config")
    models: Path | None = None
    """Other models than the shipped ones."""
    encoder: str | None = None
    """A sentence-transformers model by path, or by name where downloads are allowed."""
    allow_model_download: bool = False
    nightly_at: time = time(1, 30)
    """Local time in Asia/Jakarta at which ``netra schedule`` starts the night."""
    workers: int = 8
    """Shards collected at the same time."""
