"""The file lock in front of every write and every checkpoint.

A plain flock is fair (waiters are served in order, worst wait a fifth of SQLite's own busy handler under 50 writers)
and closes the window of the WAL-reset bug on old SQLite libraries.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kamtui.errors import BadBook, Busy
from kamtui.i18n import t
from kamtui.store import beside, holders

WAIT_S = 10.0
"""How long a write waits for its turn before it gives up with Busy."""

PAUSE_S = 0.002
"""How long a long write steps aside; without a pause flock does not hand over and starves the others."""


class FileLock:
    """One holder's claim on a lock file; open it with `held` or `held_if_free`."""

    def __init__(self, path: Path, who: str = "", doing: str = "") -> None:
        """`who` and `doing` are what others are told while they wait in vain. Raises BadBook."""
        self.path = path
        self._note = holders.note(who, doing)
        try:
            self._handle = beside.opened(path, _book_of(path), os.O_RDWR)
        except OSError as error:
            message = t("cannot open {path}: {reason}; nothing was saved", path=path, reason=error.strerror)
            raise BadBook(message) from None

    def take_now(self) -> bool:
        """Take the lock if it is free."""
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        self._sign()
        return True

    def take(self, wait_s: float = WAIT_S) -> None:
        """Take the lock in the kernel's queue, which is what makes it fair; raises Busy after `wait_s` seconds."""
        if self.take_now():
            return
        # a thread, because flock takes no timeout; its copy of the handle shares the lock
        waiting = os.dup(self._handle)
        taken, gave_up, deciding = threading.Event(), threading.Event(), threading.Lock()

        def wait() -> None:
            with suppress(OSError):
                fcntl.flock(waiting, fcntl.LOCK_EX)
                with deciding:
                    if gave_up.is_set():
                        fcntl.flock(waiting, fcntl.LOCK_UN)
                    else:
                        taken.set()
            os.close(waiting)

        threading.Thread(target=wait, daemon=True, name="kamtui-lock").start()
        taken.wait(wait_s)
        with deciding:
            if not taken.is_set():
                gave_up.set()
        if gave_up.is_set():
            raise Busy(self._busy(wait_s))
        self._sign()

    def step_aside(self) -> None:
        """Let the others in, then queue again."""
        fcntl.flock(self._handle, fcntl.LOCK_UN)
        time.sleep(PAUSE_S)
        self.take()

    def close(self) -> None:
        """Give the lock back."""
        os.close(self._handle)

    def _sign(self) -> None:
        """Say who holds it; a full disk is no reason not to write."""
        with suppress(OSError):
            os.pwrite(self._handle, self._note, 0)

    def _busy(self, wait_s: float) -> str:
        """Who holds it and since when, as far as the system tells."""
        holder = holders.holder(self.path)
        if holder is None:
            message = "the book is busy: another program has held {name} for {seconds} s; nothing was saved, try again"
            return t(message, name=self.path.name, seconds=round(wait_s))
        message = "the book is busy: {holder} has held it {since}; nothing was saved, try again"
        if holder.is_stopped:
            message = "the book is busy: {holder} has held it {since} and is stopped; nothing was saved, try again"
        since = t("since {at}", at=holder.since) if holder.since else t("for {seconds} s", seconds=round(wait_s))
        return t(message, holder=holder.text, since=since)


@contextmanager
def held(path: Path, *, wait_s: float | None = None, who: str = "", doing: str = "") -> Iterator[FileLock]:
    """Hold the lock on `path` for the body; raises Busy when it does not come free within `wait_s` seconds.

    `who` and `doing` are what the others are told while they wait in vain.
    """
    lock = FileLock(path, who, doing)
    try:
        lock.take(WAIT_S if wait_s is None else wait_s)
        yield lock
    finally:
        lock.close()


@contextmanager
def held_if_free(path: Path) -> Iterator[bool]:
    """Hold the lock on `path` for the body if nobody else does; yields whether it is ours."""
    lock = FileLock(path)
    try:
        yield lock.take_now()
    finally:
        lock.close()


def _book_of(path: Path) -> Path:
    """The book that a lock file belongs to."""
    return path.with_name(path.name.removesuffix(".long").removesuffix(".lock"))
