"""How fast kamtui is, beside floors and peers: `python -m tests.bench`, or some rows of it: `python -m tests.bench F1`.

Makes a book of 100,000 accounts first (a few minutes, once). `--accounts N` takes a smaller one, `--growth` shows
each row at 1,000, 10,000 and 100,000 accounts. Peers that are not installed are left out.
"""

from __future__ import annotations

import argparse
import platform
import tempfile
from importlib import import_module
from pathlib import Path

from tests.bench import figures, generated
from tests.bench.figures import Figure

ROWS = {f"F{number}": f"tests.bench.f{number:02d}" for number in range(1, 15)}
"""Each row is a module with `measure(book, accounts)`, which returns its figures."""


def measure(rows: list[str], folder: Path, accounts: int) -> list[Figure]:
    """The figures of some rows on the book with so many accounts."""
    book = generated.book(folder, accounts)
    found: list[Figure] = []
    for row in rows:
        came = import_module(ROWS[row]).measure(book, accounts)
        found += came
        print(*figures.aligned(came).splitlines()[1:], sep="\n", flush=True)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("rows", nargs="*", metavar="F1", help="rows, all of them if none is named")
    parser.add_argument("--accounts", type=int, default=generated.SIZES[-1])
    parser.add_argument("--growth", action="store_true", help="each row at 1,000, 10,000 and 100,000 accounts")
    parser.add_argument("--markdown", action="store_true", help="the table as the README has it")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "kamtui-bench")
    wanted = parser.parse_args()
    if unknown := set(wanted.rows) - set(ROWS):
        parser.error(f"no row {', '.join(sorted(unknown))}; there are {', '.join(ROWS)}")
    wanted.folder.mkdir(parents=True, exist_ok=True)
    for accounts in generated.SIZES if wanted.growth else (wanted.accounts,):
        found = measure(wanted.rows or list(ROWS), wanted.folder, accounts)
        print(f"\n{accounts:,} accounts, {platform.machine()}, Python {platform.python_version()}\n")
        print((figures.markdown if wanted.markdown else figures.aligned)(found))


if __name__ == "__main__":
    main()
