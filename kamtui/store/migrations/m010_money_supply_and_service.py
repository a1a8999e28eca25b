"""Money, supply and service beside the relationship: what is owed, agreed, delivered, complained of and hoped for."""

from __future__ import annotations

from sqlite_utils import Database

from kamtui.store.migrations.steps import migrations, one_of, run

_PAYMENTS = "payment prepayment write_off"
_TERMS = "discount rebate joint_promo freight training stock_support payment_days exclusivity other"
_ISSUES = "complaint request suggestion delivery install operation quality billing other"
_OPPORTUNITIES = "new_business renewal upsell cross_sell tender other"
_LEVELS = "universe above in best_few"


@migrations()
def m010_money_supply_and_service(db: Database) -> None:
    """What stands beside the people: receivables, terms, supply, service, opportunities, and rates between currencies.

    Documents are facts and may be corrected; a credit decision is added, never overwritten. Balances, ageing, net
    and cover are computed.
    """
    for part in (_rates, _receivables, _credit, _terms, _supply, _service, _opportunities):
        part(db)


def _rates(db: Database) -> None:
    """What a unit of one currency is worth in another, from a day on."""
    run(
        db,
        """
        CREATE TABLE rate (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            currency TEXT NOT NULL CHECK (length(currency) = 3),
            base TEXT NOT NULL CHECK (length(base) = 3 AND base <> currency),
            on_date TEXT NOT NULL,
            -- of one unit of `currency` in `base`, in millionths of millionths: 1 IRR = 0.000023700000 USD
            value INTEGER NOT NULL CHECK (value > 0),
            source TEXT NOT NULL DEFAULT '',
            recorded_at TEXT NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX rate_once ON rate (currency, base, on_date);
        -- what an hour of somebody costs, 1/10,000 of the book's currency; null: as the policy says
        ALTER TABLE user ADD COLUMN hourly_cost INTEGER CHECK (hourly_cost >= 0);
        -- what a manager has to bring in a fiscal year; the newest of a day is in force
        CREATE TABLE quota (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            who TEXT NOT NULL CHECK (who <> ''),
            first_on TEXT NOT NULL,
            last_on TEXT NOT NULL CHECK (last_on >= first_on),
            amount INTEGER NOT NULL CHECK (amount >= 0),
            currency TEXT NOT NULL CHECK (length(currency) = 3),
            on_date TEXT NOT NULL,
            author TEXT NOT NULL,
            recorded_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX quota_by_user ON quota (who, first_on, on_date, id);
        """,
    )


def _receivables(db: Database) -> None:
    """Invoices and credit notes, and the payments that settle them."""
    run(
        db,
        f"""
        CREATE TABLE invoice (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            number TEXT NOT NULL DEFAULT '',
            -- what makes it recognisable when it is imported again: the number, or one made up
            key TEXT NOT NULL,
            issued_on TEXT NOT NULL,
            due_on TEXT NOT NULL,
            -- 1/10,000 of the currency unit; below zero: a credit note
            amount INTEGER NOT NULL,
            currency TEXT NOT NULL CHECK (length(currency) = 3),
            order_ref TEXT NOT NULL DEFAULT '',
            -- the invoice that a credit note takes back; null: nobody said
            credits INTEGER REFERENCES invoice (id),
            -- from when to when the customer disputes it, and why
            disputed_on TEXT,
            dispute TEXT NOT NULL DEFAULT '',
            dispute_settled_on TEXT,
            note TEXT NOT NULL DEFAULT '',
            -- derived from the payments and credit notes that name it: the day on which nothing of it was open any more
            settled_on TEXT,
            recorded_at TEXT NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX invoice_by_source_key ON invoice (key, account_id);
        CREATE INDEX invoice_by_account ON invoice (account_id, issued_on, currency, amount);
        CREATE INDEX invoice_unsettled ON invoice (account_id, due_on) WHERE settled_on IS NULL;
        -- what was still open on a day in the past
        CREATE INDEX invoice_settled ON invoice (settled_on) WHERE settled_on IS NOT NULL;
        CREATE INDEX invoice_credits ON invoice (credits) WHERE credits IS NOT NULL;
        CREATE TABLE payment (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            -- null: on account; it settles what has been due the longest
            invoice_id INTEGER REFERENCES invoice (id),
            on_date TEXT NOT NULL,
            -- below zero: paid back
            amount INTEGER NOT NULL CHECK (amount <> 0),
            currency TEXT NOT NULL CHECK (length(currency) = 3),
            kind TEXT NOT NULL DEFAULT 'payment' CHECK (kind IN {one_of(_PAYMENTS)}),
            number TEXT NOT NULL DEFAULT '',
            key TEXT NOT NULL,
            note TEXT NOT NULL DEFAULT '',
            recorded_at TEXT NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX payment_by_source_key ON payment (key, account_id);
        CREATE INDEX payment_by_invoice ON payment (invoice_id, on_date, amount) WHERE invoice_id IS NOT NULL;
        CREATE INDEX payment_on_account ON payment (account_id, on_date, amount) WHERE invoice_id IS NULL;
        CREATE INDEX payment_by_account ON payment (account_id, on_date, currency, amount);
        """,
    )


