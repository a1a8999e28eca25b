"""Figures of a run: percentiles, what processes cost, and a plain table of both."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

GATE = b"\0gate\0--as\0"

MIB = 1024 * 1024


class Spread(NamedTuple):
    """How a measured time is spread, in milliseconds."""

    number: int
    p50: float
    p95: float
    p99: float
    worst: float

    def __str__(self) -> str:
        if not self.number:
            return "none"
        return f"p50 {self.p50:.0f}  p95 {self.p95:.0f}  p99 {self.p99:.0f}  worst {self.worst:.0f} ms  ({self.number})"


NONE = Spread(0, 0, 0, 0, 0)


def spread(seconds: Iterable[float]) -> Spread:
    """Percentiles by the nearest rank; all 0 of nothing."""
    found = sorted(second * 1000 for second in seconds)
    return Spread(len(found), *(percentile(found, share) for share in (0.50, 0.95, 0.99, 1.0)))


def percentile(ordered: Sequence[float], share: float) -> float:
    """The smallest value that `share` of all values do not exceed; 0 of nothing."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0


class Memory(NamedTuple):
    """Of one process, in MiB; what it shares with others is divided among them in `pss`."""

    rss: float
    pss: float
    own: float


NOTHING = Memory(0, 0, 0)


def memory(pid: int) -> Memory:
    """What a process takes now. Raises OSError where it is gone."""
    found: dict[str, int] = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        name, _, rest = line.partition(":")
        found[name] = int(rest.split()[0])
    own = found["Private_Clean"] + found["Private_Dirty"]
    return Memory(found["Rss"] / 1024, found["Pss"] / 1024, own / 1024)


def cpu_s(pid: int) -> float:
    """Processor time of a process and its threads so far, to the nanosecond; 0 where it is gone."""
    total = 0
    with suppress(OSError):
        for thread in os.listdir(f"/proc/{pid}/task"):
            with suppress(OSError):
                total += int(Path(f"/proc/{pid}/task/{thread}/schedstat").read_text().split()[0])
    return total / 1e9


def gated(book: Path, who: str = "", *, on_terminal: bool = False) -> list[int]:
    """The processes that came through the gate to a book: all of them, or those of one person."""
    wanted = GATE + os.fsencode(who) + b"\0" if who else GATE
    found = []
    for pid, command in _commands():
        if wanted in command and os.fsencode(book) in command and (not on_terminal or _has_terminal(pid)):
            found.append(pid)
    return found


def descendants(root: int) -> list[int]:
    """The processes that one process has begun, and theirs, without itself."""
    parents: dict[int, list[int]] = {}
    for pid, _ in _commands():
        with suppress(OSError):
            parents.setdefault(_parent(pid), []).append(pid)
    found, waiting = [], [root]
    while waiting:
        children = parents.get(waiting.pop(), [])
        found += children
        waiting += children
    return found


def zombies(root: int) -> list[int]:
    """Those of its descendants that have ended and were never asked for."""
    dead = []
    for pid in descendants(root):
        with suppress(OSError):
            if _fields(pid)[0] == "Z":
                dead.append(pid)
    return dead


def table(rows: Iterable[tuple[str, object]], title: str) -> str:
    """Two columns under a title, as they go into a report."""
    shown = [(name, str(value)) for name, value in rows]
    wide = max(len(name) for name, _ in shown)
    return "\n".join([title, *(f"  {name:<{wide}}  {value}" for name, value in shown)])


def _commands() -> Iterator[tuple[int, bytes]]:
    for name in os.listdir("/proc"):
        if name.isdigit():
            with suppress(OSError):
                yield int(name), Path(f"/proc/{name}/cmdline").read_bytes()


def _has_terminal(pid: int) -> bool:
    try:
        return _fields(pid)[4] != "0"
    except OSError:
        return False


def _parent(pid: int) -> int:
    return int(_fields(pid)[1])


def _fields(pid: int) -> list[str]:
    """What /proc says of a process, behind its name: state, parent, group, session, terminal, and more."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
