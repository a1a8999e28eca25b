"""Who changed what, when, by which command: audit, undo, feed and redraw from one log."""

from __future__ import annotations

from sqlite_utils import Database

from kamtui.store.migrations.steps import migrations, run


@migrations()
def m005_journal(db: Database) -> None:
    """Who changed what, when, by which command: audit, undo, feed and redraw from one log."""
    run(
        db,
        """
        CREATE TABLE change (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at TEXT NOT NULL,
            by TEXT NOT NULL,
            op TEXT NOT NULL,
            note TEXT NOT NULL DEFAULT '',
            undoes INTEGER REFERENCES change (id),
            -- open: a long import between two of its transactions
            state TEXT NOT NULL DEFAULT 'done' CHECK (state IN ('open', 'done'))
        ) STRICT;
        CREATE INDEX change_by_author ON change (by, id);
        CREATE INDEX change_undone ON change (undoes) WHERE undoes IS NOT NULL;
        CREATE INDEX change_open ON change (state) WHERE state = 'open';
        -- a script's own key for what it sent: the same key again is a no-op; an undo takes the key back too
        CREATE TABLE sent (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            op TEXT NOT NULL,
            key TEXT NOT NULL,
            UNIQUE (op, key)
        ) STRICT;
        CREATE TABLE journal (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            change_id INTEGER NOT NULL REFERENCES change (id),
            tbl TEXT NOT NULL,
            -- one row, or the block row..last that one statement wrote
            row INTEGER NOT NULL,
            last INTEGER NOT NULL,
            account_id INTEGER,
            before TEXT,
            after TEXT,
            -- the rows of a deleted block, packed; null where before and after say it
            packed BLOB
        ) STRICT;
        CREATE INDEX journal_by_change ON journal (change_id);
        CREATE INDEX journal_by_row ON journal (tbl, row, last);
        CREATE INDEX journal_by_account ON journal (account_id, change_id) WHERE account_id IS NOT NULL;
        """,
    )
