"""What is settled before textual is imported."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest

from kamtui.tui import environment
from kamtui.tui.environment import prepare, refusal, theme_for


def test_a_remote_terminal_waits_longer_for_a_split_escape_sequence() -> None:
    environ = {"SSH_CONNECTION": "10.0.0.1 5 10.0.0.2 22", "TERM": "xterm-256color"}
    profile = prepare(environ)
    assert (environ["ESCDELAY"], environ["TEXTUAL_FPS"]) == ("400", "20")
    assert environ["TEXTUAL_SMOOTH_SCROLL"] == "0"
    assert profile.remote
    assert not profile.mouse


def test_a_user_who_waits_even_longer_is_left_alone() -> None:
    environ = {"SSH_CONNECTION": "x", "ESCDELAY": "900"}
    prepare(environ)
    assert environ["ESCDELAY"] == "900"


def test_a_local_terminal_keeps_its_speed_but_is_not_animated() -> None:
    environ = {"TERM": "xterm-256color"}
    profile = prepare(environ)
    assert environ == {"TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none"}
    assert profile.mouse
    assert not profile.remote


def test_the_gate_may_say_that_it_is_remote() -> None:
    assert prepare({}, remote=True).remote


@pytest.mark.parametrize(
    "name",
    [
        "TEXTUAL",
        "TEXTUAL_DRIVER",
        "TEXTUAL_LOG",
        "TEXTUAL_PRESS",
        "TEXTUAL_SCREENSHOT",
        "TEXTUAL_SCREENSHOT_LOCATION",
        "TEXTUAL_DEBUG",
        "TEXTUAL_DEVTOOLS_HOST",
        "TEXTUAL_ALLOW_SIGNALS",
        "TEXTUAL_SHOW_RETURN",
        "TEXTUAL_THEME",
        "TEXTUAL_SOMETHING_NEW",
    ],
)
def test_variables_that_run_code_write_files_or_type_keys_are_dropped(name: str) -> None:
    environ = {name: "1"}
    prepare(environ)
    assert name not in environ


def test_a_color_system_there_is_not_cannot_stop_the_start() -> None:
    environ = {"TEXTUAL_COLOR_SYSTEM": "purple"}
    prepare(environ)
    assert "TEXTUAL_COLOR_SYSTEM" not in environ


@pytest.mark.parametrize(
    ("environ", "theme"),
    [
        ({"TERM": "xterm-256color"}, "kamtui-dark"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, "kamtui-dark"),
        ({"TERM": "xterm-256color", "COLORFGBG": "0;15"}, "kamtui-light"),
        ({"TERM": "rxvt-256color", "COLORFGBG": "0;default;7"}, "kamtui-light"),
        ({"TERM": "linux"}, "kamtui-ansi"),
        ({"TERM": "screen"}, "kamtui-ansi"),
        ({}, "kamtui-ansi"),
    ],
)
def test_the_theme_follows_the_colors_of_the_terminal(environ: dict[str, str], theme: str) -> None:
    assert theme_for(environ) == theme


def test_the_setting_of_the_user_wins() -> None:
    assert prepare({"TERM": "linux"}, theme="kamtui-contrast").theme == "kamtui-contrast"


@pytest.mark.parametrize("term", ["dumb", "unknown", "DUMB"])
def test_a_terminal_that_cannot_move_its_cursor_is_refused(monkeypatch: pytest.MonkeyPatch, term: str) -> None:
    monkeypatch.setattr(os, "isatty", lambda _: True)
    assert term in str(refusal({"TERM": term}))
    assert refusal({"TERM": "xterm"}) is None


def test_a_pipe_is_refused_with_a_sentence() -> None:
    code = "from kamtui.tui.environment import refusal; print(refusal())"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "needs a terminal" in ran.stdout


def test_textual_sees_what_was_prepared() -> None:
    code = (
        "import os; from kamtui.tui import environment; environment.prepare(os.environ)\n"
        "from textual import constants\n"
        "print(constants.ESCAPE_DELAY, constants.MAX_FPS, constants.TEXTUAL_ANIMATIONS, constants.PRESS)"
    )
    environ = {**os.environ, "SSH_CONNECTION": "x", "TEXTUAL_PRESS": "q"}
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environ)
    assert ran.stdout.split() == ["0.4", "20", "none"]


def test_it_does_not_import_textual() -> None:
    code = "import sys, kamtui.tui.environment; print('textual' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


def test_a_terminal_on_all_three_is_accepted() -> None:
    code = "from kamtui.tui.environment import refusal; import sys; sys.exit(3 if refusal() is None else 4)"
    ours, theirs = pty.openpty()
    environ = {**os.environ, "TERM": "xterm"}
    ran = subprocess.run([sys.executable, "-c", code], stdin=theirs, stdout=theirs, stderr=theirs, env=environ)
    os.close(ours)
    os.close(theirs)
    assert ran.returncode == 3
    assert environment.colors(environ) == 16
