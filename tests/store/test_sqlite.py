"""A transaction ends as its body says, whatever SQLite did by itself."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from kamtui.store.sqlite import Connection, sqlite3, transaction


@pytest.fixture
def conn() -> Iterator[Connection]:
    found = sqlite3.connect(":memory:", isolation_level=None)
    found.executescript(
        """
        PRAGMA foreign_keys = ON;
        CREATE TABLE parent (id INTEGER PRIMARY KEY);
        CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id REFERENCES parent DEFERRABLE INITIALLY DEFERRED);
        INSERT INTO parent VALUES (1);
        """
    )
    yield found
    found.close()


def test_an_error_after_which_sqlite_rolled_back_by_itself_is_the_one_that_is_raised(conn: Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError), transaction(conn):
        conn.execute("INSERT INTO child VALUES (1, 1)")
        conn.execute("INSERT OR ROLLBACK INTO parent VALUES (1)")
    assert conn.execute("SELECT count(*) FROM child").fetchone() == (0,)


def test_a_commit_that_is_refused_leaves_no_transaction_open(conn: Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError), transaction(conn):
        conn.execute("INSERT INTO child VALUES (1, 2)")
    assert not conn.in_transaction
    assert conn.execute("SELECT count(*) FROM child").fetchone() == (0,)


def test_the_tests_run_on_the_sqlite_they_were_asked_to() -> None:
    asked = os.environ.get("KAMTUI_TEST_SQLITE", "")
    assert asked != "stdlib" or sqlite3.__name__ == "sqlite3"
