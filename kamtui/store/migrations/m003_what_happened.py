"""Touches with the people who were there, and sales documents: the facts everything is computed from."""

from __future__ import annotations

from sqlite_utils import Database

from kamtui.store.migrations.steps import migrations, one_of, run

_TOUCH_KINDS = "visit meeting call email message event training workshop annual_forum survey internal note"


@migrations()
def m003_what_happened(db: Database) -> None:
    """Touches with the people who were there, and sales documents: the facts everything is computed from."""
    run(
        db,
        f"""
        CREATE TABLE touch (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            -- the instant in UTC, and the civil date where the author was: 23:50 counts for that day
            at TEXT NOT NULL,
            on_date TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN {one_of(_TOUCH_KINDS)}),
            minutes INTEGER CHECK (minutes BETWEEN 0 AND 10080),
            summary TEXT NOT NULL DEFAULT '',
            state TEXT NOT NULL DEFAULT 'done' CHECK (state IN ('done', 'scheduled', 'cancelled')),
            by TEXT NOT NULL DEFAULT '',
            -- what makes a row recognisable when it is sent or imported again
            key TEXT,
            recorded_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX touch_by_account ON touch (account_id, on_date, state, kind);
        CREATE INDEX touch_by_time ON touch (at);
        CREATE UNIQUE INDEX touch_by_source_key ON touch (key) WHERE key IS NOT NULL;
        CREATE TABLE touch_contact (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            touch_id INTEGER NOT NULL REFERENCES touch (id),
            contact_id INTEGER NOT NULL REFERENCES contact (id)
        ) STRICT;
        CREATE UNIQUE INDEX touch_contact_once ON touch_contact (touch_id, contact_id);
        CREATE INDEX touch_contact_by_contact ON touch_contact (contact_id, touch_id);
        CREATE TABLE sale (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            -- null: a document nobody can be named for; reported, never dropped and never put on a made-up account
            account_id INTEGER REFERENCES account (id),
            number TEXT NOT NULL DEFAULT '',
            on_date TEXT NOT NULL,
            kind TEXT NOT NULL DEFAULT 'order' CHECK (kind IN ('order', 'return', 'summary')),
            -- 1/10,000 of the currency unit: documents with line discounts are rounded only after summing
            amount INTEGER NOT NULL,
            currency TEXT NOT NULL CHECK (length(currency) = 3),
            -- null: not known, which is not zero
            profit INTEGER,
            owner TEXT NOT NULL DEFAULT '',
            key TEXT NOT NULL
        ) STRICT;
        CREATE INDEX sale_by_account ON sale (account_id, on_date, currency, amount, profit, kind);
        CREATE INDEX sale_by_date ON sale (on_date, account_id, currency, amount, profit, kind);
        CREATE UNIQUE INDEX sale_by_source_key ON sale (key, ifnull(account_id, 0));
        """,
    )
