"""Many people write one book at once, in processes of their own, some of which are killed at random."""

from __future__ import annotations

import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from pathlib import Path
from typing import NamedTuple

from kamtui.clock import Clock
from kamtui.errors import Busy, Conflict, KamError
from kamtui.ops.accounts import add_account, edit_account
from kamtui.ops.touches import add_touch
from kamtui.ops.users import add_user
from kamtui.store import accounts
from kamtui.store.book import Book
from kamtui.store.sqlite import sqlite3
from tests.conftest import TODAY
from tests.reliability import saves
from tests.reliability.ptyapp import surroundings
from tests.reliability.saver import UNDO


class Result(NamedTuple):
    """What came of many writers."""

    saved: int
    """Changes that were acknowledged."""
    lost: int
    """Of those, how many are not in the book."""
    kills: int
    busy: int
    """Writes that were told that the book is busy."""
    conflicts: int
    trouble: list[str]
    """Anything else that a writer met."""
    faults: list[str]
    """What is wrong with the book afterwards."""
    waits_ms: list[float]
    """How long each save took, sorted."""

    def wait_ms(self, share: float) -> float:
        """How long a share of all saves took at most."""
        return self.waits_ms[min(len(self.waits_ms) - 1, int(share * len(self.waits_ms)))] if self.waits_ms else 0.0


