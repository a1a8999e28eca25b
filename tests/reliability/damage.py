"""Long forms that damage a file, a bit or a page at a time: what reads it afterwards has to know."""

from __future__ import annotations

import hashlib
import random
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from kamtui.store import verify
from kamtui.store.sqlite import Connection, sqlite3
from tests.reliability.rounds import Turn, begun, commanded, rows_of

ANSWERS = {0, 1, 2, 3, 4, 5, 6, 7}
"""Exit codes of a program that knows what it says."""

PAGE = 4096


def flip_bits(folder: Path, seconds: float, chance: random.Random) -> Turn:
    """Flip one bit of a book, again and again: each that changes a row must be found by `verify`."""
    path = begun(folder, 60)
    whole, until = path.read_bytes(), time.monotonic() + seconds
    rows, target = _rows(path), folder / "flipped.kam"
    figures, faults = Counter[str](), list[str]()
    while time.monotonic() < until:
        place, bit = chance.randrange(len(whole)), 1 << chance.randrange(8)
        target.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
        figures["flips"] += 1
        if _rows(target) == rows:
            continue
        figures["flips that changed a row"] += 1
        if not is_found(target):
            faults.append(f"bit {bit} of byte {place} changed a row and verify says nothing")
    return Turn(figures, faults)


def damage_files(folder: Path, seconds: float, chance: random.Random) -> Turn:
    """Damage a book in any way and list its accounts: it answers in time, with one sentence or with a list."""
    path = begun(folder, 60)
    whole, until = path.read_bytes(), time.monotonic() + seconds
    figures, faults = Counter[str](), list[str]()
    while time.monotonic() < until:
        target = folder / "damaged.kam"
        for left in folder.glob("damaged.kam*"):
            left.unlink()
        kind, content = _damaged(whole, chance)
        target.write_bytes(content)
        code, said = commanded(target, "account", "ls")
        figures["damaged files"] += 1
        figures[f"answered {code}" if code != 0 else "could be read"] += 1
        if code not in ANSWERS or "Traceback" in said:
            faults.append(f"{kind}: ended with {code}: {said[-300:]}")
        elif code == 6 and hashlib.sha256(target.read_bytes()).digest() != hashlib.sha256(content).digest():
            faults.append(f"{kind}: refused and changed all the same")
    return Turn(figures, faults)


def _damaged(whole: bytes, chance: random.Random) -> tuple[str, bytes]:
    """A way of damaging a file, and the file."""
    content = bytearray(whole)
    kind = chance.choice(["bytes", "page", "cut", "zeros", "header", "swapped", "nonsense"])
    place = chance.randrange(len(content))
    match kind:
        case "bytes":
            for _ in range(chance.choice([1, 10, 200])):
                content[chance.randrange(len(content))] = chance.randrange(256)
        case "page":
            start = place // PAGE * PAGE
            content[start : start + PAGE] = chance.randbytes(PAGE)
        case "cut":
            del content[place:]
        case "zeros":
            content[place : place + PAGE] = bytes(len(content[place : place + PAGE]))
        case "header":
            content[chance.randrange(100)] = chance.randrange(256)
        case "swapped":
            one, other = place // PAGE * PAGE, chance.randrange(len(content)) // PAGE * PAGE
            content[one : one + PAGE], content[other : other + PAGE] = (
                content[other : other + PAGE],
                content[one : one + PAGE],
            )
        case _:
            content[:] = chance.randbytes(chance.choice([0, 1, 99, 100, PAGE, 3 * PAGE]))
    return kind, bytes(content)


def is_found(path: Path) -> bool:
    """Whether `verify` finds that something is wrong with a file."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn:
            return any(verify.faults(conn, path))
    except (sqlite3.DatabaseError, ValueError, TypeError, LookupError, OverflowError):
        return True


def _rows(path: Path) -> object:
    """All rows of a file and its journal, or why they cannot be read."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn:
            return _all_rows_of(conn)
    except (sqlite3.DatabaseError, UnicodeDecodeError, OverflowError) as error:
        return f"{type(error).__name__}: {error}"


def _all_rows_of(conn: Connection) -> dict[str, list[tuple[object, ...]]]:
    """The same and the journal."""
    return rows_of(conn) | {
        table: conn.execute(f"SELECT * FROM {table} ORDER BY rowid").fetchall()
        for table in ("change", "journal", "chain")
    }
