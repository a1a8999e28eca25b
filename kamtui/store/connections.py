"""The connections to one book: each thread has its own, and a thread that comes and goes lends one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kamtui.store import connecting, opening
from kamtui.store.sqlite import Connection


class Connections:
    """Opens a connection when a thread first asks for its own."""

    def __init__(self, path: Path, *, only_reads: Callable[[], bool], prepare: Callable[[Connection], object]) -> None:
        """`only_reads` is asked, and `prepare` done, for each connection when it is new."""
        self._path = path
        self._only_reads = only_reads
        self._prepare = prepare
        self._local = threading.local()
        self._guard = threading.Lock()
        self._kept: list[Connection] = []
        self._resting: list[Connection] = []
        """Those of threads that are gone; the next one that comes takes one."""
        self.inode: opening.Inode | None = None
        """The file that is open, whatever has its name by now; None: nobody has asked yet."""

    @property
    def mine(self) -> Connection:
        """This thread's connection."""
        conn: Connection | None = getattr(self._local, "conn", None)
        if conn is None:
            conn = connecting.connect(self._path, readonly=self._only_reads())
            if self.inode is None:
                self.inode = opening.inode(self._path)
            opening.open_here[self.inode] += 1
            self._prepare(conn)
            self._local.conn = conn
            with self._guard:
                self._kept.append(conn)
        return conn

    @contextmanager
    def visit(self) -> Iterator[None]:
        """For a thread that comes and goes. While it is at work nobody closes its connection, not even at the end."""
        local = self._local
        with self._guard:
            if self._resting:
                local.conn = self._resting.pop()
        conn = self.mine
        with self._guard:
            self._kept.remove(conn)
        try:
            yield
        finally:
            del local.conn
            if local is self._local:
                with self._guard:
                    self._kept.append(conn)
                    self._resting.append(conn)

    def take_mine(self) -> Sequence[Connection]:
        """Forget this thread's connection, if it has one, for whoever closes it."""
        conn: Connection | None = getattr(self._local, "conn", None)
        if conn is None:
            return ()
        del self._local.conn
        with self._guard:
            self._kept.remove(conn)
        return (conn,)

    def take_all(self) -> Sequence[Connection]:
        """Forget every connection, for whoever closes them."""
        with self._guard:
            kept, self._kept, self._resting = self._kept, [], []
        self._local = threading.local()
        return kept

    def close(self, connections: Sequence[Connection]) -> None:
        """Close connections that were taken. Raises sqlite3.Error."""
        if self.inode is not None:
            opening.open_here[self.inode] -= len(connections)
        for conn in connections:
            conn.close()
