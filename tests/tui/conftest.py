"""A desk to work at: a small book in which accounts are overdue, due, quiet or somebody else's; and the sample book."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kamtui import i18n, paths
from kamtui.clock import Clock
from kamtui.domain.contacts import Level
from kamtui.domain.statuses import Status
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Kind
from kamtui.ops.accounts import add_account
from kamtui.ops.contacts import add_contact
from kamtui.ops.sales import add_sale
from kamtui.ops.sample import build_sample
from kamtui.ops.statuses import set_status
from kamtui.ops.tiers import set_tier
from kamtui.ops.touches import add_touch
from kamtui.ops.users import add_user
from kamtui.store import journal
from kamtui.store.book import Book
from kamtui.tui.environment import Profile
from tests.conftest import TODAY

PROFILE = Profile(theme="kamtui-dark", mouse=False, remote=False)

ACME, HUAWEI, SIEMENS, QUIET, THEIRS = range(1, 6)
"""Accounts of the desk, in the order they were added."""


def ago(days: int) -> dt.date:
    """A day before today."""
    return TODAY - dt.timedelta(days=days)


@pytest.fixture(scope="session")
def desk_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Acme (key, 60 days silent), 华为 (regular, 60 days), Siemens (prospect, never touched), Quiet, and one of chen.jing."""
    path = tmp_path_factory.mktemp("desk") / "desk.kam"
    book = Book.create(path, who="li.wei", clock=Clock(TODAY), name="Desk", currency="CNY", fiscal_start=1)
    add_user(book, "li.wei", role="head")
    add_user(book, "chen.jing")
    for name, owner, tier, touched in (
        ("Acme [Holdings] Ltd", "li.wei", Tier.KEY, 60),
        ("华为技术有限公司", "li.wei", Tier.REGULAR, 60),
        ("Siemens AG", "li.wei", Tier.PROSPECT, None),
        ("Quiet AG", "li.wei", Tier.REGULAR, 1),
        ("Their Company", "chen.jing", Tier.REGULAR, 1),
    ):
        account = add_account(book, name, owner=owner).value.account_id
        set_tier(book, account, tier, on=ago(300), reason="as it was")
        if touched is not None:
            add_touch(book, account, kind=Kind.CALL, on=ago(touched), summary="the call before")
    add_contact(book, ACME, "李娜", title="采购总监", level=Level.EXEC)
    add_contact(book, ACME, "Chen Li")
    add_contact(book, HUAWEI, "王伟")
    set_tier(book, ACME, Tier.KEY, on=ago(30), reason="as it was") if False else None
    set_tier(book, QUIET, Tier.KEY, on=ago(40), reason="three good quarters in a row")
    set_status(book, ACME, Status.SOLID, on=ago(200))
    for month in range(12):
        add_sale(book, ACME, on=ago(30 * month + 1), amount=(month + 1) * 100_000_000, currency="CNY")
    book.close()
    return path


@pytest.fixture
def desk(desk_file: Path, tmp_path: Path) -> Path:
    """This test's own copy of the desk."""
    return Path(shutil.copyfile(desk_file, tmp_path / "desk.kam"))


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample book, built once."""
    path = tmp_path_factory.mktemp("sample") / "sample.kam"
    book = Book.create(path, who="li.wei", clock=Clock(TODAY), name="Sample", currency="CNY", fiscal_start=1)
    build_sample(book, paths.sample_book())
    book.close()
    return path


@pytest.fixture
def sit_down() -> Iterator[Callable[..., App]]:
    """Opens the app on a book, as somebody."""
    books: list[Book] = []

    def opener(path: Path, who: str = "li.wei", *, readonly: bool = False) -> App:
        book = Book.open(path, who=who, clock=Clock(TODAY), readonly=readonly)
        books.append(book)
        app = App(
            book, PROFILE, pages=PAGES, start=START, seen=journal.newest(book.conn), now=book.clock.now
        )
        app.offer(*providers(app))
        return app

    i18n.use("en")
    yield opener
    i18n.use("en")
    for book in books:
        book.close()


# textual reads its environment while it is imported, so the app comes after the profile
from kamtui.tui.app import Kamtui as App
from kamtui.tui.pages import PAGES, START, providers
