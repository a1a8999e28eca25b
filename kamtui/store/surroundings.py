"""What a book lies in: its modes, its log and who keeps it long, the disk, the clock, SQLite, its backups."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from kamtui.i18n import t
from kamtui.store import backups, holders, room, schema
from kamtui.store.book import Book
from kamtui.store.sqlite import has_wal_reset_bug, sqlite3

WAL_WARN_BYTES = 64 * 1024 * 1024
BACKUP_DAYS = 7
"""After how many days without a verified backup it is time for one."""

_CLOCK_S = 120
"""Clocks of one team that differ by less are left alone."""

_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "ceph", "glusterfs"})
_BESIDE = ("-wal", "-shm", ".lock", ".lock.long", ".anchor", ".spare")


class Finding(NamedTuple):
    """One thing that was looked at."""

    check: str
    level: str
    """ok | warning | error"""
    text: str


def examine(book: Book, folders: Sequence[Path]) -> Iterator[Finding]:
    """Everything around the book, each with what to do about it; `folders` are where backups may lie."""
    (version,) = book.conn.execute("PRAGMA user_version").fetchone()
    yield Finding("schema", "ok", t("schema {version} of {known}", version=version, known=schema.SCHEMA_VERSION))
    yield from _the_log(book)
    yield from _the_modes(book.path)
    yield _the_library()
    yield _the_file_system(book.path)
    yield _the_room(book.path)
    yield _the_clock(book)
    yield _the_backups(book, folders)


def _the_log(book: Book) -> Iterator[Finding]:
    (mode,) = book.conn.execute("PRAGMA journal_mode").fetchone()
    if mode == "wal":
        yield Finding("wal", "ok", t("write-ahead log is on"))
    else:
        yield Finding("wal", "error", t("journal mode is {mode}; it must be wal: is the folder writable?", mode=mode))
    wal = book.path.with_name(book.path.name + "-wal")
    size = wal.stat().st_size if wal.exists() else 0
    if size <= WAL_WARN_BYTES:
        yield Finding("wal size", "ok", t("{size} kB", size=size >> 10))
        return
    who = ", ".join(who_has_open(book.path)) or t("some program")
    message = "the write-ahead log is {size} MB, because somebody keeps reading: close idle sessions ({who})"
    yield Finding("wal size", "warning", t(message, size=size >> 20, who=who))


def who_has_open(path: Path) -> list[str]:
    """The other processes that have a file open, as far as this user may see: name and number of each."""
    found = list[str]()
    with suppress(OSError):
        wanted = (os.stat(path).st_dev, os.stat(path).st_ino)
        for process in Path("/proc").iterdir():
            if process.name.isdecimal() and int(process.name) != os.getpid() and _has_open(process, wanted):
                found.append(holders.named("", holders.command(int(process.name)), int(process.name)))
    return found


def _has_open(process: Path, wanted: tuple[int, int]) -> bool:
    with suppress(OSError):
        for handle in (process / "fd").iterdir():
            with suppress(OSError):
                info = os.stat(handle)
                if (info.st_dev, info.st_ino) == wanted:
                    return True
    return False


def _the_modes(path: Path) -> Iterator[Finding]:
    """Who may open the book, and whether everybody who may has what it takes."""
    info = os.stat(path)
    mode = stat.S_IMODE(info.st_mode)
    if mode & stat.S_IRWXO:
        text = t("everybody on this machine can open the book; chmod o-rwx {path}", path=path)
        yield Finding("permissions", "warning", text)
    elif mode & stat.S_IWGRP:
        text = t("anyone in the file's group can change everything, the journal too")
        yield Finding("permissions", "warning", text)
    else:
        yield Finding("permissions", "ok", t("only the owner can open the book ({mode})", mode=oct(mode)[2:]))
    yield from _the_folder(path.parent, is_shared=bool(mode & stat.S_IWGRP))
    wider, narrower = list[str](), list[str]()
    for name in (path.name + ending for ending in _BESIDE):
        with suppress(OSError):
            other = os.lstat(path.with_name(name))
            if stat.S_IMODE(other.st_mode) & ~mode:
                wider.append(name)
            elif mode & stat.S_IWGRP and (not other.st_mode & stat.S_IWGRP or other.st_gid != info.st_gid):
                narrower.append(name)
    if wider:
        text = t(
            "{files}: others can open this, and not the book; chmod {mode} it",
            files=", ".join(wider),
            mode=oct(mode)[2:],
        )
        yield Finding("beside", "warning", text)
    elif narrower:
        text = t("{files}: others of the group cannot write this; chmod g+w and chgrp it", files=", ".join(narrower))
        yield Finding("beside", "warning", text)
    else:
        yield Finding("beside", "ok", t("the files beside the book are as open as the book"))


def _the_folder(folder: Path, *, is_shared: bool) -> Iterator[Finding]:
    mode = stat.S_IMODE(os.stat(folder).st_mode)
    if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
        text = t("anyone can swap the book for another: chmod o-w {path}", path=folder)
    elif is_shared and not mode & stat.S_ISGID:
        text = t("files beside the book get the wrong group: chmod 3770 {path}", path=folder)
    elif is_shared and not mode & stat.S_ISVTX:
        text = t("anyone in the group can swap the book for another: chmod 3770 {path}", path=folder)
    else:
        yield Finding("folder", "ok", t("the folder is right ({mode})", mode=oct(mode)[2:]))
        return
    yield Finding("folder", "warning", text)


def _the_library() -> Finding:
    version = sqlite3.sqlite_version
    if not has_wal_reset_bug():
        return Finding("sqlite", "ok", t("SQLite {version}", version=version))
    message = "SQLite {version} can lose commits when a program checkpoints in a loop; kamtui's own lock prevents it"
    return Finding("sqlite", "warning", t(message, version=version))


def _the_file_system(path: Path) -> Finding:
    kind = file_system(path)
    if kind in _NETWORK:
        text = t("the book is on {kind}; a network file system loses writes: move it", kind=kind)
        return Finding("file system", "error", text)
    return Finding("file system", "ok", kind or t("local"))


def _the_room(path: Path) -> Finding:
    free = shutil.disk_usage(path.parent).free
    needed = 5 * max(path.stat().st_size, 4 << 20)
    text = t("{free} MB free", free=free >> 20)
    if free <= needed:
        return Finding("free space", "warning", t("{free} MB free: make room", free=free >> 20))
    if not room.spare_of(path).exists():
        text = t(
            "{free} MB free; no spare file is set aside for a full disk, the next opening makes one", free=free >> 20
        )
    return Finding("free space", "ok", text)


def _the_clock(book: Book) -> Finding:
    """Whether the clock went back: the newest change must not be of tomorrow."""
    (last,) = book.conn.execute("SELECT max(at) FROM (SELECT at FROM change ORDER BY id DESC LIMIT 100)").fetchone()
    if last is not None:
        newest = dt.datetime.fromisoformat(last)
        if newest > book.clock.now() + dt.timedelta(seconds=_CLOCK_S):
            message = "a change was made at {at}, which is still to come: did the clock go back? Set it (timedatectl)"
            return Finding("clock", "warning", t(message, at=last))
    return Finding("clock", "ok", t("the clock goes on from the last change"))


def _the_backups(book: Book, folders: Sequence[Path]) -> Finding:
    found = [copy for folder in (book.path.parent, *folders) for copy in backups.listed(folder, book.path.name)]
    if not found:
        return Finding("backups", "warning", t("there is no backup that was verified; make one: kamtui backup"))
    newest = max(found, key=lambda copy: copy.at)
    days = (book.clock.now() - newest.at).days
    if days > BACKUP_DAYS:
        text = t("no verified backup for {count} days; make one: kamtui backup", count=days)
        return Finding("backups", "warning", text)
    return Finding("backups", "ok", t("the newest verified backup is {path}", path=newest.path))


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
