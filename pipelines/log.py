"""Logging: event names and keys on stderr, never the text, name or handle of anyone."""

from __future__ import annotations

import sys


def configure() -> None:
    """Structured logs to stderr: readable on a terminal, JSON elsewhere."""
    import stamina
    import structlog

    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer()
        if sys.stderr.isatty()
        else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    # Its own retry log prints arguments, and those may hold an address with a handle in it.
    stamina.instrumentation.set_on_retry_hooks([])
