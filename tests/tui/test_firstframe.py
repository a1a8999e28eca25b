"""The rows that are drawn before Textual is there: the ones that come, and nothing of them when they are gone."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.errors import BadInput, NothingToDo
from kamtui.ops.accounts import edit_account
from kamtui.render.glyphs import UNICODE
from kamtui.store.book import Book
from kamtui.tui import firstframe
from kamtui.tui.firstframe import FirstFrame, first_frame, lines, painted, queue_of
from tests.conftest import TODAY
from tests.render.hostile import HOSTILE
from tests.tui.conftest import Sit
from tests.tui.desk import ACME
from tests.tui.seen import screen_text, settle
from tests.tui.terminal import ROOT, Terminal, strange_in

Start = Callable[..., Terminal]

CURSOR = "▌"


@pytest.fixture
def desk(at_desk: Path) -> Iterator[Book]:
    book = Book.open(at_desk, who="li.wei", clock=Clock(TODAY))
    yield book
    book.close()


@pytest.fixture
def start(at_desk: Path, tmp_path: Path) -> Iterator[Start]:
    """Starts kamtui on the desk, until something is to be seen."""
    opened: list[Terminal] = []

    def opener(size: tuple[int, int] = (80, 24)) -> Terminal:
        homes = {name: str(tmp_path) for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME")}
        told = {"KAMTUI_BOOK": str(at_desk), "KAMTUI_USER": "li.wei", "KAMTUI_TODAY": TODAY.isoformat()}
        opened.append(Terminal(["-m", "kamtui"], size=size, environ={**homes, **told, "KAMTUI_LANG": "en"}))
        opened[-1].wait_for(lambda: CURSOR.encode() in opened[-1].sent)
        return opened[-1]

    yield opener
    for terminal in opened:
        terminal.close()


@pytest.mark.parametrize("size", [(80, 24), (140, 45)])
async def test_the_first_rows_are_those_that_the_review_then_has(sit: Sit, desk: Book, size: tuple[int, int]) -> None:
    app = sit()
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        shown = screen_text(app).splitlines()[1:]
    queue = queue_of(desk)
    queue.begin_ranking()
    ranking, found = queue.ranked()
    assert found is not None
    queue.merge(ranking, found)
    drawn = ["".join(text for text, _ in line).rstrip() for line in lines(desk, queue, UNICODE, *size)][1:]
    assert len(drawn) > 3
    assert [line[: len(row)] for row, line in zip(drawn, shown, strict=False)] == drawn


def test_keys_that_are_pressed_before_the_app_is_there_reach_it(start: Start) -> None:
    terminal = start()
    terminal.press("j")
    terminal.wait_for(lambda: CURSOR in terminal.text.splitlines()[3])
    assert "j" not in terminal.text.splitlines()[-1].split()
    terminal.press("q")
    assert terminal.wait() == 0
    assert terminal.sent.count(b"\x1b[?1049h") == terminal.sent.count(b"\x1b[?1049l") == 1
    assert not terminal.is_raw()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_in_between_is_answered_by_the_app(start: Start, number: int, code: int) -> None:
    terminal = start()
    terminal.wait_for(CURSOR)
    terminal.kill(number)
    assert terminal.wait() == code
    assert b"\x1b[?1049l" in terminal.sent
    assert not terminal.is_raw()


def test_no_name_is_a_command_in_the_first_rows(desk: Book) -> None:
    for name in HOSTILE.values():
        with desk.unguarded(), suppress(BadInput, NothingToDo):
            edit_account(desk, ACME, {"name": name[:200]})
        text = painted(lines(desk, queue_of(desk), UNICODE, 80, 24))
        assert strange_in(text.encode("utf-8", "replace")) == set()


def test_everybodys_cards_of_a_large_book_are_not_waited_for(desk: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    with desk.as_author("owns.nothing"):
        assert queue_of(desk).is_read
        monkeypatch.setattr(firstframe, "LARGE", 1)
        assert not queue_of(desk).is_read
    assert queue_of(desk).is_read


def test_without_a_terminal_nothing_is_shown_and_nothing_taken_away(
    desk: Book, capfd: pytest.CaptureFixture[str]
) -> None:
    with first_frame() as frame:
        frame.show(desk, queue_of(desk), UNICODE)
        assert not frame.is_shown
        assert not frame.hand_over()
    FirstFrame().take_away()
    assert capfd.readouterr() == ("", "")


def test_the_app_comes_without_tls_and_leaves_it_to_others() -> None:
    program = (
        "import sys; from kamtui.tui.run import _leave_out_tls; _leave_out_tls();"
        " assert 'asyncio' in sys.modules and 'ssl' not in sys.modules; import ssl; ssl.create_default_context"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)
