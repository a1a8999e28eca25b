"""The private database in which the files of an import are shaped by SQL; it never touches the book.

It is SQLite's own temporary database: in memory as long as it is small, in an unnamed file of the operating system's
temporary folder when it grows, gone when it is closed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path, PurePath
from typing import NamedTuple

from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.store.sqlite import Connection, sqlite3

CACHE_KIB = 65_536
"""Memory for pages; what is larger goes to a temporary file."""

STEPS = 200_000
"""Progress calls, each after 100,000 steps of SQLite's machine, before a query is stopped: several minutes."""

BLOCK_ROWS = 1_000
"""Rows handed on at a time."""

_ALLOWED = frozenset((sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE))
_FORBIDDEN_FUNCTIONS = frozenset(("load_extension", "fts3_tokenizer", "zeroblob", "randomblob"))
_KEYWORDS = (
    "add all alter and as begin between by case check collate column commit constraint create cross default delete"
    " desc distinct drop else end escape except exists for foreign from full group having if in index inner insert"
    " intersect into is join key left like limit natural not null of offset on or order outer primary references"
    " right row select set table then to transaction trigger union unique update using values view when where"
    " with"
)


class Selection(NamedTuple):
    """The answer to a query."""

    names: tuple[str, ...]
    rows: Callable[[], Iterator[list[list[str]]]]
    """Gives its rows from the start, in blocks, every value as text; NULL is ""."""


class Workspace:
    """One private database; `tables` maps each table that a query can use to its columns."""

    def __init__(self) -> None:
        self._conn: Connection = sqlite3.connect("", isolation_level=None, uri=True, check_same_thread=False)
        self._conn.text_factory = _readable
        for pragma in (
            "journal_mode = OFF",
            "synchronous = OFF",
            f"cache_size = -{CACHE_KIB}",
            "trusted_schema = OFF",
        ):
            self._conn.execute(f"PRAGMA {pragma}")
        self.tables: dict[str, tuple[str, ...]] = {}
        self._attached = 0
        self._answers = 0
        self._homes: dict[str, str] = {}

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._conn.close()

    def load(self, name: str, header: Sequence[str], blocks: Iterable[Sequence[Sequence[str]]]) -> str:
        """A new table with the given rows, every column TEXT; gives its name, a plain form of `name`.

        `customers.gb18030.csv` in any folder becomes `customers_gb18030`; a second one `customers_gb18030_2`.
        """
        table = self._free_name(table_name(name))
        columns = column_names(header)
        try:
            self._conn.execute(f"CREATE TABLE {quoted(table)} ({', '.join(quoted(c) + ' TEXT' for c in columns)})")
        except sqlite3.OperationalError as error:
            raise BadInput(t("{name} cannot be loaded: {reason}", name=name, reason=error)) from None
        marks = ", ".join("?" * len(columns))
        self._conn.execute("BEGIN")
        self._conn.executemany(f"INSERT INTO {quoted(table)} VALUES ({marks})", chain.from_iterable(blocks))
        self._conn.execute("COMMIT")
        self.tables[table] = columns
        return table

    def attach(self, path: Path, name: str) -> list[str]:
        """Make the tables of an SQLite file usable, read-only; gives their names. Raises BadInput."""
        home = f"file_{self._attached}"
        try:
            self._conn.execute(f"ATTACH DATABASE ? AS {home}", (f"{path.absolute().as_uri()}?mode=ro",))
            found = self._conn.execute(
                f"SELECT name FROM {home}.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
                " ORDER BY name"
            ).fetchall()
        except sqlite3.DatabaseError as error:
            raise BadInput(t("{name} cannot be opened as SQLite: {reason}", name=name, reason=error)) from None
        self._attached += 1
        tables = []
        for (table,) in found:
            rows = self._conn.execute(f"PRAGMA {home}.table_info({quoted(table)})").fetchall()
            self.tables[table] = tuple(row[1] for row in rows)
            self._homes[table] = home
            tables.append(table)
        return tables

    def table(self, name: str) -> Selection:
        """All rows of one table, in the order they stand there."""
        home = f"{self._homes[name]}." if name in self._homes else ""
        return Selection(self.tables[name], lambda: self._blocks(f"SELECT * FROM {home}{quoted(name)}"))

    def select(self, sql: str) -> Selection:
        """The answer to the user's query, which may read and nothing else. Raises BadInput in plain words.

        The query runs once; its rows are kept as text, so that they can be read again.
        """
        cursor = self._guarded(sql)
        if cursor.description is None:
            raise BadInput(t("--sql must be a SELECT"))
        names = tuple(str(column[0]) for column in cursor.description)
        for name in names:
            if names.count(name) > 1:
                raise BadInput(t("--sql gives two columns called '{name}'", name=name))
        columns = ", ".join(f"c{i} TEXT" for i in range(len(names)))
        self._answers += 1
        answer = f"temp.answer_{self._answers}"
        self._conn.execute(f"CREATE TABLE {answer} ({columns})")
        insert = f"INSERT INTO {answer} VALUES ({', '.join('?' * len(names))})"
        self._conn.execute("BEGIN")
        try:
            while found := cursor.fetchmany(BLOCK_ROWS):
                self._conn.executemany(insert, map(_as_text, found))
        except sqlite3.Error as error:
            raise self._refusal(error) from None
        self._conn.execute("COMMIT")
        return Selection(names, lambda: self._blocks(f"SELECT * FROM {answer}"))

    def sum_up(
        self, keys: int, sums: int, blocks: Iterable[Sequence[Sequence[object]]]
    ) -> Iterator[list[tuple[object, ...]]]:
        """Rows that agree in their first `keys` columns made one: the next `sums` columns added, the others the first.

        A sum with a missing part is missing. The order is that of the first row of each group. Raises BadInput where a
        sum is too large.
        """
        table = self._free_name("lines")
        blocks = iter(blocks)
        first = next(blocks, None)
        if not first:
            return
        width = len(first[0])
        names = [f"c{i}" for i in range(width)]
        self._conn.execute(f"CREATE TABLE {table} ({', '.join(names)})")
        self._conn.execute("BEGIN")
        marks = ", ".join("?" * width)
        self._conn.executemany(f"INSERT INTO {table} VALUES ({marks})", chain.from_iterable(chain([first], blocks)))
        self._conn.execute("COMMIT")
        added = [f"CASE WHEN count(*) = count({name}) THEN sum({name}) END" for name in names[keys : keys + sums]]
        # with min(rowid) as the only aggregate of its kind, SQLite takes the bare columns from that very row
        chosen = ", ".join([*names[:keys], *added, *names[keys + sums :], "min(rowid)"])
        sql = f"SELECT {chosen} FROM {table} GROUP BY {', '.join(names[:keys])} ORDER BY min(rowid)"
        try:
            cursor = self._conn.execute(sql)
            while found := cursor.fetchmany(BLOCK_ROWS):
                yield [row[:-1] for row in found]
        except sqlite3.OperationalError:  # the sum is no 64-bit number any more
            raise BadInput(t("the lines of one document add up to more than an amount can be")) from None
        self._conn.execute(f"DROP TABLE {table}")

    def _blocks(self, sql: str) -> Iterator[list[list[str]]]:
        try:
            cursor = self._conn.execute(sql)
            while found := cursor.fetchmany(BLOCK_ROWS):
                yield [_as_text(row) for row in found]
        except sqlite3.DatabaseError as error:
            raise BadInput(t("the file is damaged: {reason}", reason=error)) from None

    def _guarded(self, sql: str) -> sqlite3.Cursor:
        """Run the user's SQL under an authorizer that allows reading only, and with an end to its patience."""
        calls = 0

        def count() -> int:
            nonlocal calls
            calls += 1
            return calls > STEPS

        self._conn.set_progress_handler(count, 100_000)
        self._conn.set_authorizer(_authorize)
        try:
            return self._conn.execute(sql)
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise self._refusal(error) from None
        finally:
            self._conn.set_authorizer(None)

    def _refusal(self, error: Exception) -> BadInput:
        text = str(error)
        if "authoriz" in text or "prohibited" in text:
            return BadInput(t("--sql may only read the files: one SELECT, nothing that writes, attaches or sets"))
        if "one statement" in text:
            return BadInput(t("--sql must be one SELECT"))
        if "interrupted" in text:
            return BadInput(t("--sql takes too long; is a join without a condition in it?"))
        tables = "; ".join(f"{table}({', '.join(columns)})" for table, columns in self.tables.items())
        return BadInput(t("--sql: {reason}. The tables are: {tables}", reason=text, tables=tables))

    def _free_name(self, wanted: str) -> str:
        name, number = wanted, 1
        while name.casefold() in {table.casefold() for table in self.tables}:
            number += 1
            name = f"{wanted}_{number}"
        return name


