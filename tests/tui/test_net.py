"""What an account leaves, on the money page: every known cost by itself, the unknown as unknown."""

from __future__ import annotations

from pathlib import Path

from kamtui.clock import Clock
from kamtui.domain.facts import Metric
from kamtui.domain.money import SCALE
from kamtui.domain.periods import quarter_of
from kamtui.domain.touches import Kind
from kamtui.ops.facts import add_fact
from kamtui.ops.sales import add_sale
from kamtui.ops.touches import add_touch
from kamtui.ops.users import edit_user
from kamtui.store.book import Book
from kamtui.tui.moneyviews import VIEWS
from kamtui.tui.screens.accounts import Accounts
from tests.conftest import TODAY
from tests.tui.conftest import Sit
from tests.tui.desk import HUAWEI, ago
from tests.tui.seen import line_with, page_of, press, screen_text


async def test_from_revenue_to_net_at_eighty_cells(sit: Sit, at_desk: Path) -> None:
    book = Book.open(at_desk, who="li.wei", clock=Clock(TODAY))
    add_sale(book, HUAWEI, on=ago(10), amount=1_000_000 * SCALE, currency="EUR", profit=300_000 * SCALE)
    edit_user(book, "li.wei", hourly_cost=200 * SCALE)
    add_touch(book, HUAWEI, kind=Kind.VISIT, minutes=600, on=ago(20))
    add_fact(book, HUAWEI, Metric.FREIGHT, 70_000 * SCALE, period=quarter_of(2026, 3), currency="EUR")
    book.close()
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "A")
        page_of(app, Accounts).shown.select(HUAWEI)
        await press(pilot, "dollar_sign", *["tab"] * list(VIEWS).index("net"))
        assert "twelve months to 2026-11-20, EUR" in screen_text(app)
        assert line_with(app, "gross profit").split()[2:] == ["300,000.00", "30.0%"]
        assert line_with(app, "freight costs").split()[2:] == ["-70,000.00", "-7.0%"]
        # hours are paid in the currency of the book, and are not charged twice
        assert line_with(app, "our time").split()[2] == "unknown"
        assert line_with(app, "net  ").split() == ["net", "230,000.00", "23.0%", "profitable"]
