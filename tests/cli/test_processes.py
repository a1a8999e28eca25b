"""The command line as a process: streams that are closed or full, locales, ctrl+c, completion, start-up."""

from __future__ import annotations

import os
import pty
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from kamtui.clock import Clock
from kamtui.ops.accounts import add_account
from kamtui.store.book import Book
from tests.conftest import TODAY

KAMTUI = [sys.executable, "-m", "kamtui"]


@pytest.fixture
def surroundings(path: Path) -> dict[str, str]:
    """The environment of a user whose book holds 中国移动 and Acme Holdings Ltd."""
    book = Book.open(path, who="li.wei", clock=Clock(TODAY))
    add_account(book, "中国移动")
    add_account(book, "Acme Holdings Ltd")
    book.close()
    own = {
        "KAMTUI_BOOK": str(path),
        "KAMTUI_TODAY": TODAY.isoformat(),
        "KAMTUI_USER": "li.wei",
        "KAMTUI_SETTINGS": str(path.parent / "none.toml"),
        "KAMTUI_LANG": "en",
    }
    return {**{name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}, **own}


def shell(line: str, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a shell line in which $K is kamtui."""
    return subprocess.run(
        ["/bin/sh", "-c", line],
        env={**environment, "K": " ".join(KAMTUI)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="surrogateescape",
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("$K account ls >&-", 0),
        ("$K account ls 2>&-", 0),
        ("$K account show none 2>&-", 3),
        ("$K account add --stdin <&-", 2),
        ("$K account ls --json >/dev/full", 2),
        ("$K account show \"$(printf 'a\\377b')\"", 2),
        ("printf '\\377' | $K account add --stdin", 2),
    ],
)
def test_streams_that_are_closed_full_or_unreadable_never_give_a_traceback(
    line: str, code: int, surroundings: dict[str, str]
) -> None:
    done = shell(line, surroundings)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def test_a_reader_that_has_seen_enough_is_no_error(surroundings: dict[str, str]) -> None:
    done = shell("{ $K account ls; echo $? >&2; } | true", surroundings)
    assert done.stderr == "0\n"


@pytest.mark.parametrize(
    "locale",
    [
        {"LC_ALL": "C"},
        {"LANG": "C.UTF-8"},
        {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    ],
)
def test_chinese_goes_in_and_out_in_every_locale(locale: dict[str, str], surroundings: dict[str, str]) -> None:
    done = shell("$K account show 中国移动 --json", {**surroundings, **locale})
    assert done.returncode == 0, done.stderr
    assert '"name": "中国移动"' in done.stdout


def test_a_question_is_asked_on_a_terminal_and_ctrl_c_is_130(surroundings: dict[str, str], path: Path) -> None:
    copy = shell("$K backup", surroundings).stdout.strip()
    restore = [*KAMTUI, "restore", copy]
    for answer, code in (("\x03", 130), ("n\n", 130), ("\n", 130), ("y\n", 0)):
        shell("$K account add Later", surroundings)
        done = in_a_terminal(restore, surroundings, keys=answer, after="[y/N]")
        assert done.code == code, done.shown
        assert ("Later" in shell("$K account ls", surroundings).stdout) is bool(code)


def test_a_long_computation_draws_a_bar_on_a_terminal_only(surroundings: dict[str, str]) -> None:
    shell("$K sale add Acme 100 --date 2026-01-05", surroundings)
    backfill = [*KAMTUI, "tier", "backfill", "--from", "2026-01", "--dry-run"]
    assert "3/3" in in_a_terminal(backfill, surroundings).shown
    assert "3/3" not in shell("$K tier backfill --from 2026-01", surroundings).stderr


def test_without_a_terminal_no_command_prints_today(surroundings: dict[str, str]) -> None:
    done = shell("$K </dev/null", surroundings)
    assert done.returncode == 0
    assert "kamtui today" in done.stderr
    assert "never touched" in done.stdout


@pytest.mark.parametrize("line", ["account show Acme", "touch add Acme hello", "today", "--help", "touch --help"])
def test_a_short_command_loads_no_heavy_library(line: str, surroundings: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "kamtui", *line.split()],
        env=surroundings,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {name.rpartition("|")[2].strip() for name in done.stderr.splitlines()}
    assert "typer" in loaded
    for heavy in ("textual", "sqlite_utils", "rich.console", "pypinyin", "opencc"):
        assert heavy not in loaded


def test_a_table_on_a_terminal_fits_it_and_is_free_of_colour(surroundings: dict[str, str]) -> None:
    shown = in_a_terminal([*KAMTUI, "account", "ls"], surroundings, columns=40).shown
    lines = shown.replace("\r", "").strip().split("\n")
    assert lines[0].startswith("name")
    assert max(map(len, lines)) <= 40
    assert "\x1b" not in shown


class Shown(NamedTuple):
    """What became of a command on a terminal."""

    code: int
    shown: str


def in_a_terminal(
    command: list[str], environment: Mapping[str, str], *, columns: int = 80, keys: str = "", after: str = "$ "
) -> Shown:
    """Run a command on a terminal of its own; `keys` are typed once it has written `after`."""
    process, terminal = pty.fork()
    if process == 0:
        # a suite started in the background inherits that ctrl+c is ignored
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.execvpe(command[0], command, {**environment, "COLUMNS": str(columns), "TERM": "xterm"})
    shown, pending = b"", keys.encode()
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:
            part = b""
        if not part:
            break
        shown += part
        if pending and after.encode() in shown:
            os.write(terminal, pending)
            pending = b""
    os.close(terminal)
    _, status = os.waitpid(process, 0)
    return Shown(os.waitstatus_to_exitcode(status), shown.decode("utf-8", "replace"))


@pytest.fixture
def with_kamtui(surroundings: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """The environment with `kamtui` on the path."""
    program = tmp_path / "bin" / "kamtui"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m kamtui "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return {**surroundings, "PATH": f"{program.parent}:{os.environ['PATH']}", "PS1": "$ ", "LC_ALL": "C.UTF-8"}


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash on this machine")
@pytest.mark.parametrize(
    ("typed", "becomes"),
    [
        ("kamtui acc\t", "kamtui account "),
        ("kamtui account show Ac\t", "kamtui account show Acme\\ Holdings\\ Ltd "),
        ('kamtui account show "Ac\t', 'kamtui account show "Acme Holdings Ltd" '),
        ("kamtui account show 中\t", "kamtui account show 中国移动 "),
        ("kamtui tier set 1 r\t", "kamtui tier set 1 regular "),
    ],
)
def test_tab_completes_commands_and_names_in_bash(typed: str, becomes: str, with_kamtui: dict[str, str]) -> None:
    keys = f"source <(kamtui completion bash)\n{typed}\x01: \x05\nexit\n"
    shown = in_a_terminal(["bash", "--norc", "--noprofile", "-i"], with_kamtui, keys=keys, columns=200).shown
    assert becomes in shown


@pytest.mark.skipif(shutil.which("fish") is None, reason="no fish on this machine")
def test_fish_completes_names(with_kamtui: dict[str, str]) -> None:
    script = 'kamtui completion fish | source; complete -C "kamtui account show Ac"'
    done = subprocess.run(["fish", "-c", script], env=with_kamtui, capture_output=True, text=True, check=True)
    assert done.stdout == "Acme Holdings Ltd\n"


@pytest.mark.skipif(shutil.which("zsh") is None, reason="no zsh on this machine")
def test_the_zsh_script_is_one(with_kamtui: dict[str, str]) -> None:
    subprocess.run(["zsh", "-n"], input=shell("$K completion zsh", with_kamtui).stdout, text=True, check=True)
