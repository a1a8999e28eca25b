"""What the daily review compares of sales, kept for each account as the rest of its standing is."""

from __future__ import annotations

from sqlite_utils import Database

from kamtui.store.migrations.steps import migrations, run


@migrations()
def m012_recent_sales(db: Database) -> None:
    """What the daily review compares of sales, kept for each account as the rest of its standing is.

    To sum three months and the same of last year up for 100,000 accounts took longer than all else that the review of
    everybody's accounts reads.
    """
    run(
        db,
        """
        -- the last three whole months, and the same of last year; in the currency of the standing
        ALTER TABLE standing ADD COLUMN recent_revenue INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE standing ADD COLUMN earlier_revenue INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE standing ADD COLUMN last_order_on TEXT;
        """,
    )
