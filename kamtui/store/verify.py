"""Whether the book is what its journal says: every row, every link of the chain, and the anchor outside it.

SQLite's own check sees damaged pages; of flipped bits inside a row it sees one in twenty.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from kamtui.errors import Damaged
from kamtui.i18n import t
from kamtui.store import anchor, chain, groups, journal, settlements, standing
from kamtui.store.journal import Fields
from kamtui.store.refusals import SENSELESS
from kamtui.store.sqlite import Connection

Expected = dict[int, tuple[int, bytes]]
"""Row -> how many columns its hash covers, and the hash."""

UNSAID = bytes(chain.ROW_BYTES)
"""In a digest: nothing is said of this row."""

PATIENCE_S = 5.0
"""How long the blame for a program that ended is looked for in the book."""

Tell = Callable[[str, int], None]
"""Called with each table and how many rows are looked at."""


class Fault(NamedTuple):
    """One thing that is not as it was left."""

    what: str
    """row | journal | chain | anchor | kept | schema"""
    text: str
    table: str = ""
    row: int | None = None
    change: int | None = None
    """The change that is not as it was made, or the last one known to have written the row."""
    was: Fields | None = None
    """What the journal says the row was, as far as it does."""


def faults(conn: Connection, path: Path, tell: Tell | None = None) -> Iterator[Fault]:
    """Everything that was changed, added, removed or moved without kamtui; `path` is the book's, for its anchor."""
    yield from _or_unreadable("schema", t("the schema"), lambda: _schema_faults(conn))
    yield from _or_unreadable("chain", t("the journal"), lambda: chain_faults(conn))
    yield from _or_unreadable("anchor", t("the anchor"), lambda: anchor_faults(conn, path))
    yield from row_faults(conn, tell)
    yield from _or_unreadable("kept", t("what is kept of accounts"), lambda: _kept_faults(conn))


def blamed(conn: Connection, path: Path) -> Damaged | None:
    """That the book is damaged, where it is: what went wrong was no mistake in the program then.

    None, too, where looking takes longer than somebody waits who has just seen a program end.
    """
    until = time.monotonic() + PATIENCE_S
    conn.set_progress_handler(lambda: time.monotonic() > until, 10_000)
    try:
        (said,) = conn.execute("PRAGMA integrity_check(1)").fetchone()
        found = said if said != "ok" else next((fault.text for fault in faults(conn, path)), None)
    except SENSELESS as error:
        found = type(error).__name__
    finally:
        conn.set_progress_handler(None, 0)
    if time.monotonic() > until:
        return None
    if found is None:
        return None
    message = "{path} is damaged: {reason}; look with kamtui journal verify, restore the last backup: kamtui restore"
    return Damaged(t(message, path=path, reason=found))


def row_faults(conn: Connection, tell: Tell | None = None) -> Iterator[Fault]:
    """Rows that are not as the journal left them: altered, missing, or not known to it."""
    for table in chain.tables(conn):
        if tell is not None:
            tell(table, conn.execute(f"SELECT count(*) FROM main.{table}").fetchone()[0])
        yield from _or_unreadable("row", table, lambda table=table: _rows_of(conn, table))  # type: ignore[misc]


def chain_faults(conn: Connection) -> Iterator[Fault]:
    """Changes and entries of the journal that were altered, removed, added or put in another order."""
    redactions: dict[int, list[bytes]] = defaultdict(list)
    less: dict[tuple[int | None, int | None], bytes] = {}
    for key, entry, seal, change, made in conn.execute(
        "SELECT id, entry_id, seal_id, change_id, hash FROM redaction ORDER BY id"
    ).fetchall():
        redactions[change].append(chain.numbered(key, chain.redacted(entry, seal, made)))
        less[entry, seal] = made
    entries: dict[int, list[bytes]] = defaultdict(list)
    for key, change, kept, computed in _entry_hashes(conn):
        entries[change].append(chain.numbered(key, kept))
        if computed != less.get((key, None), kept):
            message = "{change}: entry {entry} says something else than was written"
            yield Fault("journal", t(message, change=_head_of(conn, change), entry=key), change=change)
    for key, since, table, rows, digest, salt, kept in conn.execute(
        "SELECT id, journal_id, tbl, rows, digest, salt, hash FROM seal ORDER BY id"
    ):
        if chain.seal_hash(salt, since, table, rows, digest) != less.get((None, key), kept):
            yield Fault("journal", t("seal {seal} says something else than was written", seal=key), table)
    yield from _links(conn, entries, redactions)


