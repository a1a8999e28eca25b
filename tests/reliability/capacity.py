"""What sessions cost on one server: memory, processor, bytes, and how long a key takes, over a real sshd.

`python -m tests.reliability.capacity --sessions 20`
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import platform
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from kamtui.ops.touches import add_touch
from tests.reliability import measure
from tests.reliability.colleagues import Seat
from tests.reliability.gated import HEAD, Server
from tests.reliability.measure import Memory, Spread, spread
from tests.reliability.ptyapp import FIRST_SCREEN
from tests.reliability.waiting import within

LOGIN_S = 10.0
"""Within which everybody logs in; a few take no longer than EACH_S each."""

EACH_S = 0.5

LEAVE_S = 30.0

ACCOUNTS_EACH = 40

BUSY = 0.7
"""Share of a core that may be in use on average: above it waiting grows faster than the number of people."""

RESERVE_MIB = 256
"""Left for the system and its file cache."""

SIZE = (80, 24)

DOWN, UP, PAGE_DOWN = "j", "k", "\x1b[6~"


@dataclass
class Load:
    """What one way of using the app costs."""

    name: str
    cores: float
    """Processor time of all sessions and their sshd, in cores."""
    keys: Spread = measure.NONE
    bytes_per_key: float = 0


@dataclass
class Report:
    """What so many sessions cost."""

    sessions: int
    machine: str
    first_screen: Spread = measure.NONE
    login_cpu_s: float = 0
    app: Memory = measure.NOTHING
    """Of one session of the app, on average."""
    with_sshd: Memory = measure.NOTHING
    """The same with what sshd needs for it."""
    loads: list[Load] = field(default_factory=list)

    def __str__(self) -> str:
        rows: list[tuple[str, object]] = [
            ("machine", self.machine),
            (f"ssh to first screen, all within {min(LOGIN_S, EACH_S * self.sessions):g} s", self.first_screen),
            ("processor per login", f"{self.login_cpu_s:.2f} s"),
            ("memory per app", _memory(self.app)),
            ("  with its sshd", _memory(self.with_sshd)),
        ]
        for load in self.loads:
            each = load.cores / self.sessions
            told = f"{load.cores:.3f} cores, {each:.2%} of a core each"
            if load.keys.number:
                told += f"; {load.keys}; {load.bytes_per_key:.0f} bytes a key"
            rows.append((load.name, told))
        rows += self.limits()
        return measure.table(rows, f"{self.sessions} sessions over ssh at {SIZE[0]}x{SIZE[1]}")

    def limits(self) -> list[tuple[str, object]]:
        """How many sessions follow from that; below one core and one GiB nothing is promised."""
        per_gib = 1024 / self.with_sshd.pss
        limits: list[tuple[str, object]] = [
            (f"sessions per GiB beyond the first {RESERVE_MIB} MiB", f"{per_gib:.0f}"),
        ]
        for load in self.loads:
            each = load.cores / self.sessions
            if each > 0:
                limits.append((f"sessions per core, {load.name}, at {BUSY:.0%} of it", f"{BUSY / each:.0f}"))
        return limits

    def as_json(self) -> str:
        """For other programs."""
        return json.dumps({**vars(self), "loads": [vars(load) for load in self.loads]}, default=str)


def _nothing() -> None:
    """What happens beside people who are alone on the server."""


class Crew:
    """Sessions that are open at once."""

    def __init__(self, server: Server, logins: Sequence[str]) -> None:
        self.server = server
        self.logins = logins
        self.seats: list[Seat] = []

    def log_in(self) -> list[float]:
        """Everybody logs in, one after the other within LOGIN_S; how long each waits for the first screen."""
        began, within_s = time.monotonic(), min(LOGIN_S, EACH_S * len(self.logins))

        def arrive(place: int) -> tuple[Seat, float]:
            due = began + within_s * place / len(self.logins)
            time.sleep(max(0.0, due - time.monotonic()))  # people come one after the other
            login = self.logins[place]
            started = time.monotonic()
            command = self.server.argv(login, tty=True)
            seat = Seat(self.server.book, self.server.home / "homes", command=command, size=SIZE)
            seat.until(lambda: FIRST_SCREEN in seat.title, "the first screen", 120)
            return seat, time.monotonic() - started

        with ThreadPoolExecutor(len(self.logins)) as pool:
            came = [*pool.map(arrive, range(len(self.logins)))]
        self.seats = [seat for seat, _ in came]
        return [waited for _, waited in came]

    def leave(self) -> None:
        """Hang up."""
        for seat in self.seats:
            seat.close()

    @property
    def apps(self) -> list[int]:
        return measure.gated(self.server.book, on_terminal=True)

    def cpu_s(self) -> float:
        """Processor time of the sessions and their sshd so far; the clients would be elsewhere."""
        return sum(map(measure.cpu_s, [self.server.pid, *measure.descendants(self.server.pid)]))

    def memory(self) -> tuple[Memory, Memory]:
        """Of one session on average: the app alone, and with what sshd needs for it."""
        count = len(self.seats)
        apps = _added(self.apps)
        everything = _added([self.server.pid, *measure.descendants(self.server.pid)])
        return Memory(*(each / count for each in apps)), Memory(*(each / count for each in everything))

    def under(self, name: str, seconds: float, keys: Sequence[str] = (), during: Callable[[], None] = _nothing) -> Load:
        """What it costs while everybody presses these keys in turn, one a second; `during` runs beside it."""
        sent = sum(len(seat.sent) for seat in self.seats)
        before, began = self.cpu_s(), time.monotonic()
        with ThreadPoolExecutor(len(self.seats) + 1) as pool:
            beside = pool.submit(during)
            waits = [*pool.map(lambda place: self._press(place, keys, began + seconds), range(len(self.seats)))]
            beside.result()
        took = time.monotonic() - began
        pressed = [wait for each in waits for wait in each]
        written = sum(len(seat.sent) for seat in self.seats) - sent
        return Load(name, (self.cpu_s() - before) / took, spread(pressed), written / max(1, len(pressed)))

    def _press(self, place: int, keys: Sequence[str], until: float) -> list[float]:
        """One key a second, each person a little later than the one before; how long each took to show something."""
        seat, waits = self.seats[place], list[float]()
        due = time.monotonic() + place / len(self.seats)
        for turn in itertools.count():
            _read_until(seat, min(due + turn, until))
            if time.monotonic() >= until:
                return waits
            if keys:
                waits.append(_answer_s(seat, keys[turn % len(keys)]))
        return waits


@contextmanager
def crew(folder: Path, sessions: int) -> Iterator[Crew]:
    """A server with so many people on it, each with accounts and touches; hung up in the end."""
    logins = [f"p{number:02}" for number in range(sessions)]
    with Server(folder) as server:
        (server.home / "homes").mkdir(parents=True)
        server.found({HEAD: "head", **dict.fromkeys(logins, "kam")})
        rows = [f"Customer {number:02} of {login},{login}" for login in logins for number in range(ACCOUNTS_EACH)]
        answer = server.ssh(HEAD, "import", "-", "--as", "accounts", stdin="\n".join(["name,owner", *rows, ""]))
        assert answer.code == 0, answer.err
        everybody = Crew(server, logins)
        try:
            yield everybody
        finally:
            everybody.leave()
            within(LEAVE_S, lambda: not measure.gated(server.book))


def run(folder: Path, sessions: int, seconds: float = 20) -> Report:
    """Log in, sit still, press keys; `seconds` for each of these."""
    report = Report(sessions, f"{os.cpu_count()} cores, Python {platform.python_version()}")
    with crew(folder, sessions) as people:
        before = people.cpu_s()
        report.first_screen = spread(people.log_in())
        for seat in people.seats:
            seat.press("A")
            seat.until(lambda seat=seat: "  ACCOUNTS  " in seat.title, "the accounts")  # type: ignore[misc]
            seat.flush(0.5)
        report.login_cpu_s = (people.cpu_s() - before) / sessions
        report.loads.append(people.under("idle", seconds))
        report.app, report.with_sshd = people.memory()
        report.loads.append(people.under("a key a second each", seconds, [DOWN, DOWN, UP]))
        report.loads.append(people.under("a page a second each", seconds, [PAGE_DOWN, PAGE_DOWN, "g"]))
        writing = _Writing(people.server)
        report.loads.append(people.under("idle, somebody writes once a second", seconds, during=writing.for_s(seconds)))
    return report


def _read_until(seat: Seat, when: float) -> None:
    seat.until(lambda: time.monotonic() >= when, "the next second")


def _answer_s(seat: Seat, key: str) -> float:
    """How long it takes from a key to the first byte that it brings."""
    before, began = len(seat.sent), time.monotonic()
    seat.press(key)
    seat.until(lambda: len(seat.sent) > before, "an answer to a key")
    return time.monotonic() - began


class _Writing:
    """One process that writes as another session would, beside those that are measured."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def for_s(self, seconds: float) -> Callable[[], None]:
        """Something that writes once a second for so long."""

        def write() -> None:
            book = self._server.opened()
            until, pause = time.monotonic() + seconds, threading.Event()
            try:
                while time.monotonic() < until:
                    add_touch(book, 1, summary="seen by everybody")
                    pause.wait(1)
            finally:
                book.close()

        return write


def _added(pids: Sequence[int]) -> Memory:
    found = []
    for pid in pids:
        with suppress(OSError):
            found.append(measure.memory(pid))
    return Memory(*map(sum, zip(*found, strict=True)))


def _memory(memory: Memory) -> str:
    return f"{memory.pss:.1f} MiB (shared parts divided), {memory.own:.1f} its own, {memory.rss:.1f} resident"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure as asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=20, help="for each way of using it")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="capacity.") as folder:
        os.chmod(folder, 0o755)
        report = run(Path(folder), asked.sessions, asked.seconds)
    print(report.as_json() if asked.json else report)
    return 0


if __name__ == "__main__":
    sys.exit(main())
