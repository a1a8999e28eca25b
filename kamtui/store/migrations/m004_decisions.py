"""Judgements and decisions are dated rows; nothing is overwritten, the latest up to a day is the one in force."""

from __future__ import annotations

from sqlite_utils import Database

from kamtui.store.migrations.steps import migrations, one_of, run

_GRADES = "potential limited developing good solid defending regressing"


@migrations()
def m004_decisions(db: Database) -> None:
    """Judgements and decisions are dated rows; nothing is overwritten, the latest up to a day is the one in force."""
    run(
        db,
        f"""
        CREATE TABLE tier_decision (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            on_date TEXT NOT NULL,
            tier TEXT NOT NULL CHECK (tier IN ('key', 'regular', 'prospect', 'unattractive')),
            score REAL,
            attractiveness REAL,
            potential REAL,
            relationship REAL,
            reason TEXT NOT NULL DEFAULT '',
            decided_by TEXT NOT NULL,
            policy_version INTEGER REFERENCES policy (id),
            recorded_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX tier_decision_by_account ON tier_decision (account_id, on_date, id, tier);
        CREATE INDEX tier_decision_by_date ON tier_decision (on_date, id, account_id, tier);
        CREATE TABLE status_decision (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            on_date TEXT NOT NULL,
            -- null: not rated (any more)
            status TEXT CHECK (status IN ('developing', 'solid', 'defending', 'declining')),
            grade TEXT CHECK (grade IN {one_of(_GRADES)}),
            reason TEXT NOT NULL DEFAULT '',
            touch_id INTEGER REFERENCES touch (id),
            decided_by TEXT NOT NULL,
            recorded_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX status_decision_by_account ON status_decision (account_id, on_date, id, status);
        CREATE INDEX status_decision_by_touch ON status_decision (touch_id) WHERE touch_id IS NOT NULL;
        CREATE TABLE ownership (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            on_date TEXT NOT NULL,
            owner TEXT NOT NULL,
            recorded_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX ownership_by_account ON ownership (account_id, on_date, id, owner);
        CREATE TABLE task (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER REFERENCES account (id),
            contact_id INTEGER REFERENCES contact (id),
            touch_id INTEGER REFERENCES touch (id),
            title TEXT NOT NULL CHECK (title <> ''),
            due_on TEXT,
            owner TEXT NOT NULL DEFAULT '',
            state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'cancelled')),
            done_on TEXT,
            key TEXT,
            recorded_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX task_by_account ON task (account_id, state, due_on);
        CREATE INDEX task_by_due ON task (state, due_on);
        CREATE INDEX task_by_touch ON task (touch_id) WHERE touch_id IS NOT NULL;
        CREATE INDEX task_by_contact ON task (contact_id) WHERE contact_id IS NOT NULL;
        CREATE UNIQUE INDEX task_by_source_key ON task (key) WHERE key IS NOT NULL;
        -- a review card is computed; only what somebody did about it is kept
        CREATE TABLE ack (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            who TEXT NOT NULL,
            on_date TEXT NOT NULL,
            until_on TEXT,
            reason TEXT NOT NULL DEFAULT '',
            recorded_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX ack_by_who ON ack (who, on_date, account_id);
        CREATE INDEX ack_by_account ON ack (account_id, on_date);
        """,
    )
