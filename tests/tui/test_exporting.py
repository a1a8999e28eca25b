"""A list is exported from within the app, and it is noted who took it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from kamtui.store import exports
from tests.tui.conftest import Sit
from tests.tui.seen import press, screen_text


async def test_a_list_is_written_into_a_file_and_noted(sit: Sit, tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "colon", *"export.note", "enter", *"accounts", "enter", *str(file), "enter")
        assert "accounts: " in screen_text(app)
        (noted,) = exports.rows(app.book.conn)
        lines = file.read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith("id,name,parent,owner,tier")
        assert (noted.what, noted.by, noted.rows) == ("accounts as csv", "li.wei", len(lines) - 1)


@pytest.mark.parametrize(("name", "said"), [("there.csv", "exists already"), ("new.ods", "has none of the endings")])
async def test_a_file_that_is_there_and_a_format_there_is_not_are_refused(
    name: str, said: str, sit: Sit, tmp_path: Path
) -> None:
    (tmp_path / "there.csv").write_text("keep", encoding="utf-8")
    app = sit()
    async with app.run_test(size=(240, 40)) as pilot:
        await press(pilot, "colon", *"export.note", "enter", *"sales", "enter", *str(tmp_path / name), "enter")
        assert said in screen_text(app)
    assert (tmp_path / "there.csv").read_text(encoding="utf-8") == "keep"
    assert exports.rows(app.book.conn) == []


async def test_what_is_copied_from_the_briefing_is_noted(sit: Sit) -> None:
    app = sit()
    async with app.run_test(size=(140, 45)) as pilot:
        await press(pilot, "b", "y")
        (noted,) = exports.rows(app.book.conn)
        assert noted.what == "brief: Acme [Holdings] Ltd"
        # one's own work is what u takes back, not the note of it
        await press(pilot, "u")
        assert len(exports.rows(app.book.conn)) == 1


async def test_over_the_gate_no_file_is_written(sit: Sit) -> None:
    app = sit()
    app.profile = dataclasses.replace(app.profile, gated=True)
    async with app.run_test() as pilot:
        await press(pilot, "colon", *"export.note", "enter")
        assert "which list" not in screen_text(app)