def table_name(file: str) -> str:
    """A plain SQL name for a file: no folder, no ending, words joined by "_", never a keyword or a number first."""
    stem = re.sub(r"(?i)(\.(csv|tsv|txt|tab|json|jsonl|ndjson|xlsx|db|sqlite3?|gz))+$", "", PurePath(file).name)
    name = re.sub(r"\W+", "_", stem).strip("_").lower() or "file"
    if name[0].isdigit():
        name = f"t_{name}"
    return f"{name}_" if name in _KEYWORDS.split() else name


def column_names(header: Sequence[str]) -> tuple[str, ...]:
    """Column names as SQLite can hold them: the headers, numbered where they are blank or differ in case only."""
    taken: set[str] = set()
    names = []
    for index, name in enumerate(header, 1):
        wanted = name or f"column_{index}"
        candidate, number = wanted, 1
        while candidate.casefold() in taken:
            number += 1
            candidate = f"{wanted}_{number}"
        taken.add(candidate.casefold())
        names.append(candidate)
    return tuple(names)


def quoted(name: str) -> str:
    """An identifier as SQL."""
    return '"' + name.replace('"', '""') + '"'


def _authorize(action: int, first: str | None, second: str | None, _database: str | None, _inner: str | None) -> int:
    if action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _FORBIDDEN_FUNCTIONS:
        return int(sqlite3.SQLITE_DENY)
    return int(sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY)


def _as_text(row: Sequence[object]) -> list[str]:
    return [
        cell if type(cell) is str else "" if cell is None else cell.hex() if isinstance(cell, bytes) else str(cell)
        for cell in row
    ]


def _readable(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
