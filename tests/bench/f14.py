"""F14, what others do: a colleague's change on the screen, and what an open screen sends while nothing happens."""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from contextlib import closing
from pathlib import Path

from kamtui.clock import Clock
from kamtui.ops.accounts import edit_account
from kamtui.store import accounts as listed
from kamtui.store.book import Book
from tests.bench import generated
from tests.bench.f05 import opened
from tests.bench.figures import Figure
from tests.bench.processes import TODAY
from tests.bench.screen import p95
from tests.reliability.measure import cpu_s

CHANGES = 12
SEEN_WITHIN_S = 3.0
IDLE_S = 10.0


def measure(book: Path, accounts: int) -> list[Figure]:
    with tempfile.TemporaryDirectory(dir=book.parent) as folder:
        copy = generated.copy(book, Path(folder) / "book.kam")
        colleague = Book.open(copy, who="u02", clock=Clock(dt.date.fromisoformat(TODAY)))
        with closing(colleague), colleague.unguarded(), closing(opened(copy, "A")) as terminal:
            keys = listed.ids(colleague.conn, on=colleague.today())
            shown = []
            for number in range(CHANGES):
                name = listed.row(colleague.conn, keys[number + 1]).name
                mark = f"{name} q{number}"
                edit_account(colleague, keys[number + 1], {"name": mark})
                written, before = time.perf_counter(), len(terminal.pieces)
                terminal.settle(SEEN_WITHIN_S / 2)
                assert mark in terminal.text, f"{mark} is not on the screen"
                shown.append((terminal.pieces[before][0] - written) * 1000)
            before_hidden = len(terminal.sent)
            for key in keys[-CHANGES:]:
                edit_account(colleague, key, {"industry": "changed"})
                terminal.read_for(SEEN_WITHIN_S / CHANGES)
            terminal.read_for(SEEN_WITHIN_S)
            hidden = len(terminal.sent) - before_hidden
            before_idle, cpu = len(terminal.sent), cpu_s(terminal.pid)
            terminal.read_for(IDLE_S)
            idle = (cpu_s(terminal.pid) - cpu) * 1000 / IDLE_S
            sent = (len(terminal.sent) - before_idle) / IDLE_S
    return [
        Figure("F14", "a colleague's change on the screen, p95", p95(shown), "ms", goal=1200),
        Figure("F14", f"{CHANGES} changes that are not on it", hidden, "B", goal=0),
        Figure("F14", "idle", sent, "B/s", goal=0),
        Figure("F14", "idle, processor", idle, "ms/s", goal=2),
    ]
