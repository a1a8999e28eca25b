"""Somebody leaves with a successor nobody knows, who becomes known; data are taken out for good: by keys."""

from __future__ import annotations

from kamtui.store import contacts
from kamtui.tui.app import Kamtui
from tests.conftest import TODAY
from tests.tui.conftest import Sit
from tests.tui.desk import ACME
from tests.tui.seen import press, screen_text


def here(app: Kamtui) -> list[tuple[str, bool]]:
    places = contacts.positions(app.book.conn, ACME, on=TODAY)
    return sorted((place.contact, place.placeholder) for place in places)


async def test_somebody_leaves_with_an_unknown_successor_who_becomes_known(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        left = ("enter", *"李娜", "enter", *"retired", "enter", "y", "enter", "enter")
        await press(pilot, "A", "enter", "colon", *"person left", *left)
        assert here(app) == [("Chen Li", False), ("unknown successor of 李娜", True)]
        assert "find out who follows" in screen_text(app)
        await press(pilot, "colon", *"placeholder", "enter", "tab", "enter", *"赵敏", "enter", "enter")
        assert here(app) == [("Chen Li", False), ("赵敏", False)]
        await press(pilot, "u", "u")
        assert here(app) == [("Chen Li", False), ("李娜", False)]


async def test_data_that_are_taken_out_are_gone_and_no_undo_is_offered(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "A", "enter", "colon", *"personal data", "enter", *"李娜", "enter", "enter", "y", "enter")
        assert "李娜" not in [name for name, _ in here(app)]
        assert "out for good" in screen_text(app)
        assert "u undo" not in screen_text(app)
        await press(pilot, "u")
        assert "for good" in screen_text(app)
