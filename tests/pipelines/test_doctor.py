"""``netra doctor`` says what is missing in words an operator can act on, and never breaks."""

from __future__ import annotations

from pathlib import Path

from pipelines.doctor import Finding, examine
from tests.pipelines.office import make_office


def findings(data: Path, config: Path) -> dict[str, Finding]:
    return {one.subject: one for one in examine(data, config)}


def test_nothing_there_is_said_for_every_part(tmp_path: Path) -> None:
    found = findings(tmp_path / "data", tmp_path / "config")
    assert not found["data folder"].fine
    assert "netra init" in found["data folder"].advice
    assert "platforms.yaml" in found["platforms.yaml"].advice
    assert found["disk"].fine
    assert found["models"].fine


def test_fresh_office_lacks_claims_an_election_and_a_night(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    found = findings(office.folder.root, office.config)
    lacking = {name for name, one in found.items() if not one.fine}
    assert lacking == {"claims", "elections", "last night"}
    assert "netra claims import" in found["claims"].advice
    assert "netra nightly" in found["last night"].advice
    assert found["registry"].advice == "3 accounts"


def test_placeholder_contact_is_not_enough(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    (office.config / "platforms.yaml").write_text("contact: a@example.go.id\n", "utf-8")
    assert not findings(office.folder.root, office.config)["platforms.yaml"].fine
