"""The secret that the office's identity provider knows Netra by; it stands in no file of the
configuration."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from config.errors import ConfigError

SECRET, SECRET_FILE = "NETRA_OIDC_SECRET", "NETRA_OIDC_SECRET_FILE"


def load_oidc_secret(environment: Mapping[str, str] = os.environ) -> str:
    """The secret from ``NETRA_OIDC_SECRET``, or from the file ``NETRA_OIDC_SECRET_FILE`` names.

    Raises:
        ConfigError: neither is there; the message never holds what was found.
    """
    secret, file = environment.get(SECRET, ""), environment.get(SECRET_FILE, "")
    if not secret and file:
        secret = _read(Path(file))
    if not secret:
        expected = f"the client's secret, or {SECRET_FILE} with a file that holds it"
        raise ConfigError(Path("environment"), SECRET, expected, "nothing")
    return secret


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(path, "file", "a readable text file", type(error).__name__) from error
