"""Texts that people read: written in Indonesian, put into their language where they are shown."""

from __future__ import annotations

from collections.abc import Callable

Translate = Callable[[str], str]
"""Puts a text into a language; ``str`` leaves it in Indonesian."""


def mark(text: str) -> str:
    """The text itself: it is put into the reader's language where it is shown, and this says to
    whoever collects texts that it is one."""
    return text
