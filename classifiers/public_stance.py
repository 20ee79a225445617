"""The public tweets on elections as samples for the heads of candidate support.

Their labels are mostly sentiment that stands in for stance, and noisy, so they weigh little.
Candidates are masked as in every other text; who stands in an election is what its rows name as
targets, so no name is in code. Elections are the groups: each is judged by what the others teach.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from classifiers.contest import Candidate, Contest
from classifiers.data import StanceRow
from classifiers.fit import Sample
from classifiers.link import Linker
from classifiers.normalise import Normaliser
from classifiers.support import Linked, link_text

WEIGHT = 0.3


def contests_of(rows: Sequence[StanceRow]) -> dict[str, Contest]:
    """The contest of each election: its candidates are the targets that its rows name."""
    targets: dict[str, dict[str, None]] = {}
    for row in rows:
        targets.setdefault(row.election, {}).update({row.target: None} if row.target else {})
    return {election: contest(election, tuple(found)) for election, found in targets.items()}


def contest(election: str, targets: Sequence[str]) -> Contest:
    """A contest of which no more is known than what people call its candidates."""
    candidates = tuple(Candidate(candidate_id=target, names=(target,)) for target in targets)
    return Contest(contest_id=election or "external", candidates=candidates)


def linked_rows(rows: Sequence[StanceRow], normaliser: Normaliser) -> list[Linked]:
    """Every row linked to the contest of its election."""
    contests = contests_of(rows)
    linkers = {election: Linker(one, normaliser) for election, one in contests.items()}
    return [link_text(row.text, linkers[row.election], normaliser) for row in rows]


def partisan_sample(
    rows: Sequence[StanceRow], linked: Sequence[Linked], *, weight: float = WEIGHT
) -> Sample:
    """Does the text take a side. Elections are the groups, below 0 as no written contest is."""
    answers = np.array([row.partisan for row in rows], dtype=bool)
    batch = [entry.masked() for entry in linked]
    return Sample(batch, answers, np.full(len(rows), weight), elections(rows))


def direction_sample(
    rows: Sequence[StanceRow], linked: Sequence[Linked], *, weight: float = WEIGHT
) -> Sample:
    """For every partisan text that names its target: is it for."""
    found = [
        (words, row.stance == "support", group)
        for row, entry, group in zip(rows, linked, elections(rows).tolist(), strict=True)
        if row.partisan
        for name, words in entry.views()
        if name == row.target
    ]
    answers = np.array([answer for _, answer, _ in found], dtype=bool)
    groups = np.array([group for _, _, group in found], dtype=np.int64)
    return Sample([words for words, _, _ in found], answers, np.full(len(found), weight), groups)


def elections(rows: Sequence[StanceRow]) -> NDArray[np.int64]:
    """The number of each row's election: -1, -2 and so on, in the order of their names."""
    names = sorted({row.election for row in rows})
    return np.array([-1 - names.index(row.election) for row in rows], dtype=np.int64)
