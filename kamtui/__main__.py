"""`kamtui` and `python -m kamtui`: without a command the app, with one the command line."""

from __future__ import annotations

import sys


def main() -> None:
    """Run and exit; the exit codes are those of `kamtui.errors`."""
    arguments = sys.argv[1:]
    # imported late: the command line must not pay for the app, nor the app for the command line
    if _is_app(arguments):
        from kamtui.tui.run import run
    else:
        from kamtui.cli.app import run
    sys.exit(run(arguments))


def _is_app(arguments: list[str]) -> bool:
    """Whether only options that go with the app are given."""
    words = iter(arguments)
    for word in words:
        if word == "--book":
            next(words, None)
        elif not word.startswith("--book=") and word != "--readonly":
            return False
    return True


if __name__ == "__main__":
    main()
