"""What scorecards rest on: dated judgements, figures over time; what people answered to proposals."""

from __future__ import annotations

from sqlite_utils import Database

from kamtui.store.migrations.steps import migrations, run


@migrations()
def m007_judgements_facts_and_answers(db: Database) -> None:
    """What scorecards rest on: dated judgements, figures over time; what people answered to proposals.

    Scores themselves are computed. A decision keeps the evidence it was taken on, word for word.
    """
    run(
        db,
        """
        -- what somebody thinks of one criterion on a day; the newest one counts
        CREATE TABLE judgement (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            criterion TEXT NOT NULL CHECK (criterion <> ''),
            on_date TEXT NOT NULL,
            -- null with an empty answer: taken back, unknown again
            score REAL CHECK (score BETWEEN 0 AND 10),
            answer TEXT NOT NULL DEFAULT '',
            source TEXT NOT NULL DEFAULT '',
            note TEXT NOT NULL DEFAULT '',
            author TEXT NOT NULL,
            policy_version INTEGER REFERENCES policy (id),
            recorded_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX judgement_by_account ON judgement (account_id, criterion, on_date, id);
        -- one tall table for every figure over time: wallet, cost to serve, concessions, stock, forecast
        CREATE TABLE fact (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            -- as it was said, and the days it covers
            period TEXT NOT NULL,
            first_on TEXT NOT NULL,
            last_on TEXT NOT NULL CHECK (last_on >= first_on),
            metric TEXT NOT NULL CHECK (metric <> ''),
            product TEXT NOT NULL DEFAULT '',
            -- 1/10,000 of the unit, amounts as well as counts
            value INTEGER NOT NULL,
            unit TEXT NOT NULL DEFAULT '',
            currency TEXT CHECK (length(currency) = 3),
            -- from which day on it was known or estimated so
            on_date TEXT NOT NULL,
            source TEXT NOT NULL DEFAULT '',
            confidence TEXT CHECK (confidence IN ('low', 'medium', 'high')),
            recorded_at TEXT NOT NULL
        ) STRICT;
        -- what was known later stands beside what was known before, so that past days keep what they knew
        CREATE UNIQUE INDEX fact_once ON fact (account_id, metric, period, product, source, on_date);
        CREATE INDEX fact_by_metric ON fact (metric, last_on, account_id);
        -- a proposal is computed; only what somebody answered is kept
        CREATE TABLE proposal_answer (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            on_date TEXT NOT NULL,
            tier TEXT NOT NULL CHECK (tier IN ('key', 'regular', 'prospect', 'unattractive')),
            answer TEXT NOT NULL CHECK (answer IN ('rejected', 'deferred')),
            until_on TEXT NOT NULL,
            reason TEXT NOT NULL DEFAULT '',
            decided_by TEXT NOT NULL,
            policy_version INTEGER REFERENCES policy (id),
            recorded_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX proposal_answer_by_account ON proposal_answer (account_id, on_date, id);
        -- what is done for a draining customer without potential: another service, never a rejection
        CREATE TABLE service_change (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            on_date TEXT NOT NULL,
            -- empty: back to the service of its tier
            change TEXT NOT NULL DEFAULT '',
            -- days between touches instead of the tier's; null: the tier's
            cadence_days INTEGER CHECK (cadence_days > 0),
            cautions TEXT NOT NULL DEFAULT '',
            reason TEXT NOT NULL DEFAULT '',
            decided_by TEXT NOT NULL,
            policy_version INTEGER REFERENCES policy (id),
            recorded_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX service_change_by_account ON service_change (account_id, on_date, id);
        -- what the decision rested on, as JSON: score and line at the reviews, coverage, objections and their override
        ALTER TABLE tier_decision ADD COLUMN evidence TEXT NOT NULL DEFAULT '';
        """,
    )
