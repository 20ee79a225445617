"""Posts with everything a manifest may hold, for tests of what a reviewer sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from classifiers.score import Span
from review.desk import Desk
from store import audit, evidence, flags
from store.claim import StoredClaim
from store.evidence import EvidenceFile
from store.flags import NewFlag
from tests.review.desk import capture_of


def put_seen(
    desk: Desk,
    flag: NewFlag,
    text: str,
    *,
    page: bytes = b"{}",
    claim: StoredClaim | None = None,
    spans: Sequence[Span] = (),
    **post: Any,
) -> str:
    """Raise one flag with the evidence of such a post, its raw page included; return its id."""
    plain = capture_of(flag, text)
    capture = replace(
        plain,
        activity=replace(plain.activity, **post),
        page=replace(plain.page, body=page),
        score=replace(plain.score, spans=tuple(spans)),
        claim=claim,
    )
    store = desk.evidence
    manifest = evidence.manifest(capture)
    files = [
        EvidenceFile("manifest", store.put(manifest), len(manifest)),
        EvidenceFile("page", store.put(page), len(page)),
    ]
    with audit.recorded(desk.database) as connection:
        flags.raise_flags(connection, [flag])
        evidence.keep(connection, flag.flag_id, files, audit.MACHINE)
    return flag.flag_id
