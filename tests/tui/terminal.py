"""A real terminal for tests: a program on a pseudo-terminal, the bytes it sends, and the screen they make."""

from __future__ import annotations

import codecs
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyte

from tests.tui.seen import is_harmless

ROOT = Path(__file__).parents[2]

PATIENCE_S = 20.0
"""How long a condition may take on a busy machine before the test fails."""

LARGEST_DRAWN = 500 * 500
"""Cells of a window up to which its screen is drawn; beyond that only the bytes count."""

_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=][\d;]*[a-zA-Z]|\x1b\[\?[\d;]*\$p")


OURS = re.compile(
    r"\x1b\[[\d;]*[HmXCJ]"  # move, colour, erase, step over
    r"|\x1b\[\?[\d;]*[hl]|\x1b\[\?[\d;]*\$p|\x1b\[[<>]\d*u"  # modes, questions about modes, kitty keys
    r"|\x1b\]22;[a-z]*\x07|\x1b7|\x1b8|\r\n"  # pointer shape, and the line ends between lines
)
"""Every sequence that the app itself sends."""


def strange_in(sent: bytes | bytearray) -> set[str]:
    """Characters that only a terminal's commands have, in what was sent beside the app's own commands.

    What was read so far may end within a sequence, or within a character: read all of a frame first.
    """
    rest = OURS.sub("", codecs.getincrementaldecoder("utf-8")().decode(bytes(sent)))
    return {character for character in rest if not is_harmless(character) or character == "\x07"}


class Terminal:
    """One program on a terminal of its own."""

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        size: tuple[int, int] = (80, 24),
        environ: Mapping[str, str] | None = None,
        ignore_hangup: bool = False,
        program: str = sys.executable,
        folder: Path = ROOT,
    ) -> None:
        """Run `program`, else this Python, with `arguments` in a folder; `size` is columns and lines."""
        self.sent = bytearray()
        """Every byte the program has written."""
        self._drawn = 0
        """How many of them are on the screen: drawing is slow, so it is done when somebody looks."""
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self._status: int | None = None
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            self._become([program, *arguments], environ or {}, size, ignore_hangup, folder)
        self.resize(*size)

    @property
    def text(self) -> str:
        """What is on the screen now."""
        self._draw()
        cells = (self.screen.buffer[line] for line in range(self.screen.lines))
        # the second half of a wide character is an empty cell; pyte's own `display` fails where only that is left of it
        return "\n".join("".join(line[x].data for x in range(self.screen.columns)).rstrip() for line in cells)

    def press(self, keys: str | bytes) -> None:
        """Send keys in one piece, as a slow line does."""
        os.write(self._fd, keys.encode() if isinstance(keys, str) else keys)

    def resize(self, columns: int, lines: int) -> None:
        """Say that the window has another size; the system tells the program."""
        if columns * lines <= LARGEST_DRAWN:
            self._draw()
            self.screen.resize(lines, columns)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def wait_for(self, condition: str | Callable[[], bool]) -> None:
        """Read until a text is on the screen, or a condition holds."""
        deadline = time.monotonic() + PATIENCE_S
        while not (condition in self.text if isinstance(condition, str) else condition()):
            if time.monotonic() > deadline or not self._read(0.1):
                raise AssertionError(f"waited for {condition!r}; on screen:\n{self.text}")

    def read_for(self, seconds: float) -> bytearray:
        """What is written within that time, for programs that should write nothing."""
        before = len(self.sent)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self._read(0.02):
            pass
        return self.sent[before:]

    def kill(self, number: int) -> None:
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Take the terminal away."""
        os.close(self._fd)
        self._fd = -1

    def wait_until_full(self) -> None:
        """Read nothing until the terminal takes no more of what the program writes."""
        line = os.open(os.readlink(f"/proc/{self.pid}/fd/0"), os.O_WRONLY | os.O_NOCTTY)
        try:
            deadline = time.monotonic() + PATIENCE_S
            while select.select([], [line], [], 0)[1]:
                if time.monotonic() > deadline:
                    raise AssertionError("the program stopped writing before the terminal was full")
                time.sleep(0.02)
        finally:
            os.close(line)

    def wait(self, *, is_read: bool = True) -> int:
        """The exit code, when the program has ended by itself; negative for a signal that killed it.

        What it writes meanwhile is read, unless told not to.
        """
        deadline = time.monotonic() + PATIENCE_S
        while self._status is None:
            if not is_read:
                time.sleep(0.02)
            elif self._fd >= 0:
                self._read(0.02)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._status = os.waitstatus_to_exitcode(status)
            elif time.monotonic() > deadline:
                raise AssertionError(f"still running; on screen:\n{self.text}")
        while self._fd >= 0 and self._read(0.05):
            pass
        return self._status

    def is_raw(self) -> bool:
        """Whether the terminal still hands over every key as it is pressed."""
        return not termios.tcgetattr(self._fd)[3] & termios.ICANON

    def close(self) -> None:
        if self._status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self._status = -signal.SIGKILL
        if self._fd >= 0:
            self.hang_up()

    def _read(self, timeout_s: float) -> bool:
        """Take in what there is; False when the program has closed its end."""
        if not select.select([self._fd], [], [], timeout_s)[0]:
            return True
        try:
            data = os.read(self._fd, 1 << 16)
        except OSError:
            return False
        self.sent += data
        return bool(data)

    def _draw(self) -> None:
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", bytes(self.sent[self._drawn :])))
        self._drawn = len(self.sent)

    @staticmethod
    def _become(
        command: Sequence[str], environ: Mapping[str, str], size: tuple[int, int], ignore_hangup: bool, folder: Path
    ) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("TEXTUAL", "SSH_", "DEMO_"))}
        kept |= {"TERM": "xterm-256color", "PYTHONPATH": str(ROOT), **environ}
        kept.pop("NO_COLOR", None) if "NO_COLOR" not in environ else None
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        if ignore_hangup:
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
        os.chdir(folder)
        os.execve(command[0], [*command], kept)
