"""The schema: one golden file per version, old books upgraded with a backup, several programs at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.domain.tiers import Tier
from kamtui.ops.history import redo, undo
from kamtui.store import backups, schema, tiers
from kamtui.store.book import Book
from kamtui.store.sqlite import Connection, sqlite3
from tests.conftest import TODAY

GOLDEN = Path(__file__).parent / "golden"


def described(conn: Connection) -> str:
    """Every table and index of the book, as SQLite keeps it."""
    found = conn.execute(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type DESC, name"
    )
    return ";\n".join(sql for (sql,) in found) + ";\n"


def old_book(path: Path, version: int) -> None:
    """A file as kamtui wrote it at `version`, with one account in it."""
    conn = sqlite3.connect(path, isolation_level=None)
    conn.execute("PRAGMA journal_mode = WAL")
    conn.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    conn.executescript((GOLDEN / f"v{version}.sql").read_text(encoding="utf-8"))
    conn.execute("INSERT INTO book VALUES (1, 'Old', 'CNY', 1, '2026-01-01')")
    conn.execute("INSERT INTO standing_day VALUES (1, '2026-01-01')")
    conn.executemany(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('kamtui', ?, '')",
        [(name,) for name in names()[:version]],
    )
    conn.execute(f"PRAGMA user_version = {version}")
    conn.close()


def names() -> list[str]:
    from kamtui.store.migrations import migrations

    return [migration.name for migration in migrations._migrations]


def test_the_version_is_the_number_of_migrations() -> None:
    assert len(names()) == schema.SCHEMA_VERSION


def test_a_new_book_is_as_the_golden_file_says(book: Book) -> None:
    assert described(book.conn) == (GOLDEN / f"v{schema.SCHEMA_VERSION}.sql").read_text(encoding="utf-8")


@pytest.mark.parametrize("golden", sorted(GOLDEN.glob("v*.sql")), ids=lambda path: path.stem)
def test_every_released_version_is_upgraded_to_the_present_one(golden: Path, tmp_path: Path, book: Book) -> None:
    version = int(golden.stem.removeprefix("v"))
    path = tmp_path / "old.kam"
    old_book(path, version)
    upgraded = Book.open(path, who="li.wei", clock=Clock(TODAY))
    assert described(upgraded.conn) == described(book.conn)
    assert upgraded.info().name == "Old"
    upgraded.close()


@pytest.fixture
def step_back(tmp_path: Path) -> Path:
    """A book one step behind."""
    path = tmp_path / "old.kam"
    old_book(path, schema.SCHEMA_VERSION - 1)
    return path


def test_an_upgrade_leaves_a_verified_backup_beside_the_book(step_back: Path) -> None:
    conn = sqlite3.connect(step_back, isolation_level=None)
    schema.ensure_current(conn, step_back)
    conn.close()
    [copy] = step_back.parent.glob("old.kam.before-*")
    kept = sqlite3.connect(copy)
    assert schema.version(kept) == schema.SCHEMA_VERSION - 1
    backups.check(kept, copy)
    kept.close()


def test_four_programs_that_upgrade_together_all_succeed(step_back: Path) -> None:
    code = (
        "import sys, pathlib; from kamtui.store import schema; from kamtui.store.sqlite import sqlite3;"
        "path = pathlib.Path(sys.argv[1]);"
        "conn = sqlite3.connect(path, isolation_level=None, timeout=20); schema.ensure_current(conn, path)"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(step_back)], env=os.environ) for _ in range(4)]
    assert [process.wait() for process in running] == [0, 0, 0, 0]


def test_a_failed_upgrade_leaves_the_book_as_it_was_and_can_be_tried_again(step_back: Path) -> None:
    conn = sqlite3.connect(step_back, isolation_level=None)
    before = described(conn)
    conn.execute("ALTER TABLE standing ADD COLUMN last_order_on TEXT")
    with pytest.raises(sqlite3.OperationalError):
        schema.ensure_current(conn, step_back)
    conn.execute("ALTER TABLE standing DROP COLUMN last_order_on")
    assert described(conn) == before
    assert schema.version(conn) == schema.SCHEMA_VERSION - 1
    schema.ensure_current(conn, step_back)
    assert schema.version(conn) == schema.SCHEMA_VERSION
    assert len(list(step_back.parent.glob("old.kam.before-*"))) == 2
    conn.close()


def test_an_upgraded_book_takes_back_what_was_done_before_the_upgrade(tmp_path: Path) -> None:
    path = tmp_path / "old.kam"
    old_book(path, 6)
    conn = sqlite3.connect(path, isolation_level=None)
    conn.execute("INSERT INTO account (id, name, name_key) VALUES (1, 'Acme', 'acme')")
    conn.execute(
        "INSERT INTO tier_decision (id, account_id, on_date, tier, decided_by, recorded_at)"
        " VALUES (1, 1, '2026-01-02', 'key', 'li.wei', '2026-01-02T00:00:00Z')"
    )
    columns = [column for _, column, *_ in conn.execute("PRAGMA table_info(tier_decision)")]
    row = dict(zip(columns, conn.execute("SELECT * FROM tier_decision").fetchone(), strict=True))
    conn.execute("INSERT INTO change (id, at, by, op) VALUES (1, '2026-01-02T00:00:00Z', 'li.wei', 'tier.set')")
    conn.execute(
        "INSERT INTO journal (change_id, tbl, row, last, account_id, after) VALUES (1, 'tier_decision', 1, 1, 1, ?)",
        (json.dumps(row),),
    )
    conn.close()
    book = Book.open(path, who="li.wei", clock=Clock(TODAY))
    undo(book)
    assert tiers.history(book.conn, 1) == []
    redo(book)
    assert [found.tier for found in tiers.history(book.conn, 1)] == [Tier.KEY]
    book.close()
