"""What every command shares: where the office is, how results and progress are shown."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import typer

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

    from pipelines.watch import Watch


class Exit(IntEnum):
    """Exit codes of every command (design, section 9)."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    PARTIAL = 3


DataOption = Annotated[
    Path, typer.Option("--data", envvar="NETRA_DATA", help="The data folder.", show_default=True)
]
ConfigOption = Annotated[
    Path, typer.Option("--config", envvar="NETRA_CONFIG", help="The office's configuration.")
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Machine-readable output on stdout.", show_default=False)
]
DATA = Path("data")
CONFIG = Path("config")
PORT = 8646
"""Where the review page is unless told otherwise."""


class Step(Protocol):
    """Moves a progress bar."""

    def __call__(self, done: float, total: float) -> None:
        """``done`` of ``total`` are finished."""


def stderr() -> Console:
    """The console for people; results for machines go to stdout."""
    from rich.console import Console

    return Console(stderr=True)


def print_json(value: object) -> None:
    """One JSON document on stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def print_table(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[object]], note: str = ""
) -> None:
    """A table on stdout for people."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", caption=note or None, caption_justify="left")
    for place, column in enumerate(columns):
        # The first column is what people copy into the next command.
        table.add_column(column, no_wrap=place == 0)
    for row in rows:
        # Text, not markup: nothing of a post may be taken for a style.
        table.add_row(*(Text(str(cell)) for cell in row))
    Console().print(table)


def print_facts(facts: Mapping[str, Any]) -> None:
    """Names and values, one a line, on stdout."""
    width = max((len(name) for name in facts), default=0)
    sys.stdout.writelines(f"{name.ljust(width)}  {value}\n" for name, value in facts.items())


@contextmanager
def progress(title: str) -> Iterator[Step]:
    """A progress bar on stderr with rate and time left; quiet when stderr is not a terminal."""
    with _bars() as bar:
        task = bar.add_task(title, total=None)

        def step(done: float, total: float) -> None:
            bar.update(task, completed=done, total=total)

        yield step


@contextmanager
def progress_steps() -> Iterator[Watch]:
    """A bar for each step of a long run."""
    from pipelines.watch import Watch

    with _bars() as bar:
        tasks: dict[str, TaskID] = {}

        def show(name: str, done: float, total: float) -> None:
            if name not in tasks:
                tasks[name] = bar.add_task(name, total=total)
            bar.update(tasks[name], completed=done, total=total)

        yield Watch(show)


def _bars() -> Progress:
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    console = stderr()
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
    )
