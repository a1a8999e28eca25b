"""The files beside a book, for its lock and its anchor: whoever may write the book may write them."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

ALLOWED = 0o660
"""At most what a book allows to its owner and its group, never to others."""


def opened(path: Path, book: Path, flags: int) -> int:
    """A handle on a file beside a book, made where it is missing with the book's mode and group. Raises OSError."""
    flags |= os.O_CLOEXEC | os.O_NOFOLLOW
    try:
        handle = os.open(path, flags | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return os.open(path, flags)
    as_the_book(handle, book)
    return handle


def as_the_book(handle: int, book: Path) -> None:
    """Give an open file the mode of a book and its group, whatever the umask: others of the group write it, too."""
    with suppress(OSError):
        like = os.stat(book)
        if os.fstat(handle).st_gid != like.st_gid:
            os.fchown(handle, -1, like.st_gid)
        os.fchmod(handle, stat.S_IMODE(like.st_mode) & ALLOWED)
