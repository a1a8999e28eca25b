"""The first start: what somebody is offered who has no book, and that nothing is made before they agree to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamtui import i18n
from kamtui.clock import Clock
from kamtui.ops.beginning import begin
from kamtui.store.book import Book
from kamtui.tui.guide import CHOICES, Guide
from kamtui.tui.opening import Opening, Then
from kamtui.tui.screens.help import HelpScreen
from tests.conftest import TODAY
from tests.tui.conftest import PROFILE, Sit
from tests.tui.seen import line_with, press, screen_text
from tests.tui.terminal import Terminal


@pytest.fixture
def guide(tmp_path: Path) -> Guide:
    return Guide(PROFILE, path=tmp_path / "data" / "book.kam", who="li.wei", clock=Clock(TODAY), currency="EUR")


async def test_every_way_to_begin_stands_there_with_its_key(guide: Guide) -> None:
    async with guide.run_test(size=(80, 24)):
        assert all(line_with(guide, choice.label).lstrip("▌ ").startswith(choice.key) for choice in CHOICES)
        assert "There is none at" in screen_text(guide)


async def test_it_welcomes_in_chinese(guide: Guide) -> None:
    i18n.use("zh")
    try:
        async with guide.run_test(size=(80, 24)):
            assert "欢迎" in screen_text(guide)
            assert not any(choice.label in screen_text(guide) for choice in CHOICES)
    finally:
        i18n.use("en")


async def test_leaving_makes_nothing(guide: Guide, tmp_path: Path) -> None:
    async with guide.run_test() as pilot:
        await press(pilot, "n", "escape", "q")
    assert guide.chosen is None
    assert not [*tmp_path.iterdir()]


async def test_a_new_book_is_made_where_it_was_agreed_to_with_oneself_as_its_head(guide: Guide) -> None:
    async with guide.run_test() as pilot:
        await press(pilot, "n")
        assert str(guide.path)[:40] in screen_text(guide)
        await press(pilot, "enter", "enter")
    assert guide.chosen == Opening(guide.path)
    book = Book.open(guide.path, who="li.wei", clock=Clock(TODAY))
    assert book.info().currency == "EUR"
    book.close()


async def test_a_path_or_currency_that_is_refused_is_asked_for_again(guide: Guide, tmp_path: Path) -> None:
    (tmp_path / "taken.kam").touch()
    async with guide.run_test(size=(200, 24)) as pilot:
        await press(pilot, "n", "ctrl+u", *str(tmp_path / "taken.kam"), "enter", "enter")
        assert "exists already" in screen_text(guide)
        await press(pilot, "ctrl+u", *str(tmp_path / "free.kam"), "enter", "ctrl+u", *"nonsense", "enter")
        assert "nonsense" in screen_text(guide)
        assert not (tmp_path / "free.kam").exists()
        await press(pilot, "enter", "ctrl+u", *"GBP", "enter")
    assert guide.chosen == Opening(tmp_path / "free.kam")


async def test_what_is_no_book_is_not_opened(guide: Guide, tmp_path: Path) -> None:
    (tmp_path / "no.kam").write_text("no book")
    async with guide.run_test(size=(200, 24)) as pilot:
        await press(pilot, "o", *str(tmp_path / "no.kam"), "enter")
        assert guide.chosen is None
        assert "no.kam" in screen_text(guide)


@pytest.mark.parametrize(("key", "opening"), [("s", Opening(None)), ("t", Opening(None, Then.TUTORIAL))])
async def test_the_sample_and_the_tour_need_no_book(guide: Guide, key: str, opening: Opening) -> None:
    async with guide.run_test() as pilot:
        await press(pilot, key)
    assert guide.chosen == opening


async def test_help_lists_the_ways_and_enter_runs_one(guide: Guide) -> None:
    async with guide.run_test() as pilot:
        await press(pilot, "question_mark")
        assert isinstance(guide.screen, HelpScreen)
        assert line_with(guide, "make a new, empty book")
        await press(pilot, "escape", "j", "enter")
    assert guide.chosen == Opening(None)


@pytest.fixture
def empty_book(tmp_path: Path) -> Path:
    path = tmp_path / "empty.kam"
    begin(path, who="li.wei", clock=Clock(TODAY), currency="USD")
    return path


async def test_the_screens_of_an_empty_book_say_what_to_do_next(sit: Sit, empty_book: Path) -> None:
    kam = sit(empty_book)
    async with kam.run_test(size=(80, 24)) as pilot:
        assert "this book is empty: A and there a add an account" in screen_text(kam)
        await press(pilot, "A")
        assert "this book is empty: a adds an account, : import" in screen_text(kam)
        await press(pilot, "a", *"Acme Holdings", "enter", "S")
        assert "this book is empty" not in screen_text(kam)


def test_without_a_book_the_app_begins_with_the_guide_and_the_book_is_used_at_once(tmp_path: Path) -> None:
    environ = {"HOME": str(tmp_path), "KAMTUI_TODAY": "2026-11-20", "XDG_DATA_HOME": str(tmp_path / "share")}
    at = Terminal(["-m", "kamtui"], environ={**environ, "KAMTUI_BOOK": "", "KAMTUI_USER": "li.wei"})
    try:
        at.wait_for("What would you")
        at.press("n")
        at.wait_for("where the new book is to be")
        at.press("\r")
        at.wait_for("currency")
        at.press("\r")
        at.wait_for("REVIEW")
        at.wait_for("this book is empty")
        at.press("\x11")
        assert at.wait() == 0
        assert (tmp_path / "share" / "kamtui" / "book.kam").is_file()
    finally:
        at.close()


def test_a_book_that_was_named_and_is_not_there_is_refused_as_ever(tmp_path: Path) -> None:
    at = Terminal(["-m", "kamtui", "--book", str(tmp_path / "none.kam")])
    try:
        assert at.wait() == 6
        assert "there is no book at" in at.text
    finally:
        at.close()
