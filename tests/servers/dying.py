"""Runs ``netra`` and kills it with SIGKILL at a chosen moment, as a power cut would.

    python -m tests.servers.dying MOMENT COUNT ARGUMENT...

The moments are those around a file's appearance under its final name: everything durable in
Netra either is such a file or a DuckDB transaction between two of them. ``before:ROOM`` strikes
when the COUNTth file of a room is written but not renamed, ``after:ROOM`` at the next file
operation once it is.
"""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Death:
    """Waits for the moment; a single object, called by the interpreter for every audit event."""

    when: str
    room: str
    count: int
    due: bool = False

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.due:
            self._strike()
        if event == "os.rename" and self.room in os.fspath(arguments[1]):
            self.count -= 1
            if self.count == 0 and self.when == "before":
                self._strike()
            self.due = self.count == 0

    def _strike(self) -> None:
        self.due = False  # killing is an audit event, too
        os.killpg(0, signal.SIGKILL)


def main(moment: str, count: str, *arguments: str) -> None:
    """Arms the death, then is ``netra ARGUMENT...``."""
    when, _, room = moment.partition(":")
    sys.addaudithook(Death(when, room, int(count)))
    sys.argv = ["netra", *arguments]
    from pipelines.cli import main as netra

    netra()


if __name__ == "__main__":
    main(*sys.argv[1:])
