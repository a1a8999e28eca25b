"""What most tests start from: a fixed day, an empty book, and a small one with people in it."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kamtui.clock import Clock
from kamtui.domain.contacts import Function, Level
from kamtui.domain.teams import OurFunction
from kamtui.domain.tiers import Tier
from kamtui.ops.accounts import add_account
from kamtui.ops.contacts import add_contact
from kamtui.ops.teams import join_team
from kamtui.ops.users import add_user
from kamtui.store.book import Book

TODAY = dt.date(2026, 11, 20)
"""A Friday."""


def pytest_xdist_auto_num_workers() -> int:
    """More workers than cores: much of the time goes into waiting for the disk to keep what was written."""
    return 2 * (os.cpu_count() or 1)


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed book with one user, copied by the others because making one takes a moment."""
    path = tmp_path_factory.mktemp("book") / "empty.kam"
    book = Book.create(path, who="li.wei", clock=Clock(TODAY), name="Test", currency="CNY", fiscal_start=1)
    add_user(book, "li.wei", role="head")
    add_user(book, "chen.jing")
    book.close()
    return path


@pytest.fixture
def path(empty_file: Path, tmp_path: Path) -> Path:
    """The file of an empty book of this test's own."""
    target = tmp_path / "book.kam"
    shutil.copyfile(empty_file, target)
    return target


@pytest.fixture
def open_book(path: Path) -> Iterator[Callable[[str], Book]]:
    """Opens this test's book as somebody, as another process of theirs would."""
    opened = []

    def opener(who: str = "li.wei") -> Book:
        opened.append(Book.open(path, who=who, clock=Clock(TODAY)))
        return opened[-1]

    yield opener
    for book in opened:
        book.close()


@pytest.fixture
def book(open_book: Callable[[str], Book]) -> Book:
    """An empty book, opened by li.wei."""
    return open_book("li.wei")


@pytest.fixture
def acme(book: Book) -> int:
    """A key account of li.wei, chen.jing in its team, with three people: Chen (exec), 王伟 (mid), 李娜 (front)."""
    return found_acme(book)


def found_acme(book: Book) -> int:
    """Enter the account, its people and its team; its id."""
    account = add_account(book, "Acme Holdings Ltd", owner="li.wei", tier=Tier.KEY).value.account_id
    add_contact(book, account, "Chen Li", title="CEO", level=Level.EXEC, function=Function.MANAGEMENT)
    add_contact(book, account, "王伟", title="采购总监", level=Level.MID, function=Function.PURCHASING)
    with book.write("contact.add") as tx:
        add_contact.within(tx, account, "李娜", level=Level.FRONT, function=Function.OPERATIONS)
        join_team.within(tx, account, "chen.jing", OurFunction.TECH_SUPPORT)
    return account


class Ran(NamedTuple):
    """What a command line answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        """What --json says on stderr about a refusal."""
        found: dict[str, Any] = json.loads(self.err.splitlines()[-1])["error"]
        return found

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


Run = Callable[..., Ran]
"""`run("account", "ls", stdin="…", who="chen.jing")` in this test's book, on the fixed day."""


@pytest.fixture
def run(path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `kamtui` in this process."""
    from kamtui.cli import app

    monkeypatch.setenv("KAMTUI_BOOK", str(path))
    monkeypatch.setenv("KAMTUI_TODAY", TODAY.isoformat())
    monkeypatch.setenv("KAMTUI_LANG", "en")
    monkeypatch.setenv("KAMTUI_SETTINGS", str(path.parent / "settings.toml"))

    def runner(*arguments: str, stdin: str = "", who: str = "li.wei") -> Ran:
        monkeypatch.setenv("KAMTUI_USER", who)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        code = app.run(list(arguments))
        return Ran(code, *capsys.readouterr())

    return runner
