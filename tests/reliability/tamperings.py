"""Ways to change a book past kamtui: each one must be found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kamtui.store import anchor, chain
from kamtui.store.sqlite import Connection
from tests.reliability.audited import BLOCK, another_tool

Tampering = Callable[[Path], None]

TAMPERINGS: dict[str, Tampering] = {}


def by_sql(name: str, *statements: str) -> None:
    """A tampering that any SQLite shell can do; exactly one row or object must be hit by the last statement."""

    def tamper(path: Path) -> None:
        conn = another_tool(path)
        conn.execute("PRAGMA foreign_keys = OFF")
        for template in statements:
            statement = template.replace("{rest}", _rest(conn, template.split()[2]) if "{rest}" in template else "")
            cursor = conn.execute(statement)
            is_row = statement.startswith(("UPDATE", "DELETE", "INSERT"))
            assert not is_row or cursor.rowcount > 0, f"{name}: {statement} changes nothing"
        conn.close()

    TAMPERINGS[name] = tamper


def _rest(conn: Connection, table: str) -> str:
    """The columns of a table but its id."""
    columns = conn.execute(f"PRAGMA table_info({table})").fetchall()
    return ", ".join(_fresh(name) for _, name, *_ in columns if name != "id")


def _fresh(column: str) -> str:
    """A column copied from another row, under another number where that must be its own."""
    return f"'T' || {column}" if column in ("number", "key") else column


def tampering(name: str) -> Callable[[Tampering], Tampering]:
    def register(function: Tampering) -> Tampering:
        TAMPERINGS[name] = function
        return function

    return register


_A_SALE = "(SELECT min(id) FROM sale)"
_IN_BLOCK = f"(SELECT row FROM journal WHERE tbl = 'sale' AND last = row + {BLOCK - 1} AND packed IS NULL)"
_LAST_CHANGE = "(SELECT max(change_id) FROM chain)"
_AN_UPDATE = "(SELECT max(id) FROM journal WHERE before IS NOT NULL AND after IS NOT NULL)"
_AN_INSERT = "(SELECT min(id) FROM journal WHERE before IS NULL AND after IS NOT NULL)"

# rows that another tool edited
by_sql("a touch says something else", "UPDATE touch SET summary = 'never happened' WHERE id = 1")
by_sql("a touch is dated back", "UPDATE touch SET on_date = date(on_date, '-30 days') WHERE id = 1")
by_sql("a sale is one unit more", f"UPDATE sale SET amount = amount + 1 WHERE id = {_A_SALE}")
by_sql("a sale of a block is one unit more", f"UPDATE sale SET amount = amount + 1 WHERE id = {_IN_BLOCK}")
by_sql("the last sale of a block is another's", f"UPDATE sale SET owner = 'x' WHERE id = {_IN_BLOCK} + {BLOCK - 1}")
by_sql("a person is called something else", "UPDATE contact SET name = 'Somebody' WHERE id = 2")
by_sql("a tier was decided otherwise", "UPDATE tier_decision SET tier = 'regular' WHERE id = 1")
by_sql("an owner is somebody else", "UPDATE ownership SET owner = 'chen.jing' WHERE id = 1")
by_sql("a colleague makes himself a head", "UPDATE user SET role = 'head' WHERE login = 'chen.jing'")
by_sql("what was said in confidence is open", "UPDATE opinion SET confidential = 1 - confidential WHERE id = 1")
by_sql("an invoice is cheaper", "UPDATE invoice SET amount = amount - 1 WHERE id = 1")
by_sql("a payment is dated back", "UPDATE payment SET on_date = '2020-01-01' WHERE id = 1")
by_sql("a task is due later", "UPDATE task SET due_on = '2027-01-01' WHERE id = 1")
by_sql("a judgement is kinder", "UPDATE judgement SET note = 'kind' WHERE id = 1")
by_sql("a chance of business is worth more", "UPDATE opportunity SET note = 'sure' WHERE id = 1")
by_sql("a credit limit is higher", "UPDATE credit_decision SET reason = 'because' WHERE id = 1")
by_sql("terms have another title", "UPDATE terms SET title = 'better' WHERE id = 1")
by_sql("an exception was approved", "UPDATE exception SET answer = 'approved' WHERE id = 1")
by_sql("an export never was", "UPDATE account SET note = '' || name WHERE id = 1")
by_sql("two sales change places", "UPDATE sale SET id = -1 WHERE id = 1", "UPDATE sale SET id = 1 WHERE id = 2",
       "UPDATE sale SET id = 2 WHERE id = -1")  # fmt: skip
# rows that were taken out
by_sql("a touch is gone", "DELETE FROM touch WHERE id = 2")
by_sql("a sale of a block is gone", f"DELETE FROM sale WHERE id = {_IN_BLOCK} + 3")
by_sql("a head is gone", "DELETE FROM user WHERE login = 'li.wei'")
by_sql("a person is gone", "DELETE FROM contact WHERE id = 3")
by_sql("an opinion is gone", "DELETE FROM opinion WHERE id = 1")
by_sql("all tasks are gone", "DELETE FROM task")
# rows that were put in
by_sql("a second head", "INSERT INTO user (login, name, role) VALUES ('me', '', 'head')")
by_sql("a touch that never was", "INSERT INTO touch SELECT 900, {rest} FROM touch WHERE id = 1")
by_sql("a sale twice", "INSERT INTO sale SELECT 900, {rest} FROM sale WHERE id = 1")
by_sql("another touch under an old number", "DELETE FROM touch WHERE id = 2",
       "INSERT INTO touch SELECT 2, {rest} FROM touch WHERE id = 1")  # fmt: skip
# the journal
by_sql("an entry says something else after", f"UPDATE journal SET after = before WHERE id = {_AN_UPDATE}")
by_sql("an entry says something else before", f"UPDATE journal SET before = after WHERE id = {_AN_UPDATE}")
by_sql("an entry is of another account", f"UPDATE journal SET account_id = 2 WHERE id = {_AN_INSERT}")
by_sql("an entry is of another row", f"UPDATE journal SET row = row + 1, last = last + 1 WHERE id = {_AN_INSERT}")
by_sql("an entry is gone", f"DELETE FROM journal WHERE id = {_AN_UPDATE}")
by_sql("an entry has another salt", f"UPDATE journal SET salt = x'00' WHERE id = {_AN_INSERT}")
by_sql("an entry has another number", f"UPDATE journal SET id = 100000 WHERE id = {_AN_UPDATE}")
by_sql("an entry is of another change", f"UPDATE journal SET change_id = {_LAST_CHANGE} WHERE id = {_AN_UPDATE}")
by_sql("an entry more", "INSERT INTO journal (change_id, tbl, row, last, after, salt, hash)"
       " SELECT change_id, tbl, row, last, after, salt, hash FROM journal WHERE id = 1")  # fmt: skip
by_sql("two entries change places", "UPDATE journal SET id = -1 WHERE id = 5", "UPDATE journal SET id = 5 WHERE id = 6",
       "UPDATE journal SET id = 6 WHERE id = -1")  # fmt: skip
by_sql(
    "a digest says something else",
    "UPDATE journal SET digest = zeroblob(length(digest))"
    " WHERE id = (SELECT max(id) FROM journal WHERE digest IS NOT NULL)",
)
by_sql(
    "deleted rows were others",
    "UPDATE journal SET packed = zeroblob(8) WHERE id = (SELECT max(id) FROM journal WHERE packed IS NOT NULL)",
)
# who and when
for column, value in (("by", "'chen.jing'"), ("at", "'2020-01-01T00:00:00Z'"), ("op", "'sale.add'"), ("note", "'x'"),
                      ("via", "'ssh'"), ("undoes", "1"), ("state", "'open'")):  # fmt: skip
    by_sql(f"a change has another {column}", f"UPDATE change SET {column} = {value} WHERE id = 9")
by_sql("a change is gone", "DELETE FROM change WHERE id = 9")
by_sql("a change more", "INSERT INTO change (at, by, op) VALUES ('2026-01-01T00:00:00Z', 'li.wei', 'touch.add')")
by_sql("a change and all it wrote are gone from the log", "DELETE FROM journal WHERE change_id = 9",
       "DELETE FROM chain WHERE change_id = 9", "DELETE FROM change WHERE id = 9")  # fmt: skip
# the chain
by_sql("a link is gone", "DELETE FROM chain WHERE seq = 9")
by_sql("a link has another hash", "UPDATE chain SET hash = randomblob(32) WHERE seq = 9")
by_sql("two links change places", "UPDATE chain SET seq = -1 WHERE seq = 9", "UPDATE chain SET seq = 9 WHERE seq = 10",
       "UPDATE chain SET seq = 10 WHERE seq = -1")  # fmt: skip
by_sql("what was made to forget remembers", "DELETE FROM redaction WHERE id = 1")
by_sql("what was made to forget says something else", "UPDATE redaction SET hash = randomblob(16) WHERE id = 1")
# the book itself
by_sql("the book counts in another currency", "UPDATE book SET currency = 'USD'")
by_sql("the book has another name", "UPDATE book SET name = 'Mine'")
by_sql("a trigger lies in wait", "CREATE TRIGGER t AFTER INSERT ON touch BEGIN DELETE FROM task; END")
by_sql("a table more", "CREATE TABLE evil (id INTEGER PRIMARY KEY, x TEXT)")
by_sql("an index is gone", "DROP INDEX change_by_author")
by_sql("what is kept of an account is another's", "UPDATE standing SET owner = 'x' WHERE account_id = 1")
by_sql("numbers would be given twice", "UPDATE sqlite_sequence SET seq = 1 WHERE name = 'touch'")


@tampering("the last change is taken out whole")
def _cut(path: Path) -> None:
    conn = another_tool(path)
    (change,) = conn.execute("SELECT max(change_id) FROM chain").fetchone()
    for table, row in conn.execute(
        "SELECT tbl, row FROM journal WHERE change_id = ? ORDER BY id DESC", (change,)
    ).fetchall():
        conn.execute(f"DELETE FROM {table} WHERE id = ?", (row,))
    for table, column in (("journal", "change_id"), ("chain", "change_id"), ("change", "id")):
        conn.execute(f"DELETE FROM {table} WHERE {column} = ?", (change,))
    conn.execute("DELETE FROM standing")
    from kamtui.store import standing

    standing.refresh_all(conn)
    conn.close()


@tampering("a row, its entry and the whole chain are made anew")
def _anew(path: Path) -> None:
    conn = another_tool(path)
    _forge(conn)
    _rechain(conn)
    conn.close()


@tampering("a forged entry is called redacted")
def _redacted(path: Path) -> None:
    conn = another_tool(path)
    entry, made = _forge(conn)
    conn.execute(
        "INSERT INTO redaction (entry_id, change_id, hash) VALUES (?, (SELECT max(change_id) FROM chain), ?)",
        (entry, made),
    )
    conn.execute("UPDATE journal SET hash = x'00' WHERE id = ?", (entry,))
    _rechain(conn)
    conn.close()


@tampering("a line of the anchor is taken out")
def _line_out(path: Path) -> None:
    lines = _lines(path)
    anchor.beside(path).write_text("".join([*lines[:10], *lines[11:]]))


@tampering("a line of the anchor says something else")
def _line_changed(path: Path) -> None:
    text = anchor.beside(path).read_text()
    anchor.beside(path).write_text(text.replace(_lines(path)[10].split()[1], "0" * 64))


@tampering("two lines of the anchor change places")
def _lines_swapped(path: Path) -> None:
    lines = _lines(path)
    anchor.beside(path).write_text("".join([*lines[:10], lines[11], lines[10], *lines[12:]]))


def _lines(path: Path) -> list[str]:
    """The lines of the anchor that say something; between some lies room, so that none is cut by a sector's end."""
    return [line for line in anchor.beside(path).read_text().splitlines(keepends=True) if line.strip()]


