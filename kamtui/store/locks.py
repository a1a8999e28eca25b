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

from kamtui.errors import Busy
from kamtui.i18n import t

WAIT_S = 10.0
"""How long a write waits for its turn before it gives up with Busy."""

PAUSE_S = 0.002
"""How long a long write steps aside; without a pause flock does not hand over and starves the others."""


class FileLock:
    """One holder's claim on a lock file; open it with `held` or `held_if_free`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o660)

    def take_now(self) -> bool:
        """Take the lock if it is free."""
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def take(self, wait_s: float = WAIT_S) -> None:
        """Take the lock in the kernel's queue, which is what makes it fair; raises Busy after `wait_s` seconds."""
        if self.take_now():
            return
        # a thread, because flock takes no timeout; its copy of the handle shares the lock
        waiting, taken, gave_up = os.dup(self._handle), threading.Event(), threading.Event()

        def wait() -> None:
            with suppress(OSError):
                fcntl.flock(waiting, fcntl.LOCK_EX)
                taken.set()
                if gave_up.is_set():
                    fcntl.flock(waiting, fcntl.LOCK_UN)
            os.close(waiting)

        threading.Thread(target=wait, daemon=True, name="kamtui-lock").start()
        if taken.wait(wait_s):
            return
        gave_up.set()
        if not taken.is_set():
            raise Busy(
                t(
                    "the book is busy: another program has held {name} for {seconds} s; nothing was saved, try again",
                    name=self.path.name,
                    seconds=round(wait_s),
                )
            )

    def step_aside(self) -> None:
        """Let the others in, then queue again."""
        fcntl.flock(self._handle, fcntl.LOCK_UN)
        time.sleep(PAUSE_S)
        self.take()

    def close(self) -> None:
        """Give the lock back."""
        os.close(self._handle)


@contextmanager
def held(path: Path, *, wait_s: float = WAIT_S) -> Iterator[FileLock]:
    """Hold the lock on `path` for the body; raises Busy when it does not come free within `wait_s` seconds."""
    lock = FileLock(path)
    try:
        lock.take(wait_s)
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
