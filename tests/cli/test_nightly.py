"""A feed runs step by step: once it does something, again it has nothing to do, and one exit code says how it went."""

from __future__ import annotations

import datetime as dt
import email
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import kamtui
from kamtui.ops.tasks import add_task
from kamtui.store import exports, journal, sales
from kamtui.store.book import Book
from tests.conftest import TODAY, Run

SALES = "date,customer,order,amount,currency\n2026-11-18,Acme Holdings Ltd,N1,1200,CNY\n"

STEPS = (
    'name = "sales of the day"\nrun = ["import", "in/sales-*.csv", "--as", "sales"]',
    'run = ["journal", "verify"]',
    'run = ["tier", "proposals"]\ninto = "proposals.tsv"',
    'run = ["agenda", "--ics", "--all"]\ninto = "all.ics"',
    'run = ["digest", "--format", "eml", "--to", "li@example.com"]\ninto = "li.eml"',
    'run = ["report", "pyramid", "--format", "html"]\ninto = "pyramid.html"',
    'run = ["backup", "--folder", "copies"]',
)

Feed = Callable[..., str]


@pytest.fixture
def feed(tmp_path: Path) -> Feed:
    """Writes a feed of steps into a folder that has files to import; its path."""

    def write(*steps: str, head: str = "") -> str:
        for folder in ("in", "copies"):
            (tmp_path / folder).mkdir(exist_ok=True)
        file = tmp_path / "feed.toml"
        file.write_text(head + "".join(f"[[step]]\n{step}\n" for step in steps), encoding="utf-8")
        return str(file)

    return write


@pytest.fixture
def delivered(tmp_path: Path) -> Path:
    """A file of sales that came in."""
    (tmp_path / "in").mkdir()
    file = tmp_path / "in" / "sales-1.csv"
    file.write_text(SALES, encoding="utf-8")
    return file


def states(answer: object) -> list[str]:
    """What came of each step, from the answer of --json."""
    assert isinstance(answer, dict)
    return [step["state"] for step in answer["steps"]]


def test_a_night_does_everything_once(book: Book, acme: int, delivered: Path, feed: Feed, run: Run) -> None:
    add_task(book, "call them", account_id=acme, due_on=TODAY, on=TODAY - dt.timedelta(2))
    path = feed(*STEPS)
    first = run("nightly", path, "--json")
    assert first.code == 0
    assert states(first.json) == ["done", "passed", "done", "done", "done", "done", "done"]
    folder = Path(path).parent
    assert {file.name for file in folder.iterdir()} >= {"proposals.tsv", "all.ics", "li.eml", "pyramid.html"}
    written = {file: file.stat().st_mtime_ns for file in (folder / "all.ics", folder / "li.eml")}
    again = run("nightly", path, "--json")
    assert again.code == 1
    assert states(again.json) == ["nothing to do", "passed", *["nothing to do"] * 5]
    assert {file: file.stat().st_mtime_ns for file in written} == written
    assert len(list((folder / "copies").iterdir())) == 1


def test_each_import_is_a_change_of_its_own_that_undo_takes_back(
    book: Book, acme: int, delivered: Path, feed: Feed, run: Run
) -> None:
    said = run("nightly", feed(STEPS[0])).out
    change = book.conn.execute("SELECT max(id) FROM change").fetchone()[0]
    assert said.startswith("sales of the day ......")
    assert said.rstrip().endswith(f"done  1 row read, 1 new; undo: kamtui undo {change}")
    assert run("undo", str(change)).code == 0
    assert list(sales.ids(book.conn)) == []
    # what was taken back comes again: the file still says so
    assert run("nightly", feed(STEPS[0])).code == 0


def test_a_dry_run_leaves_book_and_folder_as_they_are(
    book: Book, acme: int, delivered: Path, feed: Feed, run: Run, tmp_path: Path
) -> None:
    path, seen = feed(*STEPS), journal.newest(book.conn)
    before = sorted(file.name for file in tmp_path.rglob("*") if "book.kam" not in file.name)
    answer = run("nightly", path, "--dry-run")
    assert answer.code == 0
    assert "would be written" in answer.out
    assert journal.newest(book.conn) == seen
    assert sorted(file.name for file in tmp_path.rglob("*") if "book.kam" not in file.name) == before


def test_where_a_step_fails_the_night_is_over_unless_it_goes_on(
    acme: int, delivered: Path, feed: Feed, run: Run
) -> None:
    delivered.write_text("date,customer\nnonsense\n", encoding="utf-8")
    broken = 'run = ["import", "in/sales-*.csv", "--as", "nothing"]'
    stopped = run("nightly", feed(broken, STEPS[2]), "--json")
    assert (stopped.code, states(stopped.json)) == (2, ["failed", "skipped"])
    went_on = run("nightly", feed(broken, STEPS[2], head='on_failure = "go on"\n'), "--json")
    assert (went_on.code, states(went_on.json)) == (2, ["failed", "done"])
    lone = run("nightly", feed(f'{broken}\non_failure = "go on"', STEPS[3]), "--json")
    assert states(lone.json) == ["failed", "done"]
    assert lone.json["steps"][0]["text"]


