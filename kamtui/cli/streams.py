"""The standard streams: present, able to print any character, and quiet when their reader is gone."""

from __future__ import annotations

import os
import sys
from typing import TextIO


def set_up() -> None:
    """Make stdout and stderr take any text, whatever the locale, and stand in for streams that are closed.

    Files and pipes are UTF-8, because other programs read them; a terminal keeps its own encoding.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # takes the lowest free number: a book opened later must not become somebody's stdout
            os.open(os.devnull, os.O_RDWR)
    # without buffering there is nothing to flush, and so nothing that fails, at exit
    if sys.stdout is None:
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    if sys.stdin is None:
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            keeps_its_own = stream.isatty() or os.environ.get("PYTHONIOENCODING")
            reconfigure(encoding=None if keeps_its_own else "utf-8", errors="backslashreplace")


def to_stderr(text: str) -> None:
    """Print to stderr, and to nobody where that is gone."""
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:
        give_up(sys.stderr)


def give_up(stream: TextIO) -> None:
    """Send what is still to be written to a stream nowhere: its reader is gone, and exit would complain."""
    try:
        number = stream.fileno()
    except (OSError, ValueError):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, number)
    os.close(nowhere)
