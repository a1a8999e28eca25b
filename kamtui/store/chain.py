"""The hash chain of the journal: each change's hash covers what it wrote and the hash before it.

It shows accidents, and whoever edits the file with another tool; not a person who may write the file and knows how
the chain is made. Against that its head is also written outside the book: see `anchor`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kamtui.store.sqlite import Connection

if TYPE_CHECKING:
    from hashlib import blake2b
else:
    try:
        # what hashlib has of it; by itself, because that loads a library of ciphers, which costs each write 2 ms
        from _blake2 import blake2b
    except ImportError:
        from hashlib import blake2b

ROW_BYTES = 8
"""Of a row's hash in a block: enough to see an accident, and small beside the row."""

ENTRY_BYTES = 16
HEAD_BYTES = 32
SALT_BYTES = 8

CHUNK = 5_000
"""Rows sealed together when an older book is upgraded."""

DERIVED = {"account": frozenset({"parent_id"}), "invoice": frozenset({"settled_on"})}
"""Columns that are computed from other rows and kept beside them; `kamtui doctor` recomputes them."""

UNJOURNALED = frozenset("book chain change journal redaction seal standing standing_day".split())  # noqa: SIM905
"""Tables that no journal entry speaks of: the log itself, and what is derived.

Nor of those whose names begin with an underscore: they are of tools, of sqlite-utils or of a replicator.
"""

_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Link(NamedTuple):
    """One change in the chain."""

    seq: int
    change_id: int
    hash: bytes


def row_hash(values: Sequence[object]) -> bytes:
    """The short hash of a row's values, in the order of its columns."""
    return blake2b(_encoded(list(values)).encode("utf-8", "surrogatepass"), digest_size=ROW_BYTES).digest()


def entry_hash(
    salt: bytes | None,
    table: str,
    rows: tuple[int, int],
    account: int | None,
    images: tuple[str | None, str | None],
    packed: bytes | None,
    digest: bytes | None,
) -> bytes:
    """The hash of one journal entry; `images` are before and after as they are kept."""
    said = _encoded([table, *rows, account, *images, len(packed or b""), len(digest or b"")])
    made = blake2b(salt or b"", digest_size=ENTRY_BYTES)
    for part in (said.encode("utf-8", "surrogatepass"), packed or b"", digest or b""):
        made.update(part)
    return made.digest()


def seal_hash(salt: bytes | None, journal: int, table: str, rows: str, digest: bytes) -> bytes:
    """The hash of what is sealed of a table: ids of rows as they are kept, and their digest."""
    return entry_hash(salt, table, (journal, 0), None, (rows, None), None, digest)


def numbered(key: int, made: bytes) -> bytes:
    """The hash of an entry or a redaction with its number, as a change's hash covers it."""
    return key.to_bytes(8, "big") + made


def redacted(entry: int | None, seal: int | None, made: bytes) -> bytes:
    """What a change's hash covers of one redaction, beside its number: what says less now, and its new hash."""
    return numbered(entry or 0, numbered(seal or 0, made))


def link_hash(before: bytes, head: Sequence[object], entries: Iterable[bytes], redactions: Iterable[bytes]) -> bytes:
    """The hash of a change: `head` is (id, at, by, op, note, undoes, via); what it wrote comes `numbered`."""
    made = blake2b(before, digest_size=HEAD_BYTES)
    made.update(_encoded(list(head)).encode("utf-8", "surrogatepass"))
    for kind, hashes in ((b"e", entries), (b"r", redactions)):
        for each in hashes:
            made.update(kind + each)
    return made.digest()


def new_salt() -> bytes:
    """What makes an entry's hash impossible to guess back."""
    return os.urandom(SALT_BYTES)


def genesis(conn: Connection) -> bytes:
    """What the chain begins with: what the book says of itself, and what was sealed when it was upgraded."""
    row = conn.execute("SELECT name, currency, fiscal_start, created_at FROM book").fetchone()
    made = blake2b(_encoded(list(row or ())).encode("utf-8"), digest_size=HEAD_BYTES)
    for key, sealed in conn.execute("SELECT id, hash FROM seal ORDER BY id"):
        made.update(numbered(key, sealed))
    return made.digest()


def head(conn: Connection) -> Link | None:
    """The newest link; None before the first change."""
    found = conn.execute("SELECT seq, change_id, hash FROM chain ORDER BY seq DESC LIMIT 1").fetchone()
    return None if found is None else Link(*found)


def at(conn: Connection, seq: int) -> Link | None:
    """One link by its place; None where the chain is shorter."""
    found = conn.execute("SELECT seq, change_id, hash FROM chain WHERE seq = ?", (seq,)).fetchone()
    return None if found is None else Link(*found)


def links(conn: Connection) -> Iterator[Link]:
    """Every link, oldest first."""
    for row in conn.execute("SELECT seq, change_id, hash FROM chain ORDER BY seq").fetchall():
        yield Link(*row)


