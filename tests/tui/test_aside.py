"""What is read aside comes back to the screen, with its errors; who leaves does not wait for it."""

from __future__ import annotations

import threading

import pytest

from kamtui.errors import NotFound
from kamtui.tui.aside import aside
from tests.tui.conftest import Sit


async def test_what_was_read_and_what_went_wrong_come_back(sit: Sit) -> None:
    app = sit()
    async with app.run_test():
        mine = threading.get_ident()
        assert await aside(app.book, threading.get_ident) != mine

        def refused() -> None:
            raise NotFound("gone")

        with pytest.raises(NotFound, match="gone"):
            await aside(app.book, refused)


async def test_who_leaves_does_not_wait_for_what_is_read(sit: Sit) -> None:
    app = sit()
    reads, goes_on = threading.Event(), threading.Event()

    def slowly() -> bool:
        reads.set()
        return goes_on.wait(60)

    async with app.run_test() as pilot:
        app.run_worker(aside(app.book, slowly))
        await pilot.pause()
        reads.wait()
        await pilot.press("ctrl+q")
    # the app has ended, and its read still stands there
    (reader,) = (thread for thread in threading.enumerate() if thread.name == "kamtui-aside")
    goes_on.set()
    reader.join()
