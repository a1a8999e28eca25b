"""The demo app on a real terminal: raw bytes, signals, suspension, floods, absurd sizes."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.render.hostile import HOSTILE
from tests.tui.terminal import Terminal, strange_in

DEMO = ["-m", "tests.tui.demo"]

Start = Callable[..., Terminal]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts the demo; every terminal is closed in the end."""
    opened: list[Terminal] = []

    def opener(*arguments: str, **options: object) -> Terminal:
        opened.append(Terminal([*DEMO, *arguments], **options))  # type: ignore[arg-type]
        opened[-1].wait_for("tier")
        return opened[-1]

    yield opener
    for terminal in opened:
        terminal.close()


@pytest.mark.slow
def test_no_hostile_text_reaches_the_terminal_as_a_command(start: Start) -> None:
    """Every string as a name in the list, in the preview, in a message, in the line, its echo and the palette."""
    terminal = start("hostile", size=(100, len(HOSTILE) + 12))
    last = len(HOSTILE)
    terminal.press("j" * last)
    terminal.wait_for("reason")
    for text in HOSTILE.values():
        terminal.press("\r")
        terminal.wait_for("opened")
        pasted = text[:300].replace("\x1b", "").encode("utf-8", "replace")
        terminal.press("t")
        terminal.wait_for("t›")
        terminal.press(b"\x1b[200~" + pasted + b"\x1b[201~\r")
        terminal.wait_for(lambda: "t›" not in terminal.text)
    terminal.press(":")
    terminal.wait_for("ALL COMMANDS")
    terminal.press("a")
    terminal.wait_for("account")
    terminal.read_for(0.3)
    assert strange_in(terminal.sent) == set()


def test_every_hostile_name_is_shown_somehow(start: Start) -> None:
    terminal = start("hostile", size=(100, len(HOSTILE) + 12))
    terminal.wait_for("Acme [Holdings] [/] [red]Ltd[/red]")
    for shown in ("Acme␛[2J␛[H Ltd", "Acme ⏎ Ltd", "$name {name} %s {0}", "=cmd|'/c calc'!A1"):
        terminal.wait_for(shown)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)])
def test_a_signal_keeps_the_draft_and_restores_the_terminal(
    start: Start, tmp_path: Path, number: int, code: int
) -> None:
    terminal = start(environ={"DEMO_DRAFTS": str(tmp_path / "drafts")})
    terminal.press("tc half a line")
    terminal.wait_for("t› c half a line")
    began = time.monotonic()
    terminal.kill(number)
    assert terminal.wait() == code
    assert time.monotonic() - began < 5
    assert "c half a line" in kept(tmp_path / "drafts")
    assert b"\x1b[?1049l" in terminal.sent
    assert b"\x1b[?25h" in terminal.sent
    assert not terminal.is_raw()


def test_a_terminal_that_is_taken_away_ends_the_app(start: Start, tmp_path: Path) -> None:
    terminal = start(environ={"DEMO_DRAFTS": str(tmp_path / "drafts")})
    terminal.press("tc lost")
    terminal.wait_for("t› c lost")
    terminal.hang_up()
    assert terminal.wait() == 129
    assert "c lost" in kept(tmp_path / "drafts")


def test_it_ends_too_where_hangups_are_ignored(start: Start, tmp_path: Path) -> None:
    """Under nohup nothing tells the app; it must notice by itself, and not spin."""
    terminal = start(environ={"DEMO_DRAFTS": str(tmp_path / "drafts")}, ignore_hangup=True)
    terminal.press("tc lost")
    terminal.wait_for("t› c lost")
    terminal.hang_up()
    assert terminal.wait() == 129
    assert "c lost" in kept(tmp_path / "drafts")


def test_a_terminal_that_takes_no_more_output_can_still_be_told_to_end(start: Start) -> None:
    terminal = start("2000", size=(200, 60))
    for _ in range(200):
        terminal.press("\x1b[6~\x1b[5~")
    terminal.wait_until_full()
    terminal.kill(signal.SIGTERM)
    assert terminal.wait(is_read=False) == 143


def test_it_comes_back_from_suspension_with_its_screen(start: Start) -> None:
    terminal = start()
    terminal.press("\x1a")
    terminal.wait_for(lambda: b"\x1b[?1049l" in terminal.sent)
    _wait_until_stopped(terminal.pid)
    terminal.screen.reset()
    terminal.kill(signal.SIGCONT)
    terminal.wait_for("reason 1")
    terminal.press("j")
    terminal.wait_for("▌  prospect")


