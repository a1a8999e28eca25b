"""A script that writes over ssh in a loop, one command after the other, and is stopped in the middle now and then."""

from __future__ import annotations

import json
import random
import shlex
import subprocess
import threading
import time
from typing import NamedTuple

from tests.reliability.gated import Server
from tests.reliability.ledger import Kind, Ledger

KILLED_SHARE = 0.08
"""How many of its commands are stopped on their way."""

DAYS = "2026-11-01"


class Command(NamedTuple):
    """A command line, what it is told on stdin, and what it is for."""

    words: list[str]
    stdin: str
    token: str


class Robot:
    """One script with a key of its own."""

    def __init__(self, server: Server, login: str, role: str, shared: list[str], ledger: Ledger, seed: int) -> None:
        self.login = login
        self.took_s: list[float] = []
        self.killed = 0
        self.errors: list[str] = []
        """What went to stderr of commands that failed and should not have."""
        self._server = server
        self._ledger = ledger
        self._random = random.Random(f"{seed}{login}")
        self._shared = shared
        self._count = 0
        self._changes: list[int] = []
        kinds = [self._touch, self._task]
        self._kinds = kinds if role == "support" else [*kinds, self._edit, self._import]

    def run(self, stop: threading.Event) -> None:
        """Write until told to stop."""
        while not stop.is_set():
            if self._changes and self._random.random() < 0.1:
                self._undo(self._changes.pop())
                continue
            command = self._random.choice(self._kinds)()
            if self._random.random() < KILLED_SHARE:
                self._start_and_kill(command)
                if command.words[:2] != ["touch", "add"]:
                    continue
                # sent again with its key: whether it arrived the first time makes no difference
            self._do(command)

    def _do(self, command: Command) -> None:
        began = time.monotonic()
        answer = self._server.ssh(self.login, *_quoted(command.words), "--json", stdin=command.stdin, timeout_s=120)
        if answer.code != 0:
            self.errors.append(f"{command.words[:2]} ended with {answer.code}: {answer.err.strip()}")
            return
        self.took_s.append(time.monotonic() - began)
        told = json.loads(answer.out)
        change = (told[0] if isinstance(told, list) else told).get("change")
        self._ledger.saved(command.token, change)
        if change is not None:
            self._changes.append(change)

    def _start_and_kill(self, command: Command) -> None:
        client = subprocess.Popen(
            self._server.argv(self.login, *_quoted(command.words), "--json"),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        assert client.stdin is not None
        client.stdin.write(command.stdin.encode())
        client.stdin.close()
        try:
            client.wait(self._random.uniform(0.1, 1.5))
        except subprocess.TimeoutExpired:
            client.kill()
            self.killed += 1
        client.wait()

    def _undo(self, change: int) -> None:
        answer = self._server.ssh(self.login, "undo", str(change), timeout_s=120)
        if answer.code == 0:
            self._ledger.taken_back(change)
        else:
            self._ledger.refused(answer.err.strip())

    def _touch(self) -> Command:
        token = self._token(Kind.TOUCH)
        words = ["touch", "add", self._random.choice(self._shared), token, "--kind", "email", "--key", token]
        return Command(words, "", token)

    def _task(self) -> Command:
        token = self._token(Kind.TASK)
        row = {"account": self._random.choice(self._shared), "title": token, "due": "in 7d"}
        return Command(["task", "add", "--stdin"], json.dumps(row) + "\n", token)

    def _edit(self) -> Command:
        token = self._token(Kind.EDIT)
        return Command(["account", "edit", self._random.choice(self._shared), "--note", token], "", token)

    def _import(self) -> Command:
        rows = self._random.randint(2, 200)
        token = self._token(Kind.IMPORT, rows)
        account = self._random.choice(self._shared)
        lines = [f"{account},{token} row {number},{DAYS},call" for number in range(rows)]
        return Command(["import", "-", "--as", "touches"], "\n".join(["account,summary,at,kind", *lines, ""]), token)

    def _token(self, kind: Kind, rows: int = 1) -> str:
        self._count += 1
        token = f"{self.login}n{self._count:05}"
        self._ledger.tried(token, kind, rows)
        return token


def _quoted(words: list[str]) -> list[str]:
    """As a shell would need them: ssh joins them with blanks."""
    return [shlex.quote(word) for word in words]
