"""Power loss: what saves do to the disk is recorded, and the disks that a cut could leave are built from it.

A write that was not synced may be there, be missing, come before an earlier one, or be there in some of its 512-byte
sectors; a sector that is there says what the file said when it was written. That a file was made, removed or renamed
is taken to be on the disk at once.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tests.reliability import saves
from tests.reliability.saver import Request
from tests.reliability.shim import Record, records

SECTOR = 512

MODES = ("nothing", "beginning", "some", "torn")
"""What of the writes since the last sync is there."""

AUTOCHECKPOINT = 60
"""Pages of log after which it is written back: small, so that a short run has many of both."""

Disk = dict[str, bytes]
"""Name -> content."""


class Result(NamedTuple):
    """What a run found."""

    states: int
    acknowledged: int
    bad: list[str]
    """One line for each disk that was not as it should be."""
    most_lost: int
    """Acknowledged changes that one disk did not have."""


class File:
    """One file: what is surely on the disk, and what is on its way there."""

    def __init__(self, content: bytes) -> None:
        self.durable = bytearray(content)
        self.pending: list[Record] = []

    def sync(self) -> None:
        for record in self.pending:
            _apply(self.durable, record)
        self.pending = []


def run(
    folder: Path, library: Path, *, states: int, rounds: int = 3, writers: int = 1, seed: int = 1, synchronous: str = ""
) -> Result:
    """Save, rebuild that many disks, look at each. `synchronous`: said to SQLite instead of what the book says."""
    start = saves.build(folder / "start")
    place = folder / "live"
    shutil.copytree(start, place)
    before = {file.name: file.read_bytes() for file in place.iterdir()}
    record = _saved(folder, library, place, rounds, writers, synchronous)
    return _looked_at(folder / "disk", before, list(records(record)), states, random.Random(seed))


def lines(place: Path, rounds: int, writer: int) -> list[list[str]]:
    """Command lines of all kinds, each different."""
    found = []
    for number in range(rounds):
        text = f"writer {writer} round {number}"
        found += [
            ["account", "edit", "Acme", "--note", text],
            ["touch", "add", "Acme", text, "--minutes", "30"],
            ["account", "add", f"Customer {writer}-{number}"],
            ["log", f"call @Chen 20m {text} >send offer ^in 3d", "--account", "Acme"],
            ["import", str(place.parent / "touches.csv"), "--as", "touches"],
            ["undo"] if writers_alone(writer) else ["account", "edit", "Acme", "--region", text],
        ]
    return found


def writers_alone(writer: int) -> bool:
    """Whether `undo` without a number is only this writer's: all are the same person."""
    return writer == 0


def _saved(folder: Path, library: Path, place: Path, rounds: int, writers: int, synchronous: str) -> Path:
    """Save; the file with everything that was done."""
    record, acks = folder / "record", folder / "acks"
    pragmas = [f"wal_autocheckpoint = {AUTOCHECKPOINT}"] + ([f"synchronous = {synchronous}"] if synchronous else [])
    acks.touch()
    running = [saves.Saver(folder / f"home{number}", library, acks) for number in range(writers)]
    for number, saver in enumerate(running):
        saver.begin(
            Request(
                str(place / "book.kam"),
                lines(place, rounds, number),
                folder=str(place),
                record=str(record),
                acks=str(acks),
                out=str(folder / f"out{number}"),
                chunk=saves.CHUNK,
                pragmas=pragmas,
                # the first one never leaves, so that the log grows and is begun anew; alone, each line is the last
                holds_open=number == 0,
            )
        )
    for number, saver in enumerate(running):
        assert saver.answer() == 0
        saver.close()
        said = saves.told(folder / f"out{number}")
        assert said.codes == [0] * len(said.codes), said.err
    return record


def _looked_at(disk: Path, before: Disk, done: Sequence[Record], states: int, chance: random.Random) -> Result:
    """Build the disks of points spread over the run and look at each."""
    files = {name: File(content) for name, content in before.items()}
    points = set(chance.sample(range(len(done)), min(len(done), -(-states // len(MODES)))))
    acked: set[int] = set()
    looked, bad, most_lost = 0, list[str](), 0
    for place, record in enumerate(done):
        if record.path.endswith("/acks"):
            acked.update(int(line.split()[0]) for line in record.data.decode().splitlines())
        else:
            _happen(files, record)
        if place not in points:
            continue
        for mode in MODES:
            _write(disk, files, mode, chance)
            found = saves.state(disk / "book.kam")
            looked += 1
            lost = acked - found.changes - {0}
            most_lost = max(most_lost, len(lost) if not found.faults else 0)
            faults = [
                *found.faults,
                *(["changes are missing"] if found.is_unsettled else []),
                *([f"{len(lost)} acknowledged changes are gone"] if lost else []),
            ]
            if faults:
                bad.append(f"after call {place}, {mode}: {'; '.join(faults[:3])}")
    return Result(looked, len(acked), bad, most_lost)


def _happen(files: dict[str, File], record: Record) -> None:
    name = Path(record.path).name
    if record.what == "U":
        files.pop(name, None)
    elif record.what == "R":
        if name in files:
            files[Path(record.data.decode()).name] = files.pop(name)
    elif record.what == "S":
        files.setdefault(name, File(b"")).sync()
    elif record.what == "C":
        files[name] = File(b"")
    else:
        files.setdefault(name, File(b"")).pending.append(record)


def _write(disk: Path, files: dict[str, File], mode: str, chance: random.Random) -> None:
    shutil.rmtree(disk, ignore_errors=True)
    disk.mkdir()
    for name, file in files.items():
        (disk / name).write_bytes(_left(file, mode, chance))


def _left(file: File, mode: str, chance: random.Random) -> bytearray:
    """What the cut leaves of a file."""
    content, now = bytearray(file.durable), bytearray(file.durable)
    pending = file.pending[: chance.randint(0, len(file.pending))] if mode == "beginning" else file.pending
    likely = {"nothing": 0.0, "beginning": 1.0}.get(mode, chance.choice((0.1, 0.5, 0.9)))
    for record in pending:
        _apply(now, record)
        if chance.random() >= likely:
            continue
        if record.what == "T":
            _apply(content, record)
            continue
        is_torn = mode == "torn" and chance.random() < 0.6
        end = record.at + len(record.data)
        for start in range(record.at // SECTOR * SECTOR, end, SECTOR):
            if not is_torn or chance.random() < 0.5:
                sector = bytes(now[start : start + SECTOR])
                _apply(content, Record("W", record.path, start, sector))
    return content


def _apply(content: bytearray, record: Record) -> None:
    end = record.at + len(record.data)
    if record.what == "T":
        del content[record.at :]
    if len(content) < (record.at if record.what == "T" else end):
        content.extend(bytes(max(end, record.at) - len(content)))
    if record.what == "W":
        content[record.at : end] = record.data
