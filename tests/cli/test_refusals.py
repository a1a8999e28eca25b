"""Every refusal is one sentence on stderr with its exit code, and under --json a document too; never a traceback."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from kamtui.store import locks
from kamtui.store.book import Book
from tests.conftest import Run


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("account archive acme --back", 1),
        ("status set acme golden", 2),
        ("account show", 2),
        ("account nonsense", 2),
        ("nonsense", 2),
        ("touch add acme --frobnicate", 2),
        ("touch ls --limit many", 2),
        ("account ls --book", 2),
        ("account ls --as-of never", 2),
        ("account show Nobody", 3),
        ("contact show Nobody", 3),
        ("undo 999", 3),
        ("account add Twin --id A1", 4),
        ("account ls --book /nowhere/book.kam", 6),
        ("account ls --book /dev/null", 6),
        ("account ls --book /etc/passwd", 6),
    ],
)
def test_exit_codes(run: Run, acme: int, line: str, code: int) -> None:
    run("account", "add", "First", "--id", "A1")
    done = run(*line.split())
    assert done.code == code
    assert done.out == ""
    assert len(done.err.splitlines()) == 1
    refused = run(*line.split(), "--json")
    assert refused.code == code
    assert {"code", "message"} <= set(refused.error)


def test_a_busy_book_is_exit_5(run: Run, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks.FileLock.take, "__defaults__", (0.05,))
    monkeypatch.setattr(locks, "WAIT_S", 0.05)
    other = locks.FileLock(path.with_name(path.name + ".lock"))
    assert other.take_now()
    monkeypatch.setattr(locks.held.__wrapped__, "__kwdefaults__", {"wait_s": 0.05})  # type: ignore[attr-defined]
    try:
        done = run("account", "add", "X", "--json")
    finally:
        other.close()
    assert done.code == 5
    assert done.error["code"] == "busy"


def test_a_damaged_book_is_exit_6(run: Run, path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[4096 : len(raw)] = b"\xa5" * (len(raw) - 4096)
    path.write_bytes(raw)
    done = run("account", "ls")
    assert done.code == 6
    assert "kamtui restore" in done.err


def test_a_newer_book_is_exit_6(run: Run, path: Path, book: Book) -> None:
    book.close()
    other = sqlite3.connect(path)
    other.execute("PRAGMA user_version = 999")
    other.close()
    done = run("account", "ls", "--json")
    assert done.code == 6
    assert done.error["code"] == "too_new"


def test_a_mistyped_command_is_told_its_neighbour(run: Run) -> None:
    assert "'account'" in run("acount", "ls").err
    assert "'history'" in run("status", "histroy").err
    assert "see: kamtui touch add --help" in run("touch", "add", "x", "--king", "call").err


def test_a_broken_settings_file_is_named_and_the_defaults_hold(run: Run, path: Path) -> None:
    settings = path.parent / "settings.toml"
    settings.write_text("colour = 'red'\n", encoding="utf-8")
    done = run("account", "ls")
    assert done.code == 0
    assert "there is no setting 'colour'" in done.err
    settings.write_bytes(b"\xff")
    done = run("account", "ls")
    assert done.code == 0
    assert "the defaults hold" in done.err


def test_a_wrong_fixed_day_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAMTUI_TODAY", "soon")
    assert run("account", "ls").code == 2


def test_hostile_names_reach_no_terminal_raw_and_come_back_whole_in_json(run: Run) -> None:
    name = "A\x1b]0;owned\x07\x9b2J\u202e[bold]{x}%s"
    run("account", "add", name)
    assert "\x1b" not in run("account", "ls").out + run("account", "show", "1").out + run("journal", "3").out
    assert run("account", "ls", "--json").json[0]["name"] == name
    refused = run("account", "add", name, "--owner", "\x1b[31mred")
    assert "\x1b" not in refused.err


def test_odd_texts_as_names_never_end_in_a_traceback(run: Run) -> None:
    for text in ("-", "--", "' OR 1=1", "[/]", "\t\n", "#", "#x", "9" * 40, "💥", "ﷺ", "‮", "=cmd()", "$(x)", "ſ"):
        for line in (["account", "add", "--", text], ["account", "show", "--", text], ["account", "ls", "--", text]):
            assert run(*line).code in (0, 2, 3), line
