"""An item as its pages show it: what the database knows, and what its evidence says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from review import item as items
from review.clarifications import Answer, answers_for
from review.decide import Judgement
from review.due import Due, due
from review.item import Post, Timing
from review.rules import Suggestion
from review.standing import Standing, standing
from review.texts import mark
from store import dossier as dossiers
from store.dossier import Dossier

if TYPE_CHECKING:
    from config.rulebook import RulebookRow
    from review.web.visit import Visit
    from store.evidence import EvidenceStore

MOST_TEXTS = 10
QUICK: Mapping[str, str] = {
    "berita": mark("Berita"),
    "sosialisasi": mark("Sosialisasi resmi"),
    "jabatan": mark("Kegiatan jabatan"),
    "humor": mark("Humor"),
    "bukan_pemilihan": mark("Bukan pemilihan ini"),
    "lainnya": mark("Lainnya"),
}
"""Quick reasons for *bukan*: by key, in words."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody has filled in so far; ``step`` and ``review_round`` are what the form asked."""

    step: str = ""
    review_round: str = ""
    decision: str = ""
    row: str = ""
    reason: str = ""
    quick: str = ""
    alone: bool = False

    @classmethod
    def of(cls, form: Mapping[str, str]) -> Typed:
        """What the form brought."""
        return cls(
            step=form.get("step", ""),
            review_round=form.get("round", ""),
            decision=form.get("decision", ""),
            row=form.get("row", ""),
            reason=form.get("reason", ""),
            quick=form.get("quick", ""),
            alone=bool(form.get("alone")),
        )

    @property
    def asked(self) -> tuple[str, int] | None:
        """The step and round that were before the person, where the form says."""
        known = self.step and self.review_round.isascii() and self.review_round.isdecimal()
        return (self.step, int(self.review_round[:9])) if known else None

    def judgement(self, reviewer: str) -> Judgement:
        """The decision it amounts to; a quick reason belongs to *bukan*, a row to an
        indication."""
        quick = QUICK.get(self.quick, "") if self.decision == "bukan" else ""
        return Judgement(
            decision=self.decision,
            reviewer=reviewer,
            reason=": ".join(part for part in (quick, self.reason.strip()) if part),
            rulebook_row=self.row if self.decision == "indikasi_kuat" else None,
            alone=self.alone,
            asked=self.asked,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """``texts`` are the differing texts of near-duplicates, ``unread`` how many more versions
    there are; ``suggested`` the rows that may apply, ``other_rows`` the rest that is in force."""

    dossier: Dossier
    standing: Standing
    post: Post
    timing: Timing
    due: Due
    texts: tuple[str, ...]
    unread: int
    suggested: tuple[Suggestion, ...]
    other_rows: tuple[RulebookRow, ...]
    manifest: bytes = field(repr=False)


def read(visit: Visit, flag_id: str) -> Dossier:
    """What the database knows of the item.

    Raises:
        FlagMissing: there is no such flag.
    """
    with visit.desk.database.transaction() as connection:
        return dossiers.read(connection, flag_id, visit.now)


def answers(visit: Visit, dossier: Dossier) -> tuple[Answer, ...]:
    """What was asked about the post before this round, and what came back."""
    if dossier.flag.review_round == 1:
        return ()
    with visit.desk.database.transaction() as connection:
        return tuple(answers_for(connection, dossier.flag.flag_id))


def build(visit: Visit, dossier: Dossier) -> ItemView:
    """The item with its evidence, read while the database is closed.

    Raises:
        EvidenceDamaged: a file is missing or was changed.
    """
    desk, flag, store = visit.desk, dossier.flag, visit.desk.evidence
    manifest = store.get(dossier.manifests.get(flag.flag_id, ""))
    page = store.get(dossier.page) if dossier.page and items.refers(manifest) else None
    post = items.read_post(manifest, page)
    texts, unread = _texts(dossier, store, post.text)
    election = items.election_for(desk, flag, post)
    day = post.acted_on(election)
    suggested = items.suggestions(desk.rulebook, election, post, flag.label)
    named = {one.row.id for one in suggested}
    return ItemView(
        dossier=dossier,
        standing=standing(dossier, visit.user.user_id, visit.user.role),
        post=post,
        timing=items.timing(election, post),
        due=due(flag.deadline_at, visit.now),
        texts=texts,
        unread=unread,
        suggested=suggested,
        other_rows=tuple(
            row for row in desk.rulebook.rows if row.id not in named and row.holds_on(day)
        ),
        manifest=manifest,
    )


def _texts(dossier: Dossier, store: EvidenceStore, own: str) -> tuple[tuple[str, ...], int]:
    """The differing texts of the wave: every content is read once, and only so many."""
    contents = {one.content_sha256: one.flag_id for one in reversed(dossier.item)}
    contents.pop(dossier.flag.content_sha256, None)
    ids = list(contents.values())
    manifests = (store.get(dossier.manifests[one]) for one in ids[:MOST_TEXTS])
    texts = items.other_texts(own, (items.read_post(one).text for one in manifests))
    return tuple(texts), max(len(ids) - MOST_TEXTS, 0)
