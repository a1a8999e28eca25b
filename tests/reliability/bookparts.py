"""Long forms on one book: all is undone and redone, it is copied while others write, any text is written into it."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from kamtui.clock import Clock
from kamtui.domain.statuses import Status
from kamtui.errors import KamError, NothingToDo
from kamtui.ops.accounts import add_account, edit_account
from kamtui.ops.contacts import add_contact
from kamtui.ops.history import redo, undo
from kamtui.ops.statuses import set_status
from kamtui.ops.tasks import add_task
from kamtui.ops.touches import add_touch
from kamtui.store import backups, verify
from kamtui.store.book import Book
from kamtui.store.sqlite import sqlite3
from tests.conftest import TODAY
from tests.reliability import saves, writers
from tests.reliability.rounds import HEAD, Turn, begun, commanded, rows_of
from tests.tui.seen import is_harmless

# -- undo ------------------------------------------------------------------------------------------------------------


def undo_all(folder: Path, seconds: float, chance: random.Random) -> Turn:
    """Change a book at random, undo all of it, redo all of it: it is what it was, each time."""
    path = begun(folder, 10)
    with closing(Book.open(path, who=HEAD, clock=Clock(TODAY))) as book:
        before, changes = rows_of(book.conn), list[int]()
        until = time.monotonic() + min(seconds / 4, 20)
        while len(changes) < 200 and time.monotonic() < until:
            with suppress(NothingToDo):
                changes.append(_change(book, chance))
        after = rows_of(book.conn)
        for change in reversed(changes):
            undo(book, change)
        undone = rows_of(book.conn)
        for _ in changes:
            redo(book)
        redone = rows_of(book.conn)
        faults = [] if undone == before else [f"after undoing {len(changes)} changes it is not as it was"]
        faults += [] if redone == after else [f"after redoing {len(changes)} changes it is not as it was"]
        faults += [fault.text for fault in verify.faults(book.conn, path)]
    return Turn(Counter({"edits undone and redone": len(changes)}), faults)


def _change(book: Book, chance: random.Random) -> int:
    """Any one change; its number."""
    account, word = chance.randint(1, 3), f"{chance.random():.9f}"
    what = chance.randrange(6)
    if what == 0:
        made = add_touch(book, account, summary=word).change
    elif what == 1:
        made = add_task(book, word, account_id=account).change
    elif what == 2:
        made = set_status(book, account, chance.choice([*Status]), on=TODAY, reason=word).change
    elif what == 3:
        made = edit_account(book, account, {chance.choice(["note", "region", "city"]): word}).change
    elif what == 4:
        made = add_contact(book, account, word).change
    else:
        made = add_account(book, word, owner=HEAD).change
    assert made is not None
    return made


# -- backups ---------------------------------------------------------------------------------------------------------


def back_up(folder: Path, seconds: float, chance: random.Random) -> Turn:
    """Copy a book that others write into: each copy is whole and has what was saved before it was begun."""
    path = writers.begin(folder, 3)
    begun = len(saves.state(path).changes)
    crew = writers.Crew(folder, "write", "0")
    for number in range(3):
        crew.start(number, path)
    figures, faults = Counter[str](), list[str]()
    until = time.monotonic() + seconds
    with closing(Book.open(path, who=HEAD, clock=Clock(TODAY))) as book:
        while time.monotonic() < until:
            saved = saves.changes(book.conn)
            target = folder / f"copy-{figures['backups']}.kam"
            faults += [fault.text for fault in backups.write(book.conn, target)]
            figures["backups"] += 1
            faults += _not_in(target, saved)
            target.unlink()
            crew.wait(chance.uniform(0.02, 0.2))
    crew.stop()
    figures["changes meanwhile"] = len(saves.state(path).changes) - begun
    if not figures["changes meanwhile"]:
        faults.append("nobody wrote while the copies were made")
    return Turn(figures, faults)


def _not_in(copy: Path, saved: frozenset[int]) -> list[str]:
    with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as conn:
        missing = saved - saves.changes(conn)
        found = [fault.text for fault in (*verify.chain_faults(conn), *verify.row_faults(conn))]
    return [*found, *([f"a copy misses {len(missing)} changes that were saved before"] if missing else [])]


# -- text ------------------------------------------------------------------------------------------------------------


def write_any_text(folder: Path, seconds: float, chance: random.Random) -> Turn:
    """Store any text: it comes back as it is or is refused, and no list that shows it has a control character in it."""
    path = begun(folder, 0)
    figures, faults = Counter[str](), list[str]()
    until = time.monotonic() + seconds
    with closing(Book.open(path, who=HEAD, clock=Clock(TODAY))) as book:
        while time.monotonic() < until:
            for _ in range(50):
                text = _any_text(chance)
                figures["texts"] += 1
                try:
                    add_touch(book, 1, summary=text)
                except KamError:
                    figures["texts refused"] += 1
            code, said = commanded(path, "touch", "ls", "--limit", "50")
            bad = sorted({hex(ord(each)) for each in said if each not in "\n\t" and not is_harmless(each)})
            if code or bad:
                faults.append(f"touch ls ended with {code}, with {bad[:5]} in it")
    return Turn(figures, faults)


def _any_text(chance: random.Random) -> str:
    """Letters, controls, marks, halves of pairs, and pieces of escape sequences."""
    pools: list[Callable[[], str]] = [
        lambda: chr(chance.randrange(0x20)),
        lambda: chr(chance.randrange(0x7F, 0xA0)),
        lambda: chr(chance.randrange(0x110000)),
        lambda: chr(chance.randrange(0x2000, 0x2070)),
        lambda: chr(chance.randrange(0x300, 0x370)),
        lambda: chance.choice(["\x1b[2J", "\x1b]52;c;eA==\x07", "[/]", "[@click=app.quit]x[/]", "\u202e", "=1+1", "'"]),
        lambda: chance.choice("abc 客户 Müller"),
    ]
    return "".join(chance.choice(pools)() for _ in range(chance.randrange(1, 40)))
