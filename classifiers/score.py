"""What scoring a text gives."""

from __future__ import annotations

from collections.abc import Mapping
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


@dataclass(frozen=True, slots=True)
class Minimums:
    """From what on a text is put before a person, all 0 to 1: a probability per label, and for
    hate speech how likely it must be more than an insult to one person.
    """

    probability: Mapping[Label, float]
    serious: float = 0.0

    def reached(self, score: Score) -> tuple[Label, ...]:
        """The labels to put before a person.

        The probability comes first. Only then, and only for hate speech, the details: weak hate
        speech is left out. Where there are no details it is taken to be serious.
        """
        details = score.hate_details
        weak = details is not None and details.serious < self.serious
        return tuple(
            label
            for label, least in self.probability.items()
            if score.probability(label) >= least and not (weak and label == "hate_speech")
        )

    def recorded(self) -> dict[str, float]:
        """All of them by name, for the record."""
        probability = {str(label): least for label, least in self.probability.items()}
        return probability | {"minimum_serious": self.serious}
