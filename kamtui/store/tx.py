"""One journaled change: the three verbs that write, each keeping what was before and what is after."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from itertools import islice
from typing import Any

from kamtui.errors import KamError, NotFound
from kamtui.i18n import t
from kamtui.store import chain, interrupted, journal, locks, standing, texts
from kamtui.store.chain import Link
from kamtui.store.journal import Fields
from kamtui.store.permits import Permit
from kamtui.store.sqlite import Connection

CHUNK = 2_000
"""Rows of a block written between two chances for the others to write."""


class Tx:
    """A running change. Made by `Book.write`; operations use insert, update, delete and insert_block."""

    def __init__(
        self,
        conn: Connection,
        lock: locks.FileLock | None,
        permit: Permit | None,
        *,
        op: str,
        author: str,
        via: str = "",
        today: dt.date,
        now: dt.datetime,
    ) -> None:
        """`lock` is None in a private copy, where nobody else writes."""
        self.conn = conn
        self.op = op
        self.author = author
        self.via = via
        self.today = today
        self.now = now
        self.change: int | None = None
        """Its number in the journal; None until the first row is written."""
        self.note = ""
        self.undoes: int | None = None
        self.may_breathe = False
        """Whether a block may commit in the middle to let others write; the change stays open until its last row."""
        self.is_dry_run = False
        """Whether everything is taken back in the end: nothing may be committed on the way."""
        self.forgets = False
        """Whether the file is written anew after it, so that nothing of what it took out is left in free pages."""
        self.memo: dict[object, Any] = {}
        """What many operations of one change ask for and none of them changes: the book's totals in a batch."""
        self.link: Link | None = None
        """Its place in the chain, once it is committed."""
        self.permit = permit
        """What the author may write; None: nobody is asked, while a sample book is built."""
        self._lock = lock
        self._hashes: list[bytes] = []
        self._redactions: list[bytes] = []
        self._since_breath = 0
        self._accounts: set[int] = set()
        self._everything = False
        self._moves_users = False
        self._held = ExitStack()
        self._is_open = False

    # -- verbs ---------------------------------------------------------------------------------------------------

    def insert(self, table: str, values: Mapping[str, object], *, of: int | None = None) -> int:
        """Insert one row and return its id. `of` is the account it belongs to where the row itself does not say."""
        self._ask(table, of, values)
        texts.check(table, values, [tuple(values.values())])
        names = ", ".join(values)
        marks = ", ".join("?" * len(values))
        cursor = self.conn.execute(f"INSERT INTO main.{table} ({names}) VALUES ({marks})", tuple(values.values()))
        row = int(cursor.lastrowid or 0)
        if table == "account" and self.permit is not None:
            self.permit.made(row)
        self._log(table, row, before=None, after=self._written(table, row, values), of=of)
        return row

    def update(self, table: str, row: int, values: Mapping[str, object], *, of: int | None = None) -> bool:
        """Set columns of one row; False when it says so already. Raises NotFound."""
        before = self.row(table, row)
        different = {name: value for name, value in values.items() if before[name] != value}
        if not different:
            return False
        self._ask(table, of, before, different, row=row)
        texts.check(table, different, [tuple(different.values())])
        setting = ", ".join(f"{name} = ?" for name in different)
        self.conn.execute(f"UPDATE main.{table} SET {setting} WHERE id = ?", (*different.values(), row))
        self._log(table, row, before=before, after=self._written(table, row, different), of=of)
        return True

    def delete(self, table: str, row: int, *, of: int | None = None) -> None:
        """Delete one row; the journal keeps it."""
        before = self.row(table, row)
        self._ask(table, of, before, row=row)
        self.conn.execute(f"DELETE FROM main.{table} WHERE id = ?", (row,))
        self._log(table, row, before=before, after=None, of=of)

    def insert_block(
        self,
        table: str,
        columns: Sequence[str],
        rows: Iterable[Sequence[object]],
        *,
        accounts: Iterable[int] = (),
    ) -> list[int]:
        """Insert many rows with one journal entry per chunk; returns their ids in the order of the rows.

        `accounts` are those whose standing the rows move. Where the transaction may breathe, others get to write
        between chunks, and the change stays open until the last one: whole or, after a crash, nothing.
        """
        self._accounts.update(accounts)
        names, marks = ", ".join(("id", *columns)), ", ".join("?" * (len(columns) + 1))
        iterator, ids = iter(rows), list[int]()
        while chunk := list(islice(iterator, CHUNK)):
            if ids:
                self.breathe()
            texts.check(table, columns, chunk)
            self._ask_rows(table, columns, chunk)
            first = self._next_id(table)
            self.conn.executemany(
                f"INSERT INTO main.{table} ({names}) VALUES ({marks})",
                [(key, *row) for key, row in enumerate(chunk, first)],
            )
            ids += range(first, first + len(chunk))
            if table == "account" and self.permit is not None:
                for key in ids[-len(chunk) :]:
                    self.permit.made(key)
            self._since_breath += len(chunk)
            self._log_block(table, first, ids[-1])
        return ids

    def row(self, table: str, row: int) -> Fields:
        """All columns of one row as the database holds them; raises NotFound."""
        cursor = self.conn.execute(f"SELECT * FROM main.{table} WHERE id = ?", (row,))
        found = cursor.fetchone()
        if found is None:
            raise NotFound(t("there is no {table} {row} (any more)", table=table, row=row))
        return dict(zip((column[0] for column in cursor.description), found, strict=True))

    def moved(self, accounts: Iterable[int]) -> None:
        """Say that these accounts' standings must be recomputed though none of their own rows changed."""
        self._accounts.update(accounts)

    def delete_block(self, table: str, first: int, last: int) -> int:
        """Delete the rows `first`..`last`; one journal entry keeps them, packed. Returns how many."""
        cursor = self.conn.execute(f"SELECT * FROM main.{table} WHERE id BETWEEN ? AND ?", (first, last))
        columns = [column[0] for column in cursor.description]
        rows = cursor.fetchall()
        self._ask_rows(table, columns, rows)
        self._note_accounts(table, columns, rows)
        self.conn.execute(f"DELETE FROM main.{table} WHERE id BETWEEN ? AND ?", (first, last))
        self._log_block(table, first, last, packed=journal.pack(columns, rows))
        self._since_breath += len(rows)
        return len(rows)

    def restore_block(self, table: str, packed: bytes) -> int:
        """Insert the packed rows of a deleted block under their old ids; returns how many."""
        columns, rows = journal.unpack(packed)
        self._ask_rows(table, columns, rows)
        marks = ", ".join("?" * len(columns))
        self.conn.executemany(f"INSERT INTO main.{table} ({', '.join(columns)}) VALUES ({marks})", rows)
        self._note_accounts(table, columns, rows)
        keys = [int(str(row[columns.index("id")])) for row in rows]
        self._log_block(table, keys[0], keys[-1])
        self._since_breath += len(rows)
        return len(rows)

    def rewrite(self, entry: int, images: tuple[str | None, str | None], packed: bytes | None) -> None:
        """Make an older entry of the journal say something else; that it was done is in the chain with this change."""
        table, row, last, account, digest = self.conn.execute(
            "SELECT tbl, row, last, account_id, digest FROM journal WHERE id = ?", (entry,)
        ).fetchone()
        # without its salt the first hash tells nobody what the entry said
        made = chain.entry_hash(None, table, (row, last), account, images, packed, digest)
        self.conn.execute(
            "UPDATE journal SET before = ?, after = ?, packed = ?, salt = NULL WHERE id = ?", (*images, packed, entry)
        )
        self.redact(made, entry=entry)

    def redact(self, made: bytes, *, entry: int | None = None, seal: int | None = None) -> None:
        """Keep the new hash of an entry or a seal that says less from now on."""
        cursor = self.conn.execute(
            "INSERT INTO redaction (entry_id, seal_id, change_id, hash) VALUES (?, ?, ?, ?)",
            (entry, seal, self._head(), made),
        )
        self._redactions.append(chain.numbered(int(cursor.lastrowid or 0), chain.redacted(entry, seal, made)))

    def row_or_none(self, table: str, row: int) -> Fields | None:
        """All columns of one row, or None where it is gone."""
        try:
            return self.row(table, row)
        except NotFound:
            return None

    # -- beginning and end, called by Book.write -----------------------------------------------------------------

    def begin(self) -> None:
        """Start the transaction; the file lock is held already."""
        self.conn.execute("BEGIN IMMEDIATE")

    def settle(self) -> None:
        """Refuse what may not be left behind: a book whose last head is gone."""
        if self._moves_users and self.permit is not None:
            self.permit.keep_a_head()

    def commit(self) -> None:
        """Recompute the standings of the accounts that moved and commit."""
        self._refresh_standings()
        if self.change is None:
            self.conn.execute("ROLLBACK")
            return
        if self._is_open:
            self.conn.execute("UPDATE change SET state = 'done' WHERE id = ?", (self.change,))
        if self.note:
            self.conn.execute("UPDATE change SET note = ? WHERE id = ?", (self.note, self.change))
        self.link = chain.append(self.conn, self.change, self._hashes, self._redactions)
        self.conn.execute("COMMIT")
        self.end()

    def end(self) -> None:
        """It is saved: nothing of it is taken back any more."""
        self._is_open = False
        self._held.close()

    def roll_back(self) -> None:
        """Leave the book as it was."""
        try:
            if self.conn.in_transaction:
                self.conn.execute("ROLLBACK")
            if self._is_open and self.change is not None:
                interrupted.erase(self.conn, self.change)
        finally:
            self._held.close()

    def breathe(self) -> None:
        """In a long change: commit what is there, let others write, go on. The change is marked open meanwhile.

        Call it as often as you like; it waits until a chunk of rows has been written since the last time.
        """
        if not self.may_breathe or self.is_dry_run or self.change is None or self._since_breath < CHUNK:
            return
        assert self._lock is not None
        self._since_breath = 0
        if not self._is_open:
            self._held.enter_context(locks.held(interrupted.long_lock(self._lock.path)))
            self.conn.execute("UPDATE change SET state = 'open' WHERE id = ?", (self.change,))
            self._is_open = True
        self.conn.execute("COMMIT")
        self._lock.step_aside()
        self.conn.execute("BEGIN IMMEDIATE")

    # -- inside --------------------------------------------------------------------------------------------------

    def _refresh_standings(self) -> None:
        if self._everything:
            standing.refresh_all(self.conn)
            return
        accounts = sorted(self._accounts)
        for start in range(0, len(accounts), CHUNK):
            if start:
                self.breathe()
            standing.refresh(self.conn, accounts[start : start + CHUNK])
            self._since_breath += CHUNK

    def _written(self, table: str, row: int, values: Mapping[str, object]) -> Fields:
        """The row as the database now holds it, compared with what was meant."""
        after = self.row(table, row)
        for name, value in values.items():
            if after[name] != value:
                raise KamError(t("{table}.{name} was not stored as given; nothing was saved", table=table, name=name))
        return after

    def _note_accounts(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """The accounts that the rows of a block belong to must be recomputed."""
        self._accounts.update(_accounts_in(table, columns, rows))

    def _ask(self, table: str, of: int | None, *images: Mapping[str, object], row: int | None = None) -> None:
        """Ask whether the author may write a row: for the account it belongs to, before and after."""
        if self.permit is None:
            return
        field = "id" if table == "account" else "account_id"
        found = {of, *(image.get(field) for image in images)}
        self.permit.check(table, {key for key in found if isinstance(key, int)}, images, row)

    def _ask_rows(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        if self.permit is not None:
            self.permit.check(table, _accounts_in(table, columns, rows) if self.permit.is_bound else set())

    def _log(self, table: str, row: int, *, before: Fields | None, after: Fields | None, of: int | None) -> None:
        fields = after or before or {}
        account = row if table == "account" else of if of is not None else fields.get("account_id")
        # a row that goes from one account to another moves the standing of both, also when that is undone
        both = ((image or {}).get("account_id") for image in (before, after))
        self._accounts.update(key for key in (account, *both) if isinstance(key, int))
        if table == "policy":
            self._everything = True
        if table == "user":
            self._moves_users = True
        self._enter(table, (row, row), account if isinstance(account, int) else None, (_text(before), _text(after)))

    def _log_block(self, table: str, first: int, last: int, packed: bytes | None = None) -> None:
        digest = chain.block_digest(self.conn, table, first, last) if packed is None else None
        self._enter(table, (first, last), None, (None, None), packed, digest)

    def _enter(
        self,
        table: str,
        rows: tuple[int, int],
        account: int | None,
        images: tuple[str | None, str | None],
        packed: bytes | None = None,
        digest: bytes | None = None,
    ) -> None:
        salt = chain.new_salt()
        made = chain.entry_hash(salt, table, rows, account, images, packed, digest)
        cursor = self.conn.execute(
            "INSERT INTO journal (change_id, tbl, row, last, account_id, before, after, packed, salt, hash, digest)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (self._head(), table, *rows, account, *images, packed, salt, made, digest),
        )
        self._hashes.append(chain.numbered(int(cursor.lastrowid or 0), made))

    def _head(self) -> int:
        if self.change is None:
            cursor = self.conn.execute(
                "INSERT INTO change (at, by, op, note, undoes, via) VALUES (?, ?, ?, ?, ?, ?)",
                (instant(self.now), self.author, self.op, self.note, self.undoes, self.via),
            )
            self.change = int(cursor.lastrowid or 0)
        return self.change

    def _next_id(self, table: str) -> int:
        row = self.conn.execute("SELECT seq FROM main.sqlite_sequence WHERE name = ?", (table,)).fetchone()
        return int(row[0]) + 1 if row else 1


def _accounts_in(table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> set[int]:
    name = "id" if table == "account" else "account_id"
    if name not in columns:
        return set()
    place = columns.index(name)
    return {int(str(row[place])) for row in rows if row[place] is not None}


def instant(moment: dt.datetime) -> str:
    """An aware instant as the book writes it: 2026-11-22T09:30:00Z."""
    # isoformat takes a third of strftime's time, which an import of a million touches feels
    return moment.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def _text(fields: Fields | None) -> str | None:
    return None if fields is None else json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
