"""The office as the rest sees it: its contests, and the name its scores are kept under."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from config.errors import ConfigError
from pipelines.office import build_connectors, open_office, scoring_version, to_contest
from store.claims import import_claims
from store.errors import StoreMissing
from tests.pipelines.office import DAY, make_office


def test_election_becomes_a_contest_with_every_name(tmp_path: Path) -> None:
    (election,) = make_office(tmp_path).elections(DAY)
    contest = to_contest(election)
    assert contest.contest_id == "pilkada-contoh-2025"
    assert [one.candidate_id for one in contest.candidates] == ["paslon-1", "paslon-2"]
    assert contest.candidates[0].aliases == ("AMANAH",)


def test_election_that_is_over_no_longer_counts(tmp_path: Path) -> None:
    assert make_office(tmp_path).elections(date(2026, 1, 1)) == ()


def test_changed_alias_or_new_claim_gives_scores_a_new_name(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    first = scoring_version(office, DAY, "m1")
    assert scoring_version(office, DAY, "m1") == first
    claims = tmp_path / "claims.jsonl"
    claims.write_text('{"claim_id": "K1", "text": "air laut jadi manis", "verdict": "SALAH"}\n')
    with office.folder.database.transaction() as connection:
        import_claims(connection, claims)
    second = scoring_version(office, DAY, "m1")
    election = office.config / "elections" / "contoh.yaml"
    election.write_text(election.read_text("utf-8").replace("AMANAH", "SEJUK"), "utf-8")
    assert len({first, second, scoring_version(office, DAY, "m1")}) == 3
    assert first.startswith("m1-")


def test_platform_switched_off_has_no_connector(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    path = office.config / "platforms.yaml"
    path.write_text(path.read_text("utf-8") + "feed: {enabled: false}\n", "utf-8")
    with ExitStack() as closing:
        built = build_connectors(office.platforms, closing)
    assert sorted(built) == ["bluesky", "wordpress"]


def test_missing_folder_and_wrong_config_are_named(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="netra init"):
        open_office(tmp_path / "tidak-ada", tmp_path)
    office = make_office(tmp_path)
    (office.config / "flagging.yaml").unlink()
    with pytest.raises(ConfigError, match=r"flagging\.yaml"):
        _ = office.flagging
