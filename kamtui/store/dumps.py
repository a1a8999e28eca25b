"""A whole book as lines of JSON that any program can read, and a book made of such lines again.

The first line says what it is. Then comes every row of every table, a table after the other, the oldest row first:
{"table": [column, …]} says how the rows below it are made up, a row is a list of values. Bytes stand as {"base64": …}.
What is computed from the rest is left out and computed anew: where accounts stand, and the order of searches.
What each table and column is for: see `tabledocs`.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from kamtui.errors import BadBook, BadInput, Busy, KamError
from kamtui.i18n import t
from kamtui.store import anchor, chain, schema
from kamtui.store.book import Book, Clock
from kamtui.store.interrupted import has_open_change
from kamtui.store.refusals import SENSELESS
from kamtui.store.sqlite import Connection, sqlite3, transaction
from kamtui.store.tx import instant

KIND = "kamtui book"
FORMAT = 1
"""How the lines are made up; another way gets another number."""

FIRST_SCHEMA = schema.CHAINED
"""The oldest schema whose rows can be put in; before it the journal could not bear them out."""

_UNSEEN = re.compile(r"[\x7f-\xa0\xad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff0-\uffff]")
"""What would break a line elsewhere, turn its direction or not be seen in it."""

_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

COMPUTED = ("standing", "standing_day")
LAST = "sqlite_sequence"
"""The highest numbers that were ever given; no row gets the number of one that is gone."""


class Head(NamedTuple):
    """What the first line says of a book."""

    name: str
    schema: int


class Rebuilt(NamedTuple):
    """What a book was made of."""

    rows: int
    changes: int


def tables(conn: Connection) -> list[str]:
    """The tables whose rows are written, in order."""
    found = [name for name in sorted(schema.objects(conn)) if _is_table(conn, name) and name not in COMPUTED]
    return [*found, LAST]


def lines(conn: Connection) -> Iterator[str]:
    """A book as lines, each with its end; within one moment, because a row written meanwhile would be torn.

    Raises Busy while a long import has not reached its end.
    """
    if has_open_change(conn):
        raise Busy(t("somebody is in a long import: try again when that is through"))
    (name, created) = conn.execute("SELECT name, created_at FROM book").fetchone()
    head = {"kind": KIND, "format": FORMAT, "schema": schema.version(conn), "name": name, "created": created}
    yield _line(head)
    for table in tables(conn):
        columns = _columns(conn, table)
        yield _line({table: columns})
        order = "name" if table == LAST else "rowid"
        chosen = f", name IN ({', '.join(map(repr, tables(conn)))})" if table == LAST else ""
        for row in conn.execute(f"SELECT {', '.join(columns)}{chosen} FROM {table} ORDER BY {order}"):
            if not chosen or row[-1]:
                yield _line([_value(value) for value in row[: len(columns)]])


def rebuild(path: Path, said: Iterable[str], file: str, *, who: str, clock: Clock) -> Rebuilt:
    """Make the book at `path` out of lines; `file` is what they are called in a refusal.

    Whole or not at all: the rows must fit together, and the journal must bear out each of them. Rows of an older
    schema are upgraded as an older book is. Raises BadInput with the line where something is wrong, and BadBook.
    """
    read = _Lines(file, said)
    head = read.head()
    made = {"currency": "USD", "fiscal_start": 1, "version": head.schema}
    book = Book.create(path, who=who, clock=clock, name=head.name, **made)  # type: ignore[arg-type]
    try:
        rows = _filled(book, read, clock)
        (changes,) = book.conn.execute("SELECT count(*) FROM change").fetchone()
    except BaseException:
        book.close()
        _remove(path)
        raise
    book.close()
    return Rebuilt(rows, changes)


def _filled(book: Book, read: _Lines, clock: Clock) -> int:
    conn = book.conn
    conn.execute("PRAGMA foreign_keys = OFF")
    try:
        with transaction(conn):
            rows = read.into(conn)
            broken = conn.execute("PRAGMA foreign_key_check").fetchone()
            if broken is not None:
                raise BadInput(t("{file}: row {row} of {table} refers to a row that is not there", file=read.file,
                                 row=broken[1], table=broken[0]))  # fmt: skip
            if has_open_change(conn):
                raise BadInput(t("{file} was written amid an import: write it again", file=read.file))
        schema.upgrade(conn)
    except KamError:
        raise
    except (sqlite3.Error, *SENSELESS) as error:
        raise read.refusal(str(error)) from None
    finally:
        conn.execute("PRAGMA foreign_keys = ON")
    anchor.begin_anew(book.path)
    anchor.append(book.path, conn, chain.head(conn), instant(clock.now()), anchor.RESTORED, book.who)
    # imported late: only a book that comes from elsewhere is looked through
    from kamtui.store import verify

    fault = next((each for each in verify.faults(conn, book.path) if each.what != "kept"), None)
    if fault is not None:
        raise BadBook(t("{file} is not what its journal says: {fault}", file=read.file, fault=fault.text))
    return rows


class _Lines:
    """The lines of a file, of which each must be what it should."""

    def __init__(self, file: str, said: Iterable[str]) -> None:
        self.file = file
        self._said = iter(said)
        self._number = 0

    def head(self) -> Head:
        """What the first line says of the book. Raises BadInput where this is none, or of a version unknown here."""
        found = next(self._values(), None)
        if not isinstance(found, dict) or found.get("kind") != KIND:
            raise self.refusal(t("this is no book: kamtui export all writes one"))
        way, version = found.get("format"), found.get("schema")
        known = isinstance(version, int) and FIRST_SCHEMA <= version <= schema.SCHEMA_VERSION
        if way != FORMAT or not known:
            wanted = f"{FORMAT}/{schema.SCHEMA_VERSION}"
            message = "it was written by another version ({found}, here {wanted}); rebuild it there and open that book"
            raise self.refusal(t(message, found=f"{way}/{version}"[:40], wanted=wanted))
        return Head("?", int(version or 0))

    def into(self, conn: Connection) -> int:
        """Write every row; how many there were."""
        known = {table: _columns(conn, table) for table in tables(conn)}
        missing = list(known)
        statement, width, rows = "", 0, 0
        for found in self._values():
            if isinstance(found, dict):
                ((table, columns),) = found.items() if len(found) == 1 else ((None, None),)
                if table is None or table not in missing or columns != known[table]:
                    raise self.refusal(t("no such table, or not these columns"))
                missing.remove(table)
                # the numbers that the rows before have brought about
                conn.execute(f"DELETE FROM {table}")
                width = len(columns)
                statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * width)})"
            elif isinstance(found, list) and len(found) == width and statement:
                try:
                    conn.execute(statement, self._row(found))
                except (OverflowError, UnicodeError):
                    # a number of more than 64 bits, half a character
                    raise self.refusal(t("this is no row of the table above")) from None
                rows += 1
            else:
                raise self.refusal(t("this is no row of the table above"))
        if missing:
            raise self.refusal(t("the file ends too early: {tables} are missing", tables=", ".join(missing)))
        return rows

    def refusal(self, reason: str) -> KamError:
        """That something is wrong with the line read last."""
        return BadInput(t("{file}, line {line}: {reason}", file=self.file, line=self._number, reason=reason))

    def _values(self) -> Iterator[object]:
        for self._number, line in enumerate(self._said, self._number + 1):  # noqa: B020 (the number lives on)
            try:
                yield json.loads(line)
            except (ValueError, RecursionError) as error:
                raise self.refusal(t("not JSON: {reason}", reason=error)) from None
            except MemoryError:
                raise self.refusal(t("the line is too long")) from None

    def _row(self, values: Sequence[object]) -> list[object]:
        return [self._bytes(value) if isinstance(value, dict) else value for value in values]

    def _bytes(self, value: dict[str, object]) -> bytes:
        try:
            return base64.b64decode(str(value["base64"]), validate=True)
        except (KeyError, ValueError):
            raise self.refusal(t("this is no row of the table above")) from None


def _is_table(conn: Connection, name: str) -> bool:
    row = conn.execute("SELECT 1 FROM main.sqlite_master WHERE type = 'table' AND name = ?", (name,)).fetchone()
    return row is not None


def _columns(conn: Connection, table: str) -> list[str]:
    return [name for _, name, *_ in conn.execute(f"PRAGMA main.table_info({table})")]


def _line(value: object) -> str:
    # readable in any script, and no program on the way takes it for another line or direction
    said = _encoded(value)
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", said) + "\n"


def _value(value: object) -> object:
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm", ".lock", ".anchor", ".spare"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