def anchor_faults(conn: Connection, path: Path) -> Iterator[Fault]:
    """Where the book and the log outside it disagree."""
    links = {link.seq: link for link in chain.links(conn)}
    marks = anchor.since_restored([mark for mark in anchor.marks(path) if mark is not None])
    different = [mark for mark in marks if mark.seq and not _is_link(links, mark)]
    gone = [mark for mark in different if mark.seq > max(links, default=0)]
    if gone:
        text = t("{count} changes that were committed are not in the book", count=len({mark.seq for mark in gone}))
        yield Fault("anchor", text)
    for first in different[:1] if len(different) > len(gone) else []:
        change = links[first.seq].change_id if first.seq in links else None
        message = "change {seq} in order is not the one that the anchor has of {at}, nor are {count} more"
        count = len(different) - len(gone) - 1
        yield Fault("anchor", t(message, seq=first.seq, at=first.at, count=count), change=change)
    for before, mark in pairwise(marks):
        if mark.kind == anchor.COMMITTED and mark.seq > before.seq + 1:
            message = "the anchor has no line of changes {first} to {last} in order: was one taken out?"
            yield Fault("anchor", t(message, first=before.seq + 1, last=mark.seq - 1))
        elif mark.kind == anchor.COMMITTED and mark.seq <= before.seq:
            yield Fault("anchor", t("the anchor's line of {at} is out of order", at=mark.at))


def _is_link(links: dict[int, chain.Link], mark: anchor.Mark) -> bool:
    link = links.get(mark.seq)
    return link is not None and link.hash.hex() == mark.hash


def _links(conn: Connection, entries: dict[int, list[bytes]], redactions: dict[int, list[bytes]]) -> Iterator[Fault]:
    heads = {
        row[0]: row for row in conn.execute("SELECT id, at, by, op, note, undoes, via, state FROM change").fetchall()
    }
    before, linked, place = chain.genesis(conn), set[int](), 0
    for link in chain.links(conn):
        place += 1
        if link.seq != place:
            yield Fault("chain", t("changes {first} to {last} in order are missing", first=place, last=link.seq - 1))
            place = link.seq
        linked.add(link.change_id)
        head = heads.get(link.change_id)
        if head is None:
            yield Fault("chain", t("change {change} was removed", change=link.change_id), change=link.change_id)
        else:
            said, wrote = entries.get(link.change_id, []), redactions.get(link.change_id, [])
            if chain.link_hash(before, head[:-1], said, wrote) != link.hash or head[-1] != "done":
                text = t("{change} is not as it was made, or what stood before it", change=_head_of(conn, head[0]))
                yield Fault("chain", text, change=link.change_id)
        before = link.hash
    for change in sorted((heads.keys() | entries.keys() | redactions.keys()) - linked):
        if change not in heads or heads[change][-1] == "done":
            text = t("{change} was added past the chain", change=_head_of(conn, change))
            yield Fault("chain", text, change=change)


def _entry_hashes(conn: Connection) -> Iterator[tuple[int, int, bytes, bytes]]:
    """(entry, change, the hash kept with it, the hash of what it says), in the order of writing."""
    for key, change, table, row, last, account, before, after, packed, salt, kept, digest in conn.execute(
        "SELECT id, change_id, tbl, row, last, account_id, before, after, packed, salt, hash, digest"
        " FROM journal ORDER BY id"
    ):
        computed = chain.entry_hash(salt, table, (row, last), account, (before, after), packed, digest)
        yield key, change, kept or b"", computed


def _rows_of(conn: Connection, table: str) -> Iterator[Fault]:
    expected, names = _expected(conn, table), chain.columns(conn, table)
    place = names.index("id")
    for row in conn.execute(f"SELECT {', '.join(names)} FROM main.{table}"):
        key = row[place]
        found = expected.pop(key, None)
        if found is None:
            yield Fault("row", t("{table} {row} was added past the journal", table=table, row=key), table, key)
            continue
        count, made = found
        # a column that came with a later upgrade still has to say nothing
        if made != UNSAID and (chain.row_hash(row[:count]) != made or any(row[count:])):
            yield _altered(conn, table, dict(zip(names, row, strict=True)))
    for key in sorted(expected):
        change, was = _last_good(conn, table, key)
        text = t("{table} {row} is missing; {written}", table=table, row=key, written=_written(conn, change))
        yield Fault("row", text, table, key, change, was)


