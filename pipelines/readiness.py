"""Which platforms can be read: access class, what they show, ready or why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from config.platforms import load_platforms
from connectors.catalogue import CATALOGUE

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Readiness:
    """One platform; ``state`` is ``ready`` or the reason why it is not."""

    platform: str
    access: str
    observable: tuple[str, ...]
    ready: bool
    state: str


def readiness(config: Path) -> list[Readiness]:
    """Every platform of the catalogue, in its order.

    Raises:
        ConfigError: ``platforms.yaml`` cannot be used.
    """
    enabled = load_platforms(config).enabled()
    listed = []
    for entry in CATALOGUE:
        state = entry.not_ready or ("ready" if entry.platform in enabled else "switched off")
        if entry.access == "file":
            state = entry.not_ready or "ready"
        kinds = tuple(sorted(entry.kinds))
        listed.append(Readiness(entry.platform, entry.access, kinds, state == "ready", state))
    return listed