def test_words_typed_where_a_slash_was_missed_change_nothing(start: Start) -> None:
    terminal = start()
    terminal.press("12 different: 3456789 xyz\r")
    terminal.wait_for("ignored")
    assert "✓" not in terminal.text
    terminal.wait_for("▌  regular")
    terminal.read_for(0.2)
    terminal.press("j")
    terminal.wait_for("▌  prospect")


def test_a_held_key_is_no_flood(start: Start) -> None:
    terminal = start()
    terminal.press("j" * 30)
    terminal.wait_for("▌  unattractive  [/] 31")


def test_a_line_typed_ahead_in_one_packet_is_logged_and_the_verb_after_it_done(start: Start) -> None:
    terminal = start()
    terminal.press("tc ok\r2j")
    terminal.wait_for("solid")
    terminal.wait_for("▌  prospect")
    terminal.wait_for("declining → solid")


def test_a_huge_paste_neither_hangs_nor_grows(start: Start) -> None:
    terminal = start()
    terminal.press("t")
    terminal.wait_for("t›")
    began = time.monotonic()
    terminal.press(b"\x1b[200~")
    for _ in range(100):
        terminal.press(b"x" * 10_000)
        terminal.read_for(0)
    terminal.press(b"\x1b[201~")
    terminal.wait_for("too long")
    assert time.monotonic() - began < 10
    terminal.press("\x1b")
    terminal.wait_for("? help")


def test_a_split_escape_sequence_is_no_verb_over_ssh(start: Start) -> None:
    terminal = start(environ={"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"})
    terminal.press("\x1b[")
    terminal.read_for(0.2)
    terminal.press("6~")
    terminal.wait_for(lambda: "▌  regular       中国移动通信集团 1 " not in terminal.text)
    assert "✓" not in terminal.text


def test_a_terminal_that_says_it_is_absurdly_large_is_not_believed(start: Start) -> None:
    terminal = start()
    terminal.resize(65_535, 65_535)
    terminal.kill(signal.SIGWINCH)
    terminal.press("j")
    terminal.wait_for(lambda: len(terminal.sent) > 20_000)
    assert _peak_mib(terminal.pid) < 300
    terminal.press("\x11")
    assert terminal.wait() == 0


def test_a_bug_restores_the_terminal_says_one_sentence_and_shows_no_data(start: Start, tmp_path: Path) -> None:
    terminal = start(environ={"DEMO_LOG": str(tmp_path / "crash.log")})
    before = len(terminal.sent)
    terminal.press("B")
    assert terminal.wait() == 70
    after = terminal.sent[before:].decode().partition("\x1b[?1049l")[2]
    assert "kamtui stopped because of a mistake in it (KeyError)" in after.replace("\r\n", "")
    assert "华为" not in after
    assert "Traceback" not in after


def test_quitting_leaves_with_zero(start: Start) -> None:
    terminal = start()
    terminal.press("q")
    assert terminal.wait() == 0
    assert not terminal.is_raw()


@pytest.mark.slow
def test_an_idle_screen_sends_nothing(start: Start) -> None:
    terminal = start()
    terminal.read_for(0.5)
    assert terminal.read_for(1.5) == b""
    terminal.press("t")
    terminal.wait_for("t›")
    terminal.read_for(0.5)
    assert terminal.read_for(1.5) == b""


@pytest.mark.slow
def test_a_cursor_move_costs_at_most_four_hundred_bytes(start: Start) -> None:
    terminal = start("1000", "bare", size=(140, 45))
    terminal.read_for(0.5)
    for _ in range(5):
        terminal.press("j")
        assert len(terminal.read_for(0.4)) <= 400


@pytest.mark.parametrize("environ", [{"TERM": "linux"}, {"NO_COLOR": "1"}, {"COLORTERM": "truecolor"}])
def test_it_runs_with_few_no_and_many_colors(start: Start, environ: dict[str, str]) -> None:
    terminal = start(environ=environ)
    terminal.press("j")
    terminal.wait_for("▌  prospect")
    colored = re.search(rb"\x1b\[[\d;]*(3[0-8]|4[0-8])[;m]", terminal.sent)
    assert bool(colored) == ("NO_COLOR" not in environ)


def kept(drafts: Path) -> str:
    """What stands in the files of the lines that were kept."""
    return "".join(path.read_text() for path in drafts.iterdir())


def _wait_until_stopped(pid: int) -> None:
    deadline = time.monotonic() + 10
    while Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "T":
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _peak_mib(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024  # type: ignore[index]
