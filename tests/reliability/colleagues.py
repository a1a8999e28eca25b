"""One person at a terminal of their own, over ssh, who writes all the time and comes back whenever they are cut off."""

from __future__ import annotations

import os
import random
import re
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

from tests.reliability import measure
from tests.reliability.gated import Server
from tests.reliability.ledger import TOKEN, Kind, Ledger
from tests.reliability.ptyapp import FIRST_SCREEN, AppTerminal

SIZE = (100, 30)

LETTERS = {"c": "call", "m": "email", "v": "visit", "g": "meeting"}
"""How a touch line begins -> what it is called afterwards, so that no sentence is like the one before it."""

STATUSES = {"1": "developing", "2": "solid", "3": "defending", "4": "declining"}

ANSWER_S = 30.0
"""How long somebody waits for an answer on a machine that is too small for them all."""

REFUSED_S = 1.5
"""How long after a refusal nothing else may come for it to be the answer."""

NEWS = re.compile(r"  [\w.]+: ")
"""How a sentence about what somebody else did begins."""

UNSEEN = "a colleague's news took the place of the answer"


class Gone(Exception):
    """The connection has ended."""


class Stuck(Exception):
    """Nothing came in time."""


class Seat(AppTerminal):
    """A session over ssh; it raises Gone as soon as the connection has ended."""

    def until(self, condition: Callable[[], bool], what: str, patience_s: float = ANSWER_S) -> None:
        """Read until a condition holds. Raises Gone or Stuck."""
        deadline = time.monotonic() + patience_s
        while not condition():
            if time.monotonic() > deadline:
                raise Stuck(f"waited for {what}; on screen:\n{self.text}")
            if not self._read(0.05):
                raise Gone

    def press(self, keys: str | bytes) -> None:
        try:
            super().press(keys)
        except OSError as error:
            raise Gone from error

    def row(self, number: int) -> str:
        """One line of the screen; -1 is the last."""
        self._draw()
        cells = self.screen.buffer[number % self.screen.lines]
        return "".join(cells[x].data for x in range(self.screen.columns)).rstrip()

    @property
    def is_there(self) -> bool:
        """Whether the client still runs."""
        if self._status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._status = os.waitstatus_to_exitcode(status)
        return self._status is None

    @property
    def title(self) -> str:
        return self.row(0)

    @property
    def said(self) -> str:
        """The line above the last: what was done, or what is being typed."""
        return self.row(-2)