def _forge(conn: Connection) -> tuple[int, bytes]:
    """Change a row and, by all the rules, the entry that speaks of it; the entry and its new hash."""
    conn.execute("UPDATE touch SET summary = 'forged' WHERE id = 1")
    (key,) = conn.execute("SELECT max(id) FROM journal WHERE tbl = 'touch' AND row = 1").fetchone()
    conn.execute("UPDATE journal SET after = json_set(after, '$.summary', 'forged') WHERE id = ?", (key,))
    salt, table, row, last, account, before, after, packed, digest = conn.execute(
        "SELECT salt, tbl, row, last, account_id, before, after, packed, digest FROM journal WHERE id = ?", (key,)
    ).fetchone()
    made = chain.entry_hash(salt, table, (row, last), account, (before, after), packed, digest)
    conn.execute("UPDATE journal SET hash = ? WHERE id = ?", (made, key))
    return key, made


def _rechain(conn: Connection) -> None:
    """The whole chain as somebody makes it who has read how."""
    changes = [change for (change,) in conn.execute("SELECT change_id FROM chain ORDER BY seq").fetchall()]
    conn.execute("DELETE FROM chain")
    for change in changes:
        entries = conn.execute("SELECT id, hash FROM journal WHERE change_id = ? ORDER BY id", (change,)).fetchall()
        less = conn.execute(
            "SELECT id, entry_id, seal_id, hash FROM redaction WHERE change_id = ? ORDER BY id", (change,)
        ).fetchall()
        chain.append(
            conn,
            change,
            [chain.numbered(*entry) for entry in entries],
            [chain.numbered(key, chain.redacted(entry, seal, made)) for key, entry, seal, made in less],
        )
