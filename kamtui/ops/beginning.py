"""How a book begins: new and empty with a head in it, or as a copy of the sample that is thrown away."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kamtui.domain.outcomes.book import UserAdded
from kamtui.errors import BadBook, KamError
from kamtui.i18n import t
from kamtui.ops.core import Done
from kamtui.ops.users import add_user
from kamtui.store import permits, users
from kamtui.store.book import Book, Clock

OWNER_ONLY = 0o700

THROWN_AWAY = "kamtui-demo-"
"""Begins the name of the folder of a copy of the sample."""


def begin(
    path: Path, *, who: str, clock: Clock, currency: str, name: str = "", fiscal_start: int = 1, via: str = ""
) -> Done[UserAdded]:
    """Make a new, empty book with `who` as its head; missing folders are made for the owner only.

    Raises BadInput, BadBook; nothing is left of a book that could not be begun.
    """
    make_folders(path.parent)
    book = Book.create(path, who=who, clock=clock, name=name or path.stem, currency=currency, fiscal_start=fiscal_start)
    book.via = via
    try:
        return add_user(book, who, role="head")
    except KamError:
        book.close()
        _remove(path)
        raise
    finally:
        book.close()


@contextmanager
def sample_copy(*, who: str, clock: Clock, folder: Path) -> Iterator[Path]:
    """The sample book from its sources in `folder`, with `who` as a head of it; gone afterwards."""
    # imported late: only who looks at the sample needs all it is made of
    from kamtui.ops.sample.build import build_sample

    with tempfile.TemporaryDirectory(prefix=THROWN_AWAY) as place:
        path = Path(place) / "demo.kam"
        book = Book.create(path, who=who, clock=clock, name=t("Sample"), currency="CNY", fiscal_start=1)
        try:
            build_sample(book, folder)
            let_in(book)
        finally:
            book.close()
        yield path


def is_thrown_away(path: Path) -> bool:
    """Whether a book is a copy of the sample, so that nothing in it is meant."""
    return path.parent.name.startswith(THROWN_AWAY)


def let_in(book: Book) -> None:
    """Make whoever looks at a sample its head, so that everything in it can be tried."""
    if not users.exists(book.conn, book.who):
        who = book.who
        # by a head of the sample: whoever looks at it has nothing of it to undo, least of all themselves
        with book.as_author((permits.heads(book.conn, book.today()) or [who])[0]):
            add_user(book, who, role="head")


def make_folders(folder: Path) -> None:
    """The folder of a book and those above it, as far as they are missing, for the owner only. Raises BadBook."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    for place in reversed(missing):
        try:
            place.mkdir(mode=OWNER_ONLY)
        except OSError as error:
            raise BadBook(t("cannot create {path}: {reason}", path=place, reason=error.strerror)) from None


def _remove(path: Path) -> None:
    """A book that could not be begun, with what SQLite put beside it."""
    for ending in ("", "-wal", "-shm", ".lock", ".anchor", ".spare"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
