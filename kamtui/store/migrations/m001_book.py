"""The book, who works in it, and the rules it is judged by."""

from __future__ import annotations

from sqlite_utils import Database

from kamtui.store.migrations.steps import migrations, run


@migrations()
def m001_book(db: Database) -> None:
    """The book, who works in it, and the rules it is judged by."""
    run(
        db,
        """
        CREATE TABLE book (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            name TEXT NOT NULL,
            currency TEXT NOT NULL CHECK (length(currency) = 3),
            fiscal_start INTEGER NOT NULL DEFAULT 1 CHECK (fiscal_start BETWEEN 1 AND 12),
            created_at TEXT NOT NULL
        ) STRICT;
        CREATE TABLE user (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            -- the natural key: authors and owners are stored as logins, so history survives a removed user
            login TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (login <> ''),
            name TEXT NOT NULL DEFAULT '',
            role TEXT NOT NULL DEFAULT 'kam' CHECK (role IN ('head', 'kam', 'support', 'reader')),
            hours_per_week REAL,
            left_on TEXT
        ) STRICT;
        CREATE TABLE policy (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            on_date TEXT NOT NULL,
            rules TEXT NOT NULL,
            note TEXT NOT NULL DEFAULT '',
            decided_by TEXT NOT NULL,
            recorded_at TEXT NOT NULL
        ) STRICT;
        """,
    )
