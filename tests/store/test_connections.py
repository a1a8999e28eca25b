"""Each thread has a connection of its own; one that comes and goes lends one, and nobody waits for it at the end."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from kamtui.store.book import Book
from kamtui.store.sqlite import Connection


def in_a_thread(call: Callable[[], None]) -> None:
    """Run a call in a new thread, to its end."""
    thread = threading.Thread(target=call)
    thread.start()
    thread.join()


def test_a_thread_that_comes_after_another_takes_its_connection(book: Book) -> None:
    seen: list[Connection] = []

    def visit() -> None:
        with book.visit():
            seen.append(book.conn)

    in_a_thread(visit)
    in_a_thread(visit)
    assert seen[0] is seen[1] is not book.conn


def test_two_threads_at_once_have_two(book: Book) -> None:
    seen: list[Connection] = []
    both = threading.Barrier(2)

    def visit() -> None:
        with book.visit():
            both.wait()
            seen.append(book.conn)

    first = threading.Thread(target=visit)
    first.start()
    visit()
    first.join()
    assert len({*map(id, seen)}) == 2


def test_a_book_is_closed_while_a_visitor_reads_on(path: Path, book: Book) -> None:
    reads, goes_on = threading.Event(), threading.Event()
    found: list[object] = []

    def visit() -> None:
        with book.visit():
            reads.set()
            goes_on.wait()
            found.append(book.conn.execute("SELECT count(*) FROM account").fetchone())

    thread = threading.Thread(target=visit)
    thread.start()
    reads.wait()
    book.close()
    goes_on.set()
    thread.join()
    assert found == [(0,)]
