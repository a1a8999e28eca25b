"""What is looked at before a file is opened as a book, so that what is none stays as it is.

SQLite would take another program's half-written file, replay its log and tidy it up before anybody could ask whose it
is; so the header is read first.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from kamtui.errors import BadBook, Damaged, Missing, NotABook
from kamtui.i18n import t
from kamtui.store import schema

MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100

Inode = tuple[int, int]

open_here: Counter[Inode] = Counter()
"""Files that SQLite has open in this process: closing another handle on one would drop its locks."""


class Header(NamedTuple):
    """What the first bytes of an SQLite file say."""

    page_bytes: int
    pages: int | None
    """None: an old SQLite wrote the file and did not say."""
    version: int
    application: int


def inode(path: Path) -> Inode:
    """What tells a file from all others, by whatever name."""
    info = os.stat(path)
    return info.st_dev, info.st_ino


def refuse_what_is_no_book(path: Path) -> None:
    """Raise Missing, NotABook, TooNew, Damaged or BadBook; the file is looked at and left alone."""
    try:
        info = os.lstat(path)
    except FileNotFoundError:
        raise Missing(t("there is no book at {path}; make one with: kamtui init", path=path)) from None
    except OSError as error:
        raise BadBook(t("cannot open {path}: {reason}", path=path, reason=error.strerror)) from None
    if stat.S_ISLNK(info.st_mode):
        raise NotABook(t("{path} is a symbolic link; name the book itself", path=path))
    if not stat.S_ISREG(info.st_mode):
        raise NotABook(t("{path} is not a regular file, so it is not a book", path=path))
    if info.st_size == 0:
        raise NotABook(t("{path} is empty, so it is not a book; kamtui init makes a new one", path=path))
    if info.st_nlink > 1:
        message = "{path} has another name on this disk; written by both it would be damaged: remove one (ls -i)"
        raise BadBook(t(message, path=path))
    if not open_here[info.st_dev, info.st_ino]:
        _refuse_by_header(path, info.st_size)


def has_log(path: Path) -> bool:
    """Whether changes wait in the write-ahead log beside the file."""
    with suppress(OSError):
        return os.stat(path.with_name(path.name + "-wal")).st_size > 0
    return False


def _refuse_by_header(path: Path, size: int) -> None:
    header = _header(path)
    if header is None:
        raise NotABook(t("{path} is not a book: it is not an SQLite file", path=path))
    if header.application != schema.APPLICATION_ID:
        raise NotABook(t("{path} belongs to another program; it is not a book", path=path))
    schema.refuse_newer(header.version)
    if not 512 <= header.page_bytes <= 65_536 or header.page_bytes & (header.page_bytes - 1):
        raise Damaged(t("{path} is damaged: its first page makes no sense; {advice}", path=path, advice=_advice()))
    wanted = header.page_bytes * (header.pages or 0)
    if size < wanted and not has_log(path):
        message = "{path} is cut off: {there} of {wanted} kB are there; {advice}"
        raise Damaged(t(message, path=path, there=size >> 10, wanted=wanted >> 10, advice=_advice()))


def _header(path: Path) -> Header | None:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise BadBook(t("cannot open {path}: {reason}", path=path, reason=error.strerror)) from None
    try:
        raw = os.pread(handle, _HEADER_BYTES, 0)
    except OSError as error:
        raise BadBook(t("cannot read {path}: {reason}", path=path, reason=error.strerror)) from None
    finally:
        os.close(handle)
    if len(raw) < _HEADER_BYTES or not raw.startswith(MAGIC):
        return None

    def number(at: int, width: int = 4) -> int:
        return int.from_bytes(raw[at : at + width], "big")

    page = number(16, 2)
    is_said = number(24) == number(92)
    return Header(65_536 if page == 1 else page, number(28) if is_said else None, number(60), number(68))


def _advice() -> str:
    return t("restore the last backup: kamtui restore")
