"""Evidence: kept as it was, and found out when it no longer is."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.account import Account
from connectors.activity import Media
from connectors.page import Page
from store import audit, evidence
from store.claim import StoredClaim
from store.errors import EvidenceDamaged
from store.evidence import Capture, EvidenceFile, EvidenceStore, manifest
from tests.store.make import MOMENT, activity, score

if TYPE_CHECKING:
    import duckdb

    Connection = duckdb.DuckDBPyConnection


@pytest.fixture
def store(tmp_path: Path) -> EvidenceStore:
    return EvidenceStore(tmp_path / "evidence")


def capture() -> Capture:
    return Capture(
        activity=activity(
            1,
            "Ayo dukung! ✊",
            media=(Media("image", "https://contoh.invalid/p.jpg", "foto"),),
            created_at=MOMENT - timedelta(hours=20),
        ),
        account=Account(
            account_id="A-1",
            platform="bluesky",
            handle="akun.contoh.invalid",
            stable_id="did:plc:contoh",
        ),
        page=Page(
            platform="bluesky",
            account_id="A-1",
            stream="posts",
            url="https://pds.invalid/x",
            status=200,
            headers={"etag": "1"},
            fetched_at=MOMENT,
            body=b"{}",
            connector_version="1.2",
        ),
        score=score(support=0.93),
        model_version="m1",
        thresholds={"candidate_support": 0.8},
        claim=StoredClaim(claim_id="K-1", text="kabar bohong"),
        media={"https://contoh.invalid/p.jpg": "c" * 64},
    )


def kept(store: EvidenceStore, data: bytes, kind: evidence.Kind = "page") -> EvidenceFile:
    return EvidenceFile(kind, store.put(data), len(data))


@given(data=st.binary())
def test_put_when_given_any_bytes_then_they_come_back_under_their_hash(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    store = EvidenceStore(tmp_path_factory.mktemp("evidence"))
    sha256 = store.put(data)
    assert sha256 == hashlib.sha256(data).hexdigest() == store.put(data)
    assert store.get(sha256) == data


def test_put_when_done_then_read_only_in_its_folder(store: EvidenceStore, tmp_path: Path) -> None:
    path = store.path(store.put(b"bukti"))
    assert path.parent.name == path.name[:2]
    assert path.stat().st_mode & 0o777 == 0o444
    assert [one for one in (tmp_path / "evidence").rglob("*") if one.is_file()] == [path]


def test_put_when_the_file_was_changed_then_it_is_not_repaired_in_silence(
    store: EvidenceStore,
) -> None:
    path = store.path(store.put(b"bukti"))
    path.chmod(0o644)
    path.write_bytes(b"palsu")
    with pytest.raises(EvidenceDamaged, match=path.name):
        store.put(b"bukti")


def test_get_when_missing_then_names_it(store: EvidenceStore) -> None:
    with pytest.raises(EvidenceDamaged, match="f" * 64):
        store.get("f" * 64)


def test_manifest_when_made_again_then_the_same_bytes() -> None:
    assert manifest(capture()) == manifest(capture())
    assert manifest(replace(capture(), model_version="m2")) != manifest(capture())


def test_manifest_when_read_then_it_holds_what_a_case_needs() -> None:
    facts = json.loads(manifest(capture()))
    post, page = facts["post"], facts["page"]
    assert post["text"] == "Ayo dukung! ✊"
    assert post["observed_at"] == {
        "utc": "2031-09-01T14:30:00+00:00",
        "wib": "2031-09-01T21:30:00+07:00",
    }
    assert post["created_at"]["wib"] == "2031-09-01T01:30:00+07:00"
    assert post["media"][0]["sha256"] == "c" * 64
    assert post["content_sha256"] == capture().activity.content_sha256
    assert (page["sha256"], page["connector_version"]) == (capture().page.sha256, "1.2")
    assert facts["account"]["handle"] == "akun.contoh.invalid"
    assert facts["account"]["stable_id"] == "did:plc:contoh"
    assert (facts["model_version"], facts["thresholds"]) == ("m1", {"candidate_support": 0.8})
    assert facts["scores"]["candidate_support"] == 0.93
    assert facts["claim"]["claim_id"] == "K-1"


def test_keep_when_done_again_then_one_row_and_one_event(
    connection: Connection, store: EvidenceStore
) -> None:
    files = [kept(store, b"satu", "manifest"), kept(store, b"dua")]
    assert evidence.keep(connection, "F-1", files, "netra") == 2
    assert evidence.keep(connection, "F-1", files, "netra") == 0
    assert evidence.files_of(connection, "F-1") == files
    assert audit.head(connection).seq == 1


def test_count_when_flags_share_a_file_then_it_counts_once(
    connection: Connection, store: EvidenceStore
) -> None:
    evidence.keep(connection, "F-1", [kept(store, b"satu", "manifest"), kept(store, b"x")], "netra")
    evidence.keep(connection, "F-2", [kept(store, b"dua", "manifest"), kept(store, b"x")], "netra")
    assert evidence.count(connection) == 3


def test_verify_all_when_untouched_then_nothing_to_say(
    connection: Connection, store: EvidenceStore
) -> None:
    evidence.keep(connection, "F-1", [kept(store, b"satu")], "netra")
    assert evidence.verify_all(connection, store) == []


@pytest.mark.parametrize("place", [0, 2, 4])
def test_verify_all_when_any_byte_changes_then_the_file_is_named(
    connection: Connection, store: EvidenceStore, place: int
) -> None:
    whole, touched = kept(store, b"utuh"), kept(store, b"bukti")
    evidence.keep(connection, "F-1", [whole, touched], "netra")
    path = store.path(touched.sha256)
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.chmod(0o644)
    path.write_bytes(data)
    (problem,) = evidence.verify_all(connection, store)
    assert (problem.flag_id, problem.sha256) == ("F-1", touched.sha256)


def test_verify_all_when_a_file_is_missing_then_it_is_named(
    connection: Connection, store: EvidenceStore
) -> None:
    gone = kept(store, b"hilang")
    evidence.keep(connection, "F-1", [gone], "netra")
    store.path(gone.sha256).unlink()
    assert [one.sha256 for one in evidence.verify_all(connection, store)] == [gone.sha256]


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE evidence SET flag_id = 'F-2'",
        "UPDATE evidence SET kind = 'media'",
        "UPDATE evidence SET bytes = 3",
        "DELETE FROM evidence",
        "UPDATE audit SET details = 'bukan json'",
    ],
)
def test_verify_all_when_the_table_disagrees_with_the_chain_then_it_is_named(
    connection: Connection, store: EvidenceStore, tampering: str
) -> None:
    evidence.keep(connection, "F-1", [kept(store, b"satu")], "netra")
    connection.execute(tampering)
    assert evidence.verify_all(connection, store)


def test_verify_all_when_file_and_table_are_swapped_together_then_still_found(
    connection: Connection, store: EvidenceStore
) -> None:
    evidence.keep(connection, "F-1", [kept(store, b"asli")], "netra")
    connection.execute("UPDATE evidence SET sha256 = ?", [store.put(b"palsu")])
    assert len(evidence.verify_all(connection, store)) == 2
