"""Flagging: what a person must look at, with its evidence kept at that moment."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from classifiers.score import LABELS, Label, Minimums
from pipelines.evidence import keep_evidence
from pipelines.waves import waves
from review.deadline import deadline
from store import audit, changes, evidence, flags
from store.accounts import held_spans
from store.flags import NewFlag
from store.moment import WIB

if TYPE_CHECKING:
    from config.election import Election
    from config.flagging import Flagging
    from pipelines.night import Night
    from store.scores import ScoredActivity

REPORT_WITHIN_DAYS = 7
"""Where no election says otherwise (art. 454(6) UU 7/2017, art. 134 UU 1/2015)."""


@dataclass(frozen=True, slots=True)
class Raised:
    """What a night put before people; ``held_back`` waits because the night's budget was spent,
    ``without_evidence`` because the raw page is damaged."""

    by_label: Mapping[str, int]
    controls: int
    held_back: int
    without_evidence: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """What flagging knows before it looks at a score: what was ever flagged, and from when to when
    each account's owner held it."""

    flagged: Collection[tuple[str, str, Label]]
    spans: Mapping[str, tuple[date | None, date | None]]

    def new(self, scored: ScoredActivity, label: Label) -> bool:
        """Whether this content was never flagged for ``label`` and its owner answers for it."""
        activity = scored.activity
        first, last = self.spans.get(activity.account_id, (None, None))
        said = (activity.created_at or activity.observed_at).astimezone(WIB).date()
        return (activity.key, activity.content_sha256, label) not in self.flagged and (
            first or said
        ) <= said <= (last or said)


@dataclass(frozen=True, slots=True)
class Pick:
    """A post and the label for which a person must see it; a control was drawn at random."""

    scored: ScoredActivity
    label: Label
    wave_id: str = ""
    control: bool = False

    @property
    def key(self) -> str:
        """The activity's key."""
        return self.scored.activity.key

    @property
    def probability(self) -> float:
        """The score of the label, 0 to 1."""
        return self.scored.score.probability(self.label)


def minimum_of(flagging: Flagging) -> Minimums:
    """What the office wants put before a person."""
    probability = {label: getattr(flagging.minimum, label) for label in LABELS}
    return Minimums(probability, flagging.minimum_serious)


def raise_new(night: Night, version: str) -> Raised:
    """Raise a flag for everything over a minimum that is not flagged yet, within the night's
    budget, and draw the random controls. Doing it again adds nothing."""
    flagging = night.office.flagging
    with night.office.folder.database.transaction() as connection:
        seen = Seen(flags.known_contents(connection), held_spans(connection))
        tonight = flags.raised_on(connection, night.day)
    over = _over_minimum(night, version, flagging, seen)
    spent = len({(one.label, one.wave_id) for one in tonight if not one.control})
    chosen, held_back = within_budget(over, flagging.items_per_night - spent)
    controls = _controls(night, version, flagging, seen, len(chosen))
    _note_changes(night)
    picks = [*chosen, *controls]
    raised = _raise(night, flagging, picks)
    by_label = Counter[str](pick.label for pick in raised if not pick.control)
    # A plain dict: dataclasses.asdict rebuilds a Counter by counting its pairs.
    return Raised(
        dict(by_label),
        sum(pick.control for pick in raised),
        held_back,
        len(picks) - len(raised),
    )


def within_budget(picks: Sequence[Pick], items: int) -> tuple[list[Pick], int]:
    """The picks of the ``items`` waves of highest probability, and how many picks are left over.

    A wave is one item however many posts it has, and is never cut.
    """
    best: dict[tuple[Label, str], float] = {}
    for pick in picks:
        wave = (pick.label, pick.wave_id)
        best[wave] = max(best.get(wave, 0.0), pick.probability)
    ranked = sorted(best, key=lambda wave: (-best[wave], wave))
    allowed = set(ranked[: max(items, 0)])
    chosen = [pick for pick in picks if (pick.label, pick.wave_id) in allowed]
    return chosen, len(picks) - len(chosen)


def _over_minimum(night: Night, version: str, flagging: Flagging, seen: Seen) -> list[Pick]:
    minimum = minimum_of(flagging)
    recent = night.scores.candidates_for_flags(
        night.activities, version, minimum, _oldest(night, flagging)
    )
    groups = waves(
        {one.activity.key: one.activity.text for one in recent}, flagging.wave_similarity
    )
    return [
        Pick(one, label, groups[one.activity.key])
        for one in recent
        for label in minimum.reached(one.score)
        if seen.new(one, label)
    ]


