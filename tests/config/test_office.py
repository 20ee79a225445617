"""An office's letterhead and recipients are right as a whole, or one error names the place."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.errors import ConfigError
from config.office import load_office

OFFICE = """\
government: Pemerintah Kota Rancabiru
name: Dinas Kominfo
address: Jalan Teratai Nomor 7
city: Rancabiru
email: kominfo@rancabiru.test
signatory: {title: Kepala Dinas Kominfo}
recipients:
  - {id: inspektorat, kind: inspektorat, name: Inspektur Daerah, documents: [nota_internal]}
  - {id: bawaslu, kind: bawaslu, name: Ketua Bawaslu, documents: [informasi_awal]}
"""
ROOT = Path(__file__).parents[2]


def office_file(folder: Path, text: str) -> Path:
    (folder / "office.yaml").write_text(text, "utf-8")
    return folder


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load_office(office_file(folder, text))
    return str(caught.value)


def test_office_is_read_whole(tmp_path: Path) -> None:
    office = load_office(office_file(tmp_path, OFFICE))
    assert (office.city, office.signatory.title) == ("Rancabiru", "Kepala Dinas Kominfo")
    assert not office.is_example


def test_document_goes_only_to_whom_the_file_names(tmp_path: Path) -> None:
    office = load_office(office_file(tmp_path, OFFICE))
    assert [one.id for one in office.recipients_of("informasi_awal")] == ["bawaslu"]
    assert office.recipients_of("sbt_bkn") == ()


def test_shipped_file_is_valid_serves_every_document_and_is_known_as_an_example() -> None:
    office = load_office(ROOT / "config")
    assert all(
        office.recipients_of(name) for name in ("nota_internal", "informasi_awal", "sbt_bkn")
    )
    assert office.is_example


def test_demo_has_an_office_of_its_own_that_may_write() -> None:
    office = load_office(ROOT / "pipelines" / "demo" / "tirtaloka")
    assert not office.is_example
    assert office.signatory.name


def test_recipient_of_an_unknown_document_is_refused(tmp_path: Path) -> None:
    message = refusal(tmp_path, OFFICE.replace("[nota_internal]", "[surat_cinta]"))
    assert "office.yaml: line 8, key recipients.0.documents.0" in message


def test_two_recipients_with_one_id_are_refused(tmp_path: Path) -> None:
    message = refusal(tmp_path, OFFICE.replace("id: bawaslu", "id: inspektorat"))
    assert "each recipient id once; inspektorat stands twice" in message


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"office\.yaml: file: expected an existing file"):
        load_office(tmp_path)
