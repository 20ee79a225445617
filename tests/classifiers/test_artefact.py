from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from classifiers.artefact import SHIPPED
from classifiers.errors import ModelError
from classifiers.models import SCORING, Models


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for part in (*SCORING, "encoder"):
        shutil.copytree(SHIPPED / part, tmp_path / part)
    return tmp_path


@pytest.mark.parametrize("part", SCORING)
def test_load_refuses_a_file_that_is_not_the_manifest_s(copied: Path, part: str) -> None:
    weights = copied / part / "weights.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    with pytest.raises(ModelError, match=f"{part}.*weights.safetensors is not the file"):
        Models.load(copied)


def test_load_names_a_missing_file(copied: Path) -> None:
    (copied / "hate_speech" / "manifest.json").unlink()
    with pytest.raises(ModelError, match=r"hate_speech.*manifest\.json cannot be read"):
        Models.load(copied)


def test_load_refuses_a_manifest_that_is_not_one(copied: Path) -> None:
    (copied / "lexicon" / "manifest.json").write_text("[]")
    with pytest.raises(ModelError, match=r"manifest\.json is not a manifest"):
        Models.load(copied)


def test_version_changes_with_any_manifest(copied: Path) -> None:
    before = Models.load(copied).version
    manifest = copied / "hoax_sharing" / "manifest.json"
    manifest.write_text(manifest.read_text() + "\n")
    assert Models.load(copied).version != before


def test_shipped_models_are_small() -> None:
    """A limit of 40 MB is set; the aim is 20."""
    assert sum(path.stat().st_size for path in SHIPPED.rglob("*") if path.is_file()) < 40e6
