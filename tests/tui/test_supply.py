"""Supply in the app: a peak is prepared with one key, and a stock is entered where cover is seen (R63, R64)."""

from __future__ import annotations

from kamtui.domain.facts import Metric
from kamtui.domain.periods import Period
from kamtui.ops.facts import add_fact
from kamtui.ops.peaks import add_peak
from kamtui.store import peaks, tasks
from tests.conftest import TODAY
from tests.signalled import ago
from tests.tui.conftest import Sit
from tests.tui.desk import SIEMENS
from tests.tui.seen import press, screen_text


async def test_a_peak_that_nobody_prepares_is_prepared_with_p_and_taken_back_with_u(sit: Sit) -> None:
    app = sit()
    add_peak(app.book, SIEMENS, "双十二", starts_on=ago(-22))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "A", "slash", *"siemens", "enter", "p")
        (peak,) = peaks.rows(app.book.conn, peaks.ids(app.book.conn, TODAY, account=SIEMENS))
        assert peak.open_tasks == 2
        assert "双十二" in screen_text(app)
        await press(pilot, "u")
        assert peaks.one(app.book.conn, peak.id).open_tasks == 0


async def test_a_stock_is_entered_in_the_supply_view_and_its_days_stand_there(sit: Sit) -> None:
    app = sit()
    add_fact(app.book, SIEMENS, Metric.SELLTHROUGH_QTY, 280_0000, period=Period(ago(27), TODAY))
    add_peak(app.book, SIEMENS, "春节", starts_on=ago(-80))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "A", "slash", *"siemens", "enter", "dollar_sign")
        for _ in range(10):
            if "[Supply]" in screen_text(app):
                break
            await press(pilot, "tab")
        await press(pilot, "a", *"stock", "enter", *"95", "enter", *"today", "enter", "enter", "enter", "enter")
        seen = screen_text(app)
        assert ("9d" in seen, "red" in seen, "春节" in seen) == (True, True, True)
        assert "1 stock, 1 short" in seen
        await press(pilot, "G", "d")
        (task, _) = tasks.rows(app.book.conn, tasks.ids(app.book.conn, account=SIEMENS, signal="SIG-11"))
        assert "春节" in task.title
