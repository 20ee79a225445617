"""``netra``: the command line. Every known failure is one clear line on stderr and an exit code."""

from __future__ import annotations

import os
import sys

import typer

from classifiers.errors import ExampleError, ModelError
from config.errors import ConfigError
from connectors.errors import ConnectorError
from connectors.handle import HandleError
from connectors.handover_file import HandoverError
from pipelines.commands import desk, models, night, operate, review, rules, user, versions
from pipelines.console import Exit
from pipelines.errors import InputError, NotPromoted, Refused
from review.errors import ReviewError
from store.errors import DecisionTaken, FlagMissing, ImportRejected, StoreError

app = typer.Typer(
    name="netra",
    help="Helps a local government keep the election neutrality of its civil servants, lawfully.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for room in (operate, night, models, versions, desk, review, rules, user):
    room.add_to(app)

_INPUT = (
    ConfigError,
    InputError,
    Refused,
    ImportRejected,
    ExampleError,
    HandleError,
    HandoverError,
    ReviewError,
    FlagMissing,
    DecisionTaken,
)
_FAILED = (StoreError, ModelError, NotPromoted, ConnectorError, OSError)


def main() -> None:
    """Run a command; the entry point of ``netra``."""
    # Models and metrics never leave or enter by themselves (design, section 10).
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("DO_NOT_TRACK", "1")
    try:
        app()
    except _INPUT as error:
        _stop(error, Exit.USAGE)
    except _FAILED as error:
        _stop(error, Exit.FAILED)


def _stop(error: Exception, code: Exit) -> None:
    sys.stderr.write(f"netra: {error}\n")
    sys.exit(code)
