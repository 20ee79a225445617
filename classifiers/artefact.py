"""Models on disk: plain arrays and a manifest that says what they are and what made them.

A model is a folder with ``weights.safetensors`` (numbers only, nothing that runs) and
``manifest.json``, which holds the SHA-256 of every file. A file that is not what its manifest says
is refused.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from classifiers.errors import ModelError

SHIPPED = Path(__file__).parent / "models"
_WEIGHTS, _MANIFEST = "weights.safetensors", "manifest.json"


@dataclass(frozen=True, slots=True)
class Artefact:
    """A checked model: its numbers, its settings and the SHA-256 of its manifest."""

    arrays: Mapping[str, NDArray[Any]]
    settings: Mapping[str, Any]
    manifest: Mapping[str, Any]
    digest: str


def load(folder: Path, *, weights: str = _WEIGHTS) -> Artefact:
    """Read and check a model; ``weights`` is the file of its numbers.

    Raises:
        ModelError: A file is missing, unreadable or not the one the manifest names.
    """
    raw, manifest = _manifest(folder)
    for name, expected in manifest["files"].items():
        _check(folder / name, expected)
    return Artefact(_arrays(folder / weights), manifest["settings"], manifest, sha256(raw))


def read_manifest(folder: Path) -> Mapping[str, Any]:
    """What a model says of itself, without reading or checking its numbers.

    Raises:
        ModelError: It is missing or is no manifest.
    """
    return _manifest(folder)[1]


def save(
    folder: Path,
    arrays: Mapping[str, NDArray[Any]],
    settings: Mapping[str, Any],
    origin: Mapping[str, Any],
) -> Artefact:
    """Write a model; ``origin`` is what made it (hashes, versions, seed, figures)."""
    from safetensors.numpy import save as to_bytes

    folder.mkdir(parents=True, exist_ok=True)
    numbers = to_bytes(dict(arrays))
    (folder / _WEIGHTS).write_bytes(numbers)
    manifest = {"files": {_WEIGHTS: sha256(numbers)}, "settings": settings, **origin}
    raw = json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False).encode()
    (folder / _MANIFEST).write_bytes(raw + b"\n")
    return load(folder)


def part(arrays: Mapping[str, NDArray[Any]], name: str) -> dict[str, NDArray[Any]]:
    """The arrays whose names start with ``name`` and a dot, without it."""
    start = f"{name}."
    return {key.removeprefix(start): a for key, a in arrays.items() if key.startswith(start)}


def sha256(content: bytes) -> str:
    """The SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _manifest(folder: Path) -> tuple[bytes, dict[str, Any]]:
    raw = _read(folder / _MANIFEST)
    try:
        manifest = json.loads(raw)
        complete = isinstance(manifest["files"], dict) and isinstance(manifest["settings"], dict)
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{folder / _MANIFEST} is not a manifest: {error!r}") from error
    if not complete:
        raise ModelError(f"{folder / _MANIFEST} is not a manifest: expected files and settings")
    return raw, manifest


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError(
            f"{path} cannot be read ({error.strerror}); run `netra train` or reinstall Netra"
        ) from error


def _check(path: Path, expected: str) -> None:
    found = sha256(_read(path))
    if found != expected:
        raise ModelError(
            f"{path} is not the file its manifest names: expected SHA-256 {expected[:12]},"
            f" found {found[:12]}; run `netra train` or reinstall Netra"
        )


def _arrays(path: Path) -> dict[str, NDArray[Any]]:
    from safetensors import SafetensorError
    from safetensors.numpy import load as from_bytes

    try:
        arrays: dict[str, NDArray[Any]] = from_bytes(_read(path))
    except SafetensorError as error:
        raise ModelError(f"{path} holds no arrays: {error}") from error
    return arrays
