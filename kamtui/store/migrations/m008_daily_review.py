"""What the daily review rests on: whose promise, since when, how often; what customers say; what a head decides."""

from __future__ import annotations

from sqlite_utils import Database

from kamtui.store.migrations.steps import migrations, run


@migrations()
def m008_daily_review(db: Database) -> None:
    """What the daily review rests on: whose promise, since when, how often; what customers say; what a head decides.

    Signals are computed. An acknowledgement keeps what it was given for, so that news is not put off with it.
    """
    run(
        db,
        """
        -- what was waiting when somebody looked: "SIG-01:3 SIG-25:2", signal and severity; empty: whatever there was
        ALTER TABLE ack ADD COLUMN covers TEXT NOT NULL DEFAULT '';
        -- from which day on it was promised
        ALTER TABLE task ADD COLUMN on_date TEXT NOT NULL DEFAULT '';
        UPDATE task SET on_date = coalesce(
            (SELECT x.on_date FROM touch x WHERE x.id = task.touch_id), substr(recorded_at, 1, 10));
        -- 1: the customer promised it to us
        ALTER TABLE task ADD COLUMN by_customer INTEGER NOT NULL DEFAULT 0 CHECK (by_customer IN (0, 1));
        -- how long after its day it is due again: 7d, 2w, 1m, 1q, 1y; empty: once
        ALTER TABLE task ADD COLUMN repeat TEXT NOT NULL DEFAULT '';
        -- the signal it answers
        ALTER TABLE task ADD COLUMN signal TEXT NOT NULL DEFAULT '';
        -- what came of it
        ALTER TABLE task ADD COLUMN result TEXT NOT NULL DEFAULT '';
        CREATE INDEX task_by_signal ON task (account_id, due_on, signal) WHERE state = 'open' AND signal <> '';
        ALTER TABLE touch ADD COLUMN purpose TEXT NOT NULL DEFAULT ''
            CHECK (purpose IN ('', 'sell', 'deliver', 'solve', 'learn', 'courtesy', 'review', 'plan', 'collect'));
        -- who sought it
        ALTER TABLE touch ADD COLUMN direction TEXT NOT NULL DEFAULT '' CHECK (direction IN ('', 'out', 'in', 'both'));
        -- how the customer reacted, and what that changes in our judgement
        ALTER TABLE touch ADD COLUMN feedback TEXT NOT NULL DEFAULT '' CHECK (feedback IN ('', '+', '0', '-'));
        ALTER TABLE touch ADD COLUMN lesson TEXT NOT NULL DEFAULT '';
        -- the touch of a colleague that it is the same meeting as
        ALTER TABLE touch ADD COLUMN joins INTEGER REFERENCES touch (id);
        CREATE INDEX touch_by_joined ON touch (joins) WHERE joins IS NOT NULL;
        CREATE INDEX touch_planned ON touch (account_id, on_date) WHERE state = 'scheduled';
        CREATE INDEX touch_by_kind ON touch (kind, account_id, on_date)
            WHERE kind IN ('event', 'annual_forum');
        -- what somebody at the customer says of us, or of one of us, 0-10
        CREATE TABLE opinion (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            contact_id INTEGER REFERENCES contact (id),
            touch_id INTEGER REFERENCES touch (id),
            on_date TEXT NOT NULL,
            -- a login; empty: of the firm, which is satisfaction
            about TEXT NOT NULL DEFAULT '',
            score REAL NOT NULL CHECK (score BETWEEN 0 AND 10),
            text TEXT NOT NULL DEFAULT '',
            confidential INTEGER NOT NULL DEFAULT 0 CHECK (confidential IN (0, 1)),
            author TEXT NOT NULL,
            recorded_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX opinion_by_account ON opinion (account_id, on_date, id);
        -- what is beyond the limits of the policy and waits for a head, with what is proposed
        CREATE TABLE exception (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER REFERENCES account (id),
            on_date TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('terms', 'credit', 'capacity', 'time', 'service', 'other')),
            title TEXT NOT NULL CHECK (title <> ''),
            proposal TEXT NOT NULL CHECK (proposal <> ''),
            raised_by TEXT NOT NULL,
            state TEXT NOT NULL DEFAULT 'waiting'
                CHECK (state IN ('waiting', 'approved', 'changed', 'refused', 'withdrawn')),
            -- what was decided instead, or why not
            answer TEXT NOT NULL DEFAULT '',
            decided_by TEXT NOT NULL DEFAULT '',
            decided_on TEXT,
            recorded_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX exception_by_account ON exception (account_id, state);
        CREATE INDEX exception_by_state ON exception (state, on_date);
        -- what is said about an exception before it is decided
        CREATE TABLE exception_comment (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            exception_id INTEGER NOT NULL REFERENCES exception (id),
            account_id INTEGER REFERENCES account (id),
            on_date TEXT NOT NULL,
            author TEXT NOT NULL,
            text TEXT NOT NULL CHECK (text <> ''),
            recorded_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX exception_comment_by_exception ON exception_comment (exception_id);
        """,
    )
