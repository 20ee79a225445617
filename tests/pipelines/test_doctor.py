"""``netra doctor`` says what is missing in words an operator can act on, and never breaks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.doctor import Finding, examine
from store import users
from store.users import User
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


def test_fresh_office_lacks_an_admin_claims_an_election_and_a_night(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    found = findings(office.folder.root, office.config)
    lacking = {name for name, one in found.items() if not one.fine}
    assert lacking == {"people", "claims", "elections", "last night"}
    assert "netra init --admin" in found["people"].advice
    assert "netra claims import" in found["claims"].advice
    assert "netra nightly" in found["last night"].advice
    assert found["registry"].advice == "3 accounts"


def test_placeholder_contact_is_not_enough(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    (office.config / "platforms.yaml").write_text("contact: a@example.go.id\n", "utf-8")
    assert not findings(office.folder.root, office.config)["platforms.yaml"].fine


def test_an_admin_who_may_sign_in_is_enough_and_a_disabled_one_is_not(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    jaya = User(
        user_id="P001",
        username="jaya",
        name="Jaya",
        role="admin",
        password_hash=None,
        created_at=datetime(2031, 9, 2, tzinfo=UTC),
    )
    with office.folder.database.transaction() as connection:
        users.add(connection, jaya)
    people = findings(office.folder.root, office.config)["people"]
    assert (people.fine, people.advice) == (True, "1 may sign in")
    with office.folder.database.transaction() as connection:
        users.update(connection, replace(jaya, disabled_at=jaya.created_at))
    assert not findings(office.folder.root, office.config)["people"].fine


def test_a_provider_without_its_secret_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = make_office(tmp_path)
    (office.config / "review.yaml").write_text(
        "oidc:\n  issuer: https://sso.contoh.test\n  client_id: netra\n  name: SSO Contoh\n"
        "  return_to: https://netra.contoh.test/masuk/oidc/kembali\n",
        "utf-8",
    )
    review = findings(office.folder.root, office.config)["review.yaml"]
    assert not review.fine
    assert "NETRA_OIDC_SECRET" in review.advice
    monkeypatch.setenv("NETRA_OIDC_SECRET", "rahasia")
    review = findings(office.folder.root, office.config)["review.yaml"]
    assert review.advice == "sign-in by password or SSO Contoh"