class Person:
    """Somebody with one account of their own and a share in the others; `run` is their working day."""

    def __init__(
        self,
        server: Server,
        login: str,
        shared: list[str],
        ledger: Ledger,
        home: Path,
        seed: int,
        think_s: float = 0,
    ) -> None:
        """`think_s` is how long they look at the screen before they go on."""
        self.login = login
        self.seat: Seat | None = None
        self.is_working = False
        """Whether they look at the list of accounts; only then somebody may cut them off."""
        self.logins_s: list[float] = []
        self.answers_s: list[float] = []
        self.cut_off = 0
        self.sent = bytearray()
        """The end of what each session that was cut off has written."""
        self._server = server
        self._ledger = ledger
        self._home = home
        self._think_s = think_s
        self._random = random.Random(f"{seed}{login}")
        self._accounts = [f"Own {login}", *shared]
        self._account = self._accounts[0]
        self._count = 0
        self._turn = 0
        self._undone: set[int] = set()

    def run(self, stop: threading.Event) -> None:
        """Write until told to stop; then stay in front of the first screen."""
        while not stop.is_set():
            try:
                self.sit_down()
                self._choose()
                self.is_working = True
                while not stop.is_set():
                    self._write()
            except Gone:
                self.cut_off += 1
                self.get_up()
            finally:
                self.is_working = False

    def sit_down(self) -> Seat:
        """Log in and wait for the first screen, or go on in the session that is open. Raises Gone or Stuck."""
        if self.seat is not None and self.seat.is_there:
            return self.seat
        self.get_up()
        began = time.monotonic()
        command = self._server.argv(self.login, tty=True)
        seat = Seat(self._server.book, self._home, command=command, size=SIZE)
        self.seat = seat
        seat.until(lambda: FIRST_SCREEN in seat.title, "the first screen")
        self.logins_s.append(time.monotonic() - began)
        return seat

    def get_up(self) -> None:
        """Let go of the terminal."""
        if self.seat is not None:
            self.sent += self.seat.sent[-4000:]
            self.seat.close()
            self.seat = None

    def cut(self, how: str) -> bool:
        """End the session from outside; False where there is none. Called by another thread."""
        seat = self.seat
        if seat is None or not self.is_working:
            return False
        if how == "client":
            seat.kill(signal.SIGKILL)
            return True
        number = {"hang-up": signal.SIGHUP, "terminate": signal.SIGTERM, "kill": signal.SIGKILL}[how]
        pids = measure.gated(self._server.book, self.login, on_terminal=True)
        for pid in pids:
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                return False
        return bool(pids)

    def _choose(self) -> None:
        """Go to one account in the list."""
        seat = self._at_seat()
        if "  ACCOUNTS  " not in seat.title:
            seat.press("A")
            seat.until(lambda: "  ACCOUNTS  " in seat.title, "the accounts")
        seat.press("/")
        seat.until(lambda: seat.said.startswith("/"), "the filter")
        seat.press("\x15" + self._account)
        seat.until(lambda: f"filter {self._account}  " in seat.title and "  1/" in seat.title, "one account")
        seat.press("\r")
        seat.until(lambda: not seat.said.startswith("/"), "the end of the filter")

    def _write(self) -> None:
        self._look()
        chance = self._random.random()
        if chance < 0.1:
            self._account = self._random.choice(self._accounts)
            self._choose()
        elif chance < 0.55:
            self._touch()
        elif chance < 0.75:
            self._rate()
        elif chance < 0.9:
            self._promise()
        else:
            self._undo()

    def _look(self) -> None:
        """Watch what others do, for a while that is never the same."""
        seat, until = self._at_seat(), time.monotonic() + self._think_s * self._random.uniform(0.5, 1.5)
        seat.until(lambda: time.monotonic() >= until, "the next thing to do")

    def _touch(self) -> None:
        seat = self._at_seat()
        letter = self._next_letter()
        seat.press("t")
        seat.until(lambda: seat.said.startswith("t›"), "the touch line")
        kept = TOKEN.search(seat.said)
        if kept:
            # the line was kept when the session ended, so it was not saved then
            self._asked(kept.group(), Kind.LOST_LINE, "", r"✓ \w+ · ")
        else:
            self._asked(self._token(Kind.TOUCH), Kind.TOUCH, letter + " {token}", f"✓ {LETTERS[letter]} · ")

    def _rate(self) -> None:
        seat = self._at_seat()
        digit, status = self._random.choice([*STATUSES.items()])
        seat.press(digit)
        seat.until(lambda: "because" in seat.said, "the reason line")
        kept = TOKEN.search(seat.said)
        token = kept.group() if kept else self._token(Kind.STATUS)
        self._asked(token, Kind.STATUS, "" if kept else "{token}", f"✓ .*→ {status}")

    def _promise(self) -> None:
        seat = self._at_seat()
        seat.press("n")
        seat.until(lambda: seat.said.startswith("next step:"), "the line for a next step")
        kept = TOKEN.search(seat.said)
        token = kept.group() if kept else self._token(Kind.TASK)
        self._asked(token, Kind.TASK, "" if kept else "tomorrow send {token}", f"✓ .*{token}")

    def _undo(self) -> None:
        seat = self._at_seat()
        began = time.monotonic()
        seat.press("u")
        found: list[int] = []

        def is_told() -> bool:
            told = re.match(r"✓ change (\d+) \(.*\) is undone", seat.said)
            if told and int(told.group(1)) not in self._undone:
                found.append(int(told.group(1)))
            return bool(found)

        if self._answered(is_told, began):
            self._undone.add(found[0])
            self._ledger.taken_back(found[0])

    def _asked(self, token: str, kind: Kind, text: str, answer: str) -> None:
        """Type a line and wait until it is said that it is saved."""
        seat = self._at_seat()
        seat.press(text.format(token=token))
        seat.until(lambda: token in seat.said, "the typed text")
        began = time.monotonic()
        seat.press("\r")
        if self._answered(lambda: re.match(answer, seat.said) is not None, began):
            self._ledger.saved(token, kind=kind)

    def _answered(self, is_told: Callable[[], bool], began: float) -> bool:
        """Wait for a sentence; False where another came. A question about what somebody else did is answered: no."""
        seat = self._at_seat()
        refused: list[tuple[float, str]] = []

        def is_over() -> bool:
            if is_told() or "all the same" in seat.text:
                return True
            if seat.said.startswith("! ") and "waiting" not in seat.said:
                refused.append((time.monotonic(), seat.said))
            # the sentence of an earlier line may stand there for a moment
            return bool(refused) and time.monotonic() - refused[0][0] > REFUSED_S

        try:
            seat.until(is_over, "the answer")
        except Stuck:
            if not NEWS.match(seat.said):
                raise
            refused.append((0, UNSEEN))
        if is_told():
            self.answers_s.append(time.monotonic() - began)
            return True
        self._ledger.refused(refused[-1][1] if refused else seat.said)
        if "all the same" in seat.text:
            seat.press("\x1b")
            seat.until(lambda: "all the same" not in seat.text, "the end of the question")
        return False

    def _at_seat(self) -> Seat:
        assert self.seat is not None
        return self.seat

    def _token(self, kind: Kind) -> str:
        self._count += 1
        token = f"{self.login}n{self._count:05}"
        self._ledger.tried(token, kind)
        return token

    def _next_letter(self) -> str:
        self._turn = (self._turn + 1) % len(LETTERS)
        return [*LETTERS][self._turn]
