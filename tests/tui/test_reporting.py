"""A report page is written from within the app, for everybody's accounts or mine, and it is noted who took it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from kamtui.store import exports
from tests.tui.conftest import Sit
from tests.tui.seen import press, screen_text

ASKED = ("colon", *"report page", "enter")


async def test_a_report_is_written_into_a_file_and_noted(sit: Sit, tmp_path: Path) -> None:
    file = tmp_path / "p.html"
    app = sit()
    async with app.run_test(size=(160, 40)) as pilot:
        await press(pilot, *ASKED, *"pyramid", "enter", *"mine", "enter", *str(file), "enter")
        assert "pyramid and time: written to" in screen_text(app)
        assert "the accounts of li.wei" in file.read_text(encoding="utf-8")
        (noted,) = exports.rows(app.book.conn)
        assert noted.what.startswith("report pyramid: ")
        await press(pilot, *ASKED, *"pyramid", "enter", *"mine", "enter", *str(file), "enter")
        assert "exists already" in screen_text(app)


async def test_over_the_gate_no_report_is_offered(sit: Sit) -> None:
    app = sit()
    app.profile = dataclasses.replace(app.profile, gated=True)
    async with app.run_test() as pilot:
        await press(pilot, "colon", *"report page")
        assert "Write a report page" not in screen_text(app)
