"""One step of a feed, run in this process as its command would be, and what came of it."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from enum import StrEnum
from glob import glob, has_magic
from pathlib import Path
from typing import NamedTuple

from kamtui import i18n
from kamtui.cli import noting
from kamtui.cli.feedfile import Kind, Step
from kamtui.cli.files import named, write_whole
from kamtui.cli.session import Session
from kamtui.errors import KamError
from kamtui.i18n import n, t
from kamtui.store import backups

TOLD = 3
"""Lines of what a failing command said."""


class State(StrEnum):
    """What came of a step; the last two words are for those that were not run."""

    DONE = "done"
    PASSED = "passed"
    """A check found nothing wrong."""
    NOTHING = "nothing to do"
    FAILED = "failed"
    SKIPPED = "skipped"


class Result(NamedTuple):
    """A step and what came of it."""

    step: Step
    state: State
    said: str = ""
    """In one line."""
    change: int | None = None
    """What undoes it."""
    code: int = 0
    """The exit code of its command."""


class Ran(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str
    taken: Sequence[noting.Taken]
    """What would have been noted as taken out of the book."""


def run(session: Session, step: Step, book: Path, *, dry_run: bool) -> Result:
    """Do one step in the book at `book`; the folder of the feed is the working folder."""
    match step.kind:
        case Kind.IMPORT:
            return _import(step, book, dry_run=dry_run)
        case Kind.BACKUP:
            return _backup(session, step, book, dry_run=dry_run)
        case Kind.CHECK:
            ran = _ran(step.words, book, "--readonly")
            return _failed(step, ran) if ran.code else Result(step, State.PASSED)
        case Kind.PRINT:
            return _print(session, step, book, dry_run=dry_run)


def _import(step: Step, book: Path, *, dry_run: bool) -> Result:
    """The files that are there, as one change; what is in the book already changes nothing."""
    words, missing = _expanded(step.words)
    if missing:
        return Result(step, State.NOTHING, t("no file is called {pattern}", pattern=missing), code=1)
    ran = _ran(words, book, "--json", *(["--dry-run"] if dry_run else []))
    if ran.code:
        return _failed(step, ran)
    found = json.loads(ran.out)
    created, updated, rejected = sum(found["created"].values()), found["updated"], found["rejected_count"]
    parts = [n("{count} row read", "{count} rows read", found["read"])]
    parts += [t("{count} new", count=created)] if created else []
    parts += [t("{count} changed", count=updated)] if updated else []
    parts += [n("{count} row rejected", "{count} rows rejected", rejected)] if rejected else []
    said = ", ".join(parts)
    if not created and not updated:
        return Result(step, State.NOTHING, said, code=1)
    return Result(step, State.DONE, said, found["change"])


def _backup(session: Session, step: Step, book: Path, *, dry_run: bool) -> Result:
    """A copy, unless nothing was written since the newest one."""
    folder = named(session, next(after for word, after in _pairs(step.words) if word == "--folder"))
    copies = backups.listed(folder, book.name)
    newest, now = (backups.facts(copies[-1].path) if copies else None), backups.facts(book)
    if newest is not None and now is not None and (newest.changes, newest.newest) == (now.changes, now.newest):
        return Result(step, State.NOTHING, t("nothing was written since {path}", path=copies[-1].path.name), code=1)
    if dry_run:
        return Result(step, State.DONE, t("a copy would be written"))
    ran = _ran(step.words, book)
    return _failed(step, ran) if ran.code else Result(step, State.DONE, ran.out.strip().splitlines()[0])


def _print(session: Session, step: Step, book: Path, *, dry_run: bool) -> Result:
    """What the command prints, in its file, unless that says the same already."""
    assert step.into is not None
    target = named(session, step.into)
    ran = _ran(step.words, book, "--readonly")
    if ran.code == 1:
        return Result(step, State.NOTHING, t("nothing to tell"), code=1)
    if ran.code:
        return _failed(step, ran)
    if _holds(target, ran.out):
        return Result(step, State.NOTHING, t("{path} says the same", path=target), code=1)
    if not dry_run:
        try:
            write_whole(target, ran.out)
        except KamError as error:
            return Result(step, State.FAILED, str(error), code=error.exit_code)
        noting.note_taken(book, ran.taken)
    return Result(step, State.DONE, t("{path} would be written", path=target) if dry_run else str(target))


def _failed(step: Step, ran: Ran) -> Result:
    """With the last of what the command said, which is why."""
    lines = [line for line in ran.err.splitlines() if line.strip()] or ran.out.splitlines()
    if lines and lines[-1].startswith('{"error"'):
        lines = [json.loads(lines[-1])["error"]["message"]]
    return Result(step, State.FAILED, "; ".join(lines[-TOLD:]), code=ran.code)


def _expanded(words: Sequence[str]) -> tuple[list[str], str]:
    """The words with the files in the place of patterns, in their order; and the first pattern that fits none."""
    made = []
    for before, word in zip(["", *words], words, strict=False):
        if before.startswith("--") or word.startswith("-") or not has_magic(word):
            made.append(word)
            continue
        files = sorted(glob(word))
        if not files:
            return [], word
        made += files
    return made, ""


def _pairs(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Options with their values."""
    for word, after in zip(words, [*words[1:], ""], strict=True):
        name, equals, value = word.partition("=")
        yield (name, value) if equals else (word, after)


def _holds(path: Path, text: str) -> bool:
    """Whether a file says the same; the hour at which a mail was made does not count."""
    try:
        there = path.read_bytes().decode("utf-8", "replace")
    except (OSError, ValueError):
        return False
    return _undated(path, there) == _undated(path, text)


def _undated(path: Path, text: str) -> list[str]:
    lines = text.splitlines()
    return [line for line in lines if not line.startswith("Date: ")] if path.suffix.lower() == ".eml" else lines


def _ran(words: Sequence[str], book: Path, *options: str) -> Ran:
    """Run a command as its own line would, with nobody to ask and its answer kept."""
    # imported late: the command line imports this
    from kamtui.cli.app import run as run_line

    kept, spoken = (io.BytesIO(), io.BytesIO()), i18n.spoken()
    answer, said = (io.TextIOWrapper(raw, encoding="utf-8", newline="") for raw in kept)
    with noting.held() as taken, _nobody(), redirect_stdout(answer), redirect_stderr(said):
        code = run_line([*words, *options, "--book", str(book)])
        i18n.use(spoken)
        for stream in (answer, said):
            stream.flush()
    out, err = (raw.getvalue().decode("utf-8", "replace") for raw in kept)
    return Ran(code, out, err, taken)


@contextmanager
def _nobody() -> Iterator[None]:
    """Stdin with nothing on it."""
    before, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO())
    try:
        yield
    finally:
        sys.stdin = before
