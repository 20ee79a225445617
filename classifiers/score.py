"""What scoring a text gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Label = Literal["candidate_support", "hate_speech", "hoax_sharing"]
LABELS: tuple[Label, ...] = get_args(Label)
Stance = Literal["support", "oppose"]
Abstention = Literal["too_short", "not_indonesian"]
HateTarget = Literal["individual", "group"]
HateLevel = Literal["weak", "moderate", "strong"]
HateCategory = Literal["religion", "race", "physical", "gender", "other"]


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` (exclusive) of the original text that raised ``label``."""

    label: Label
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Target:
    """A candidate the text is for or against, with the calibrated probability (0 to 1)."""

    contest: str
    candidate: str
    stance: Stance
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HateDetails:
    """What a text strikes and how hard, supposing that it is hate speech.

    All numbers are calibrated probabilities (0 to 1). ``target`` and ``level`` are None (and their
    probability 0) where the likeliest answer is of a kind too often wrong to be told; the model's
    manifest says which. ``categories`` is ordered by falling probability and may be empty.
    ``serious`` is how likely the level is moderate or strong.
    """

    target: HateTarget | None
    target_probability: float
    categories: tuple[tuple[HateCategory, float], ...]
    level: HateLevel | None
    level_probability: float
    serious: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Calibrated probabilities (0 to 1) for one text, and what they rest on.

    ``targets`` is ordered by falling probability and empty where no contest is touched.
    ``hoax_claim`` is the id of the debunked claim the text repeats, if any. An abstention says why
    the probabilities carry no meaning; they are then 0. ``hate_details`` is None where hate speech
    is too unlikely for them to mean anything.
    """

    candidate_support: float
    hate_speech: float
    hoax_sharing: float
    targets: tuple[Target, ...] = ()
    hoax_claim: str | None = None
    spans: tuple[Span, ...] = ()
    abstained: Abstention | None = None
    hate_details: HateDetails | None = None

    def probability(self, label: Label) -> float:
        """The probability of one label."""
        return {
            "candidate_support": self.candidate_support,
            "hate_speech": self.hate_speech,
            "hoax_sharing": self.hoax_sharing,
        }[label]
