"""`python -m kamtui.tui.served`: the app for one tab of a browser, as `kamtui serve` starts it."""

from __future__ import annotations

import sys

from kamtui import crash, paths
from kamtui.clock import Clock
from kamtui.tui.run import run


def main() -> int:
    """Run the app; a mistake in the program is logged, and said without anybody's data."""
    try:
        return run(sys.argv[1:])
    except Exception as error:  # noqa: BLE001 (as where the app is started on a terminal)
        print(crash.report(error, paths.crash_log(), Clock().now()), file=sys.stderr)
        return crash.BUG


if __name__ == "__main__":
    sys.exit(main())
