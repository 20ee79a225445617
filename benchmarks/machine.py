"""The machine a figure was measured on."""

from __future__ import annotations

import os
import platform

import psutil


def describe() -> str:
    """Cores, memory, system and Python, in one line."""
    cores = len(os.sched_getaffinity(0))
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{cores} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}"
    )
