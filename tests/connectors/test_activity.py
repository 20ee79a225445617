from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from connectors.activity import Activity, Media
from tests.connectors.fakes import page

SEEN = datetime(2031, 9, 1, tzinfo=UTC)
POST = Activity(
    platform="bluesky",
    account_id="akun-1",
    kind="post",
    native_id="at://x/y/z",
    observed_at=SEEN,
    page_sha256="a" * 64,
    text="Halo",
    media=(Media("image", "https://a.test/1", "spanduk"),),
)


def test_the_key_names_platform_and_native_id() -> None:
    assert POST.key == "bluesky:at://x/y/z"


@pytest.mark.parametrize(
    "edit",
    [
        {"text": "Halo!"},
        {"urls": ("https://a.test/",)},
        {"media": (Media("image", "https://a.test/1", "poster"),)},
        {"quoted": "at://q"},
        {"change": "delete"},
    ],
)
def test_an_edit_changes_the_content_hash(edit: dict[str, Any]) -> None:
    assert replace(POST, **edit).content_sha256 != POST.content_sha256


@pytest.mark.parametrize(
    "observation",
    [
        {"observed_at": SEEN + timedelta(days=1)},
        {"page_sha256": "b" * 64},
        {"account_id": "akun-2"},
        {"change": "update"},
    ],
)
def test_another_observation_of_the_same_content_does_not(observation: dict[str, Any]) -> None:
    assert replace(POST, **observation).content_sha256 == POST.content_sha256


def test_the_content_hash_takes_any_text() -> None:
    assert len(replace(POST, text="\ud800\0").content_sha256) == 64


def test_a_page_is_named_by_its_bytes_also_after_a_change() -> None:
    kept = page("feed", b"a", "https://a.test")
    assert replace(kept, cursor="1").sha256 == kept.sha256
    assert replace(kept, body=b"b").sha256 != kept.sha256
