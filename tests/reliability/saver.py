"""A program that saves: everything of kamtui is imported once, then a child is forked for each request.

`python -m tests.reliability.saver` reads requests from stdin, one JSON object a line, and answers each with one. The
child runs real command lines and writes down what was acknowledged: the line of exit code 0, and the change it printed.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from kamtui import __main__ as program
from kamtui.clock import Clock
from kamtui.domain import names
from kamtui.ops.core import load_all
from kamtui.store import book as books
from kamtui.store import connecting, tx

MODULES = (
    *(f"kamtui.cli.{name}" for name in ("app", "account", "touch", "log", "history", "importing", "book", "contact")),
    "kamtui.render.said",
    "kamtui.store.backups",
    "kamtui.store.migrations",
    "sqlite_utils",
    "typer.main",
)

UNDO = re.compile(r"undo: kamtui undo (\d+)")


class Request(NamedTuple):
    """What a child is to do."""

    book: str
    lines: list[list[str]]
    """Command lines; their stdin is empty."""
    folder: str = ""
    """Calls on files in it are recorded and broken."""
    record: str = ""
    fault: str = ""
    acks: str = ""
    """The file that acknowledgements are appended to."""
    out: str = ""
    """Where what the lines say goes: .out, .err and .codes are appended to it."""
    chunk: int = 0
    """Rows of a long change between two commits; 0 for as many as usual."""
    pragmas: Sequence[str] = ()
    """Said to every connection after what the book says."""
    is_naive: bool = False
    """Whether an error of COMMIT is taken for "nothing was saved": a control."""
    holds_open: bool = False
    """Whether the book is open beside the command lines and its log is in use: none of them is the last to close it.

    In the end the child just ends, as if it were killed.
    """


def main() -> None:
    """Answer requests until stdin ends."""
    for module in MODULES:
        import_module(module)
    load_all()
    # what reads Chinese takes longer to load than everything else
    names.pinyin_key("繁體")
    names.name_key("繁體")
    shim = ctypes.CDLL(None)
    gc.freeze()
    for line in sys.stdin:
        request = Request(**json.loads(line))
        child = os.fork()
        if child == 0:
            os._exit(_child(request, shim))
        _, status = os.waitpid(child, 0)
        print(json.dumps({"status": os.waitstatus_to_exitcode(status)}), flush=True)


def _child(request: Request, shim: Any) -> int:
    for number, ending in ((1, ".out"), (2, ".err")):
        handle = os.open(request.out + ending, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(handle, number)
    os.environ["KAMTUI_BOOK"] = request.book
    _patch(request)
    codes = os.open(request.out + ".codes", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    acks = os.open(request.acks, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600) if request.acks else None
    if hasattr(shim, "faultio_begin"):
        shim.faultio_begin(request.folder.encode(), request.record.encode(), b"")
        if request.acks:
            # opened again, so that it is seen by the shim
            acks = os.open(request.acks, os.O_WRONLY | os.O_APPEND)
    held = _held_open(request) if request.holds_open else None
    if hasattr(shim, "faultio_begin"):
        shim.faultio_begin(request.folder.encode(), request.record.encode(), request.fault.encode())
    for line in request.lines:
        code = _run(line)
        os.write(codes, f"{code}\n".encode())
        if code == 0 and acks is not None:
            os.write(acks, f"{_printed(request.out)} {' '.join(line)}\n".encode())
    if hasattr(shim, "faultio_begin"):
        calls = {name: shim.faultio_calls(name.encode()) for name in ("read", "write", "sync", "cut", "open", "any")}
        Path(request.out + ".calls").write_text(json.dumps(calls))
    return 0 if held is None or held.path else 1


def _held_open(request: Request) -> books.Book:
    """The book, open; something that is no change was written into its log."""
    book = books.Book.open(Path(request.book), who="li.wei", clock=Clock.from_environment())
    (version,) = book.conn.execute("PRAGMA user_version").fetchone()
    book.conn.execute(f"PRAGMA user_version = {version}")
    return book


def _run(line: list[str]) -> int:
    """One command line as the program runs it; a bug in it is a code that no refusal has."""
    try:
        code = program._run(line)
    except Exception as error:  # noqa: BLE001  whatever it is, the test is told
        print(f"bug: {error!r}", file=sys.stderr)
        code = 99
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    return code


def _printed(out: str) -> int:
    """The number of the change that was printed last; 0 for none."""
    found = UNDO.findall(Path(out + ".out").read_text(encoding="utf-8"))
    return int(found[-1]) if found else 0


def _commit_and_believe(self: books.Book, tx: tx.Tx) -> None:
    """As `Book._commit`, without a look after an error."""
    tx.commit()


def _patch(request: Request) -> None:
    if request.chunk:
        tx.CHUNK = request.chunk
    if request.pragmas:
        connect = connecting.connect

        def with_pragmas(path: Path, *, readonly: bool) -> Any:
            conn = connect(path, readonly=readonly)
            for pragma in request.pragmas:
                conn.execute(f"PRAGMA {pragma}")
            return conn

        connecting.connect = with_pragmas
    if request.is_naive:
        books.Book._commit = _commit_and_believe  # type: ignore[method-assign]


if __name__ == "__main__":
    main()