def _altered(conn: Connection, table: str, row: Fields) -> Fault:
    key = int(str(row["id"]))
    change, was = _last_good(conn, table, key)
    fields = ", ".join(name for name in row if was is not None and name in was and was[name] != row[name])
    message = "{table} {row} is not as it was last written{fields}; {written}"
    of = t(" (in {fields})", fields=fields) if fields else ""
    return Fault(
        "row", t(message, table=table, row=key, fields=of, written=_written(conn, change)), table, key, change, was
    )


def _last_good(conn: Connection, table: str, row: int) -> tuple[int | None, Fields | None]:
    """The last change known to have written a row, and what it said then, where the journal kept that."""
    found = conn.execute(
        "SELECT change_id, after FROM journal WHERE tbl = ? AND row <= ? AND last >= ? ORDER BY id DESC LIMIT 1",
        (table, row, row),
    ).fetchone()
    if found is None:
        return None, None
    return found[0], None if found[1] is None else json.loads(found[1])


def _written(conn: Connection, change: int | None) -> str:
    if change is None:
        return t("it was there when the book was upgraded")
    return t("last written by {change}", change=_head_of(conn, change))


def _head_of(conn: Connection, change: int) -> str:
    """A change with who made it and when, as far as that is still known."""
    found = conn.execute("SELECT by, at FROM change WHERE id = ?", (change,)).fetchone()
    if found is None:
        return t("change {change}", change=change)
    return t("change {change} of {who} at {at}", change=change, who=found[0], at=found[1])


def _expected(conn: Connection, table: str) -> Expected:
    """What the rows of a table must be: as they were sealed, then as every later entry left them."""
    found: Expected = {}
    derived = chain.DERIVED.get(table, frozenset())
    for rows, digest in conn.execute("SELECT rows, digest FROM seal WHERE tbl = ? ORDER BY id", (table,)).fetchall():
        count, hashes = chain.expected(digest)
        found.update((key, (count, made)) for key, made in zip(json.loads(rows), hashes, strict=True))
    (sealed_to,) = conn.execute("SELECT ifnull(max(journal_id), 0) FROM seal").fetchone()
    for first, last, after, packed, digest, is_block in conn.execute(
        "SELECT row, last, after, packed, digest, before IS NULL AND after IS NULL FROM journal"
        " WHERE tbl = ? AND id > ? ORDER BY id",
        (table, sealed_to),
    ):
        if not is_block:
            if after is None:
                found.pop(first, None)
            else:
                image = [value for name, value in json.loads(after).items() if name not in derived]
                found[first] = len(image), chain.row_hash(image)
        elif packed is not None:
            for key in _keys(packed):
                found.pop(key, None)
        else:
            count, hashes = chain.expected(digest)
            places = zip(range(first, last + 1), hashes, strict=True)
            found.update((key, (count, made)) for key, made in places)
    return found


def _keys(packed: bytes) -> Iterator[int]:
    columns, rows = journal.unpack(packed)
    place = columns.index("id")
    for row in rows:
        yield int(str(row[place]))


def _kept_faults(conn: Connection) -> Iterator[Fault]:
    """What is computed from the facts and kept beside them, and differs from them."""
    repair = t("repair: kamtui doctor --repair")
    for table, found in (
        ("standing", standing.differences(conn)),
        ("account", groups.differences(conn)),
        ("invoice", settlements.differences(conn)),
    ):
        for row in found:
            yield Fault(
                "kept", t("{table} {row} is not what the facts say; {repair}", table=table, row=row[0], repair=repair)
            )


def _schema_faults(conn: Connection) -> Iterator[Fault]:
    """Tables, indexes, triggers and views that are not as kamtui makes them."""
    from kamtui.store import schema

    made = schema.described()
    found = schema.objects(conn)
    for name in sorted(made.keys() | found.keys()):
        if name not in found:
            yield Fault("schema", t("{name} is missing from the schema", name=name))
        elif name not in made:
            yield Fault("schema", t("{name} in the schema is not kamtui's", name=name))
        elif made[name] != found[name]:
            yield Fault("schema", t("{name} in the schema is not as kamtui made it", name=name))
    for name, last in conn.execute("SELECT name, seq FROM sqlite_sequence").fetchall():
        if name in found and conn.execute(f"SELECT 1 FROM main.{name} WHERE id > ? LIMIT 1", (last,)).fetchone():
            yield Fault("schema", t("ids of {table} would be given twice", table=name), name)


def _or_unreadable(what: str, name: str, check: Callable[[], Iterable[Fault]]) -> Iterator[Fault]:
    """The faults of one part of the book, or that it cannot be read."""
    try:
        yield from check()
    except SENSELESS as error:
        yield Fault(what, t("{name} cannot be read ({reason})", name=name, reason=type(error).__name__))