def test_only_what_was_written_is_noted_as_taken(book: Book, acme: int, feed: Feed, run: Run) -> None:
    path = feed(STEPS[5])
    assert [run("nightly", path).code for _ in range(3)] == [0, 1, 1]
    assert [row.what for row in exports.rows(book.conn)] == ["report pyramid: Test: pyramid and time"]


def test_a_step_that_would_change_the_book_some_other_way_fails(book: Book, acme: int, feed: Feed, run: Run) -> None:
    seen = journal.newest(book.conn)
    answer = run("nightly", feed('run = ["touch", "add", "1", "call"]\ninto = "x"'))
    assert answer.code not in (0, 1)
    assert "failed" in answer.out
    assert journal.newest(book.conn) == seen


def test_a_file_that_is_to_come_is_nothing_to_do(acme: int, feed: Feed, run: Run) -> None:
    answer = run("nightly", feed('run = ["import", "in/*.csv"]'))
    assert (answer.code, "no file is called in/*.csv" in answer.out) == (1, True)


@pytest.mark.parametrize(
    "steps",
    [
        [],
        ['run = "import x"'],
        ["run = []"],
        ['run = ["import", 3]'],
        ['run = ["nightly", "feed.toml"]'],
        ['run = ["restore", "x"]'],
        ['run = ["init"]'],
        ['run = ["agenda"]'],
        ['run = ["import", "x.csv"]\ninto = "y"'],
        ['run = ["backup"]'],
        ['run = ["report", "pyramid", "-o", "x.html"]\ninto = "y"'],
        ['run = ["doctor", "--book=x"]'],
        ['run = ["doctor"]\nwhen = "night"'],
        ['run = ["doctor"]\non_failure = "cry"'],
        ['run = ["doctor"]\nname = 3'],
        ["= ="],
        ['run = ["doctor\\u0000"]'],
        ["run = " + "[" * 5000],
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_done(steps: Sequence[str], feed: Feed, run: Run) -> None:
    answer = run("nightly", feed(STEPS[3], *steps) if steps else feed())
    assert (answer.code, answer.out) == (2, "")


def test_a_feed_that_is_not_there_is_refused(run: Run) -> None:
    assert run("nightly", "nowhere.toml").code == 2


def test_quiet_only_what_failed_is_said(acme: int, delivered: Path, feed: Feed, run: Run) -> None:
    assert run("nightly", feed(STEPS[0]), "-q") == (0, "", "")
    failed = run("nightly", feed('run = ["import", "in/sales-*.csv", "--as", "nothing"]'), "-q")
    assert (failed.code, failed.out) == (2, "")
    assert "failed" in failed.err


def test_what_a_scheduler_is_told_runs_the_feed(
    book: Book, acme: int, delivered: Path, feed: Feed, run: Run, monkeypatch: pytest.MonkeyPatch, path: Path
) -> None:
    monkeypatch.delenv("KAMTUI_BOOK", raising=False)
    found = feed(STEPS[0])
    lines = {kind: run("nightly", found, "--print", kind, "--book", str(path)).lines for kind in ("cron", "systemd")}
    cron = lines["cron"][-1].split(maxsplit=5)
    unit = next(line for line in lines["systemd"] if line.startswith("ExecStart="))
    assert cron[:5] == ["17", "2", "*", "*", "*"]
    assert cron[5] == unit.removeprefix("ExecStart=")
    assert "SuccessExitStatus=1" in lines["systemd"]
    words = shlex.split(cron[5])
    assert words[1:3] == ["-m", "kamtui"]
    assert [run(*words[3:]).code for _ in range(2)] == [0, 1]
    assert run("nightly", found, "--print", "at").code == 2


@pytest.mark.slow
def test_the_mail_of_the_morning_goes_out_where_there_is_something_to_tell(
    book: Book, acme: int, tmp_path: Path, path: Path
) -> None:
    """As README says it for cron, with a sendmail that keeps what it is given."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, does in (
        ("sendmail", f'cat > {shlex.quote(str(tmp_path / "sent"))}-"$1"'),
        ("kamtui", f'exec {shlex.quote(sys.executable)} -m kamtui "$@"'),
    ):
        (folder / name).write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{folder}:{os.environ['PATH']}",
        "PYTHONPATH": str(Path(kamtui.__file__).parents[1]),
        "KAMTUI_BOOK": str(path),
        "KAMTUI_TODAY": TODAY.isoformat(),
        "HOME": str(tmp_path),
    }
    line = "kamtui digest --format eml --to li.wei@example.com > mail && sendmail -t < mail"
    for who, is_sent in (("chen.jing", False), ("li.wei", True)):
        ran = subprocess.run(
            ["sh", "-c", line],
            cwd=tmp_path,
            env={**environment, "KAMTUI_USER": who},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (ran.returncode == 0, ran.stdout, ran.stderr) == (is_sent, "", "")
        assert (tmp_path / "sent--t").exists() is is_sent
    message = email.message_from_string((tmp_path / "sent--t").read_text(encoding="ascii"))
    assert message["To"] == "li.wei@example.com"
    assert [part.get_content_subtype() for part in message.walk()] == ["alternative", "plain", "html"]
