"""What heads say of rows that they have not seen, by the folds that training measures with.

Training judges every row by twins that had not seen its fold. Baselines are trained beside them for
the first fold alone, so both are measured there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from classifiers import train_hate
from classifiers.baselines import Split, Task
from classifiers.data import IBROHIM, HateRow
from classifiers.examples import Examples
from classifiers.fit import Sample, folds_of
from classifiers.head import Floats
from classifiers.material import Material
from classifiers.metrics import Rows
from classifiers.unseen import Unseen, lengths

PUBLIC, FUNCTIONAL = "public rows held out", "functional cases held out"
CONTESTS = "examples, contest held out"
CLAIMS = "written posts, claim held out"
_NAMES = {IBROHIM: PUBLIC, train_hate.EXAMPLES: FUNCTIONAL}


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A task, what our head says of its texts, and the parts that are measured apart.

    ``kinds`` says of every text what it is.
    """

    task: Task
    scores: Floats
    parts: Mapping[str, Rows]
    kinds: Mapping[str, Sequence[str]]

    def unseen(self) -> list[Unseen]:
        """The parts as our head judges them."""
        return self._judged_by(self.scores, "")

    def beside(self, name: str, scores: Floats) -> list[Unseen]:
        """The same parts as a baseline judges them."""
        return self._judged_by(scores, f", baseline: {name}")

    def _judged_by(self, scores: Floats, name: str) -> list[Unseen]:
        task = self.task
        whole = Unseen(task.label, "", task.answers, scores, self.kinds)
        return [whole.take(rows, f"{part}{name}") for part, rows in self.parts.items()]


def support_held_out(material: Material, found: Floats) -> HeldOut:
    """The contests of the first fold: ``found`` is what heads of the other contests say of them."""
    examples, written = material.examples.support, len(material.examples.support)
    rest, part = _first_fold(material.partisan, written)
    texts = [example.text for example in examples]
    kinds = {
        "language": [example.language for example in examples],
        "contest": [example.contest for example in examples],
        "form": [example.form for example in examples],
        "length": lengths(texts),
    }
    task = Task("candidate_support", texts, material.partisan.answers[:written], [(rest, part)])
    return HeldOut(task, found[:written], {CONTESTS: part}, kinds)


def hate_held_out(material: Material, found: Floats) -> HeldOut:
    """The rows of the first fold, a part for every source."""
    rows = material.hate_rows
    rest, tested = _first_fold(material.hate, len(rows))
    task = Task("hate_speech", [row.text for row in rows], material.hate.answers, [(rest, tested)])
    sources = np.array([row.source for row in rows])
    parts = {
        _NAMES.get(source, f"{PUBLIC}, {source}"): tested[sources[tested] == source]
        for source in np.unique(sources[tested]).tolist()
    }
    return HeldOut(task, found, parts, _hate_kinds(rows, material.examples))


def hoax_held_out(examples: Examples, found: Floats) -> Unseen:
    """The written posts on claims: ``found`` is what heads of the other claims say of them.

    No baseline stands beside it, since none of them knows of the claims.
    """
    posts = examples.claim_posts
    kinds: dict[str, Sequence[str]] = {
        "stance": [post.stance for post in posts],
        "length": lengths([post.text for post in posts]),
    }
    shares = np.array([post.stance == "share" for post in posts])
    return Unseen("hoax_sharing", CLAIMS, shares, found, kinds)


def _first_fold(sample: Sample, judged: int) -> Split:
    """The first ``judged`` rows outside the first fold, and those inside."""
    inside = folds_of(sample.groups)[:judged] == 0
    return np.flatnonzero(~inside), np.flatnonzero(inside)


def _hate_kinds(rows: Sequence[HateRow], examples: Examples) -> dict[str, list[str]]:
    """Function and group are known of our own cases only, which are the last rows."""
    public = [""] * (len(rows) - len(examples.hate))
    return {
        "function": [*public, *(example.function for example in examples.hate)],
        "group": [*public, *(example.group for example in examples.hate)],
        "length": lengths([row.text for row in rows]),
    }
