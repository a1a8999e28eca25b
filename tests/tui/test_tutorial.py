"""The tour, taken from its first step to its last with the keys it names, and left and gone back in on the way."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from kamtui import i18n
from kamtui.clock import Clock
from kamtui.store import journal
from kamtui.store.book import Book
from kamtui.tui.pages import PAGES, START, providers
from kamtui.tui.toursteps import STEPS
from kamtui.tui.tutorial import TALL, Toured, TourStrip
from tests.conftest import TODAY
from tests.tui.conftest import PROFILE
from tests.tui.seen import press, screen_text, until

WALK: tuple[tuple[str, ...], ...] = (
    ("j", "j"),
    ("enter",),
    ("tab", "tab"),
    ("q",),
    ("3", "enter"),
    ("u",),
    ("t", *"c they ask for the new price", "enter"),
    ("n", *"fri send the offer", "enter"),
    ("d",),
    ("A",),
    ("slash", *"tier:key", "enter"),
    ("escape",),
    ("m",),
    ("M",),
    ("colon",),
    ("escape", "question_mark"),
)
"""What the steps ask for, but the last, which asks for nothing."""


@pytest.fixture
def book(sample_file: Path, tmp_path: Path) -> Iterator[Book]:
    path = Path(shutil.copyfile(sample_file, tmp_path / "demo.kam"))
    book = Book.open(path, who="li.wei", clock=Clock(TODAY))
    yield book
    book.close()
    i18n.use("en")


@asynccontextmanager
async def touring(book: Book, size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[Toured, Pilot[Any]]]:
    app = Toured(book, PROFILE, pages=PAGES, start=START, seen=journal.newest(book.conn), now=book.clock.now)
    app.offer(*providers(app))
    async with app.run_test(size=size) as pilot:
        app.look()
        await pilot.pause()
        yield app, pilot


async def take(app: Toured, pilot: Pilot[Any], keys: tuple[str, ...]) -> None:
    """Press what a step asks for; the tour is asked to look, instead of waiting for its timer."""
    for key in keys if len(keys) < 5 else [keys]:
        await press(pilot, *([key] if isinstance(key, str) else key))
        app.look()
    await pilot.pause()


@pytest.mark.parametrize("language", ["en", pytest.param("zh", marks=pytest.mark.slow)])
async def test_the_tour_is_taken_to_its_end_with_the_keys_it_names(book: Book, language: str) -> None:
    i18n.use(language)
    async with touring(book) as (app, pilot):
        for number, keys in enumerate(WALK):
            assert app.step == number, screen_text(app)
            assert f"{number + 1}/{len(STEPS)}" in screen_text(app)
            await take(app, pilot, keys)
        assert app.step == len(STEPS) - 1
        assert f"{len(STEPS)}/{len(STEPS)}" in screen_text(app)


async def test_what_was_not_asked_for_does_not_go_on(book: Book) -> None:
    async with touring(book) as (app, pilot):
        await take(app, pilot, ("j", "k", "A", "R"))
        assert app.step == 0


async def test_a_step_can_be_skipped_and_gone_back_to(book: Book) -> None:
    async with touring(book) as (app, pilot):
        await take(app, pilot, ("j", "j"))
        assert app.step == 1
        await take(app, pilot, ("f5",))
        assert app.step == 0, "what it asks for is so already, and is asked for anew"
        await take(app, pilot, ("f6",))
        assert app.step == 1
        await take(app, pilot, ("f6",) * 30)
        assert app.step == len(STEPS) - 1


async def test_its_own_keys_stand_in_the_help_and_it_ends_with_ctrl_q(book: Book) -> None:
    async with touring(book) as (app, pilot):
        await press(pilot, "question_mark", "G")
        assert "tour: skip this step" in screen_text(app)
        await press(pilot, "ctrl+q")
    assert app.return_code == 0


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_no_step_is_longer_than_its_lines_at_80x24(book: Book, language: str) -> None:
    i18n.use(language)
    async with touring(book) as (app, _):
        for app.step in range(len(STEPS)):
            assert len(app._lines(app.screen)) == TALL, STEPS[app.step].text


def test_every_step_is_said_in_chinese_with_the_same_keys() -> None:
    zh = json.loads((i18n.LOCALES / "zh.json").read_text(encoding="utf-8"))
    for step in STEPS:
        fields = set(re.findall(r"\{(\w+)\}", step.text))
        assert fields == {*step.keys}
        assert fields == set(re.findall(r"\{(\w+)\}", zh[step.text]))


async def test_the_timer_of_the_app_looks_by_itself(book: Book) -> None:
    async with touring(book) as (app, pilot):
        await press(pilot, "j", "j")
        await until(pilot, lambda: app.step == 1)
        assert app.screen.query_one(TourStrip).size.height == TALL
