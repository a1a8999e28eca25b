"""Whole processes, timed in turn: what a command costs beside another, whatever else the machine does meanwhile."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]

KAMTUI = (sys.executable, "-m", "kamtui")

BARE = (sys.executable, "-c", "pass")
"""The floor of every Python program."""


class Cost(NamedTuple):
    """Of one run, or the medians of several."""

    wall_ms: float
    cpu_ms: float


def surroundings(book: Path, **more: str) -> dict[str, str]:
    """The variables of a script that works on a book; what could slow Python down is taken out."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KAMTUI", "PYTHON", "TEXTUAL"))}
    home = {
        name: str(book.parent / "home" / name)
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
    }
    ours = {"KAMTUI_BOOK": str(book), "KAMTUI_USER": WHO, "KAMTUI_TODAY": TODAY, "KAMTUI_LANG": "en"}
    return {**kept, **home, **ours, "PYTHONPATH": str(ROOT), **more}


TODAY = "2026-11-01"
"""The day after the last of the generated sales and touches."""

WHO = "u01"
"""A key account manager of the generated book, with a fiftieth of its accounts."""


def once(command: Sequence[str], environ: Mapping[str, str], given: bytes = b"") -> Cost:
    """Run a command to its end, what it prints thrown away. Raises CalledProcessError where it fails."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, env=dict(environ), input=given, capture_output=True, check=False)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, command, done.stdout, done.stderr)
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return Cost(wall * 1000, cpu * 1000)


def in_turn(commands: Mapping[str, Sequence[str]], environ: Mapping[str, str], *, runs: int = 11) -> dict[str, Cost]:
    """The medians of each command, run A B C A B C ... after one run of each that does not count."""
    found: dict[str, list[Cost]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            cost = once(command, environ)
            if turn:
                found[name].append(cost)
    return {name: median(costs) for name, costs in found.items()}


def median(costs: Sequence[Cost]) -> Cost:
    return Cost(*(statistics.median(column) for column in zip(*costs, strict=True)))
