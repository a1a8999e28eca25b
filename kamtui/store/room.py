"""Room on the disk: the spare file that can be given up when there is none, and what is done without it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from kamtui.errors import BadBook
from kamtui.i18n import t
from kamtui.store import beside
from kamtui.store.fate import name_of
from kamtui.store.sqlite import sqlite3

SPARE_BYTES = 1 << 20
"""Enough to open the book and to undo or delete what takes room."""

PLENTY_BYTES = 8 * SPARE_BYTES
"""Free room from which on a spare file is made."""

KEPT_BYTES = SPARE_BYTES + (SPARE_BYTES >> 2)
"""Free room below which, without a spare file, nothing is written but what makes room."""

SCARCE_BYTES = 20 << 20
"""Free room below which every opening says so; or below five times the write-ahead log, where that is more."""

_GIVES_BACK = (".remove", ".archive", ".purge", ".undo")
_MAY_BE_SHORT = ("SQLITE_IOERR", "SQLITE_CANTOPEN")
"""What SQLite also says where there is no room, for the index of its log or up to a limit."""

_PAGES_BYTES = 64 << 10
"""Less than this below a limit, a file cannot take another change."""


def spare_of(book: Path) -> Path:
    """The file that keeps room for a book."""
    return book.with_name(book.name + ".spare")


def free(book: Path) -> int:
    """Bytes that may still be written beside a book."""
    found = os.statvfs(book.parent)
    return found.f_bavail * found.f_frsize


def keep_spare(book: Path) -> None:
    """Set room aside where none is yet and there is plenty; best effort."""
    path = spare_of(book)
    with suppress(OSError):
        if path.exists() or free(book) < PLENTY_BYTES:
            return
        handle = beside.opened(path, book, os.O_RDWR)
        try:
            _fill(handle)
        except OSError:
            path.unlink(missing_ok=True)
        finally:
            os.close(handle)


def give_up_spare(book: Path) -> bool:
    """Free the room that was set aside; whether there was any."""
    try:
        spare_of(book).unlink()
    except OSError:
        return False
    return True


def is_short(error: sqlite3.DatabaseError, book: Path) -> bool:
    """Whether an error comes from a full disk, also where SQLite has another name for it."""
    name = name_of(error)
    return name == "SQLITE_FULL" or (name.startswith(_MAY_BE_SHORT) and _is_full(book))


def require(book: Path, operation: str) -> None:
    """Raise BadBook where only the spare room is left and an operation would take it from those that make room."""
    if operation.endswith(_GIVES_BACK) or spare_of(book).exists():
        return
    with suppress(OSError):
        if free(book) < KEPT_BYTES:
            raise BadBook(full(book))


def full(book: Path) -> str:
    """That the disk is full, how much room there is, and what still works."""
    limit = _limit()
    with suppress(OSError):
        left = free(book)
        if left >= KEPT_BYTES and limit is not None:
            message = "no file may grow past {limit} kB here (ulimit -f); nothing was saved. Reading goes on"
            return t(message, limit=limit >> 10)
        message = (
            "the disk is full: {free} kB are left beside {name}, for reading, undo and deleting; nothing was saved."
            " Make room and do it again"
        )
        return t(message, free=left >> 10, name=book.name)
    return t("the disk is full; nothing was saved. Make room and do it again")


def warning(book: Path) -> str:
    """What to say of the room when a book is opened; "" where there is enough."""
    try:
        left = free(book)
        log = book.with_name(book.name + "-wal")
        needed = max(SCARCE_BYTES, 5 * log.stat().st_size if log.exists() else 0)
    except OSError:
        return ""
    if left >= needed:
        return ""
    return t("only {free} kB are free on the disk of {path}; make room soon", free=left >> 10, path=book)


def _fill(handle: int) -> None:
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(handle, 0, SPARE_BYTES)
    else:
        os.write(handle, bytes(SPARE_BYTES))


def _is_full(book: Path) -> bool:
    """Whether nothing can be written any more: the disk has no room, or this program may not make larger files."""
    with suppress(OSError):
        if free(book) < SPARE_BYTES >> 2:
            return True
        limit = _limit()
        files = (book, book.with_name(book.name + "-wal"))
        return limit is not None and any(_size(file) + _PAGES_BYTES > limit for file in files)
    return False


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def _limit() -> int | None:
    """How large a file this program may make; None for any size."""
    # imported late: asked only once the disk has failed
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_FSIZE)
    return None if soft == resource.RLIM_INFINITY else soft
