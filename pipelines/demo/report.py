"""What was flagged of what the demo's authors wrote; ``truth`` is read here and nowhere else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from pipelines.demo.city import City, Post, dated
from store import evidence, flags
from store.evidence import EvidenceStore
from store.folder import DataFolder

_LABELS = {
    "support": "candidate_support",
    "oppose": "candidate_support",
    "hate": "hate_speech",
    "hoax": "hoax_sharing",
}
_NAMES = {
    "candidate_support": "dukungan atau serangan",
    "hate_speech": "ujaran kebencian",
    "hoax_sharing": "berbagi hoaks",
    "look": "mirip, tetapi netral",
    "none": "keseharian",
}


@dataclass(frozen=True, slots=True)
class Found:
    """Of ``written`` posts of one sort, ``flagged`` were: under their label, or under any label
    for the sorts that should not be flagged."""

    what: str
    written: int
    flagged: int

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def compare(folder: DataFolder, city: City, night: date) -> list[Found]:
    """How the flags of ``night`` meet what was written; random controls do not count."""
    flagged = list(_flagged(folder, night))
    texts = [post for post in city.posts if post.text]
    rows = []
    for sort, name in _NAMES.items():
        written = {_squeezed(dated(post.text, night)) for post in texts if _sort(post) == sort}
        seen = {text for label, text in flagged if sort in (label, "look", "none")}
        rows.append(Found(name, len(written), _met(written, seen)))
    return rows


def _sort(post: Post) -> str:
    return _LABELS.get(post.truth, post.truth)


def _met(written: Iterable[str], seen: Sequence[str] | set[str]) -> int:
    # A page's text may hold more than what was written, such as the title.
    return sum(any(text in other for other in seen) for text in written)


def _flagged(folder: DataFolder, night: date) -> Iterable[tuple[str, str]]:
    store = EvidenceStore(folder.evidence)
    with folder.database.transaction() as connection:
        for flag in flags.raised_on(connection, night):
            if not flag.control:
                (kept, *_) = evidence.files_of(connection, flag.flag_id)
                post = json.loads(store.get(kept.sha256))["post"]
                yield flag.label, _squeezed(post["text"])


def _squeezed(text: str) -> str:
    return " ".join(text.split())
