"""Watching a long run: how long each step took, and a bar for people who wait."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Show = Callable[[str, float, float], None]
"""Called with the step's name, what is done and the total."""


class Watch:
    """Times of the steps of one run, in seconds; ``show`` draws the progress."""

    def __init__(self, show: Show = lambda _name, _done, _total: None) -> None:
        self.seconds: dict[str, float] = {}
        self._show = show
        self._step = ""

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Everything inside belongs to ``name``."""
        self._step = name
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = round(time.perf_counter() - begun, 2)

    def advance(self, done: float, total: float) -> None:
        """``done`` of ``total`` parts of the present step are finished."""
        self._show(self._step, done, total)


_current: ContextVar[Watch | None] = ContextVar("watch", default=None)


@contextmanager
def watching(watch: Watch) -> Iterator[None]:
    """Let the flow run inside report to ``watch``."""
    token = _current.set(watch)
    try:
        yield
    finally:
        _current.reset(token)


def current_watch() -> Watch:
    """The watch of this run; a silent one when nobody waits."""
    return _current.get() or Watch()
