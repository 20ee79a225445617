"""Configuration that cannot be used."""

from __future__ import annotations

from pathlib import Path


class ConfigError(Exception):
    """A configuration file or setting is wrong: which file, which line or key, what was expected
    and what was found."""

    def __init__(self, path: Path, place: str, expected: str, found: str) -> None:
        super().__init__(f"{path}: {place}: expected {expected}, found {found}")
        self.path = path
        self.place = place
