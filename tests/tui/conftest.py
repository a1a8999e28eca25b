"""The desk and the sample book, built once, and the app on a copy of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from kamtui import i18n, paths
from kamtui.clock import Clock
from kamtui.ops.sample.build import build_sample
from kamtui.store import journal
from kamtui.store.book import Book
from kamtui.tui.app import Kamtui
from kamtui.tui.environment import Profile
from kamtui.tui.pages import PAGES, START, providers
from tests.conftest import TODAY
from tests.tui import desk

PROFILE = Profile(theme="kamtui-dark", mouse=False, remote=False)

Sit = Callable[..., Kamtui]


@pytest.fixture(scope="session")
def desk_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("desk") / "desk.kam"
    desk.build(path)
    return path


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.kam"
    book = Book.create(path, who="li.wei", clock=Clock(TODAY), name="Sample", currency="CNY", fiscal_start=1)
    build_sample(book, paths.sample_book())
    book.close()
    return path


@pytest.fixture
def at_desk(desk_file: Path, tmp_path: Path) -> Path:
    """This test's own copy of the desk."""
    return Path(shutil.copyfile(desk_file, tmp_path / "desk.kam"))


@pytest.fixture
def opened(at_desk: Path) -> Iterator[Callable[[str], Book]]:
    """Opens the desk as somebody else's process would; what they do there is the story, whatever their role."""
    books: list[Book] = []
    with ExitStack() as story:

        def opener(who: str) -> Book:
            books.append(story.enter_context(Book.open(at_desk, who=who, clock=Clock(TODAY)).unguarded()))
            return books[-1]

        yield opener
    for book in books:
        book.close()


@pytest.fixture
def sit(at_desk: Path) -> Iterator[Sit]:
    """The app on the desk, or on another book."""
    books: list[Book] = []

    def opener(path: Path = at_desk, *, who: str = "li.wei", readonly: bool = False, language: str = "en") -> Kamtui:
        i18n.use(language)
        book = Book.open(path, who=who, clock=Clock(TODAY), readonly=readonly)
        books.append(book)
        seen = journal.newest(book.conn)
        app = Kamtui(book, PROFILE, pages=PAGES, start=START, seen=seen, now=book.clock.now)
        app.offer(*providers(app))
        return app

    yield opener
    i18n.use("en")
    for book in books:
        book.close()
