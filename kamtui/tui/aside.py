"""Long reads beside the screen, in threads that nobody waits for when the app is left."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextvars import copy_context
from typing import TypeVar

from kamtui.store.book import Book

T = TypeVar("T")


async def aside(book: Book, read: Callable[[], T]) -> T:
    """What `read` gives, read in a thread of its own.

    The threads of asyncio are waited for at the end, and a large book is read for seconds.
    """
    outcome: Future[T] = Future()
    # from now on nobody can cancel it: whoever does not want it any more leaves it alone
    outcome.set_running_or_notify_cancel()
    around = copy_context()

    def run() -> None:
        try:
            with book.visit():
                found = around.run(read)
        except BaseException as error:  # noqa: BLE001 (raised where it is awaited)
            outcome.set_exception(error)
        else:
            outcome.set_result(found)

    threading.Thread(target=run, daemon=True, name="kamtui-aside").start()
    return await asyncio.wrap_future(outcome)
