"""The preloaded shim: compiled here, told what to record or break, and its records read back."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

SOURCE = Path(__file__).with_name("faultio.c")

COMPILER = shutil.which("gcc") or shutil.which("cc")

needs_compiler = pytest.mark.skipif(
    COMPILER is None, reason="no C compiler here: the shim that breaks calls is not built"
)

EIO, ENOSPC = 5, 28


class Record(NamedTuple):
    """One thing that was done to a file."""

    what: str
    """W write, T cut to a length, S sync, C create, U remove, R rename."""
    path: str
    at: int
    """Offset of a write, length of a cut."""
    data: bytes


class Fault(NamedTuple):
    """Which call breaks, and how."""

    call: str
    """read | write | sync | cut | open | remove | move | any"""
    error: int | None
    """None: the program is killed there, in the middle of a write."""
    number: int
    goes_on: bool = False

    def __str__(self) -> str:
        error = "kill" if self.error is None else str(self.error)
        return f"{self.call}:{error}:{self.number}{':on' if self.goes_on else ''}"


def build(folder: Path) -> Path:
    """Compile the shim; the library to preload."""
    library = folder / "faultio.so"
    assert COMPILER is not None
    words = [
        COMPILER,
        "-O2",
        "-Wall",
        "-Wextra",
        "-Werror",
        "-fPIC",
        "-shared",
        "-o",
        str(library),
        str(SOURCE),
        "-ldl",
    ]
    subprocess.run(words, check=True)
    return library


def environment(
    library: Path, *, folder: Path | None = None, record: Path | None = None, acks: Path | None = None, fault: str = ""
) -> dict[str, str]:
    """The variables of a program that runs under the shim."""
    found = {"FAULTIO_FOLDER": folder, "FAULTIO_RECORD": record, "FAULTIO_ACKS": acks, "FAULTIO_FAULT": fault or None}
    return {**os.environ, "LD_PRELOAD": str(library)} | {key: str(value) for key, value in found.items() if value}


def records(file: Path) -> Iterator[Record]:
    """What was recorded, in order."""
    data, place = file.read_bytes(), 0
    while place < len(data):
        end = data.index(b"\n", place)
        what, at, count, path = data[place:end].split(b" ", 3)
        place = end + 1 + int(count)
        yield Record(what.decode(), path.decode(), int(at), data[end + 1 : place])
