"""What rounds of long forms have in common: what they hand back, a book to begin with, a process of their own."""

from __future__ import annotations

import io
import os
import select
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import NamedTuple

from kamtui.clock import Clock
from kamtui.ops.accounts import add_account
from kamtui.ops.touches import add_touch
from kamtui.ops.users import add_user
from kamtui.store import chain
from kamtui.store.book import Book
from kamtui.store.sqlite import Connection
from tests.conftest import TODAY
from tests.reliability.ptyapp import surroundings

HEAD = "li.wei"

HANG_S = 2.0
"""How long a program may take to look at a file."""

LONGEST_ANSWER = 16_000
"""Characters that fit into a pipe at once."""


class Turn(NamedTuple):
    """What one round found."""

    figures: Counter[str]
    """What was done, counted; these add up over rounds."""
    faults: list[str]


def begun(folder: Path, touches: int) -> Path:
    """A closed book with three accounts."""
    path = folder / "book.kam"
    book = Book.create(path, who=HEAD, clock=Clock(TODAY), name="Soak", currency="CNY", fiscal_start=1)
    add_user(book, HEAD, role="head")
    for name in ("Acme", "新希望 Foods", "Müller & Söhne"):
        add_account(book, name, owner=HEAD)
    for number in range(touches):
        add_touch(book, 1 + number % 3, summary=f"touch {number}")
    book.close()
    return path


def rows_of(conn: Connection) -> dict[str, list[tuple[object, ...]]]:
    """Every row that the journal speaks of, by table."""

    def read() -> Iterator[tuple[str, list[tuple[object, ...]]]]:
        for table in chain.tables(conn):
            columns = ", ".join(chain.columns(conn, table))
            yield table, conn.execute(f"SELECT {columns} FROM {table} ORDER BY id").fetchall()

    return dict(read())


def commanded(path: Path, *words: str) -> tuple[int, str]:
    """What a command line about a book answers, in a process of its own."""
    # every process has it then, and none pays for it
    from kamtui.cli import app

    def call() -> int:
        os.environ |= surroundings(path, path.parent / "home")
        return app.run([*words])

    return in_child(call)


def in_child(call: Callable[[], int]) -> tuple[int, str]:
    """Run something in a process of its own; its exit code, or the signal that ended it, and what it said."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        os.dup2(writer, 1)
        os.dup2(writer, 2)
        code = 99
        with suppress(BaseException):
            text = io.StringIO()
            with redirect_stdout(text), redirect_stderr(text):
                code = call()
            os.write(writer, text.getvalue()[-LONGEST_ANSWER:].encode("utf-8", "replace"))
        os._exit(code)
    os.close(writer)
    said = _read(reader, time.monotonic() + HANG_S, child)
    os.close(reader)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said


def _read(reader: int, until: float, child: int) -> str:
    """What a child writes until it ends; one that takes too long is killed."""
    said = b""
    while True:
        if not select.select([reader], [], [], max(0.0, until - time.monotonic()))[0]:
            os.kill(child, signal.SIGKILL)
            return said.decode("utf-8", "replace") + f" (took longer than {HANG_S:g} s)"
        more = os.read(reader, 65536)
        if not more:
            return said.decode("utf-8", "replace")
        said += more
