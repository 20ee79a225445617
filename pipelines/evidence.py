"""Keeping the evidence of posts about to be flagged: the manifest and the raw page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from connectors.activity import Issue
from store.accounts import account_of
from store.claims import all_claims
from store.errors import PagesDamaged
from store.evidence import Capture, EvidenceFile, EvidenceStore, manifest
from store.issues import damaged_page, record_issues
from store.pages import PageStore, StoredPage, page_of

if TYPE_CHECKING:
    import duckdb

    from classifiers.score import Minimums
    from connectors.account import Account
    from connectors.activity import Activity
    from pipelines.night import Night
    from store.claim import StoredClaim
    from store.scores import ScoredActivity


def keep_evidence(
    night: Night, picked: Sequence[ScoredActivity], minimum: Minimums
) -> dict[str, list[EvidenceFile]]:
    """Write the evidence files of each post, durably, and return them by activity key.

    A post whose raw page is damaged is left out and its page becomes an issue of the run: no flag
    without its evidence, and the others do not wait for it.
    """
    store = EvidenceStore(night.office.folder.evidence)
    pages = PageStore(night.office.folder.pages)
    kept, damaged = dict[str, list[EvidenceFile]](), list[Issue]()
    for found in _find(night, picked):
        try:
            capture = found.capture(pages, minimum)
        except PagesDamaged:
            post = found.scored.activity
            damaged.append(damaged_page(post.platform, post.account_id, post.page_sha256))
            continue
        kept[capture.activity.key] = [
            _file(store, "manifest", manifest(capture)),
            _file(store, "page", capture.page.body),
        ]
    with night.office.folder.database.transaction() as connection:
        record_issues(connection, night.run_id, damaged)
    return kept


@dataclass(frozen=True, slots=True)
class _Found:
    """What the database knows of a post; its page is read later, with the database closed."""

    scored: ScoredActivity
    account: Account
    page: StoredPage | PagesDamaged
    claim: StoredClaim | None

    def capture(self, pages: PageStore, minimum: Minimums) -> Capture:
        if isinstance(self.page, PagesDamaged):
            raise self.page
        return Capture(
            activity=self.scored.activity,
            account=self.account,
            page=self.page.read(pages),
            score=self.scored.score,
            model_version=self.scored.model_version,
            thresholds=minimum.recorded(),
            claim=self.claim,
        )


def _find(night: Night, picked: Sequence[ScoredActivity]) -> list[_Found]:
    with night.office.folder.database.transaction() as connection:
        claims = {claim.claim_id: claim for claim in all_claims(connection)}
        return [
            _Found(
                one,
                account_of(connection, one.activity.account_id),
                _page_of(connection, one.activity),
                claims.get(one.score.hoax_claim or ""),
            )
            for one in picked
        ]


def _page_of(connection: duckdb.DuckDBPyConnection, post: Activity) -> StoredPage | PagesDamaged:
    try:
        return page_of(connection, post.page_sha256, post.account_id)
    except PagesDamaged as error:
        return error


def _file(store: EvidenceStore, kind: Literal["manifest", "page"], data: bytes) -> EvidenceFile:
    return EvidenceFile(kind, store.put(data), len(data))
