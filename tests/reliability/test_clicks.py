"""Nothing in a text can be clicked, opened or run, and nothing leaves the app but what is drawn (S2)."""

from __future__ import annotations

import ast
import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import cycle
from pathlib import Path

import pytest

import kamtui.tui
from kamtui.store.sqlite import sqlite3
from kamtui.tui.app import Kamtui
from kamtui.tui.screens.plan import PlanPage
from tests.reliability import walk
from tests.reliability.books import HEAD, hostile, hostile_file, sample, sample_book_file  # noqa: F401  fixtures
from tests.reliability.ptyapp import AppTerminal, app_on, processes_of
from tests.reliability.walk import Step
from tests.tui.seen import settle
from tests.tui.terminal import Terminal

CLICKED = (
    "[@click=app.screenshot('planted.svg','.')]click me here and here and here[/]",
    "[@click=app.simulate_key('ctrl+q')]click me here and here and here[/]",
)
"""What a naive app does when this is clicked can be seen from outside."""

BUTTONS = {
    "left": "0",
    "middle": "1",
    "right": "2",
    "shift and left": "4",
    "alt and left": "8",
    "ctrl and left": "16",
}
"""Codes of a press in the terminal's language; a wheel, a drag and a mere move have their own."""

SIZE = (120, 30)

FILES = sorted(Path(kamtui.tui.__file__).parent.rglob("*.py"))


def click(terminal: Terminal, x: int, y: int, button: str = "0") -> None:
    """Press and release on a cell, counted from 1."""
    terminal.press(f"\x1b[<{button};{x};{y}M\x1b[<{button};{x};{y}m")


def drag(terminal: Terminal, x: int, y: int) -> None:
    terminal.press(f"\x1b[<0;{x};{y}M\x1b[<32;{x + 9};{y}M\x1b[<0;{x + 9};{y}m")


def hover(terminal: Terminal, x: int, y: int) -> None:
    terminal.press(f"\x1b[<35;{x};{y}M")


def wheel(terminal: Terminal, x: int, y: int) -> None:
    terminal.press(f"\x1b[<65;{x};{y}M\x1b[<64;{x};{y}M")


def everywhere(terminal: AppTerminal) -> None:
    """Click on every line of a screen, each in the next of the nine ways there are."""
    ways: Iterator[Callable[..., None]] = cycle(
        [*(partial(click, button=code) for code in BUTTONS.values()), hover, drag, wheel]
    )
    for row in range(1, SIZE[1] + 1):
        next(ways)(terminal, 8 + row * 37 % 100, row)
    terminal.flush()


@pytest.fixture
def bait(tmp_path: Path) -> dict[str, str]:
    """Variables of somebody whose every browser and editor would leave a trace."""
    programs = tmp_path / "bin"
    programs.mkdir()
    script = f"#!/bin/sh\necho started >> '{tmp_path}/started'\n"
    for name in ("xdg-open", "w3m", "lynx", "links", "elinks", "www-browser", "x-www-browser", "firefox", "vi", "open"):
        (programs / name).write_text(script)
        (programs / name).chmod(0o755)
    return {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "BROWSER": str(programs / "xdg-open"),
        "EDITOR": str(programs / "vi"),
        "VISUAL": str(programs / "vi"),
    }


def left_behind(folder: Path, book: Path) -> set[str]:
    """Files that lie there now and belong to nobody: neither the book nor what kamtui keeps for itself."""
    ours = {folder / "settings.toml", folder / "texts.json", folder / "state" / "kamtui" / "version"}
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file()
        and path not in ours
        and not path.name.startswith(book.name)
        and path.parent.name not in {"bin"}
    }


@pytest.mark.reliability
def test_control_clicks_on_a_naive_app_write_a_file_and_end_it(tmp_path: Path, bait: dict[str, str]) -> None:
    texts = tmp_path / "texts.json"
    texts.write_text(json.dumps(CLICKED))
    naive = Terminal(
        ["-m", "tests.reliability.naive", str(texts)],
        size=SIZE,
        environ=bait | {"HOME": str(tmp_path)},
        folder=tmp_path,
    )
    naive.wait_for("click me here")
    click(naive, 5, 1)
    naive.wait_for(lambda: any(tmp_path.glob("*.svg")))
    click(naive, 5, 2)
    assert naive.wait() == 0
    naive.close()


@pytest.mark.reliability
def test_clicks_on_hostile_texts_do_nothing(
    hostile: Path,  # noqa: F811
    tmp_path: Path,
    bait: dict[str, str],
) -> None:
    """On every page, on every line, in nine ways; a double click opens an account, as Enter does."""
    (tmp_path / "settings.toml").write_text('mouse = "on"\n')
    before = changes(hostile)
    with app_on(hostile, tmp_path, who=HEAD, size=SIZE, environ=bait, folder=tmp_path) as terminal:
        assert b"\x1b[?1000h" in terminal.sent
        terminal.walk([Step("R", "REVIEW"), Step("E", "REVIEW of everybody"), Step("+")])
        pages = [step for step in walk.PAGES if step.title and len(step.keys) == 1 and step.keys.isupper()]
        for step in [step for step in pages if step.keys != "E"]:
            terminal.walk([step])
            everywhere(terminal)
            home(terminal, step)
        for step in (Step("b", "BRIEFING"), Step("w", "PEOPLE"), Step("v", "PLAN"), Step("$", "MONEY")):
            terminal.walk([Step("A", "ACCOUNTS"), Step("/\x15a01\r"), Step("\r", "ACCOUNT"), step])
            everywhere(terminal)
            home(terminal, Step("A", "ACCOUNTS"))
        terminal.walk([Step(":", "ALL COMMANDS"), Step("Qa")])
        everywhere(terminal)
        assert processes_of(str(tmp_path / "bin")) == []
        assert children(terminal.pid) == []
    assert left_behind(tmp_path, hostile) == set()
    assert changes(hostile) == before


