"""F3, reading at the prompt as whole processes: help, a list of a thousand rows, the completion of a name.

Help and completion beside the smallest Python program; the list is what it takes beyond starting, beside `sqlite-utils`
that prints as many rows of the same file as a table.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench import generated
from tests.bench.figures import Figure
from tests.bench.processes import BARE, KAMTUI, in_turn, surroundings

ROWS = 1_000

BEGUN = "Osprey"
"""An account's name as far as it is typed."""

FLOOR = "python -c pass"
PEER = "sqlite-utils query --table"

LISTED = f"SELECT id, external_id, name, industry, region, currency FROM account ORDER BY name_key LIMIT {ROWS}"

GOAL_OF_HELP, GOAL_OF_LIST_MS, GOAL_OF_COMPLETION = 10.0, 60.0, 8.0


def measure(book: Path, accounts: int) -> list[Figure]:
    with tempfile.TemporaryDirectory(dir=book.parent) as folder:
        copied = generated.copy(book, Path(folder) / "large.kam")
        environ = surroundings(copied)
        listing = (*KAMTUI, "account", "ls", "--limit", str(ROWS))
        completing = (*KAMTUI, "_complete", "--", f"kamtui touch add {BEGUN}")
        _require(len(_lines(listing, environ)) == ROWS + 1, "a heading and every row are printed")
        names = _lines(completing, environ)
        _require(bool(names) and all(name.startswith(BEGUN) for name in names), "names are offered, and the right ones")
        commands = {
            FLOOR: BARE,
            "start": (*KAMTUI, "--version"),
            "--help": (*KAMTUI, "--help"),
            "list": listing,
            "completion": completing,
            PEER: (sys.executable, "-m", "sqlite_utils", "query", str(copied), LISTED, "--table"),
        }
        found = in_turn(commands, environ)
    bare, start = found[FLOOR], found["start"]
    beyond, peer = found["list"].wall_ms - start.wall_ms, found[PEER].wall_ms - bare.wall_ms
    return [
        Figure("F3", "--help: processor", found["--help"].cpu_ms, "ms", FLOOR, bare.cpu_ms, GOAL_OF_HELP),
        Figure("F3", f"account ls, {ROWS:,} rows: wall over --version", beyond, "ms", goal=GOAL_OF_LIST_MS),
        Figure("F3", f"account ls, {ROWS:,} rows: wall over the start", beyond, "ms", PEER, peer),
        Figure(
            "F3", "completing an account: processor", found["completion"].cpu_ms, "ms",
            FLOOR, bare.cpu_ms, GOAL_OF_COMPLETION,
        ),
    ]  # fmt: skip


def _lines(command: tuple[str, ...], environ: dict[str, str]) -> list[str]:
    return subprocess.run(command, env=environ, check=True, capture_output=True, text=True).stdout.splitlines()


def _require(holds: bool, claim: str) -> None:
    if not holds:
        raise AssertionError(f"not so: {claim}")
