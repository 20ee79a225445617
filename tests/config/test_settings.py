"""Settings of the environment: a wrong one is named, not shown as a traceback."""

from __future__ import annotations

import pytest

from config.errors import ConfigError
from config.settings import load_settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NETRA_WORKERS", "banyak"),
        ("NETRA_WORKERS", "0"),
        ("NETRA_NIGHTLY_AT", "25:00"),
        ("NETRA_ALLOW_MODEL_DOWNLOAD", "mungkin"),
    ],
)
def test_wrong_setting_names_its_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigError, match=f"environment: {name}: expected"):
        load_settings()


def test_setting_is_read_from_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETRA_WORKERS", "3")
    assert load_settings().workers == 3
