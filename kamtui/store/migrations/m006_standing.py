"""Where each account stands on one day: computed from the tables above, never edited, never journaled."""

from __future__ import annotations

from sqlite_utils import Database

from kamtui.store.migrations.steps import migrations, run


@migrations()
def m006_standing(db: Database) -> None:
    """Where each account stands on one day: computed from the tables above, never edited, never journaled.

    A list needs these columns at once and sorted for 100,000 accounts; `doctor` computes them again and compares.
    """
    run(
        db,
        """
        CREATE TABLE standing_day (id INTEGER PRIMARY KEY CHECK (id = 1), on_date TEXT NOT NULL) STRICT;
        CREATE TABLE standing (
            account_id INTEGER PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
            archived INTEGER NOT NULL,
            name_key TEXT NOT NULL,
            search TEXT NOT NULL,
            tier TEXT,
            tier_rank INTEGER NOT NULL,
            tier_on TEXT,
            status TEXT,
            grade TEXT,
            status_on TEXT,
            owner TEXT NOT NULL,
            last_touch_on TEXT,
            next_due_on TEXT,
            overdue_on TEXT,
            task_due_on TEXT,
            currency TEXT NOT NULL,
            revenue_12m INTEGER,
            profit_12m INTEGER
        ) STRICT;
        CREATE INDEX standing_by_name ON standing (archived, name_key, account_id);
        CREATE INDEX standing_by_tier ON standing (archived, tier_rank, name_key, account_id);
        CREATE INDEX standing_by_status ON standing (archived, status, name_key, account_id);
        CREATE INDEX standing_by_owner ON standing (archived, owner, tier_rank, name_key, account_id);
        CREATE INDEX standing_by_last ON standing (archived, last_touch_on, name_key, account_id);
        CREATE INDEX standing_by_due ON standing (archived, next_due_on, name_key, account_id);
        CREATE INDEX standing_by_revenue ON standing (archived, revenue_12m, name_key, account_id);
        CREATE INDEX standing_by_search ON standing (archived, search, name_key, account_id);
        """,
    )
