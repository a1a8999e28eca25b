"""Backups: only whole copies carry the name of one, old ones go by the calendar, nothing else is touched."""

from __future__ import annotations

import datetime as dt
import os
import signal
import stat
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

from kamtui.errors import BadBook, BadInput
from kamtui.ops.accounts import add_account
from kamtui.store import backups, doctor, schema
from kamtui.store.sqlite import sqlite3
from tests.conftest import Run
from tests.reliability.audited import another_tool, copied, dump, faults, lived, lived_file, opened

__all__ = ["lived", "lived_file"]

pytestmark = pytest.mark.reliability

NOW = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)
KILLS = 7


def test_a_folder_of_backups_lists_what_is_in_it(lived: Path, tmp_path: Path, run: Run) -> None:
    folder, where = tmp_path / "backups", ("--book", str(lived))
    assert run("backup", "--folder", str(folder), *where).code == 2
    folder.mkdir()
    done = run("backup", "--folder", str(folder), "--json", *where)
    assert done.code == 0, done
    [row] = run("backup", "--list", "--folder", str(folder), "--json", *where).json
    assert (row["path"], row["state"], row["schema"]) == (done.json["path"], "whole", schema.SCHEMA_VERSION)
    assert stat.S_IMODE(os.stat(row["path"]).st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == [Path(row["path"]).name]
    assert {found.check: found.level for found in doctor.examine(opened(lived), [folder])}["backups"] == "ok"


def test_a_copy_equals_the_book_row_for_row(lived: Path, tmp_path: Path) -> None:
    book = opened(lived)
    copy = tmp_path / "copy.kam"
    assert backups.write(book.conn, copy) == []
    with closing(sqlite3.connect(copy)) as conn:
        assert dump(conn) == dump(book.conn)
    book.close()


def test_old_copies_go_by_hours_days_and_months(tmp_path: Path, lived: Path) -> None:
    copied(lived, tmp_path / "sample")
    often = [NOW - dt.timedelta(minutes=20 * step) for step in range(3 * 30)]
    seldom = [NOW - dt.timedelta(hours=13 * step, minutes=7) for step in range(1, 120)]
    times = [*often, *seldom]
    folder = tmp_path / "many"
    folder.mkdir()
    for at in times:
        os.link(tmp_path / "sample", folder / backups.name(Path("b.kam"), at))
    foreign = [folder / name for name in ("b.kam.backup-notes", "c.kam.backup-20200101-000000Z", "b.kam", "x")]
    for path in foreign:
        path.write_text("mine")
    (folder / "b.kam.backup-20100101-000000Z").symlink_to(lived)
    backups.thin(folder, "b.kam", backups.keep("24h,14d,12m"), NOW)
    left = [copy.at for copy in backups.listed(folder, "b.kam")]
    assert left[-1] == max(times)
    assert sum(NOW - at < dt.timedelta(hours=24) for at in left) == 24
    assert len({at.date() for at in left if NOW - at < dt.timedelta(days=14)}) == 14
    assert {(at.year, at.month) for at in left} == {(at.year, at.month) for at in times}
    assert len(left) <= 24 + 14 + 12
    assert all(path.read_text() == "mine" for path in foreign)
    assert (folder / "b.kam.backup-20100101-000000Z").is_symlink()


def test_copies_of_the_same_second_get_names_of_their_own_and_come_in_the_order_they_were_made(
    lived: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "some"
    folder.mkdir()
    made = []
    for number in range(11):
        path = folder / "copy"
        copied(lived, path)
        made.append(backups.take_name(path, folder / backups.name(Path("b.kam"), NOW)))
        assert made[-1].name.endswith("Z" if number == 0 else f"Z-{number + 1}")
    assert [copy.path for copy in backups.listed(folder, "b.kam")] == made
    assert backups.thin(folder, "b.kam", {"h": 1}, NOW) == made[:-1]


def test_a_damaged_copy_neither_counts_nor_is_deleted(tmp_path: Path, lived: Path) -> None:
    folder = tmp_path / "some"
    folder.mkdir()
    whole, broken = (folder / backups.name(Path("b.kam"), NOW - dt.timedelta(minutes=step)) for step in (9, 1))
    copied(lived, whole)
    broken.write_bytes(b"SQLite format 3\0" + bytes(500))
    assert backups.thin(folder, "b.kam", {"h": 1}, NOW) == []
    assert whole.exists()
    assert broken.exists()


@pytest.mark.parametrize("text", ["", "24", "24x", "h24", "-1h", "24h;3d"])
def test_a_retention_that_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        backups.keep(text)


def test_a_book_that_is_not_what_its_journal_says_takes_no_good_copy_away(
    lived: Path, tmp_path: Path, run: Run
) -> None:
    folder, where = tmp_path / "backups", ("--book", str(lived))
    folder.mkdir()
    good = run("backup", "--folder", str(folder), "--json", *where).json["path"]
    with another_tool(lived) as conn:
        conn.execute("UPDATE touch SET summary = 'never happened' WHERE id = 1")
    time_of_good = Path(good).stat().st_mtime
    done = run("backup", "--folder", str(folder), "--keep", "1h", *where)
    assert done.code == 6
    assert "not what its journal says" in done.err
    assert [copy.path for copy in backups.listed(folder, lived.name)] == [Path(good)]
    assert Path(good).stat().st_mtime == time_of_good
    assert len(list(folder.glob("*.unverified-*"))) == 1


def test_a_plant_is_not_followed(lived: Path, tmp_path: Path) -> None:
    book = opened(lived)
    victim = tmp_path / "victim"
    for plant in (tmp_path / "dangling", tmp_path / "to a file"):
        plant.symlink_to(victim)
        with pytest.raises(BadBook):
            backups.write(book.conn, plant)
        assert not victim.exists() or victim.read_text() == "mine"
        victim.write_text("mine")
    book.close()


@pytest.mark.parametrize("kind", ["cron", "systemd"])
def test_a_timer_can_be_printed_and_its_line_runs(kind: str, lived: Path, tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "to here"
    folder.mkdir()
    done = run("backup", "--print", kind, "--folder", str(folder), "--book", str(lived))
    mark = "ExecStart=" if kind == "systemd" else " * * * * "
    line = next(text.partition(mark)[2] for text in done.lines if mark in text)
    subprocess.run(["sh", "-c", line], check=True, env={**os.environ, "KAMTUI_TODAY": "2026-11-20"})
    assert len(backups.listed(folder, lived.name)) == 1


def test_an_unknown_timer_is_refused(run: Run) -> None:
    assert run("backup", "--print", "anacron").code == 2


def test_a_backup_that_is_killed_never_carries_the_name_of_one(lived: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    words = [sys.executable, "-m", "kamtui", "backup", "--book", str(lived), "--folder", str(folder)]
    began = time.monotonic()
    subprocess.run(words, check=True, capture_output=True)
    took = time.monotonic() - began
    [whole] = backups.listed(folder, lived.name)
    whole.path.unlink()
    cut_off = 0
    for step in range(KILLS):
        running = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        with_part = _wait_for_part(folder, running) if step % 2 else None
        if with_part is None:
            with suppress(subprocess.TimeoutExpired):
                running.wait(took * (step + 1) / (KILLS + 2))
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        cut_off += running.wait() == -signal.SIGKILL
        for copy in backups.listed(folder, lived.name):
            assert backups.facts(copy.path) is not None
            assert faults(_as_book(copy.path, tmp_path)) == []
    assert cut_off >= KILLS // 2, "the control: most were killed before they were through"
    book = opened(lived)
    old = NOW.replace(year=2020)
    (folder / f"{backups.name(lived, old)}.0123abcd.part").write_text("left by a copy that was killed")
    backups.thin(folder, lived.name, backups.keep(backups.KEPT), NOW)
    assert not list(folder.glob("*-2020*.part"))
    book.close()


def _wait_for_part(folder: Path, running: subprocess.Popen[bytes]) -> Path | None:
    """The first unfinished copy that appears; None where the program ends before."""
    while running.poll() is None:
        for path in folder.glob("*.part"):
            return path
        time.sleep(0.001)
    return None


def _as_book(copy: Path, folder: Path) -> Path:
    target = folder / "as-book.kam"
    target.write_bytes(copy.read_bytes())
    return target


def test_a_naive_copy_that_is_cut_off_passes_sqlites_check(tmp_path: Path) -> None:
    """The control: what is half a copy opens as an empty database, and SQLite calls it sound."""
    target = tmp_path / "naive"
    conn = sqlite3.connect(target, isolation_level=None)
    conn.execute("BEGIN")
    conn.execute("CREATE TABLE t (x)")
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    conn.execute("ROLLBACK")
    conn.close()
    with closing(sqlite3.connect(target)) as empty:
        assert empty.execute("PRAGMA quick_check").fetchall() == [("ok",)]
    assert backups.facts(target) is None


def test_others_write_while_a_backup_is_made(lived: Path, tmp_path: Path) -> None:
    book, other = opened(lived), opened(lived, "chen.jing")
    book.conn.execute("BEGIN")
    book.conn.execute("SELECT count(*) FROM account").fetchone()
    add_account(other, "Meanwhile")
    book.conn.execute("ROLLBACK")
    assert backups.write(book.conn, tmp_path / "copy.kam") == []
    book.close()
    other.close()
