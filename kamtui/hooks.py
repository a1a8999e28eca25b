"""Commands of the user's own that run after a change is saved; they are given the change as JSON and stop nothing.

The front ends tell about every change that was saved; the book and its operations know nothing of this.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from fnmatch import fnmatchcase
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from kamtui.i18n import t
from kamtui.ops.beginning import is_thrown_away
from kamtui.store import journal
from kamtui.store.book import Book

LIMIT_S = 10.0
"""How long a command may take before it is ended, and how long leaving waits for all of them."""

MOST_ROWS = 1_000
"""Rows of a change that a command is told of."""

KEPT_BYTES = 200_000
"""A log that grew beyond this is begun again."""

INSIDE = "KAMTUI_HOOK"
"""Set for the commands: a change that one of them makes runs no other, or there would be no end."""

Hooks = Mapping[str, str | Sequence[str]]
"""Operation or pattern -> the command; a text is split as a shell would do it, but no shell is started."""


class Runner:
    """Runs what belongs to each change, one after the other, beside whatever else goes on."""

    def __init__(self, book: Book, hooks: Hooks, *, log: Path, complain: Callable[[str], None]) -> None:
        """`complain` hears one sentence per command that failed, on another thread."""
        self._book, self._hooks, self._log, self._complain = book, hooks, log, complain
        self._saved: SimpleQueue[int | None] = SimpleQueue()
        self._thread: Thread | None = None
        self._running: subprocess.Popen[bytes] | None = None
        self._is_over = False

    def heard(self, change: int) -> None:
        """Take note that a change is saved; returns at once."""
        if self._thread is None:
            # a program that ends does not wait for it; who wants to asks `close`
            self._thread = Thread(target=self._work, name="kamtui-hooks", daemon=True)
            self._thread.start()
        self._saved.put(change)

    def close(self) -> bool:
        """Wait for what runs, as long as a command may take; False where something was ended then, which is said."""
        if self._thread is None:
            return True
        self._saved.put(None)
        self._thread.join(LIMIT_S)
        if not self._thread.is_alive():
            return True
        self._is_over = True
        if self._running is not None:
            _end(self._running)
        self._complain(t("some hooks were not through after {count} seconds and were ended", count=int(LIMIT_S)))
        self._thread.join(1)
        return False

    def _work(self) -> None:
        with self._book.visit():
            while (change := self._saved.get()) is not None:
                if not self._is_over:
                    self._run_all(change)

    def _run_all(self, key: int) -> None:
        change = journal.change(self._book.conn, key)
        commands = [] if change is None else commands_for(self._hooks, change.op)
        if change is None or not commands:
            return
        said = json.dumps(told(change, journal.entries(self._book.conn, key)), ensure_ascii=False)
        for command in commands:
            failure = "" if self._is_over else self._ran(command, said, change.op)
            if failure and not self._is_over:
                self._complain(t("hook of {op}: {reason}", op=change.op, reason=failure))

    def _ran(self, command: Sequence[str], said: str, op: str) -> str:
        """Run one command with `said` on its stdin and its output in the log; why it failed, "" where it did not."""
        try:
            with open(_opened(self._log), "ab") as out:
                if out.tell() > KEPT_BYTES:
                    out.truncate(0)
                out.write(f"{op}: {shlex.join(command)}\n".encode())
                out.flush()
                return self._ended(command, said, op, out.fileno())
        except (OSError, ValueError) as error:
            return str(getattr(error, "strerror", None) or error)

    def _ended(self, command: Sequence[str], said: str, op: str, out: int) -> str:
        if not command:
            return t("the command is not to be understood")
        # a group of its own: what it started is ended with it, and ctrl+c of the app does not reach it
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=out,
            env={**os.environ, INSIDE: op},
            start_new_session=True,
        )
        self._running = process
        try:
            process.communicate(said.encode("utf-8", "replace"), LIMIT_S)
        except subprocess.TimeoutExpired:
            _end(process)
            return t("{command} took more than {count} seconds and was ended", command=command[0], count=int(LIMIT_S))
        finally:
            self._running = None
        if process.returncode:
            return t("{command} ended with code {code}", command=command[0], code=process.returncode)
        return ""


def installed(
    book: Book, hooks: Hooks, *, log: Path, complain: Callable[[str], None], gated: bool = False
) -> Runner | None:
    """Run the hooks of every change that is saved through this book from now on.

    None where nothing is to run: without hooks, over the gate, in a book that is only looked at or thrown away, inside
    of a hook.
    """
    if not hooks or gated or book.readonly or is_thrown_away(book.path) or os.environ.get(INSIDE):
        return None
    runner = Runner(book, hooks, log=log, complain=complain)
    book.on_saved = runner.heard
    return runner


def commands_for(hooks: Hooks, op: str) -> list[list[str]]:
    """The commands whose operation or pattern fits, in the order of the settings."""
    found = [command for pattern, command in hooks.items() if fnmatchcase(op, pattern)]
    return [_words(command) if isinstance(command, str) else list(command) for command in found]


def told(change: journal.Change, entries: Sequence[journal.Entry]) -> dict[str, object]:
    """What a command is told: who changed what, when, and the rows before and after."""
    shown = entries[:MOST_ROWS]
    return {
        "operation": change.op,
        "change": change.id,
        "by": change.by,
        "at": change.at,
        "via": change.via,
        "undoes": change.undoes,
        "accounts": sorted({entry.account_id for entry in entries if entry.account_id is not None}),
        "rows": [
            {
                "table": entry.table,
                "id": entry.row,
                "last": entry.last,
                "account_id": entry.account_id,
                "before": entry.before,
                "after": entry.after,
            }
            for entry in shown
        ],
        "left_out": len(entries) - len(shown),
    }


def _end(process: subprocess.Popen[bytes]) -> None:
    # imported late: hardly any command has to be ended
    import signal

    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _opened(log: Path) -> int:
    """The log, readable by its owner only: commands may print what they were told."""
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)


def _words(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError:
        return []
