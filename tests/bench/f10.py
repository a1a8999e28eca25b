"""F10, an import of a million touches beside `sqlite3 .import` of the same file into a table with the same index.

Ours is checked, journaled and can be undone; others save meanwhile, and wait; the totals are compared afterwards.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from kamtui.store.sqlite import sqlite3
from tests.bench import generated
from tests.bench.f02 import touches
from tests.bench.figures import Figure
from tests.bench.processes import KAMTUI, once, surroundings
from tests.bench.writing import Crew
from tests.reliability.measure import percentile

MOST = 1_000_000

WRITERS, PAUSE_S = 3, 0.02

GOAL, GOAL_OF_UNDO, GOAL_WAIT_MS, GOAL_MIB = 1.5, 1.2, 150, 300

PEER = "sqlite3 .import"

PLAIN = (
    "CREATE TABLE touch (key TEXT, account TEXT, contact TEXT, at TEXT, kind TEXT, minutes TEXT, summary TEXT, by TEXT)"
)


class Ran(NamedTuple):
    """A command that was watched."""

    wall_s: float
    peak_mib: float


def measure(book: Path, accounts: int) -> list[Figure]:
    files = generated.write(generated.csv_folder(book.parent, accounts), accounts)
    with tempfile.TemporaryDirectory(dir=book.parent) as folder:
        rows, file = cut(files[2], Path(folder) / "touches.csv")
        target = Path(folder) / "book.kam"
        environ = surroundings(target)
        for words in (("init", "--currency", "CNY"), ("import", *map(str, files[:2]), "-q")):
            once((*KAMTUI, *words), environ)
        peer = plain(file, Path(folder) / "plain.db")
        ours = watched((*KAMTUI, "import", str(file), "-q"), environ)
        assert touches(target) == rows
        undone = watched((*KAMTUI, "undo"), environ)
        assert touches(target) == 0
        waits = beside_others(target, file, environ)
        assert touches(target) >= rows
        with closing(sqlite3.connect(target)) as conn:
            assert conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return [
        Figure("F10", f"import of {rows:,} touches", ours.wall_s, "s", PEER, peer, GOAL),
        Figure("F10", "its memory at the most", ours.peak_mib, "MiB", goal=GOAL_MIB),
        Figure("F10", "undo of it", undone.wall_s, "s", "the import", ours.wall_s, GOAL_OF_UNDO),
        Figure("F10", "wait of others meanwhile, p99", percentile(sorted(waits), 0.99), "ms", goal=GOAL_WAIT_MS),
    ]


def cut(source: Path, target: Path) -> tuple[int, Path]:
    """The first million rows of a file, or all where it has fewer; how many there are."""
    with source.open(encoding="utf-8") as read, target.open("w", encoding="utf-8") as written:
        for number, line in enumerate(read):
            if number > MOST:
                return MOST, target
            written.write(line)
    return number, target


def plain(file: Path, target: Path) -> float | None:
    """Seconds that the command line of SQLite takes; None where it is not installed."""
    program = shutil.which("sqlite3")
    if program is None:
        return None
    script = f"{PLAIN};\nCREATE INDEX touch_account ON touch (account, at);\n.import --csv --skip 1 {file} touch\n"
    began = time.perf_counter()
    subprocess.run([program, str(target)], input=script, text=True, check=True)
    return time.perf_counter() - began


def watched(command: Sequence[str], environ: Mapping[str, str]) -> Ran:
    """Run a command to its end, with the most memory that it took."""
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return Ran(time.perf_counter() - began, used.ru_maxrss / 1024)


def beside_others(book: Path, file: Path, environ: Mapping[str, str]) -> list[float]:
    """How long each save of others took that began while the file was imported, in milliseconds."""
    crew = Crew(book, WRITERS, seconds=SECONDS_OF_OTHERS, pause=PAUSE_S)
    crew.begin()
    watched((*KAMTUI, "import", str(file), "-q"), environ)
    ended = time.perf_counter()
    found = crew.results()
    assert not any(wrote.errors for wrote in found)
    return [wait for wrote in found for began, wait in zip(wrote.began, wrote.waits_ms, strict=True) if began < ended]


SECONDS_OF_OTHERS = 40
"""So long others write; what they save after the import does not count."""