def _credit(db: Database) -> None:
    """How far a customer is trusted: each review is a row, the newest of a day is in force."""
    run(
        db,
        """
        CREATE TABLE credit_decision (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            on_date TEXT NOT NULL,
            -- A no doubt, B normal, C watch, D prepay only; null: not graded
            grade TEXT CHECK (grade IN ('A', 'B', 'C', 'D')),
            -- 1/10,000; null: no limit is set, which is not a limit of nothing
            credit_limit INTEGER CHECK (credit_limit >= 0),
            currency TEXT NOT NULL CHECK (length(currency) = 3),
            -- null: as the policy says
            next_review_on TEXT,
            reason TEXT NOT NULL DEFAULT '',
            decided_by TEXT NOT NULL,
            policy_version INTEGER REFERENCES policy (id),
            recorded_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX credit_decision_by_account ON credit_decision (account_id, on_date, id);
        """,
    )


def _terms(db: Database) -> None:
    """What was granted a customer, for how long, on which condition, and what it costs."""
    run(
        db,
        f"""
        CREATE TABLE terms (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            kind TEXT NOT NULL CHECK (kind IN {one_of(_TERMS)}),
            title TEXT NOT NULL DEFAULT '',
            -- 1/10,000: percent of sales, days, or an amount; null: in words only
            value INTEGER,
            unit TEXT NOT NULL DEFAULT '' CHECK (unit IN ('', 'percent', 'days', 'money')),
            -- what it costs in a year, 1/10,000; null: nobody estimated it
            cost INTEGER CHECK (cost >= 0),
            currency TEXT NOT NULL CHECK (length(currency) = 3),
            -- percent of each invoice, in 1/10,000, that must be paid before it is issued; null: none
            prepay INTEGER CHECK (prepay BETWEEN 0 AND 1000000),
            -- what else it hangs on, in words
            condition TEXT NOT NULL DEFAULT '',
            from_on TEXT NOT NULL,
            -- the last day; null: until it is ended
            to_on TEXT,
            designed_with TEXT NOT NULL DEFAULT '',
            result TEXT NOT NULL DEFAULT '',
            -- the approval it rests on where it went beyond the limits
            exception_id INTEGER REFERENCES exception (id),
            on_date TEXT NOT NULL,
            agreed_by TEXT NOT NULL,
            recorded_at TEXT NOT NULL,
            CHECK (to_on IS NULL OR from_on <= to_on),
            CHECK ((value IS NULL) = (unit = ''))
        ) STRICT;
        CREATE INDEX terms_by_account ON terms (account_id, from_on, to_on);
        """,
    )


def _supply(db: Database) -> None:
    """The catalogue, and the seasons in which more is wanted; stock, sell-through and forecast are figures."""
    run(
        db,
        """
        CREATE TABLE product (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            code TEXT UNIQUE,
            name TEXT NOT NULL CHECK (name <> ''),
            name_key TEXT NOT NULL UNIQUE,
            series TEXT NOT NULL DEFAULT '',
            list_price INTEGER,
            currency TEXT CHECK (length(currency) = 3),
            -- days from order to delivery; null: as the policy says
            lead_days INTEGER CHECK (lead_days >= 0),
            note TEXT NOT NULL DEFAULT '',
            archived_on TEXT
        ) STRICT;
        -- what others call it
        CREATE TABLE product_alias (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            product_id INTEGER NOT NULL REFERENCES product (id),
            said TEXT NOT NULL CHECK (said <> ''),
            key TEXT NOT NULL UNIQUE
        ) STRICT;
        CREATE INDEX product_alias_by_product ON product_alias (product_id);
        CREATE TABLE peak (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            name TEXT NOT NULL CHECK (name <> ''),
            -- empty: of all it buys
            product TEXT NOT NULL DEFAULT '',
            starts_on TEXT NOT NULL,
            ends_on TEXT NOT NULL CHECK (ends_on >= starts_on),
            -- days before its start that its preparation begins; null: as the policy says
            lead_days INTEGER CHECK (lead_days >= 0),
            -- in 1/10,000 of the unit; null: nobody knows
            quantity INTEGER,
            unit TEXT NOT NULL DEFAULT '',
            note TEXT NOT NULL DEFAULT '',
            -- what came of it
            result TEXT NOT NULL DEFAULT '',
            on_date TEXT NOT NULL,
            author TEXT NOT NULL,
            cancelled_on TEXT,
            recorded_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX peak_by_account ON peak (account_id, starts_on);
        -- the peak it prepares
        ALTER TABLE task ADD COLUMN peak_id INTEGER REFERENCES peak (id);
        CREATE INDEX task_by_peak ON task (peak_id) WHERE peak_id IS NOT NULL;
        """,
    )


