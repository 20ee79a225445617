"""When a score becomes a flag: ``config/flagging.yaml`` (design, section 7)."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from config.files import Strict, load_yaml


class Minimum(Strict):
    """The lowest probability (0 to 1) per label that is put before a person."""

    candidate_support: float = Field(gt=0, lt=1)
    hate_speech: float = Field(gt=0, lt=1)
    hoax_sharing: float = Field(gt=0, lt=1)


class Flagging(Strict):
    """How many and which items reach the reviewers."""

    minimum: Minimum
    minimum_serious: float = Field(default=0.12, ge=0, lt=1)
    """Hate speech that is less likely than this to be more than an insult to one person is not put
    before anyone (ADR 0024); 0 puts all of it."""
    items_per_night: int = Field(ge=1)
    """What the team can read; the highest probabilities go first, the rest waits."""
    control_share: float = Field(ge=0, le=0.5)
    """Random posts below every minimum, as a share of the flagged ones, put in unmarked."""
    max_age_days: int = Field(ge=1)
    """Older posts are not flagged: the right to report has lapsed and the purpose with it."""
    wave_similarity: float = Field(gt=0, le=1)
    """Jaccard similarity of word sets from which posts count as one copy-paste wave."""


def load_flagging(config: Path) -> Flagging:
    """The office's flagging rules.

    Raises:
        ConfigError: names file, line and key.
    """
    return load_yaml(config / "flagging.yaml", Flagging)
