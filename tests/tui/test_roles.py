"""The app of who may only look: it says so, and has no key that writes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kamtui.ops.users import add_user
from kamtui.store import journal
from kamtui.store.book import Book
from tests.tui.conftest import Sit
from tests.tui.seen import press, screen_text


@pytest.mark.parametrize("who", ["zhao.min", "stranger"])
async def test_who_may_only_look_is_told_so_and_has_no_keys_that_write(
    sit: Sit, opened: Callable[[str], Book], who: str
) -> None:
    add_user(opened("li.wei"), "zhao.min", role="reader")
    app = sit(who=who)
    before = journal.newest(app.book.conn)
    async with app.run_test(size=(80, 24)) as pilot:
        for key in ("A", "W", "L", "X"):
            await press(pilot, key)
            assert "looking only" in screen_text(app).splitlines()[0]
            await press(pilot, "t", "1", "escape")
    assert journal.newest(app.book.conn) == before


async def test_who_may_write_is_told_nothing(sit: Sit) -> None:
    app = sit(who="chen.jing")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "A")
        assert "looking only" not in screen_text(app)


async def test_what_a_role_may_not_do_is_said_where_it_was_tried(sit: Sit) -> None:
    app = sit(who="chen.jing")
    async with app.run_test(size=(120, 24)) as pilot:
        await press(pilot, "A", "slash", *"acme", "enter", "t", *"c hello", "enter")
        assert "not among the accounts that chen.jing looks after" in screen_text(app)
