"""What is said when something is wrong with the file of a book."""

from __future__ import annotations

import zlib
from pathlib import Path

from kamtui.errors import BadBook, Busy, Damaged, KamError, NotABook
from kamtui.i18n import t
from kamtui.store import anchor, room
from kamtui.store.sqlite import sqlite3

SENSELESS = (
    sqlite3.DatabaseError,
    zlib.error,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    KamError,
)
"""What reading may end in where bits were flipped: values of the wrong kind, dates that are none, rows that are not."""


def missing(lost: anchor.Lost) -> str:
    """That changes are missing, and what to do."""
    message = (
        "the last {count} changes of this book are missing{since}: was its -wal file lost, or an old copy put in its"
        " place? Bring it back, restore a backup (kamtui restore), or go on without them: kamtui doctor --accept-loss"
    )
    since = t(", all since {at}", at=lost.since) if lost.since else ""
    return t(message, count=lost.changes, since=since)


def translated(error: Exception, path: Path) -> KamError:
    """What SQLite says of the book at `path`, or what its content led to, in our words."""
    text = str(error)
    if not isinstance(error, sqlite3.DatabaseError):
        advice = t("restore the last backup: kamtui restore")
        reason = type(error).__name__
        return Damaged(t("{path} is damaged: {reason}; {advice}", path=path, reason=reason, advice=advice))
    if isinstance(error, sqlite3.IntegrityError):
        return BadBook(t("the book refuses this ({reason}); nothing was saved", reason=text))
    if "not a database" in text:
        return NotABook(t("{path} is not a book: it is not an SQLite file", path=path))
    if "malformed" in text or "corrupt" in text:
        return Damaged(
            t("{path} is damaged ({reason}); restore the last backup: kamtui restore", path=path, reason=text)
        )
    if "locked" in text:
        # by a program that knows nothing of our lock file; SQLite has waited for it already
        return Busy(t("the book is busy: another program writes into {path}; nothing was saved, try again", path=path))
    if room.is_short(error, path):
        return BadBook(room.full(path))
    return BadBook(t("{path}: {reason}; nothing was saved", path=path, reason=text))


def unsure() -> str:
    """That a change may be saved or not, and how to see."""
    return t("it is not known whether this was saved (disk error): look with kamtui journal before you do it again")
