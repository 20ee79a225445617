"""Keeping the evidence of posts about to be flagged: the manifest and the raw page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from store.accounts import account_of
from store.claims import all_claims
from store.evidence import Capture, EvidenceFile, EvidenceStore, manifest
from store.pages import PageStore, page_of

if TYPE_CHECKING:
    from classifiers.score import Label
    from pipelines.night import Night
    from store.scores import ScoredActivity


def keep_evidence(
    night: Night, picked: Sequence[ScoredActivity], minimum: Mapping[Label, float]
) -> dict[str, list[EvidenceFile]]:
    """Write the evidence files of each post, durably, and return them by activity key.

    Raises:
        StoreError: a raw page is missing or damaged.
    """
    store = EvidenceStore(night.office.folder.evidence)
    return {
        capture.activity.key: [
            _file(store, "manifest", manifest(capture)),
            _file(store, "page", capture.page.body),
        ]
        for capture in _captures(night, picked, minimum)
    }


def _captures(
    night: Night, picked: Sequence[ScoredActivity], minimum: Mapping[Label, float]
) -> list[Capture]:
    folder = night.office.folder
    pages = PageStore(folder.pages)
    with folder.database.transaction() as connection:
        claims = {claim.claim_id: claim for claim in all_claims(connection)}
        return [
            Capture(
                activity=one.activity,
                account=account_of(connection, one.activity.account_id),
                page=page_of(connection, pages, one.activity.page_sha256, one.activity.account_id),
                score=one.score,
                model_version=one.model_version,
                thresholds=minimum,
                claim=claims.get(one.score.hoax_claim or ""),
            )
            for one in picked
        ]


def _file(store: EvidenceStore, kind: Literal["manifest", "page"], data: bytes) -> EvidenceFile:
    return EvidenceFile(kind, store.put(data), len(data))