def begin(folder: Path, writers: int) -> Path:
    """A book with an account for each of them."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "book.kam"
    book = Book.create(path, who="li.wei", clock=Clock(TODAY), name="Many", currency="CNY", fiscal_start=1)
    add_user(book, "li.wei", role="head")
    for number in range(writers):
        add_user(book, _login(number), role="head")
        add_account(book, f"Customer {number}", owner=_login(number))
    book.close()
    return path


def run(
    folder: Path, *, seconds: float, writers: int, kills_per_s: float = 0.0, seed: int = 1, by_command: int = 3
) -> Result:
    """Let them write for a while, each to their own account, and kill one every so often; a new one takes its place.

    Every so many of them, `by_command`, goes through the command line, the others call the operations; 0: none.
    """
    path, chance = begin(folder, writers), random.Random(seed)
    crew = Crew(folder, "write", str(by_command))
    until = time.monotonic() + seconds
    for number in range(writers):
        crew.start(number, path)
    kills = 0
    while (now := time.monotonic()) < until:
        crew.wait(min(until - now, chance.uniform(0.5, 1.5) / kills_per_s if kills_per_s else seconds))
        if kills_per_s and time.monotonic() < until:
            number = chance.randrange(writers)
            crew.kill(number)
            kills += 1
            crew.start(number, path)
    crew.stop()
    return _result(folder, path, kills)


def contend(folder: Path, *, writers: int, edits: int, blind: bool = False) -> tuple[Result, int]:
    """Each adds one to the same field so many times; the result, and what stands there in the end."""
    path = begin(folder, writers)
    crew = Crew(folder, "count", str(edits), *(["blind"] if blind else []))
    for number in range(writers):
        crew.start(number, path)
    crew.join()
    book = Book.open(path, who="li.wei", clock=Clock(TODAY))
    found = int(accounts.one(book.conn, 1).note or 0)
    book.close()
    return _result(folder, path, 0), found


class Crew:
    """The processes: forked from one that has imported everything, so that another is there at once."""

    def __init__(self, folder: Path, *task: str) -> None:
        self._folder = folder
        around = surroundings(folder / "book.kam", folder / "home")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.reliability.writers", *task],
            env={**os.environ, **around},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._pids: dict[int, int] = {}
        self._started = 0

    def start(self, number: int, path: Path) -> None:
        self._started += 1
        self._tell({"number": number, "book": str(path), "log": str(self._folder / f"log-{number}-{self._started}")})
        self._pids[number] = self._answer()

    def wait(self, seconds: float) -> None:
        """Let them work."""
        assert self._process.stdout is not None
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return
        raise AssertionError("the writers' parent ended")

    def kill(self, number: int) -> None:
        os.kill(self._pids[number], signal.SIGKILL)

    def pause(self, number: int) -> None:
        os.kill(self._pids[number], signal.SIGSTOP)

    def resume(self, number: int) -> None:
        os.kill(self._pids[number], signal.SIGCONT)

    def stop(self) -> None:
        """Let each finish what it does, and end."""
        for pid in self._pids.values():
            os.kill(pid, signal.SIGTERM)
        self.join()

    def join(self) -> None:
        """Wait until all have ended."""
        self._process.communicate()

    def _tell(self, what: dict[str, object]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()

    def _answer(self) -> int:
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())


def _result(folder: Path, path: Path, kills: int) -> Result:
    said = [json.loads(line) for file in folder.glob("log-*") for line in _whole_lines(file)]
    acked = [entry["change"] for entry in said if "change" in entry]
    found = saves.state(path)
    return Result(
        saved=len(acked),
        lost=len(set(acked) - found.changes),
        kills=kills,
        busy=sum("busy" in entry for entry in said),
        conflicts=sum("conflict" in entry for entry in said),
        trouble=[entry["trouble"] for entry in said if "trouble" in entry],
        faults=[*found.faults, *(["one change acknowledged twice"] if len(set(acked)) < len(acked) else [])],
        waits_ms=sorted(entry["ms"] for entry in said if "ms" in entry),
    )


def _whole_lines(file: Path) -> list[str]:
    """The last line of one that was killed may be cut."""
    return file.read_text(encoding="utf-8").split("\n")[:-1]


def _login(number: int) -> str:
    return f"writer.{number}"


# -- the processes ---------------------------------------------------------------------------------------------------


class Writer:
    """One process that writes."""

    def __init__(self, number: int, path: Path, log: str) -> None:
        self.number = number
        self.path = path
        self.is_over = False
        self._log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._chance = random.Random(log)
        signal.signal(signal.SIGTERM, self._end)

    def write(self, by_command: int) -> None:
        """Touches, until told to end."""
        count = 0
        if by_command and self.number % by_command == 0:
            os.environ["KAMTUI_USER"] = _login(self.number)
            while not self.is_over:
                count += 1
                self._try(partial(self._command, f"{os.getpid()} {count}"))
            return
        book = self._open()
        while not self.is_over:
            count += 1
            self._try(partial(self._touch, book, f"{os.getpid()} {count}"))
        book.close()

    def count(self, edits: int, *, blind: bool) -> None:
        """Add one to the note of the first account, so many times."""
        book = self._open()
        for _ in range(edits):
            while self._try(partial(self._add_one, book, blind=blind)) is None:
                pass
        book.close()

    def _touch(self, book: Book, text: str) -> int | None:
        return add_touch(book, self.number + 1, summary=text).change

    def _add_one(self, book: Book, *, blind: bool) -> int | None:
        seen = accounts.one(book.conn, 1).note
        was = {} if blind else {"was": {"note": seen}}
        return edit_account(book, 1, {"note": str(int(seen or 0) + 1)}, **was).change

    def _try(self, save: Callable[[], int | None]) -> int | None:
        """Do one save and write down what came of it; the change, or None."""
        began = time.perf_counter()
        try:
            change = save()
        except Busy as error:
            self._say(busy=str(error))
        except Conflict as error:
            self._say(conflict=str(error))
        except (KamError, sqlite3.Error) as error:
            self._say(trouble=f"{type(error).__name__}: {error}")
        else:
            self._say(change=change, ms=round((time.perf_counter() - began) * 1000, 2))
            return change
        return None

    def _command(self, text: str) -> int:
        """A save by command line; raises what it says."""
        from kamtui.cli import app

        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = app.run(["touch", "add", f"Customer {self.number}", text])
        if code == Busy.exit_code:
            raise Busy(err.getvalue())
        if code:
            raise KamError(f"{code}: {err.getvalue()}")
        return int(UNDO.findall(out.getvalue())[-1])

    def _open(self) -> Book:
        return Book.open(self.path, who=_login(self.number), clock=Clock(TODAY))

    def _say(self, **what: object) -> None:
        os.write(self._log, (json.dumps(what) + "\n").encode())

    def _end(self, *_: object) -> None:
        self.is_over = True


def _requests() -> Iterator[dict[str, str]]:
    for line in sys.stdin:
        yield json.loads(line)


def main() -> None:
    """Fork a writer for each line of stdin, say its process, and in the end wait for all."""
    from kamtui.cli import app, touch  # noqa: F401  every child has them
    from kamtui.ops.core import load_all

    load_all()
    task, *options = sys.argv[1:]
    for asked in _requests():
        pid = os.fork()
        if pid == 0:
            writer = Writer(int(asked["number"]), Path(asked["book"]), asked["log"])
            if task == "count":
                writer.count(int(options[0]), blind="blind" in options)
            else:
                writer.write(int(options[0]))
            os._exit(0)
        print(pid, flush=True)
    try:
        while True:
            os.wait()
    except ChildProcessError:
        pass


if __name__ == "__main__":
    main()
