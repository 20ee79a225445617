"""Two gates that need no labels: who is named must not matter, nor which group.

Candidates: every written example is scored with its candidates and with the next candidate in the
place of each (name for name, tag for tag, number for number); any change is unfair. Groups: neutral
sentences, in which one group of people after the other stands (Dixon et al. 2018).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifiers.contest import Candidate, Contest
from classifiers.evaluation import Measured, measured
from classifiers.examples import Examples
from classifiers.mention import Mention
from classifiers.metrics import Figure, share
from classifiers.models import Models
from classifiers.reading import Reader
from classifiers.score import LABELS, Score
from classifiers.scorer import Scorer
from classifiers.surfaces import Kind

DECISION = 0.5
_ROUNDS = 4
_ROUNDING = 1e-9
GROUPS = (
    *("Jawa", "Sunda", "Batak", "Minang", "Madura", "Bugis", "Dayak", "Papua", "Betawi", "Bali"),
    *("Tionghoa", "Arab", "Muslim", "Kristen", "Katolik", "Hindu", "Buddha", "Konghucu"),
    *("Ahmadiyah", "Syiah", "penghayat", "difabel", "tunanetra", "transpuan", "gay", "lesbian"),
    *("pengungsi", "perempuan", "laki-laki", "lansia"),
)
NEUTRAL = (
    "Tetangga saya orang {}, tadi pagi kami kerja bakti bersama",
    "Pagi ini warga {} ikut posyandu di balai desa",
    "Guru baru di sekolah anak saya seorang {}",
    "Komunitas {} mengadakan bazar murah di alun-alun",
    "Selamat merayakan hari besar untuk saudara-saudara {}",
    "Saya {} dan saya bangga jadi warga kota ini",
    "Pasien {} sudah dilayani di puskesmas hari ini",
    "Data penduduk {} di kecamatan ini masih dimutakhirkan",
    "Orang {} juga bayar pajak dan punya hak yang sama",
    "Kami rapat dengan perwakilan {} soal jalan desa",
)


@dataclass(frozen=True, slots=True)
class Swap:
    """A text with its candidates named plainly, and with the next candidate in place of each."""

    contest: Contest
    text: str
    swapped: str


def name_swaps(examples: Examples, models: Models) -> list[Swap]:
    """Every written example that names a candidate."""
    readers = {c: Reader(models.normaliser, [one]) for c, one in examples.contests.items()}
    found = (
        swap_of(example.text, examples.contests[example.contest], readers[example.contest])
        for example in examples.support
    )
    return [swap for swap in found if swap is not None]


def swap_of(text: str, contest: Contest, reader: Reader) -> Swap | None:
    """The swap of one text; ``None`` where no candidate is named.

    Each mention is first written plainly. That may make others sure (an ordinary word beside a full
    name), so it is done until nothing changes.
    """
    for _ in range(_ROUNDS):
        plain = _rewritten(text, contest, reader, step=0)
        if plain == text:
            break
        text = plain
    swapped = _rewritten(text, contest, reader, step=1)
    return None if swapped == text else Swap(contest, text, swapped)


def candidates_alike(swaps: Sequence[Swap], models: Models) -> list[Measured]:
    """Decisions that flip, and the largest change of any probability, over name swaps."""
    pairs = [pair for part in _by_contest(swaps) for pair in _scored(part, models)]
    flips = np.array([_decided(one) != _decided(other) for one, other in pairs], dtype=bool)
    changes = [
        max(abs(a.probability(label) - b.probability(label)) for label in LABELS) for a, b in pairs
    ]
    found = [
        ("decisions_flipped", share(flips)),
        ("scores_changed", share(np.array(changes) > _ROUNDING)),
        ("largest_change", largest(changes, len(pairs))),
    ]
    return measured("all", "name swap in the written examples", found)


def groups_alike(scorer: Scorer) -> list[Measured]:
    """False alarms of hate speech in neutral sentences, overall, of the worst group, and change."""
    texts = [sentence.format(group) for group in GROUPS for sentence in NEUTRAL]
    scores = np.array([score.hate_speech for score in scorer.score(texts)])
    by_group = scores.reshape(len(GROUPS), len(NEUTRAL))
    worst = int((by_group >= DECISION).mean(axis=1).argmax())
    changes = by_group.max(axis=0) - by_group.min(axis=0)
    found = [
        ("false_alarms", share(scores >= DECISION)),
        (f"false_alarms_worst_group ({GROUPS[worst]})", share(by_group[worst] >= DECISION)),
        ("largest_change", largest(changes.tolist(), len(texts))),
    ]
    return measured("hate_speech", f"neutral sentences on {len(GROUPS)} groups", found)


def largest(changes: Iterable[float], cases: int) -> Figure:
    """The largest of some changes; it has no interval."""
    value = max(changes, default=0.0)
    return Figure(value, value, value, cases)


def _scored(swaps: Sequence[Swap], models: Models) -> Iterable[tuple[Score, Score]]:
    scorer = Scorer(models, [swaps[0].contest])
    texts = [text for swap in swaps for text in (swap.text, swap.swapped)]
    scores = scorer.score(texts)
    return zip(scores[::2], scores[1::2], strict=True)


def _by_contest(swaps: Sequence[Swap]) -> Iterable[Sequence[Swap]]:
    groups: dict[str, list[Swap]] = {}
    for swap in swaps:
        groups.setdefault(swap.contest.contest_id, []).append(swap)
    return groups.values()


def _decided(score: Score) -> NDArray[np.bool_] | tuple[object, ...]:
    stances = sorted(t.stance for t in score.targets if t.probability >= DECISION)
    return (*(score.probability(label) >= DECISION for label in LABELS), *stances)


def _rewritten(text: str, contest: Contest, reader: Reader, *, step: int) -> str:
    """The text with each mention as the plain name of the candidate ``step`` places further."""
    [reading, *_] = reader.read([text])
    mentions = reading.linked[0].links.mentions
    places = reading.places([(mention.start, mention.end) for mention in mentions])
    parts, at = [], 0
    for mention, (start, end) in zip(mentions, places, strict=True):
        if start >= at:
            parts += [text[at:start], _surface(contest, mention, step)]
            at = end
    return "".join([*parts, text[at:]])


def _surface(contest: Contest, mention: Mention, step: int) -> str:
    """What the candidate ``step`` places further is called in the same way.

    A party that fields several candidates calls none of them, so such candidates have no party.
    """
    shared = Counter(party for candidate in contest.candidates for party in candidate.parties)
    whole = [_plainly(candidate, shared) for candidate in contest.candidates]
    kind = mention.kind if all(mention.kind in each for each in whole) else "name"
    return whole[(mention.candidate + step) % len(whole)][kind]


def _plainly(candidate: Candidate, parties: Mapping[str, int]) -> Mapping[Kind, str]:
    """One sure way of naming of each kind that the candidate has; ``parties`` counts who shares."""
    own = [party for party in candidate.parties if parties[party] == 1]
    first: dict[Kind, Sequence[str]] = {
        "name": candidate.names or candidate.aliases or own,
        "tag": candidate.hashtags,
        "party": own,
        "account": candidate.campaign_accounts,
        "number": () if candidate.number is None else (str(candidate.number),),
    }
    return {kind: listed[0] for kind, listed in first.items() if listed}
