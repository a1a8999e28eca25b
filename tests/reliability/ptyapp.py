"""The real program on a real terminal: `python -m kamtui` on a book, with a home of its own."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from kamtui.i18n import catalog
from tests.conftest import TODAY
from tests.reliability.walk import Step
from tests.tui.terminal import ROOT, Terminal

FIRST_SCREEN = "filter"
"""In its title once the app itself has drawn it; the first rows come before that, without it."""

TICKS_PER_S = os.sysconf("SC_CLK_TCK")


def surroundings(book: Path, home: Path, *, who: str = "li.wei", language: str = "en") -> dict[str, str]:
    """The variables of somebody whose home is `home`, on the day that tests have."""
    return {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_STATE_HOME": str(home / "state"),
        "KAMTUI_SETTINGS": str(home / "settings.toml"),
        "KAMTUI_BOOK": str(book),
        "KAMTUI_USER": who,
        "KAMTUI_TODAY": TODAY.isoformat(),
        "KAMTUI_LANG": language,
    }


class AppTerminal(Terminal):
    """The app of one person; `press`, `wait_for`, `text`, `sent`, `kill`, `hang_up` and `wait` are those of a terminal.

    `arguments` are words for `python -m kamtui`; or give another command line in `command`, such as that of an ssh
    client, or a `script` and its arguments for `python -c`.
    """

    def __init__(
        self,
        book: Path,
        home: Path,
        *arguments: str,
        who: str = "li.wei",
        language: str = "en",
        size: tuple[int, int] = (80, 24),
        environ: Mapping[str, str] | None = None,
        ignore_hangup: bool = False,
        command: Sequence[str] = (),
        folder: Path = ROOT,
        script: Sequence[str] = (),
    ) -> None:
        self.home = home
        self._said_in = catalog(language)
        around = surroundings(book, home, who=who, language=language) | {**(environ or {})}
        if command:
            program, *words = command
            super().__init__(words, size=size, environ=around, ignore_hangup=ignore_hangup, program=found(program))
        else:
            words = ["-c", *script] if script else ["-m", "kamtui", *arguments]
            super().__init__(words, size=size, environ=around, ignore_hangup=ignore_hangup, folder=folder)

    @property
    def first_screen(self) -> str:
        """What stands on the first screen that the app itself draws."""
        return self._said_in.get("filter {text}", "filter {text}").format(text="").strip()

    def answer_s(self, keys: str | bytes, seen: str | Callable[[], bool]) -> float:
        """How long it takes from these keys until something is to be seen."""
        began = time.monotonic()
        self.press(keys)
        self.wait_for(seen)
        return time.monotonic() - began

    def flush(self, quiet_s: float = 0.12) -> None:
        """Read until nothing has come for that long."""
        until = time.monotonic() + quiet_s
        while time.monotonic() < until:
            before = len(self.sent)
            if not self._read(quiet_s / 4):
                return
            if len(self.sent) > before:
                until = time.monotonic() + quiet_s

    @property
    def title(self) -> str:
        """The first line of the screen."""
        return self.text.partition("\n")[0]

    def walk(self, steps: Iterable[Step], then: Callable[[], object] | None = None) -> None:
        """Take every step and see that it led where it should; `then` is done on each screen."""
        for step in steps:
            self.press(step.keys)
            if step.title:
                self.wait_for(partial(self._is_at, self._said_in.get(step.title, step.title)))
            self.flush()
            if then is not None:
                then()

    def _is_at(self, title: str) -> bool:
        return f"  {title}" in self.title

    @property
    def peak_mib(self) -> int:
        """The most memory the program has had so far."""
        return peak_mib(self.pid)

    @property
    def cpu_s(self) -> float:
        """Processor time of the program so far."""
        return cpu_s(self.pid)

    def drafts(self) -> list[str]:
        """The texts of the lines that were kept for the next start."""
        files = sorted((self.home / "state" / "kamtui").glob("drafts-*/*.json"))
        return [json.loads(file.read_text())["text"] for file in files]


@contextmanager
def app_on(book: Path, home: Path, *arguments: str, **options: object) -> Iterator[AppTerminal]:
    """A session that shows its first screen, closed in the end; options as for AppTerminal."""
    terminal = AppTerminal(book, home, *arguments, **options)  # type: ignore[arg-type]
    try:
        terminal.wait_for(terminal.first_screen)
        yield terminal
    finally:
        terminal.close()


def found(program: str) -> str:
    """Where a program is."""
    path = shutil.which(program)
    assert path is not None
    return path


def processes_of(*words: str) -> list[int]:
    """The processes whose command line holds all of these words; a zombie has none."""
    return [pid for pid in map(int, filter(str.isdigit, os.listdir("/proc"))) if all(w in _line(pid) for w in words)]


def _line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def peak_mib(pid: int) -> int:
    """The most memory a process has had so far."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) // 1024


def cpu_s(pid: int) -> float:
    """Processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S


_SCRIPT = """
import json, sys
from kamtui.cli.app import run
for words in json.load(open(sys.argv[1])):
    print(json.dumps(words), flush=True)
    try:
        code = run(words)
    except SystemExit as ended:
        code = ended.code
    print(f"-> {code}", flush=True)
"""
"""Says which command comes next, and with which code it ended: only ASCII, so that none of it is in doubt."""


def commands_said(
    commands: Sequence[Sequence[str]], environ: Mapping[str, str], folder: Path, *, on_terminal: bool
) -> bytes:
    """What commands write to both streams, one after the other in one process, on a terminal or into a pipe."""
    script = folder / f"commands-{on_terminal}.json"
    script.write_text(json.dumps([list(words) for words in commands]))
    ours, theirs = pty.openpty() if on_terminal else os.pipe()
    kept = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    running = subprocess.Popen(
        [sys.executable, "-c", _SCRIPT, str(script)],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        cwd=ROOT,
        env=kept | {"TERM": "xterm-256color", "COLUMNS": "120", "PYTHONPATH": str(ROOT), **environ},
    )
    os.close(theirs)
    said = bytearray()
    while piece := _read(ours):
        said += piece
    os.close(ours)
    assert running.wait() == 0
    return bytes(said)


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 1 << 16)
    except OSError:  # nobody writes to the terminal any more
        return b""
