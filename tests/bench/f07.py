"""F7, filtering the list of all accounts as one types: Chinese names, pinyin initials, `tier:` and `owner:`.

On a terminal until the last byte of a key's answer; in this process the reading alone, beside SQLite's LIKE over the
covering index of names. What the filter keeps is compared with what plain Python finds among all accounts.
"""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

from kamtui.clock import Clock
from kamtui.domain import filters, names
from kamtui.store import accounts
from kamtui.store.book import Book
from kamtui.store.sqlite import Connection
from tests.bench import generated
from tests.bench.figures import Figure
from tests.bench.processes import TODAY, WHO
from tests.bench.screen import at_accounts, p50, p95

TYPED = ("华瑞科技", "hrkj", "tier:key", "owner:u07", "solar", "归档", "owner:u07 hengtong", "tier:key 中联")
"""Each is typed key by key, and given up before the next."""

GOAL_MS = 30.0

_LIKE = "SELECT account_id FROM standing WHERE archived = 0 AND name_key LIKE ? ORDER BY name_key, account_id"

T = TypeVar("T")


def measure(book: Path, accounts: int) -> list[Figure]:
    of = f"{accounts:,} accounts"
    with tempfile.TemporaryDirectory(dir=book.parent) as folder:
        mine = generated.copy(book, Path(folder) / "book.kam")
        pressed = typed_on_screen(mine)
        read, like = typed_in_process(mine)
    return [
        Figure("F7", f"a key of a filter, {of}: last byte, p50", p50(pressed), "ms"),
        Figure("F7", f"a key of a filter, {of}: last byte, p95", p95(pressed), "ms", goal=GOAL_MS),
        Figure("F7", f"a key of a filter, {of}: the reading alone, p95", p95(read), "ms", "LIKE", p95(like)),
    ]


def typed_on_screen(book: Path) -> list[float]:
    """Milliseconds from each key to the last byte of its answer."""
    with at_accounts(book) as terminal:
        found: list[float] = []
        for text in TYPED:
            terminal.answer("/")
            found += [answer.last_ms for answer in terminal.answers(text)]
            terminal.answer("\x1b", quiet_s=0.6)
        return found


def typed_in_process(path: Path) -> tuple[list[float], list[float]]:
    """Milliseconds of the reading for each key, and those of a LIKE over the names for the same text."""
    today = dt.date.fromisoformat(TODAY)
    book = Book.open(path, who=WHO, clock=Clock(today))
    try:
        conn = book.conn
        accounts.ids(conn, on=today)
        read, like = [], []
        for text in _beginnings():
            chosen = filters.parse_leniently(text, me=WHO)
            took, found = _timed(partial(accounts.ids, conn, chosen, on=today))
            read.append(took)
            assert list(found) == _plainly(conn, text), text
            word = f"%{names.search_key(text)}%"
            like.append(_timed(partial(_like, conn, word))[0])
        return read, like
    finally:
        book.close()


def _like(conn: Connection, word: str) -> list[tuple[int]]:
    return conn.execute(_LIKE, (word,)).fetchall()


def _beginnings() -> Iterator[str]:
    for text in TYPED:
        for end in range(1, len(text) + 1):
            yield text[:end]


def _timed(call: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    value = call()
    return (time.perf_counter() - began) * 1000, value


def _plainly(conn: Connection, text: str) -> list[int]:
    """What a filter keeps, by the meaning of its words: all are in the name or its initials, and the terms hold."""
    kept = []
    rows = conn.execute("SELECT account_id, search, owner, tier FROM standing WHERE archived = 0 ORDER BY name_key, 1")
    wanted = text.split()
    words = [names.search_key(word) for word in wanted if ":" not in word]
    terms = dict(word.split(":") for word in wanted if ":" in word)
    for key, search, owner, tier in rows:
        is_owned = not terms.get("owner") or owner == terms["owner"]
        is_tier = terms.get("tier") != "key" or tier == "key"
        if is_owned and is_tier and all(word in search for word in words):
            kept.append(key)
    return kept
