"""What the machine had said of an item; shown only after a person has decided."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from store.flags import Flag


@dataclass(frozen=True, slots=True)
class Outcome:
    """``probability`` and ``threshold`` are 0 to 1; ``control``: the post was drawn at random from
    those below every threshold; ``spans`` are characters of the text, each from and up to."""

    probability: float
    threshold: float
    model_version: str
    control: bool
    spans: tuple[tuple[int, int], ...]

    @property
    def raised(self) -> bool:
        """Whether the machine pointed at the post."""
        return not self.control and self.probability >= self.threshold


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text, and whether it raised the score."""

    text: str
    marked: bool


def outcome(manifest: bytes, flag: Flag) -> Outcome:
    """The score of the flag's label, and what in the text raised it."""
    spans = json.loads(manifest)["scores"]["spans"]
    return Outcome(
        probability=flag.probability,
        threshold=flag.threshold,
        model_version=flag.model_version,
        control=flag.control,
        spans=tuple((one["start"], one["end"]) for one in spans if one["label"] == flag.label),
    )


def marked(text: str, spans: Sequence[tuple[int, int]]) -> list[Piece]:
    """The text in pieces that together are the text; overlapping spans become one piece."""
    pieces, done = list[Piece](), 0
    for start, end in sorted(spans):
        start, end = max(start, done), min(end, len(text))
        if start >= end:
            continue
        if start > done:
            pieces.append(Piece(text[done:start], marked=False))
        pieces.append(Piece(text[start:end], marked=True))
        done = end
    return [*pieces, Piece(text[done:], marked=False)] if done < len(text) else pieces
