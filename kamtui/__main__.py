"""`kamtui` and `python -m kamtui`: without a command the app, with one the command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


def main() -> None:
    """Run and exit; the exit codes are those of `kamtui.errors`."""
    try:
        sys.exit(_run(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)


def _run(arguments: Sequence[str]) -> int:
    # imported late: the command line must not pay for the app, nor the app for the command line
    if _is_app(arguments) and _has_terminal():
        return _open_app(arguments)
    from kamtui.cli.app import run

    return run(arguments, _open_app if _has_terminal() else None)


def _open_app(arguments: Sequence[str]) -> int:
    from kamtui.tui.run import run

    return run(list(arguments))


def _is_app(arguments: Sequence[str]) -> bool:
    """Whether only options that go with the app are given."""
    words = iter(arguments)
    for word in words:
        if word == "--book":
            next(words, None)
        elif not word.startswith("--book=") and word != "--readonly":
            return False
    return True


def _has_terminal() -> bool:
    """Whether there is a screen for the app; without one its first screen is printed as text."""
    streams = (sys.stdin, sys.stdout)
    return os.environ.get("TERM", "") != "dumb" and all(stream is not None and stream.isatty() for stream in streams)


if __name__ == "__main__":
    main()
