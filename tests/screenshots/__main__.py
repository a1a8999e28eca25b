"""python -m tests.screenshots: draw the pictures anew, on a fixed day so that only a change of the app changes them."""

from __future__ import annotations

import asyncio
import datetime as dt
import tempfile
from pathlib import Path

from kamtui import paths
from kamtui.clock import Clock
from kamtui.ops.sample.build import build_sample
from kamtui.store import journal
from kamtui.store.book import Book
from kamtui.tui import environment
from tests.tui.seen import settle

DAY = dt.date(2026, 11, 20)
SIZE = (100, 30)
FOLDER = Path(__file__).parent

PICTURES = {
    "review": [],
    "accounts": ["A", "down", "down"],
    "account": ["A", "down", "down", "down", "enter"],
    "movement": ["M"],
    "quarterly_review": ["Q", "E", "g"],
    "tier": ["Q", "E", "g", "m"],
    "portfolio": ["P"],
    "week": ["W"],
    "health": ["H", "E"],
    "exceptions": ["X"],
    "people": ["w"],
    "plan": ["down", "v"],
    "money": ["dollar_sign"],
    "funnel": ["F"],
    "service": ["S"],
    "briefing": ["A", "down", "down", "down", "b"],
}
"""Picture -> the keys that lead to it."""


async def draw(book: Book, name: str, keys: list[str]) -> None:
    """Press the keys in the real app and save what it shows."""
    profile = environment.prepare({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, theme="kamtui-dark")
    from kamtui.tui.app import Kamtui
    from kamtui.tui.pages import PAGES, START

    seen = journal.newest(book.conn)
    app = Kamtui(book, profile, pages=PAGES, start=START, seen=seen, now=book.clock.now)
    async with app.run_test(size=SIZE) as pilot:
        for key in keys:
            await pilot.press(key)
        await settle(pilot)
        (FOLDER / f"{name}.svg").write_text(app.export_screenshot(title="kamtui"), encoding="utf-8")


def main() -> None:
    """Draw all of them."""
    with tempfile.TemporaryDirectory() as folder:
        book = Book.create(
            Path(folder) / "demo.kam", who="a.meyer", clock=Clock(DAY), name="Demo", currency="CNY", fiscal_start=1
        )
        build_sample(book, paths.sample_book())
        for name, keys in PICTURES.items():
            asyncio.run(draw(book, name, keys))
        book.close()


if __name__ == "__main__":
    main()
