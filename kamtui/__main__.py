"""`kamtui` and `python -m kamtui`: without a command the app, with one the command line."""

from __future__ import annotations

import atexit
import gc
import os
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

STOPPED = 130
"""The exit code after ctrl+c, as shells have it."""


def main() -> None:
    """Run and exit; the exit codes are those of `kamtui.errors`."""
    # start-up makes many objects and hardly any garbage: looking for it there is a tenth of a short command
    gc.set_threshold(50_000, 20, 50)
    try:
        code = _run(sys.argv[1:])
    except KeyboardInterrupt:
        code = STOPPED
    except Exception as error:  # noqa: BLE001  a mistake in the program: logged, and said without anybody's data
        code = _crashed(error)
    _leave(code)


def _leave(code: int) -> NoReturn:
    """Exit without taking the interpreter apart module by module, which is a fifth of a short command.

    Everything is closed and saved by now; only what others have asked to run at exit is waited for.
    """
    if atexit._ncallbacks() or threading.active_count() > 1:
        sys.exit(code)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(code)


def _crashed(error: Exception) -> int:
    # imported late: only a mistake pays for it
    from kamtui import crash, paths
    from kamtui.clock import Clock

    print(crash.report(error, paths.crash_log(), Clock().now()), file=sys.stderr)
    return crash.BUG


def _run(arguments: Sequence[str]) -> int:
    if arguments[:1] == ["gate"] and len(arguments) > 2:
        return _guard(arguments[1:])
    # imported late: the command line must not pay for the app, nor the app for the command line
    if _is_app(arguments) and _has_terminal():
        return _open_app(arguments)
    from kamtui.cli.app import run

    return run(arguments, _open_app if _has_terminal() else None, _show_keys)


def _guard(line: Sequence[str]) -> int:
    """The gate of a shared server; the first thing it does is to forget the environment."""
    from kamtui.cli.server import surroundings

    command = surroundings.settle()
    from kamtui.cli.server import gate

    return gate.run(line, command, _open_app if _has_terminal() else None, _show_keys)


def _open_app(arguments: Sequence[str], who: str | None = None) -> int:
    from kamtui.tui.run import run

    return run(list(arguments), who=who)


def _show_keys(arguments: Sequence[str]) -> int:
    from kamtui.tui.keytable import run

    return run(arguments)


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
