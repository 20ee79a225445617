"""Whether a text shares a debunked claim: is it about the claim, and does it pass it on.

Two questions, two models. The first sees only how text and claim overlap; the second only the words
that are not the claim's (a denial, a question, a report; Hardalov et al. 2022 on stance after
matching). A text near no claim scores 0, whatever it sounds like, so this is no test of genre.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifiers.artefact import part
from classifiers.claim_words import CHECKERS
from classifiers.claims import ClaimIndex
from classifiers.features import Words
from classifiers.head import Calibration, Floats, LinearHead
from classifiers.mask import CHECKER, CLAIMED
from classifiers.static_encoder import StaticEncoder
from classifiers.stem import stem

_SPREADS = 3.0


@dataclass(frozen=True, slots=True)
class MatchHead:
    """Whether text and claim are about the same thing: logistic over standardised features."""

    mean: Floats
    spread: Floats
    weights: Floats
    bias: float

    def decisions(self, features: Floats) -> Floats:
        """Log odds, one a pair."""
        return expand((features - self.mean) / self.spread) @ self.weights + self.bias


@dataclass(frozen=True, slots=True)
class Near:
    """The texts near a claim, by row; each one's likeliest claim, by row; and what each head
    decides of the two."""

    texts: NDArray[np.int64]
    claims: NDArray[np.int64]
    about: Floats
    sharing: Floats


@dataclass(frozen=True, slots=True)
class Both:
    """A sigmoid for each head, fitted together so that their product is the probability of both."""

    about: Calibration
    sharing: Calibration

    def probabilities(self, about: Floats, sharing: Floats) -> Floats:
        """Probabilities (0 to 1) that a text is about a claim and passes it on."""
        return self.about.probabilities(about) * self.sharing.probabilities(sharing)


@dataclass(frozen=True, slots=True)
class Shares:
    """For every text: the probability (0 to 1) that it shares a claim, and that claim's row."""

    probabilities: Floats
    claims: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class HoaxModel:
    """The two heads and the calibration of both."""

    match: MatchHead
    stance: LinearHead
    calibration: Both

    def shares(self, batch: Sequence[Words], texts: Sequence[str], index: ClaimIndex) -> Shares:
        """Score every text against ``index``; claim -1 and probability 0 where none is near."""
        near = self.near(batch, texts, index)
        shares = Shares(np.zeros(len(batch)), np.full(len(batch), -1, dtype=np.int64))
        shares.probabilities[near.texts] = self.calibration.probabilities(near.about, near.sharing)
        shares.claims[near.texts] = near.claims
        return shares

    def near(self, batch: Sequence[Words], texts: Sequence[str], index: ClaimIndex) -> Near:
        """For each text near a claim its likeliest claim, and what the two heads decide."""
        pairs = index.matches(batch, texts)
        about = self.match.decisions(pairs.features)
        order = np.lexsort((-about, pairs.texts))
        best = order[np.unique(pairs.texts[order], return_index=True)[1]]
        rows, claims = pairs.texts[best], pairs.claims[best]
        left = [
            residue(batch[row], index.words[claim], texts[row])
            for row, claim in zip(rows, claims, strict=True)
        ]
        return Near(rows, claims, about[best], self.stance.decisions(left))

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """The numbers of both heads."""
        stance = {f"stance.{name}": array for name, array in self.stance.to_arrays().items()}
        match = {
            "mean": self.match.mean,
            "spread": self.match.spread,
            "weights": self.match.weights,
        }
        return stance | {f"match.{name}": array for name, array in match.items()}

    def to_settings(self) -> dict[str, Any]:
        """Everything but the numbers."""
        return {
            "stance": self.stance.to_settings(),
            "match_bias": self.match.bias,
            "calibration": asdict(self.calibration),
        }

    @classmethod
    def rebuild(
        cls,
        arrays: Mapping[str, NDArray[Any]],
        settings: Mapping[str, Any],
        encoder: StaticEncoder,
    ) -> HoaxModel:
        """The model that ``to_arrays`` and ``to_settings`` describe."""
        match = part(arrays, "match")
        return cls(
            MatchHead(match["mean"], match["spread"], match["weights"], settings["match_bias"]),
            LinearHead.rebuild(part(arrays, "stance"), settings["stance"], encoder),
            Both(*(Calibration(**settings["calibration"][name]) for name in ("about", "sharing"))),
        )


def expand(features: Floats) -> Floats:
    """Features and their squares and products: a good match is several things at once.

    Standardised features are held within three spreads, beyond which squares would run away.
    """
    features = np.clip(features, -_SPREADS, _SPREADS)
    left, right = np.triu_indices(features.shape[1])
    return np.hstack([features, features[:, left] * features[:, right]])


def residue(words: Words, claim: frozenset[str], text: str) -> list[str]:
    """What a text says besides the claim: the claim's words become one mark each run."""
    left: list[str] = [CHECKER] if any(site in text.casefold() for site in CHECKERS) else []
    for word in words:
        claimed = stem(word) in claim
        if not claimed:
            left.append(word)
        elif not left or left[-1] != CLAIMED:
            left.append(CLAIMED)
    return left