def _controls(
    night: Night,
    version: str,
    flagging: Flagging,
    seen: Seen,
    flagged: int,
) -> list[Pick]:
    """Random posts below every minimum, so that what the machine misses can be estimated."""
    wanted = math.ceil(flagging.control_share * flagged)
    if not wanted:
        return []
    # Several times as many as wanted are drawn, since some are controls already.
    drawn = night.scores.below(
        night.activities,
        version,
        minimum_of(flagging),
        _oldest(night, flagging),
        count=20 * wanted,
        seed=night.run_id,
    )
    labelled = [(one, _drawn_label(one)) for one in drawn]
    picks = [Pick(one, label, "", control=True) for one, label in labelled if seen.new(one, label)]
    return picks[:wanted]


def _drawn_label(scored: ScoredActivity) -> Label:
    digest = hashlib.sha256(scored.activity.key.encode()).digest()
    return LABELS[digest[0] % len(LABELS)]


def _oldest(night: Night, flagging: Flagging) -> datetime:
    return datetime.combine(night.day, time(), UTC) - timedelta(days=flagging.max_age_days)


def _raise(night: Night, flagging: Flagging, picks: Sequence[Pick]) -> list[Pick]:
    """Evidence files first; then flags, their evidence rows and events in one transaction.
    Returns the picks whose evidence could be kept: only they became flags."""
    if not picks:
        return []
    now = datetime.now(UTC)
    minimum = minimum_of(flagging)
    elections = {one.id: one for one in night.office.elections(night.day)}
    kept = keep_evidence(night, [pick.scored for pick in picks], minimum)
    sure = [pick for pick in picks if pick.key in kept]
    database = night.office.folder.database
    with database.transaction() as connection:
        new = [_flag(night, pick, minimum.probability[pick.label], elections, now) for pick in sure]
        flags.raise_flags(connection, new)
        files = {flag.flag_id: kept[flag.activity_key] for flag in new}
        evidence.keep_all(connection, files, audit.MACHINE)
        events = [
            audit.Event(flags.RAISED, audit.MACHINE, flag.flag_id, flags.facts(flag))
            for flag in new
        ]
        audit.append_all(connection, events)
        head = audit.head(connection)
    audit.witness(database, head)
    return sure


def _flag(
    night: Night, pick: Pick, threshold: float, elections: Mapping[str, Election], now: datetime
) -> NewFlag:
    activity, score = pick.scored.activity, pick.scored.score
    targets = score.targets if pick.label == "candidate_support" else ()
    election = _election(elections, targets[0].contest if targets else None)
    return NewFlag(
        activity_key=activity.key,
        content_sha256=activity.content_sha256,
        account_id=activity.account_id,
        platform=activity.platform,
        label=pick.label,
        probability=pick.probability,
        threshold=threshold,
        model_version=pick.scored.model_version,
        known_at=now,
        deadline_at=_deadline(election, now),
        night=night.day,
        run_id=night.run_id,
        targets=targets,
        hoax_claim=score.hoax_claim if pick.label == "hoax_sharing" else None,
        election_id=election.id if election else None,
        stage=_stage(election, activity.created_at or activity.observed_at),
        wave_id=pick.wave_id or None,
        control=pick.control,
    )


def _deadline(election: Election | None, known_at: datetime) -> datetime:
    if election is None:
        return deadline(known_at, REPORT_WITHIN_DAYS, working_days=False, zone=WIB)
    return deadline(
        known_at,
        election.report_within_days,
        working_days=election.report_days_are_working,
        zone=election.zone,
    )


def _election(elections: Mapping[str, Election], contest: str | None) -> Election | None:
    """The election a post is about; else the office's own, where there is just one."""
    if contest is not None and contest in elections:
        return elections[contest]
    return next(iter(elections.values())) if len(elections) == 1 else None


def _stage(election: Election | None, moment: datetime) -> str | None:
    if election is None:
        return None
    return election.stages.on(moment.astimezone(election.zone).date())


def _note_changes(night: Night) -> None:
    """Edits and deletions of flagged posts become events; the evidence stays as it was."""
    database = night.office.folder.database
    with database.transaction() as connection:
        keys = flags.known_keys(connection)
    history = night.activities.history(keys) if keys else []
    with database.transaction() as connection:
        changes.note(connection, history)
