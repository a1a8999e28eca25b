"""What can be wrong with a book and its surroundings, and what to do about each."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kamtui.i18n import t
from kamtui.store import groups, schema, settlements, standing
from kamtui.store.book import Book
from kamtui.store.sqlite import has_wal_reset_bug, sqlite3, transaction

WAL_WARN_BYTES = 64 * 1024 * 1024
_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "ceph", "glusterfs"})


class Finding(NamedTuple):
    """One thing that was looked at."""

    check: str
    level: str
    """ok | warning | error"""
    text: str


def examine(book: Book) -> list[Finding]:
    """Everything `kamtui doctor` looks at, in order."""
    return [*_the_data(book), *_the_file(book), *_the_surroundings(book)]


def repair(book: Book) -> int:
    """Recompute what is kept of every account and invoice from the facts; returns how many were wrong."""
    with book.exclusive() as conn, transaction(conn):
        wrong = len({found.account_id for found in standing.differences(conn)} | groups.repair(conn))
        wrong += len(settlements.repair(conn))
        standing.refresh_all(conn)
    return wrong


def _the_data(book: Book) -> Iterator[Finding]:
    conn = book.conn
    problems = [text for (text,) in conn.execute("PRAGMA integrity_check(20)") if text != "ok"]
    yield _found("integrity", problems, t("every page and index is sound"), t("restore a backup: kamtui restore"))
    broken = [f"{table} {row} -> {parent}" for table, row, parent, _ in conn.execute("PRAGMA foreign_key_check")]
    yield _found("references", broken, t("every reference resolves"), t("restore a backup: kamtui restore"))
    wrong = [
        t(
            "account {id}: {column} is {kept}, the facts say {computed}",
            id=row[0],
            column=row[1],
            kept=row[2],
            computed=row[3],
        )
        for row in standing.differences(conn)
    ]
    yield _found(
        "history",
        wrong,
        t("current values agree with history on {day}", day=standing.kept_on(conn)),
        t("repair: kamtui doctor --repair"),
    )
    misplaced = [
        t("account {id}: its parent is {kept}, its history says {computed}", id=row[0], kept=row[1], computed=row[2])
        for row in groups.differences(conn)
    ]
    advice = t("repair: kamtui doctor --repair")
    yield _found("groups", misplaced, t("every account stands where its history says"), advice)
    unsettled = [
        t("invoice {id}: settled on {kept}, its payments say {computed}", id=row[0], kept=row[1], computed=row[2])
        for row in settlements.differences(conn)
    ]
    yield _found("invoices", unsettled, t("every invoice is settled when its payments say"), advice)
    orphans = [str(key) for (key,) in conn.execute("SELECT id FROM change WHERE state = 'open'")]
    yield _found("imports", orphans, t("no import was interrupted"), t("it is taken back when the book is next opened"))


def _the_file(book: Book) -> Iterator[Finding]:
    (version,) = book.conn.execute("PRAGMA user_version").fetchone()
    yield Finding("schema", "ok", t("schema {version} of {known}", version=version, known=schema.SCHEMA_VERSION))
    (mode,) = book.conn.execute("PRAGMA journal_mode").fetchone()
    if mode == "wal":
        yield Finding("wal", "ok", t("write-ahead log is on"))
    else:
        yield Finding("wal", "error", t("journal mode is {mode}; it must be wal: is the folder writable?", mode=mode))
    wal = book.path.with_name(book.path.name + "-wal")
    size = wal.stat().st_size if wal.exists() else 0
    if size > WAL_WARN_BYTES:
        text = t(
            "the write-ahead log is {size} MB: some program keeps reading; close idle sessions",
            size=size >> 20,
        )
        yield Finding("wal size", "warning", text)
    else:
        yield Finding("wal size", "ok", t("{size} kB", size=size >> 10))
    mode_bits = stat.S_IMODE(book.path.stat().st_mode)
    if mode_bits & stat.S_IROTH or mode_bits & stat.S_IWOTH:
        yield Finding(
            "permissions",
            "warning",
            t("everybody on this machine can open the book; chmod o-rwx {path}", path=book.path),
        )
    elif mode_bits & stat.S_IWGRP:
        yield Finding("permissions", "warning", t("anyone in the file's group can change everything, the journal too"))
    else:
        yield Finding("permissions", "ok", t("only the owner can open the book ({mode})", mode=oct(mode_bits)[2:]))


def _the_surroundings(book: Book) -> Iterator[Finding]:
    version = sqlite3.sqlite_version
    if has_wal_reset_bug():
        text = t(
            "SQLite {version} can lose commits when a program checkpoints in a loop; kamtui's own lock prevents it",
            version=version,
        )
        yield Finding("sqlite", "warning", text)
    else:
        yield Finding("sqlite", "ok", t("SQLite {version}", version=version))
    kind = file_system(book.path)
    if kind in _NETWORK:
        yield Finding(
            "file system",
            "error",
            t("the book is on {kind}; a network file system loses writes: move it", kind=kind),
        )
    else:
        yield Finding("file system", "ok", kind or t("local"))
    free = shutil.disk_usage(book.path.parent).free
    needed = 5 * max(book.path.stat().st_size, 4 << 20)
    level = "ok" if free > needed else "warning"
    yield Finding("free space", level, t("{free} MB free", free=free >> 20))


def file_system(path: Path) -> str:
    """The kind of file system `path` lies on, "" where the system does not say."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return ""
    best, kind = "", ""
    real = os.path.realpath(path)
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        _, point, found, *_ = line.split()
        if (real == point or real.startswith(point.rstrip("/") + "/")) and len(point) >= len(best):
            best, kind = point, found
    return kind


def _found(check: str, problems: list[str], fine: str, advice: str) -> Finding:
    if not problems:
        return Finding(check, "ok", fine)
    more = f" (+{len(problems) - 1})" if len(problems) > 1 else ""
    return Finding(check, "error", f"{problems[0]}{more}; {advice}")
