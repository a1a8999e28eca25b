"""A real terminal for whole sessions: tmux at 80x24, driven by keys, read as text."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent

TIMEOUT_S = 20.0
"""A busy machine may take that long; a test that waits for something on screen goes on as soon as it is there."""


class Terminal:
    """A terminal of 80x24 with kamtui in it."""

    def __init__(self, socket: Path, environment: dict[str, str]) -> None:
        self._tmux = ["tmux", "-S", str(socket), "-f", os.devnull]
        settings = " ".join(f"{name}={shlex.quote(value)}" for name, value in environment.items())
        program = f"env {settings} {shlex.quote(sys.executable)} -m kamtui; echo left with $?; read _"
        self._run("new-session", "-d", "-s", "kamtui", "-x", "80", "-y", "24", program)

    @property
    def screen(self) -> str:
        """What is on the screen now."""
        return self._run("capture-pane", "-p", "-t", "kamtui")

    def press(self, *keys: str) -> None:
        self._run("send-keys", "-t", "kamtui", *keys)

    def type(self, text: str) -> None:
        self._run("send-keys", "-t", "kamtui", "-l", text)

    def shows(self, text: str) -> str:
        """The screen as soon as `text` is on it."""
        return self.until(lambda screen: text in screen, repr(text))

    def until(self, condition: Callable[[str], bool], what: str) -> str:
        """The screen as soon as the condition holds for it; `what` names it where it never does."""
        until = time.monotonic() + TIMEOUT_S
        while time.monotonic() < until:
            screen = self.screen
            if condition(screen):
                return screen
        raise AssertionError(f"{what} never appeared; the screen shows:\n{screen}")

    def close(self) -> None:
        subprocess.run([*self._tmux, "kill-server"], check=False, capture_output=True)

    def _run(self, *arguments: str) -> str:
        return subprocess.run([*self._tmux, *arguments], check=True, capture_output=True, text=True).stdout
