"""Many people and scripts on one book, over a real sshd, all writing while their sessions are cut off at random.

`python -m tests.reliability.crowd_over_ssh --sessions 20 --scripts 5 --minutes 5`
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from kamtui.store import verify
from kamtui.store.book import Book
from tests.reliability import measure
from tests.reliability.colleagues import Gone, Person, Seat, Stuck
from tests.reliability.crowdreport import Report
from tests.reliability.gated import HEAD, Server
from tests.reliability.ledger import Ledger
from tests.reliability.measure import spread
from tests.reliability.robots import Robot
from tests.reliability.waiting import within

WAYS = ("client", "client", "hang-up", "terminate", "kill")
"""How a session is cut off: the client dies, or the app on the server gets a signal."""

SHARED = 5

SETTLE_S = 20.0

FIRST_ROW = 2
"""Of a list, below the title and the names of the columns."""


class Crowd:
    """Everybody, the book they share, and what they were told."""

    def __init__(self, server: Server, sessions: int, scripts: int, seed: int, think_s: float) -> None:
        self.server = server
        self.ledger = Ledger()
        self.people: list[Person] = []
        self.robots: list[Robot] = []
        self.cut_off: Counter[str] = Counter()
        self._random = random.Random(seed)
        self._stop = threading.Event()
        shared = [f"Shared {number}" for number in range(1, SHARED + 1)]
        logins = {f"p{number:02}": "head" if number % 5 == 0 else "kam" for number in range(sessions)}
        roles = {f"s{number:02}": ("kam", "support", "head")[number % 3] for number in range(scripts)}
        self._found({**logins, **roles}, [*logins], shared)
        for login in logins:
            home = server.home / "homes" / login
            home.mkdir(parents=True)
            self.people.append(Person(server, login, shared, self.ledger, home, seed, think_s))
        for login, role in roles.items():
            self.robots.append(Robot(server, login, role, shared, self.ledger, seed))

    def _found(self, roles: dict[str, str], owners: Sequence[str], shared: Sequence[str]) -> None:
        """Let everybody in as the head of a server does it: kamtui user add --key; then bring in the accounts."""

        def let_in(login: str) -> None:
            key = self.server.key(login).read_text()
            words = ["user", "add", login, "--role", roles[login], "--key", "-"]
            answer = self.server.ssh(HEAD, *words, stdin=key)
            assert answer.code == 0, answer.err

        with ThreadPoolExecutor(3) as pool:
            [*pool.map(let_in, roles)]
        rows = [*(f"Own {login},{login}" for login in owners), *(f"{name}," for name in shared)]
        answer = self.server.ssh(HEAD, "import", "-", "--as", "accounts", stdin="\n".join(["name,owner", *rows, ""]))
        assert answer.code == 0, answer.err

    def work(self, seconds: float) -> list[str]:
        """Let everybody write for so long, and cut people off meanwhile; what went wrong with whom."""
        with ThreadPoolExecutor(len(self.people)) as pool:
            # a session takes a processor for a while to come up, so those who write come when all are there
            [*pool.map(lambda person: person.sit_down(), self.people)]
        workers: list[Person | Robot] = [*self.people, *self.robots]
        with ThreadPoolExecutor(len(workers)) as pool:
            working = [pool.submit(worker.run, self._stop) for worker in workers]
            self._cut_off_for(seconds, working)
            self._stop.set()
        errors = [error for future in working if (error := future.exception()) is not None]
        return [f"{type(error).__name__}: {error}" for error in errors]

    def _cut_off_for(self, seconds: float, working: Sequence[Future[None]]) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and not all(future.done() for future in working):
            self._stop.wait(min(left, self._random.uniform(0.5, 2.5)))
            how = self._random.choice(WAYS)
            if time.monotonic() < until and self._random.choice(self.people).cut(how):
                self.cut_off[how] += 1

    # -- afterwards ------------------------------------------------------------------------------------------------

    def screens_agree(self, book: Book) -> tuple[str, list[str]]:
        """What everybody sees in the end, and in which way some see something else."""
        try:
            return self._compared(book)
        except (Stuck, Gone) as error:
            return "not compared", [f"{type(error).__name__}: {error}"]

    def _compared(self, book: Book) -> tuple[str, list[str]]:
        with ThreadPoolExecutor(len(self.people)) as pool:
            seats = [*pool.map(lambda person: person.sit_down(), self.people)]
            [*pool.map(lambda seat: _open(seat, "L", "LOG"), seats)]
            # one more write, which has to come onto every screen without a key
            assert self.server.ssh(HEAD, "touch", "add", "'Shared 1'", "last").code == 0
            (touches,) = book.conn.execute("SELECT count(*) FROM touch").fetchone()
            (newest,) = book.conn.execute("SELECT max(id) FROM change").fetchone()
            faults = [*pool.map(lambda seat: _sees(seat, f"  LOG  {touches} "), seats)]
            [*pool.map(lambda seat: _open(seat, "U", "CHANGES"), seats)]
            [*pool.map(lambda seat: _open(seat, "E", "ALL CHANGES"), seats)]
            [*pool.map(lambda seat: seat.press("g"), seats)]
            faults += pool.map(lambda seat: _sees(seat, f" {newest}  ", FIRST_ROW), seats)
            [*pool.map(lambda seat: _open(seat, "P", "PORTFOLIO of everybody"), seats)]
            totals = Counter(pool.map(_totals, seats))
        if len(totals) > 1:
            faults.append(f"{len(totals)} different portfolios are on the screens: {[*totals]}")
        return f"{len(seats)} show {touches} touches, change {newest}, the same portfolio", [*filter(None, faults)]

    def go_home(self) -> Iterator[str]:
        """Everybody quits; what is left behind."""
        for person in self.people:
            seat = person.seat
            if seat is not None:
                seat.press("\x11")
                try:
                    seat.until(lambda seat=seat: not seat.is_there, "the end of the app", SETTLE_S)  # type: ignore[misc]
                except Gone:
                    pass
                except Stuck as error:
                    yield f"{person.login} cannot quit: {error}"
                if b"Traceback" in seat.sent or b"mistake in it" in seat.sent:
                    yield f"{person.login} saw a crash"
            person.get_up()
            if b"Traceback" in person.sent or b"mistake in it" in person.sent:
                yield f"{person.login} saw a crash"
        yield from self._left_behind()

    def _left_behind(self) -> Iterator[str]:
        book = self.server.book
        if not within(SETTLE_S, lambda: not measure.gated(book)):
            yield f"{len(measure.gated(book))} sessions still run after everybody left"
        if not within(SETTLE_S, lambda: not measure.zombies(self.server.pid)):
            yield "sshd has children that nobody asked for"
        for name in (".lock", ".lock.long"):
            path = book.with_name(book.name + name)
            if path.exists() and not _is_free(path):
                yield f"{path.name} is still held"
        for log in self.server.home.rglob("crash.log"):
            yield f"crash.log: {log.read_text()[:2000]}"
        for robot in self.robots:
            yield from robot.errors


def run(
    folder: Path,
    sessions: int = 20,
    scripts: int = 5,
    seconds: float = 300,
    seed: int | None = None,
    think_s: float = 0,
) -> Report:
    """Let a crowd work on a new book in `folder`, each waiting `think_s` before the next line."""
    seed = random.SystemRandom().randrange(1 << 30) if seed is None else seed
    with Server(folder) as server:
        server.found({HEAD: "head"})
        crowd = Crowd(server, sessions, scripts, seed, think_s)
        faults = crowd.work(seconds)
        book = server.opened()
        try:
            screens, differences = crowd.screens_agree(book)
            faults += [*differences, *crowd.go_home(), *crowd.ledger.faults(book.conn)]
            faults += [fault.text for fault in verify.faults(book.conn, book.path)]
            faults += _said_by(server)
            (changes,) = book.conn.execute("SELECT count(*) FROM change WHERE state = 'done'").fetchone()
        finally:
            book.close()
    return _report(
        crowd, Report(sessions, scripts, seconds, seed, think_s, changes=changes, screens=screens, faults=faults)
    )


def _report(crowd: Crowd, report: Report) -> Report:
    ledger = crowd.ledger
    report.own_cpu_s = time.process_time()
    report.tried = len(ledger.writes)
    report.acknowledged = len(ledger.acknowledged)
    report.writes = dict(Counter(str(write.kind) for write in ledger.acknowledged.values()))
    report.undone = len(ledger.undone)
    report.refused = dict(Counter(map(_without_names, ledger.told_otherwise)))
    report.cut_off = dict(crowd.cut_off)
    report.scripts_killed = sum(robot.killed for robot in crowd.robots)
    report.answers = spread(second for person in crowd.people for second in person.answers_s)
    report.commands = spread(second for robot in crowd.robots for second in robot.took_s)
    report.logins = spread(second for person in crowd.people for second in person.logins_s)
    return report


def _said_by(server: Server) -> Iterator[str]:
    """What the program itself finds wrong with the book, asked over ssh; a backup first, that none is missing."""
    answer = server.ssh(HEAD, "backup", timeout_s=300)
    if answer.code != 0:
        yield f"backup ended with {answer.code}: {answer.err}"
    answer = server.ssh(HEAD, "journal", "verify", timeout_s=300)
    if answer.code != 0:
        yield f"journal verify: {answer.err or answer.out}"
    answer = server.ssh(HEAD, "doctor", "--json", timeout_s=300)
    if answer.code not in (0, 1):
        yield f"doctor ended with {answer.code}: {answer.err}"
        return
    for found in json.loads(answer.out):
        if found["level"] not in ("ok", "note"):
            yield f"doctor: {found['check']}: {found['text']}"


def _open(seat: Seat, key: str, title: str) -> None:
    if f" {title} " not in seat.title:
        seat.press(key)
        seat.until(lambda: f" {title} " in seat.title, title)
    seat.flush()


def _sees(seat: Seat, text: str, row: int = 0) -> str:
    """That a line of the screen does not come to have a text, in words; "" if it does."""
    try:
        seat.until(lambda: text in f" {seat.row(row)} ", text, SETTLE_S)
    except Stuck:
        return f"a screen says {seat.row(row)!r} instead of{text}"
    return ""


def _totals(seat: Seat) -> str:
    """The upper half of the portfolio."""
    seat.flush(0.5)
    head, _, rest = seat.text.partition("\n")
    return rest.partition("────")[0] if "PORTFOLIO of everybody" in head else seat.text


def _without_names(sentence: str) -> str:
    return " ".join(word for word in sentence.split() if not any(map(str.isdigit, word)))[:70]


def _is_free(path: Path) -> bool:
    handle = os.open(path, os.O_RDWR)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True


def main(arguments: Sequence[str] | None = None) -> int:
    """Run as asked for on the command line; 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=20)
    parser.add_argument("--scripts", type=int, default=5)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--think", type=float, default=1.0, metavar="S", help="how long each waits before a line")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="crowd.") as folder:
        os.chmod(folder, 0o755)
        report = run(Path(folder), asked.sessions, asked.scripts, asked.minutes * 60, asked.seed, asked.think)
    print(report.as_json() if asked.json else report)
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