def home(terminal: AppTerminal, step: Step) -> None:
    """Back to a page, from whatever a double click has opened; the app lives, and answers."""
    for _ in range(12):
        terminal.press("\x1b")
        terminal.flush(0.15)
        terminal.press(step.keys)
        terminal.flush(0.15)
        with suppress(AssertionError):
            assert f"  {step.title}" in terminal.title
            return
    raise AssertionError(terminal.text)


def children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def changes(book: Path) -> int:
    conn = sqlite3.connect(book)
    (count,) = conn.execute("SELECT count(*) FROM change").fetchone()
    conn.close()
    return int(count)


# -- over the gate -----------------------------------------------------------------------------------------------------

GATED = "import sys; from kamtui.tui.run import run; sys.exit(run(['--book', sys.argv[1]], who='zhao.min'))"


@pytest.mark.reliability
def test_over_the_gate_there_is_no_shell_no_editor_and_no_file(
    sample: Path,  # noqa: F811
    tmp_path: Path,
    bait: dict[str, str],
) -> None:
    terminal = AppTerminal(sample, tmp_path, size=SIZE, environ=bait, folder=tmp_path, script=[GATED, str(sample)])
    terminal.wait_for("REVIEW")
    terminal.press("\x1a")
    assert terminal.answer_s("?", "KEYS") < 5
    while "ctrl+q" not in terminal.text:
        assert "suspend" not in terminal.text
        terminal.press("\x1b[6~")
        terminal.flush()
    assert "suspend" not in terminal.text
    terminal.walk([Step("\x1b", "REVIEW")])
    for word in ("import files", "export", "suspend", "screenshot", "$EDITOR"):
        terminal.walk([Step(":" + word, "ALL COMMANDS")])
        terminal.wait_for("nothing is called that")
        terminal.walk([Step("\x1b", "REVIEW")])
    terminal.walk(
        [Step("A", "ACCOUNTS"), Step("/\x15a01\r"), Step("\r", "ACCOUNT"), Step("v", "PLAN"), Step("jjj\x05")]
    )
    assert children(terminal.pid) == []
    terminal.press("\x11")
    assert terminal.wait() == 0
    terminal.close()
    assert left_behind(tmp_path, sample) == set()


# -- in the source -----------------------------------------------------------------------------------------------------

NEVER = {
    "open_url",
    "webbrowser",
    "system",
    "popen",
    "Popen",
    "from_meta",
    "Markdown",
    "Link",
    "DirectoryTree",
    "Pretty",
    "TextArea",
    "on_click_action",
}
"""Names that open, run, or read texts as more than letters."""

ONLY_IN = {
    "subprocess": "editing.py",
    "textual.widgets.Input": "lineinput.py",
    "save_screenshot": "fenced.py",
    "open_url": "fenced.py",
    "simulate_key": "",
}
"""Names that have one place."""


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(FILES[0].parent)))
def test_no_file_of_the_app_opens_or_runs_anything(file: Path) -> None:
    names = {name for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) for name in _names(node)}
    found = {name for name in names & {*NEVER, *ONLY_IN} if ONLY_IN.get(name) != file.name}
    assert found == set()
    assert not any("@click" in name for name in names)


def _names(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.ImportFrom(module=module, names=names) if module == "textual.widgets":
            yield from (f"{module}.{alias.name}" for alias in names)
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name) | ast.FunctionDef(name=name):
            yield name
        case ast.Constant(value=str() as text):
            yield text if "@click" in text else ""


# -- in the app --------------------------------------------------------------------------------------------------------


async def test_what_textual_offers_beyond_the_screen_is_not_there(
    hostile: Path,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("webbrowser.open", pytest.fail)
    app = opened(hostile)
    async with app.run_test(size=SIZE) as pilot:
        # what is read beside the screen must be there before the book is closed
        await settle(pilot)
        app.open_url("http://evil.test")
        app.deliver_text(__file__)
        app.deliver_binary(__file__)
        app.deliver_screenshot()
        assert app.save_screenshot() == ""
        await app.run_action("app.screenshot")
        await app.run_action("app.screenshot('planted.svg', '.')")
        await app.run_action("app.simulate_key('ctrl+q')")
        assert app.is_running
        assert app.return_code is None
    app.book.close()
    assert left_behind(tmp_path, hostile) == set()


async def test_no_cursor_blinks_and_no_input_is_other_than_ours(hostile: Path) -> None:  # noqa: F811
    from textual.widgets import Input

    app = opened(hostile)
    async with app.run_test(size=SIZE) as pilot:
        for page in ["A", "M", "P", "W", "Q", "H", "S", "F", "L", "X", "K", "D", "U", "R"]:
            await pilot.press(page)
            assert [line for line in app.screen.query(Input) if line.cursor_blink] == []
        await app.push_screen(PlanPage(1))
        assert [line for line in app.screen.query(Input) if line.cursor_blink] == []
        await settle(pilot)
    app.book.close()


def opened(book: Path) -> Kamtui:
    """The app on a book, without a terminal."""
    from kamtui.clock import Clock
    from kamtui.store import journal
    from kamtui.store.book import Book
    from kamtui.tui.pages import PAGES, START, providers
    from tests.conftest import TODAY
    from tests.tui.conftest import PROFILE

    shared = Book.open(book, who=HEAD, clock=Clock(TODAY))
    made = Kamtui(shared, PROFILE, pages=PAGES, start=START, seen=journal.newest(shared.conn), now=shared.clock.now)
    made.offer(*providers(made))
    return made
