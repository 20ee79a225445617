"""What stops a command before it did anything."""

from __future__ import annotations

from pathlib import Path


class InputError(Exception):
    """A file given to a command cannot be used: file, place, expected, found."""

    def __init__(self, path: Path, place: str, expected: str, found: str) -> None:
        super().__init__(f"{path}: {place}: expected {expected}, found {found}")


class Refused(Exception):
    """What was asked cannot be done with what is there; says what is missing."""


class NotPromoted(Exception):
    """A challenger is worse than the models at work, or not even-handed; says in what."""