def _service(db: Database) -> None:
    """What went wrong or was asked for, who sees to it, and what was learned."""
    run(
        db,
        f"""
        CREATE TABLE issue (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            contact_id INTEGER REFERENCES contact (id),
            touch_id INTEGER REFERENCES touch (id),
            -- the instant in UTC from which the clocks of the service level run, and the civil date
            at TEXT NOT NULL,
            on_date TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN {one_of(_ISSUES)}),
            -- 1 stops the customer, 2 hinders, 3 can wait
            severity INTEGER NOT NULL DEFAULT 2 CHECK (severity BETWEEN 1 AND 3),
            title TEXT NOT NULL CHECK (title <> ''),
            text TEXT NOT NULL DEFAULT '',
            product TEXT NOT NULL DEFAULT '',
            owner TEXT NOT NULL DEFAULT '',
            -- which of our departments must act: a function of the team; empty: the owner
            department TEXT NOT NULL DEFAULT '',
            responded_at TEXT,
            resolved_at TEXT,
            -- the civil date of it
            resolved_on TEXT,
            -- 1: settled at the first go, 0: not; null: not said
            first_time INTEGER CHECK (first_time IN (0, 1)),
            cause TEXT NOT NULL DEFAULT '',
            lesson TEXT NOT NULL DEFAULT '',
            prevented_by TEXT NOT NULL DEFAULT '',
            answer TEXT NOT NULL DEFAULT '',
            confidential INTEGER NOT NULL DEFAULT 0 CHECK (confidential IN (0, 1)),
            author TEXT NOT NULL,
            key TEXT,
            recorded_at TEXT NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX issue_by_source_key ON issue (key) WHERE key IS NOT NULL;
        CREATE INDEX issue_by_account ON issue (account_id, on_date);
        CREATE INDEX issue_open ON issue (account_id, at) WHERE resolved_on IS NULL;
        -- 1: enquiries, orders and service of this customer go first
        ALTER TABLE account ADD COLUMN green_channel INTEGER NOT NULL DEFAULT 0 CHECK (green_channel IN (0, 1));
        """,
    )


def _opportunities(db: Database) -> None:
    """What may be sold: by name, or as a number of the universe, until it is won or lost."""
    run(
        db,
        f"""
        CREATE TABLE opportunity (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            external_id TEXT UNIQUE,
            -- null: nobody can be named for it yet
            account_id INTEGER REFERENCES account (id),
            name TEXT NOT NULL CHECK (name <> ''),
            kind TEXT NOT NULL DEFAULT 'new_business' CHECK (kind IN {one_of(_OPPORTUNITIES)}),
            level TEXT NOT NULL DEFAULT 'universe' CHECK (level IN {one_of(_LEVELS)}),
            -- since when it is on this level
            level_on TEXT NOT NULL,
            -- 1/10,000; null: not known, then the list price of the product stands in
            amount INTEGER,
            currency TEXT NOT NULL CHECK (length(currency) = 3),
            product TEXT NOT NULL DEFAULT '',
            owner TEXT NOT NULL DEFAULT '',
            -- where it came from: a campaign, a fair, a referral
            origin TEXT NOT NULL DEFAULT '',
            -- minutes of ours it still needs; null: as the policy says for its level
            minutes INTEGER CHECK (minutes >= 0),
            opened_on TEXT NOT NULL,
            -- 0: nobody said when; then opened_on is the first day on which it is known to have been there
            opened_said INTEGER NOT NULL DEFAULT 1 CHECK (opened_said IN (0, 1)),
            expected_on TEXT,
            outcome TEXT NOT NULL DEFAULT '' CHECK (outcome IN ('', 'won', 'lost')),
            closed_on TEXT,
            -- why it was won or lost
            reason TEXT NOT NULL DEFAULT '',
            is_key INTEGER NOT NULL DEFAULT 0 CHECK (is_key IN (0, 1)),
            note TEXT NOT NULL DEFAULT '',
            recorded_at TEXT NOT NULL,
            CHECK ((outcome = '') = (closed_on IS NULL))
        ) STRICT;
        CREATE INDEX opportunity_by_account ON opportunity (account_id, outcome, level, expected_on);
        CREATE INDEX opportunity_open ON opportunity (level, expected_on) WHERE outcome = '';
        CREATE INDEX opportunity_by_close ON opportunity (closed_on, outcome) WHERE outcome <> '';
        """,
    )
