"""A command of the user's own runs after each change, is told of it, and can stop nothing."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from kamtui import hooks, paths, settings
from kamtui.clock import Clock
from kamtui.ops.accounts import add_account
from kamtui.ops.beginning import sample_copy
from kamtui.store.book import Book
from kamtui.tui import run
from tests.conftest import TODAY
from tests.tui.conftest import Sit, at_desk, desk_file, sit  # noqa: F401  fixtures
from tests.tui.seen import press


@pytest.fixture
def book(tmp_path: Path) -> Book:
    path = tmp_path / "book.kam"
    Book.create(path, who="li.wei", clock=Clock(TODAY), name="", currency="EUR", fiscal_start=1).close()
    return Book.open(path, who="li.wei", clock=Clock(TODAY))


def writing(target: Path) -> list[str]:
    """A command that keeps what it is told, one line each."""
    return [sys.executable, "-Sc", f"import sys; open({str(target)!r}, 'a').write(sys.stdin.read() + '\\n')"]


def heard(book: Book, given: hooks.Hooks, log: Path) -> list[str]:
    """What is said of the hooks of one change, an added account."""
    said: list[str] = []
    runner = hooks.installed(book, given, log=log, complain=said.append)
    assert runner is not None
    add_account(book, "Acme")
    assert runner.close()
    book.close()
    return said


def test_a_command_is_told_of_the_change_that_fits_its_pattern(book: Book, tmp_path: Path) -> None:
    told, log = tmp_path / "told", tmp_path / "state" / "log"
    assert heard(book, {"account.*": writing(told), "touch.add": writing(told)}, log) == []
    (line,) = told.read_text(encoding="utf-8").splitlines()
    change = json.loads(line)
    assert change["operation"] == "account.add"
    assert change["by"] == "li.wei"
    assert change["accounts"] == [1]
    assert {row["table"] for row in change["rows"]} >= {"account"}
    assert log.stat().st_mode & 0o777 == 0o600


def test_a_command_that_fails_is_said_in_one_line_and_the_change_stays(book: Book, tmp_path: Path) -> None:
    failing = [sys.executable, "-Sc", "raise SystemExit(3)"]
    said = heard(book, {"account.add": failing, "account.a*": ["no-such-command-here"], "*": '"'}, tmp_path / "log")
    assert len(said) == 3
    assert "code 3" in said[0]
    assert book.saved == 1


def test_a_command_that_does_not_end_is_ended(book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hooks, "LIMIT_S", 0.2)
    said: list[str] = []
    endless = [sys.executable, "-Sc", "import signal; signal.pause()"]
    runner = hooks.installed(book, {"*": endless}, log=tmp_path / "log", complain=said.append)
    assert runner is not None
    add_account(book, "Acme")
    runner.close()
    book.close()
    assert said


def test_no_shell_reads_a_command(book: Book, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    heard(book, {"*": f"echo hello > {trap}"}, tmp_path / "log")
    assert not trap.exists()
    assert f"hello > {trap}" in (tmp_path / "log").read_text(encoding="utf-8")


def test_nothing_runs_over_the_gate_or_where_nothing_is_written_or_inside_of_a_hook(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    def runner(of: Book, *, gated: bool = False) -> hooks.Runner | None:
        return hooks.installed(of, {"*": "true"}, log=Path(os.devnull), complain=pytest.fail, gated=gated)

    assert runner(book, gated=True) is None
    with_eyes = Book.open(book.path, who="li.wei", clock=Clock(TODAY), readonly=True)
    assert runner(with_eyes) is None
    monkeypatch.setenv(hooks.INSIDE, "touch.add")
    assert runner(book) is None
    assert book.on_saved is None
    with_eyes.close()
    book.close()


def test_nothing_runs_for_a_copy_of_the_sample(tmp_path: Path) -> None:
    with sample_copy(who="li.wei", clock=Clock(TODAY), folder=paths.sample_book()) as path:
        book = Book.open(path, who="li.wei", clock=Clock(TODAY))
        assert hooks.installed(book, {"*": "true"}, log=tmp_path / "log", complain=print) is None
        book.close()


async def test_what_is_saved_in_the_app_is_told_too(
    sit: Sit,  # noqa: F811
    tmp_path: Path,
) -> None:
    app = sit()
    told = tmp_path / "told"
    chosen = settings.Settings(hooks={"status.*": writing(told)})
    async with app.run_test() as pilot:
        runner = run._hooked(app.book, chosen, app, is_gated=False)
        assert runner is not None
        await press(pilot, "A", "4", "enter")
        assert runner.close()
    (line,) = told.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["operation"] == "status.set"
