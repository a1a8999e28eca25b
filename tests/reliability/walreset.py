"""The WAL-reset bug of old SQLite libraries: writers, and programs that checkpoint in a loop, on one file."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any, NamedTuple

LIBRARIES = ("pysqlite3", "sqlite3")

ROUND_S = 5.0
"""Long enough for the bug to show in most rounds."""


class Result(NamedTuple):
    """What came of some rounds."""

    rounds: int
    bad: int
    """Rounds that ended with a damaged file or without commits that were acknowledged."""
    commits: int
    checkpoints: int


def run(
    folder: Path,
    *,
    seconds: float,
    library: str,
    is_locked: bool = True,
    writers: int = 3,
    checkpointers: int = 2,
    until_bad: bool = False,
) -> Result:
    """Rounds of at most ROUND_S for so many seconds; `is_locked`: through kamtui's lock, as everything there is."""
    end, total = time.monotonic() + seconds, Result(0, 0, 0, 0)
    while (left := end - time.monotonic()) > 0.5 and not (until_bad and total.bad):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        found = _round(folder, min(ROUND_S, left), library, is_locked, writers, checkpointers)
        total = Result(*(sum(pair) for pair in zip(total, found, strict=True)))
    return total


def _round(folder: Path, seconds: float, library: str, is_locked: bool, writers: int, checkpointers: int) -> Result:
    path = folder / "stress.db"
    words = [sys.executable, "-m", "tests.reliability.walreset", library, str(path), str(seconds), str(int(is_locked))]
    _ask([*words, "make", str(writers)])
    running = [
        subprocess.Popen([*words, task, str(number)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for task, count in (("write", writers), ("checkpoint", checkpointers))
        for number in range(count)
    ]
    said = [process.communicate() for process in running]
    died = [error for (_, error), process in zip(said, running, strict=True) if process.returncode]
    done = [0 if process.returncode else int(out) for (out, _), process in zip(said, running, strict=True)]
    kept = _ask([*words, "look", str(writers)])
    is_bad = bool(died) or kept != " ".join(map(str, done[:writers]))
    return Result(1, int(is_bad), sum(done[:writers]), sum(done[writers:]))


def _ask(words: list[str]) -> str:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else f"failed: {done.stderr.strip()[-200:]}"


# -- the processes ---------------------------------------------------------------------------------------------------


def main() -> None:
    """LIBRARY FILE SECONDS LOCKED TASK NUMBER: write and checkpoint say how often they did."""
    library, path, seconds, is_locked, task, number = sys.argv[1:]
    if library == "sqlite3":
        # kamtui falls back to it where there is no pysqlite3
        sys.modules["pysqlite3"] = None  # type: ignore[assignment]
    from kamtui.store import locks
    from kamtui.store.sqlite import sqlite3

    assert sqlite3.__name__ == library
    conn = sqlite3.connect(path, timeout=30, isolation_level=None)
    conn.execute("PRAGMA journal_mode = WAL")
    conn.execute("PRAGMA synchronous = OFF")
    lock = Path(path + ".lock")

    def turn() -> Any:
        return locks.held(lock) if is_locked == "1" else nullcontext()

    if task == "make":
        conn.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, who INTEGER, number INTEGER, text TEXT)")
        conn.execute("CREATE INDEX row_who ON row (who, number)")
        conn.execute("CREATE TABLE count (who INTEGER PRIMARY KEY, number INTEGER)")
        conn.executemany("INSERT INTO count VALUES (?, 0)", [(who,) for who in range(int(number))])
    elif task == "look":
        print(_kept(conn, int(number)))
    else:
        work = _write if task == "write" else _checkpoint
        print(work(conn, turn, int(number), time.monotonic() + float(seconds)))
        # without the checkpoint of the last one to close
        sys.stdout.flush()
        os._exit(0)


def _kept(conn: Any, writers: int) -> str:
    (state,) = conn.execute("PRAGMA integrity_check").fetchone()
    if state != "ok":
        return f"damaged: {state}"
    rows = "SELECT count(*), (SELECT number FROM count WHERE who = ?) FROM row WHERE who = ?"
    found = [conn.execute(rows, (who, who)).fetchone() for who in range(writers)]
    return " ".join(str(number if number == counted else f"{number}/{counted}") for number, counted in found)


def _write(conn: Any, turn: Any, who: int, until: float) -> int:
    chance, done = random.Random(who), 0
    while time.monotonic() < until:
        with turn():
            conn.execute("BEGIN IMMEDIATE")
            text = "x" * chance.randrange(10, 3_000)
            conn.execute("INSERT INTO row (who, number, text) VALUES (?, ?, ?)", (who, done, text))
            conn.execute("UPDATE count SET number = number + 1 WHERE who = ?", (who,))
            conn.execute("COMMIT")
        done += 1
        if chance.random() < 0.05:
            time.sleep(chance.random() * 0.002)
    return done


def _checkpoint(conn: Any, turn: Any, _who: int, until: float) -> int:
    done = 0
    while time.monotonic() < until:
        with turn():
            conn.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        done += 1
    return done


if __name__ == "__main__":
    main()
