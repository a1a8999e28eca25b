"""Nothing that a terminal could take for a command leaves through Textual."""

from __future__ import annotations

import inspect
from importlib.metadata import version
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from kamtui.tui import guard
from kamtui.tui.thrift import skipped
from tests.render.hostile import HOSTILE
from tests.tui.seen import is_harmless


@pytest.fixture(autouse=True)
def guarded() -> None:
    guard.install()


@pytest.fixture
def console() -> Console:
    return Console(file=StringIO(), force_terminal=True, color_system="truecolor")


def rendered(console: Console, text: str, style: Style | None = None) -> str:
    return Strip([Segment(text, style)]).render(console)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("style", [None, Style(bold=True)])
def test_no_hostile_text_gets_through(console: Console, text: str, style: Style | None) -> None:
    sent = rendered(console, text[:5000], style)
    if style is not None:
        sent = sent.removeprefix("\x1b[1m").removesuffix("\x1b[0m")
    assert all(is_harmless(character) for character in sent)


@given(st.text(st.characters(exclude_categories=[])))
def test_no_text_at_all_gets_a_control_character_through(text: str) -> None:
    assert all(is_harmless(character) for character in guard.safe(text))


@given(st.text(st.characters(exclude_categories=[])))
def test_what_is_dropped_had_no_width(text: str) -> None:
    assert cell_len(guard.safe(text)) == cell_len(text)


def test_a_link_that_would_end_its_sequence_is_no_link(console: Console) -> None:
    style = Style(link="http://evil.test\x1b\\\x1b[2J")
    assert rendered(console, "Acme", style) == "Acme"


def test_a_long_gap_is_stepped_over(console: Console) -> None:
    assert rendered(console, "Acme" + " " * 40 + "x") == "Acme\x1b[40X\x1b[40Cx"
    assert rendered(console, "Acme" + " " * 11 + "x") == "Acme" + " " * 11 + "x"


def test_a_gap_with_a_background_is_painted(console: Console) -> None:
    assert " " * 40 in rendered(console, " " * 40, Style(reverse=True))


def test_text_from_the_book_cannot_bring_its_own_gap_sequence(console: Console) -> None:
    assert "\x1b" not in rendered(console, "\x1b[40X\x1b[40C")
    assert skipped("Acme") == "Acme"


def test_installing_twice_changes_nothing() -> None:
    guard.install()
    assert guard.is_installed()


def test_textual_still_draws_through_the_call_that_is_guarded() -> None:
    """Fails when Textual changes what the guard replaces: then look at guard.py before anything else."""
    assert version("textual").startswith("8.2.")
    assert list(inspect.signature(Strip.render).parameters) == ["self", "console"]
    assert list(inspect.signature(Strip.render_style).parameters) == ["style", "text", "color_system"]
    strip = Strip([Segment("a", Style(bold=True)), Segment("b", None)])
    assert strip._render_cache is None
    assert strip._segments[0].text == "a"
    assert Strip.render_style(Style(bold=True), "a", ColorSystem.TRUECOLOR) == "\x1b[1ma\x1b[0m"


def test_every_way_of_drawing_goes_through_that_call() -> None:
    """The compositor renders full, partial and inline updates; each must call Strip.render."""
    from textual import _compositor

    for update in (_compositor.LayoutUpdate, _compositor.ChopsUpdate, _compositor.InlineUpdate):
        assert "strip.render(console)" in inspect.getsource(update.render_segments)
