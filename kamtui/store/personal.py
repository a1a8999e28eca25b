"""Where a person is spoken of in the book and in its journal, and how the journal forgets it (P19)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from kamtui.domain.personal import MENTIONS
from kamtui.store import chain, journal
from kamtui.store.journal import Fields
from kamtui.store.sqlite import Connection
from kamtui.store.tx import Tx

Less = Callable[[str, Fields], Fields]
"""(table, row) -> the fields of it that are to say something else."""


class Place(NamedTuple):
    """A row of a table."""

    table: str
    id: int


def known_as(conn: Connection, people: Sequence[int]) -> set[str]:
    """Every name, mail and phone that these people have or had, as far as the journal knows.

    What they only had is left out where it is somebody else's at their accounts: two were taken for one by mistake.
    """
    chosen, found, had = _listed(people), set[str](), set[str]()
    for row in conn.execute(f"SELECT name, email, phone FROM contact WHERE id IN ({chosen})"):
        found.update(row)
    for (text,) in conn.execute(f"SELECT text FROM alias WHERE contact_id IN ({chosen})"):
        found.add(text)
    images = conn.execute(
        f"SELECT before, after FROM journal WHERE (tbl = 'contact' AND row IN ({chosen}) AND row = last)"
        f" OR (tbl = 'alias' AND row = last AND ({_of(chosen, 'contact_id')}))"
    )
    for image in (json.loads(text) for pair in images for text in pair if text):
        had.update(str(image.get(field) or "") for field in ("name", "email", "phone", "text"))
    found |= had - _of_others(conn, people)
    return {text.strip() for text in found if text.strip()}


def _of_others(conn: Connection, people: Sequence[int]) -> set[str]:
    """The names, mails and phones of everybody else at the accounts of these people."""
    others = set(colleagues(conn, accounts_of(conn, people))) - set(people)
    rows = conn.execute(f"SELECT name, email, phone FROM contact WHERE id IN ({_listed(sorted(others))})")
    return {text for row in rows for text in row}


def removed(conn: Connection, said: Iterable[str]) -> set[int]:
    """People by one of these names whose rows are gone: added, then undone; the journal could bring them back."""
    wanted, found = set(said), set[int]()
    rows = conn.execute("SELECT before, after, packed FROM journal WHERE tbl = 'contact'")
    for before, after, packed in rows:
        images = [json.loads(text) for text in (before, after) if text]
        if packed is not None:
            columns, values = journal.unpack(packed)
            images += [dict(zip(columns, row, strict=True)) for row in values]
        found.update(image["id"] for image in images if image["name"] in wanted)
    return found - {key for (key,) in conn.execute("SELECT id FROM contact")}


def accounts_of(conn: Connection, people: Sequence[int]) -> list[int]:
    """Where these people work, worked, or were touched."""
    chosen = _listed(people)
    rows = conn.execute(
        f"SELECT account_id FROM position WHERE contact_id IN ({chosen}) UNION SELECT t.account_id FROM touch t"
        f" JOIN touch_contact c ON c.touch_id = t.id WHERE c.contact_id IN ({chosen})"
    )
    return [account for (account,) in rows]


def mentioning(conn: Connection, accounts: Sequence[int], said: Iterable[str]) -> list[Place]:
    """The rows of these accounts, and of people there, in which one of the texts stands."""
    wanted, chosen, found = json.dumps(list(said)), _listed(accounts), []
    for table, fields in MENTIONS.items():
        where = {
            "account": f"x.id IN ({chosen})",
            "contact": f"x.id IN (SELECT contact_id FROM position WHERE account_id IN ({chosen}))",
        }.get(table, f"x.account_id IN ({chosen})")
        if table == "profile":
            where += f" OR x.contact_id IN (SELECT contact_id FROM position WHERE account_id IN ({chosen}))"
        named = " OR ".join(f"instr(lower(x.{field}), lower(s.value))" for field in fields)
        rows = conn.execute(
            f"SELECT x.id FROM {table} x WHERE ({where}) AND EXISTS (SELECT 1 FROM json_each(?) s WHERE {named})",
            (wanted,),
        )
        found += [Place(table, key) for (key,) in rows]
    return found


def colleagues(conn: Connection, accounts: Sequence[int]) -> list[int]:
    """Everybody who works or worked at these accounts."""
    rows = conn.execute(f"SELECT DISTINCT contact_id FROM position WHERE account_id IN ({_listed(accounts)})")
    return [contact for (contact,) in rows]


def forget(tx: Tx, tables: Iterable[str], less: Less) -> int:
    """Let the journal say less of rows of these tables; returns of how many entries."""
    count, names, told = 0, ", ".join(map(repr, sorted(set(tables)))), set[Place]()
    rows = tx.conn.execute(
        f"SELECT id, tbl, before, after, packed FROM journal WHERE tbl IN ({names})"
        " AND (before IS NOT NULL OR after IS NOT NULL OR packed IS NOT NULL)"
    ).fetchall()
    for key, table, before, after, packed in rows:
        images, block = (_image(before, table, less), _image(after, table, less)), _block(packed, table, less)
        if images != (before, after) or block != packed:
            tx.rewrite(key, images, block)
            told |= _places(table, images, block)
            count += 1
    written = tx.conn.execute("SELECT DISTINCT tbl, row FROM journal WHERE change_id = ?", (tx.change,))
    _forget_hashes(tx, told | set(map(Place._make, written.fetchall())))
    return count


def _places(table: str, images: tuple[str | None, str | None], block: bytes | None) -> set[Place]:
    found = {Place(table, json.loads(image)["id"]) for image in images if image}
    if block is not None:
        columns, rows = journal.unpack(block)
        found |= {Place(table, int(str(row[columns.index("id")]))) for row in rows}
    return found


def _forget_hashes(tx: Tx, told: set[Place]) -> None:
    """Let no hash of a block or a seal tell whoever guesses what rows said before."""
    places: dict[int, list[int]] = {}
    for table, row in told:
        found = tx.conn.execute(
            "SELECT id, row FROM journal WHERE tbl = ? AND row <= ? AND last >= ? AND digest IS NOT NULL",
            (table, row, row),
        )
        for entry, first in found.fetchall():
            places.setdefault(entry, []).append(row - first)
    for entry, gone in places.items():
        table, row, last, account, before, after, packed, digest = tx.conn.execute(
            "SELECT tbl, row, last, account_id, before, after, packed, digest FROM journal WHERE id = ?", (entry,)
        ).fetchone()
        less = chain.less_of(digest, gone)
        tx.conn.execute("UPDATE journal SET digest = ?, salt = NULL WHERE id = ?", (less, entry))
        tx.redact(chain.entry_hash(None, table, (row, last), account, (before, after), packed, less), entry=entry)
    for key, since, table, rows, digest in tx.conn.execute(
        f"SELECT id, journal_id, tbl, rows, digest FROM seal WHERE tbl IN ({', '.join({repr(p.table) for p in told})})"
    ).fetchall():
        gone = [place for place, row in enumerate(json.loads(rows)) if Place(table, row) in told]
        if gone:
            less = chain.less_of(digest, gone)
            tx.conn.execute("UPDATE seal SET digest = ?, salt = NULL WHERE id = ?", (less, key))
            tx.redact(chain.seal_hash(None, since, table, rows, less), seal=key)


def touched(conn: Connection, people: Sequence[int]) -> list[int]:
    """The touches at which any of these people was."""
    rows = conn.execute(f"SELECT DISTINCT touch_id FROM touch_contact WHERE contact_id IN ({_listed(people)})")
    return [touch for (touch,) in rows]


def _image(text: str | None, table: str, less: Less) -> str | None:
    if text is None:
        return None
    row = json.loads(text)
    said = {name: value for name, value in less(table, row).items() if name in row}
    if all(row[name] == value for name, value in said.items()):
        return text
    return json.dumps({**row, **said}, ensure_ascii=False, separators=(",", ":"))


def _block(packed: bytes | None, table: str, less: Less) -> bytes | None:
    if packed is None:
        return None
    columns, rows = journal.unpack(packed)
    left = []
    for values in rows:
        row = dict(zip(columns, values, strict=True))
        left.append([{**row, **less(table, row)}[column] for column in columns])
    return packed if left == rows else journal.pack(columns, left)


def _of(chosen: str, field: str) -> str:
    return " OR ".join(f"json_extract({image}, '$.{field}') IN ({chosen})" for image in ("before", "after"))


def _listed(keys: Sequence[int]) -> str:
    return ", ".join(str(int(key)) for key in keys)
