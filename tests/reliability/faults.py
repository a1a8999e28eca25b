"""Every call of a save broken in turn: killed there, or failing once or from there on; then its words are compared."""

from __future__ import annotations

import shutil
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.reliability import saves
from tests.reliability.saver import Request
from tests.reliability.saves import Kind, Saver, State
from tests.reliability.shim import EIO, ENOSPC, Fault

BULK = ("backup", "restore")
"""Saves that copy the whole book: most of their calls are alike, so fewer of them are broken."""

FEWER = 8


class Way(NamedTuple):
    """How a save is made."""

    is_naive: bool = False
    holds_open: bool = False


class Result(NamedTuple):
    """What a sweep found."""

    broken: int
    """How many saves were broken."""
    wrong: list[str]
    answers: Counter[str]
    """How they ended: saved, not saved, not known, killed."""


def run(folder: Path, library: Path, kind: Kind, *, every: int, first: int = 1, is_naive: bool = False) -> Result:
    """Break every nth call of one kind of save, from the `first` on; the syncs and cuts, which are few, all.

    `is_naive` is the control: a program that believes what COMMIT says.
    """
    start = folder / "start"
    if not start.exists():
        saves.build(start)
    wrong, answers, broken = list[str](), Counter[str](), 0
    with saves.saver(folder / f"home-{kind.name}", library) as saver:
        # an old book is upgraded by looking at it
        before = State([], frozenset(), "") if kind.name == "migrate" else saves.state(start / "book.kam")
        calls = _calls(folder, saver, kind, start, before)
        for fault in _faults(calls, every * (FEWER if kind.name in BULK else 1), first):
            # others have the book open or not: what a failed sync leaves in the log is another thing then
            for is_shared in (False, True) if fault.call == "sync" and kind.name != "migrate" else (False,):
                broken += 1
                way = Way(is_naive, is_shared)
                place = _ready(folder, kind, start)
                answer, found = _break(folder, saver, kind, place, before, fault, way)
                answers[answer] += 1
                wrong += [f"{kind.name} {fault}{' shared' if is_shared else ''}: {text}" for text in found]
    return Result(broken, wrong, answers)


def _faults(calls: dict[str, int], every: int, first: int) -> Iterator[Fault]:
    for number in range(first, calls["any"] + 1, every):
        yield Fault("any", None, number)
        for error in (EIO, ENOSPC):
            yield Fault("any", error, number)
            yield Fault("any", error, number, goes_on=True)
    for number in range(1, calls["sync"] + 1):
        yield Fault("sync", None, number)
        yield Fault("sync", EIO, number)
        yield Fault("sync", EIO, number, goes_on=True)
    for number in range(1, calls["cut"] + 1):
        yield Fault("cut", EIO, number, goes_on=True)
    for number in range(first, calls["read"] + 1, every * 4):
        yield Fault("read", EIO, number)


def _calls(folder: Path, saver: Saver, kind: Kind, start: Path, before: State) -> dict[str, int]:
    """How many calls there are when nothing is broken."""
    place = _ready(folder, kind, start)
    said, _ = _save(folder, saver, kind, place, "", Way())
    assert said.code == 0, said.err
    assert saves.wrong(kind, place, before, saves.state(place / "book.kam"), said) == []
    return said.calls


def _break(
    folder: Path, saver: Saver, kind: Kind, place: Path, before: State, fault: Fault, way: Way
) -> tuple[str, list[str]]:
    said, status = _save(folder, saver, kind, place, str(fault), way)
    after = saves.state(place / "book.kam")
    found = saves.wrong(kind, place, before, after, said)
    if status != 0 and not (fault.error is None and status == -signal.SIGKILL):
        found.append(f"ended with {status}: {said.err[-300:]}")
    found += _goes_on(place, after)
    return _answer(said.code, said.err), found


def _ready(folder: Path, kind: Kind, start: Path) -> Path:
    """A folder as it is before a save."""
    place = folder / f"live-{kind.name}"
    shutil.rmtree(place, ignore_errors=True)
    saves.begin(kind, start, place)
    return place


def _save(folder: Path, saver: Saver, kind: Kind, place: Path, fault: str, way: Way) -> tuple[saves.Told, int]:
    out = folder / f"out-{kind.name}"
    for file in folder.glob(f"{out.name}.*"):
        file.unlink()
    line = saves.line(kind, place)
    request = Request(str(place / "book.kam"), [line], str(place), fault=fault, out=str(out), chunk=saves.CHUNK)
    status = saver.ask(request._replace(**way._asdict()))
    return saves.told(out), status


def _goes_on(place: Path, before: State) -> list[str]:
    """Whether the next save works, and what was there stays."""
    found = saves.save_one(place / "book.kam")
    after = saves.state(place / "book.kam")
    is_one_more = len(after.changes) == len(before.changes) + 1 and before.changes < after.changes
    if found or after.is_unsettled or after.faults or not is_one_more:
        return [f"does not go on after it: {found}, {after.faults[:3]}"]
    return []


def _answer(code: int | None, err: str) -> str:
    if code is None:
        return "killed"
    if code == 0:
        return "saved"
    return saves.UNKNOWN if saves.UNKNOWN in err else "not saved"