def append_as_kept(conn: Connection, change: int) -> Link:
    """Close a change by the hashes that its entries were written with."""
    rows = conn.execute("SELECT id, hash FROM journal WHERE change_id = ? ORDER BY id", (change,)).fetchall()
    return append(conn, change, [numbered(key, made) for key, made in rows])


def append(conn: Connection, change: int, entries: Iterable[bytes], redactions: Iterable[bytes] = ()) -> Link:
    """Close a change: put it at the end of the chain, with what it wrote `numbered`; the write lock is held."""
    last = head(conn)
    said = conn.execute("SELECT id, at, by, op, note, undoes, via FROM change WHERE id = ?", (change,)).fetchone()
    made = link_hash(genesis(conn) if last is None else last.hash, said, entries, redactions)
    link = Link(1 if last is None else last.seq + 1, change, made)
    conn.execute("INSERT INTO chain (seq, change_id, hash) VALUES (?, ?, ?)", link)
    return link


def block_digest(conn: Connection, table: str, first: int, last: int) -> bytes:
    """The digest of the rows `first`..`last` as the database holds them now, one place for each id."""
    keys, digest = _digest(conn, table, f"id BETWEEN {first} AND {last}")
    if len(keys) == last - first + 1:
        return digest
    there = dict(zip(keys, _hashes(digest), strict=True))
    return digest[:1] + b"".join(there.get(key, bytes(ROW_BYTES)) for key in range(first, last + 1))


def expected(digest: bytes) -> tuple[int, list[bytes]]:
    """How many columns the hashes of a digest cover, and the hash of each row; zeros where it says nothing of one."""
    return digest[0], _hashes(digest)


def less_of(digest: bytes, places: Iterable[int]) -> bytes:
    """A digest that says nothing of some rows, by their place in the block; later entries speak for those."""
    less = bytearray(digest)
    for place in places:
        start = 1 + place * ROW_BYTES
        less[start : start + ROW_BYTES] = bytes(ROW_BYTES)
    return bytes(less)


def columns(conn: Connection, table: str) -> list[str]:
    """The columns of a table, in order, that its rows' hashes cover."""
    derived = DERIVED.get(table, frozenset())
    return [name for _, name, *_ in conn.execute(f"PRAGMA main.table_info({table})") if name not in derived]


def tables(conn: Connection) -> list[str]:
    """The tables that the journal speaks of."""
    found = conn.execute("SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return sorted(name for (name,) in found if name not in UNJOURNALED and not name.startswith("_"))


def seal_what_is_there(conn: Connection) -> None:
    """Hash the rows and the journal of a book that comes from an older version, in the caller's transaction.

    The first seal says of no table how far the journal went; an older book without rows has one, too.
    """
    (newest,) = conn.execute("SELECT ifnull(max(id), 0) FROM journal").fetchone()
    _seal(conn, newest, "", [], b"\0")
    for table in tables(conn):
        (last,) = conn.execute(f"SELECT ifnull(max(id), 0) FROM {table}").fetchone()
        for start in range(1, last + 1, CHUNK):
            keys, digest = _digest(conn, table, f"id BETWEEN {start} AND {start + CHUNK - 1}")
            if keys:
                _seal(conn, newest, table, keys, digest)
    for (change,) in conn.execute("SELECT id FROM change WHERE state = 'done' ORDER BY id").fetchall():
        append(conn, change, list(_hashed_entries(conn, change)))


def _seal(conn: Connection, journal: int, table: str, keys: list[int], digest: bytes) -> None:
    salt, rows = new_salt(), _encoded(keys)
    conn.execute(
        "INSERT INTO seal (journal_id, tbl, rows, digest, salt, hash) VALUES (?, ?, ?, ?, ?, ?)",
        (journal, table, rows, digest, salt, seal_hash(salt, journal, table, rows, digest)),
    )


def _hashed_entries(conn: Connection, change: int) -> Iterator[bytes]:
    rows = conn.execute(
        "SELECT id, tbl, row, last, account_id, before, after, packed FROM journal WHERE change_id = ? ORDER BY id",
        (change,),
    ).fetchall()
    for key, table, row, last, account, before, after, packed in rows:
        salt = new_salt()
        made = entry_hash(salt, table, (row, last), account, (before, after), packed, None)
        conn.execute("UPDATE journal SET salt = ?, hash = ? WHERE id = ?", (salt, made, key))
        yield numbered(key, made)


def _hashes(digest: bytes) -> list[bytes]:
    return [digest[start : start + ROW_BYTES] for start in range(1, len(digest), ROW_BYTES)]


def _digest(conn: Connection, table: str, where: str) -> tuple[list[int], bytes]:
    """The ids of the rows, and their digest: how many columns, then each row's hash."""
    names = columns(conn, table)
    place = names.index("id")
    rows = conn.execute(f"SELECT {', '.join(names)} FROM main.{table} WHERE {where} ORDER BY id").fetchall()
    return [row[place] for row in rows], bytes([len(names)]) + b"".join(map(row_hash, rows))
