"""A shared server as people have it: a book, an sshd, and a key for everybody that opens the gate and nothing else."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kamtui.cli.server import keys
from kamtui.cli.server.authorized import KeyFile
from kamtui.cli.server.keys import Place
from kamtui.clock import Clock
from kamtui.ops.accounts import add_account
from kamtui.ops.users import add_user
from kamtui.store.book import Book
from tests.reliability.sshd import HARDENED, Account, Sshd

HEAD = "li.wei"
PEOPLE = {HEAD: "head", "chen.jing": "kam", "wang.fang": "support", "zhao.min": "reader"}


class Server(Sshd):
    """An sshd whose keys open the gate of a book; the book lies in the folder `book` beside its settings."""

    def __init__(
        self, folder: Path, config: str = HARDENED, *, options: str = "", account: Account | None = None
    ) -> None:
        super().__init__(folder / "sshd", config, options=options, account=account)
        self.home = folder / "book"
        self.book = self.home / "book.kam"
        self.state = self.home / "state"

    @property
    def key_file(self) -> KeyFile:
        """The keys, as `kamtui user add` keeps them."""
        return KeyFile(self.authorized, Place(sys.executable, self.book, self.state, self.authorized))

    def opened(self, who: str = HEAD) -> Book:
        """The book, as somebody on the server itself would open it."""
        return Book.open(self.book, who=who, clock=Clock())

    def found(self, people: Mapping[str, str]) -> None:
        """Make a book with people in it, an account for each, and let them in."""
        self.state.mkdir(parents=True)
        head = next(login for login, role in people.items() if role == "head")
        book = Book.create(self.book, who=head, clock=Clock(), name="Shared", currency="EUR", fiscal_start=1)
        for login in sorted(people, key=lambda login: people[login] != "head"):
            add_user(book, login, role=people[login])
        for login, role in people.items():
            if role in ("head", "kam"):
                add_account(book, f"Account of {login}", owner=login)
        book.close()
        for login in people:
            self.let_in(login)

    def let_in(self, login: str) -> None:
        """Enter the key of somebody who is in the book."""
        self.key_file.change(login, add=[keys.public_key(self.key(login).read_text())])

    def ask(self, who: str, *words: str, stdin: str = "") -> Any:
        """What a command answers somebody with --json; it has to be one that works."""
        answer = self.ssh(who, *words, "--json", stdin=stdin)
        assert answer.code == 0, answer.err
        return json.loads(answer.out)


@contextmanager
def server(
    folder: Path,
    people: Mapping[str, str] = PEOPLE,
    config: str = HARDENED,
    *,
    options: str = "",
    account: Account | None = None,
) -> Iterator[Server]:
    """A shared server with people of these roles, each of them let in; `options` win over `config`.

    `server.ssh("chen.jing", "touch add 1 'hello'")` is one command, `server.argv("chen.jing", tty=True)` the command
    line for a session of the app on a terminal of the test's own.
    """
    with Server(folder, config, options=options, account=account) as running:
        running.found(people)
        yield running
