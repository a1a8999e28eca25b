"""The schema's biography: every migration in order, each with the reason for what it adds.

Imported only when a book is created or is older than this program, because sqlite-utils costs about 200 ms.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("kamtui")

_TOUCH_KINDS = "visit meeting call email message event training workshop annual_forum survey internal note"
_FUNCTIONS = "purchasing operations technical finance marketing management legal it other"
_END_REASONS = "left_company moved_inside moved_to_rival retired unknown entered_wrongly"
_GRADES = "potential limited developing good solid defending regressing"
_ACCOUNT_KINDS = "end_user distributor dealer wholesaler agent government household"


def _one_of(words: str) -> str:
    return "(" + ", ".join(f"'{word}'" for word in words.split()) + ")"


def _run(db: Database, script: str) -> None:
    """Statement by statement, because executescript would commit the transaction around the migration."""
    for statement in script.split(";\n"):
        if statement.strip():
            db.execute(statement)


@migrations()
def m001_book(db: Database) -> None:
    """The book, who works in it, and the rules it is judged by."""
    _run(
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


@migrations()
def m002_accounts_and_people(db: Database) -> None:
    """Whom we know. No tier, status or owner here: those are dated decisions with tables of their own."""
    _run(
        db,
        f"""
        CREATE TABLE account (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            external_id TEXT UNIQUE,
            name TEXT NOT NULL CHECK (name <> ''),
            name_key TEXT NOT NULL,
            pinyin_key TEXT NOT NULL DEFAULT '',
            -- what a filter looks in: name, initials, id, place, all folded
            search TEXT NOT NULL DEFAULT '',
            parent_id INTEGER REFERENCES account (id),
            kind TEXT NOT NULL DEFAULT 'end_user' CHECK (kind IN {_one_of(_ACCOUNT_KINDS)}),
            industry TEXT NOT NULL DEFAULT '',
            region TEXT NOT NULL DEFAULT '',
            country TEXT NOT NULL DEFAULT '',
            city TEXT NOT NULL DEFAULT '',
            address TEXT NOT NULL DEFAULT '',
            phone TEXT NOT NULL DEFAULT '',
            website TEXT NOT NULL DEFAULT '',
            currency TEXT CHECK (length(currency) = 3),
            note TEXT NOT NULL DEFAULT '',
            archived_on TEXT,
            CHECK (parent_id <> id)
        ) STRICT;
        CREATE INDEX account_by_key ON account (name_key);
        CREATE INDEX account_by_parent ON account (parent_id) WHERE parent_id IS NOT NULL;
        CREATE TABLE contact (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            external_id TEXT UNIQUE,
            name TEXT NOT NULL CHECK (name <> ''),
            name_key TEXT NOT NULL,
            pinyin_key TEXT NOT NULL DEFAULT '',
            email TEXT NOT NULL DEFAULT '',
            phone TEXT NOT NULL DEFAULT '',
            note TEXT NOT NULL DEFAULT '',
            archived_on TEXT
        ) STRICT;
        CREATE INDEX contact_by_key ON contact (name_key);
        -- a contact has positions, dated and possibly several at once: people move and consult
        CREATE TABLE position (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            contact_id INTEGER NOT NULL REFERENCES contact (id),
            account_id INTEGER NOT NULL REFERENCES account (id),
            title TEXT NOT NULL DEFAULT '',
            function TEXT CHECK (function IN {_one_of(_FUNCTIONS)}),
            level TEXT CHECK (level IN ('exec', 'mid', 'front')),
            reports_to INTEGER REFERENCES position (id),
            from_on TEXT,
            to_on TEXT,
            end_reason TEXT CHECK (end_reason IN {_one_of(_END_REASONS)}),
            CHECK (to_on IS NULL OR from_on IS NULL OR from_on <= to_on)
        ) STRICT;
        CREATE INDEX position_by_account ON position (account_id, to_on, contact_id);
        CREATE INDEX position_by_contact ON position (contact_id, account_id);
        CREATE INDEX position_by_boss ON position (reports_to) WHERE reports_to IS NOT NULL;
        -- other names, ids, mails and phones under which an account or a contact is known
        CREATE TABLE alias (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER REFERENCES account (id),
            contact_id INTEGER REFERENCES contact (id),
            kind TEXT NOT NULL CHECK (kind IN ('name', 'id', 'email', 'phone')),
            text TEXT NOT NULL,
            key TEXT NOT NULL,
            CHECK ((account_id IS NULL) <> (contact_id IS NULL))
        ) STRICT;
        CREATE INDEX alias_by_key ON alias (key, kind);
        CREATE INDEX alias_by_account ON alias (account_id) WHERE account_id IS NOT NULL;
        CREATE INDEX alias_by_contact ON alias (contact_id) WHERE contact_id IS NOT NULL;
        """,
    )


@migrations()
def m003_what_happened(db: Database) -> None:
    """Touches with the people who were there, and sales documents: the facts everything is computed from."""
    _run(
        db,
        f"""
        CREATE TABLE touch (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            -- the instant in UTC, and the civil date where the author was: 23:50 counts for that day
            at TEXT NOT NULL,
            on_date TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN {_one_of(_TOUCH_KINDS)}),
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


@migrations()
def m004_decisions(db: Database) -> None:
    """Judgements and decisions are dated rows; nothing is overwritten, the latest up to a day is the one in force."""
    _run(
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
            grade TEXT CHECK (grade IN {_one_of(_GRADES)}),
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


@migrations()
def m005_journal(db: Database) -> None:
    """Who changed what, when, by which command: audit, undo, feed and redraw from one log."""
    _run(
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


@migrations()
def m006_standing(db: Database) -> None:
    """Where each account stands on one day: computed from the tables above, never edited, never journaled.

    A list needs these columns at once and sorted for 100,000 accounts; `doctor` computes them again and compares.
    """
    _run(
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


@migrations()
def m007_judgements_facts_and_answers(db: Database) -> None:
    """What scorecards rest on: dated judgements, figures over time; what people answered to proposals.

    Scores themselves are computed. A decision keeps the evidence it was taken on, word for word.
    """
    _run(
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


@migrations()
def m008_daily_review(db: Database) -> None:
    """What the daily review rests on: whose promise, since when, how often; what customers say; what a head decides.

    Signals are computed. An acknowledgement keeps what it was given for, so that news is not put off with it.
    """
    _run(
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


_ROLES = "economic user technical coach sponsor anti_sponsor"
_OUR_FUNCTIONS = (
    "kam sales_vp sales_manager transport manufacturing rnd marketing finance customer_service tech_support "
    "exec_sponsor internal_management"
)
_LINKS = "influences referral partner relative formerly_with other"
_RATINGS = "relationship_development strategic_thinking intellect orderliness team_leadership"


@migrations()
def m009_people_and_plans(db: Database) -> None:
    """Who decides at a customer and who of us covers them, how accounts hang together, and the account plan.

    Judgements are added, never overwritten: the newest row of a day is in force, and saying "still true" adds one.
    """
    for part in (_accounts_and_people, _groups, _influences, _teams, _customers, _plans):
        part(db)


def _accounts_and_people(db: Database) -> None:
    """Kinds of key account, what was merged, roles that nobody is known for, marked people."""
    _run(
        db,
        """
        -- kinds of key account, apart by blanks: "group strategic"
        ALTER TABLE account ADD COLUMN segments TEXT NOT NULL DEFAULT '';
        CREATE INDEX account_by_segment ON account (segments) WHERE segments <> '';
        -- what it was merged into; its rows went there, its decisions stay here
        ALTER TABLE account ADD COLUMN merged_into INTEGER REFERENCES account (id);
        CREATE INDEX account_by_merged ON account (merged_into) WHERE merged_into IS NOT NULL;
        -- 1: a role that somebody holds whom we do not know yet
        ALTER TABLE contact ADD COLUMN placeholder INTEGER NOT NULL DEFAULT 0 CHECK (placeholder IN (0, 1));
        ALTER TABLE contact ADD COLUMN merged_into INTEGER REFERENCES contact (id);
        -- when their personal data was taken out
        ALTER TABLE contact ADD COLUMN purged_on TEXT;
        -- 1: marked as a key person beside what their buying role says
        ALTER TABLE position ADD COLUMN is_key INTEGER NOT NULL DEFAULT 0 CHECK (is_key IN (0, 1));
        """,
    )


def _groups(db: Database) -> None:
    """Groups by date, and accounts that only look alike."""
    _run(
        db,
        """
        -- which account stands above another from a day on
        CREATE TABLE parentage (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            -- empty: as long as it is known
            on_date TEXT NOT NULL,
            -- null: it stands alone
            parent_id INTEGER REFERENCES account (id),
            decided_by TEXT NOT NULL,
            recorded_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX parentage_by_account ON parentage (account_id, on_date, id, parent_id);
        CREATE INDEX parentage_by_parent ON parentage (parent_id, account_id) WHERE parent_id IS NOT NULL;
        INSERT INTO parentage (account_id, on_date, parent_id, decided_by, recorded_at)
            SELECT id, '', parent_id, '', (SELECT created_at || 'T00:00:00Z' FROM book) FROM account
            WHERE parent_id IS NOT NULL;
        -- two that look like one and are not
        CREATE TABLE told_apart (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            other_id INTEGER NOT NULL REFERENCES account (id),
            on_date TEXT NOT NULL,
            reason TEXT NOT NULL DEFAULT '',
            decided_by TEXT NOT NULL,
            recorded_at TEXT NOT NULL,
            CHECK (account_id < other_id)
        ) STRICT;
        CREATE UNIQUE INDEX told_apart_once ON told_apart (account_id, other_id);
        """,
    )


def _influences(db: Database) -> None:
    """Buying influences."""
    _run(
        db,
        f"""
        -- what somebody has to say about a purchase, as judged on a day
        CREATE TABLE influence (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            contact_id INTEGER NOT NULL REFERENCES contact (id),
            -- verified on
            on_date TEXT NOT NULL,
            -- apart by blanks: {_ROLES}
            roles TEXT NOT NULL DEFAULT '',
            degree TEXT CHECK (degree IN ('high', 'medium', 'low')),
            mode TEXT CHECK (mode IN ('growth', 'trouble', 'even_keel', 'overconfident')),
            rating INTEGER CHECK (rating BETWEEN -5 AND 5),
            stance INTEGER CHECK (stance BETWEEN -2 AND 2),
            win TEXT NOT NULL DEFAULT '',
            result TEXT NOT NULL DEFAULT '',
            -- rungs 1-5 of the buy-sell hierarchy
            rung INTEGER CHECK (rung BETWEEN 1 AND 5),
            rung_wanted INTEGER CHECK (rung_wanted BETWEEN 1 AND 5),
            -- the evidence
            touch_id INTEGER REFERENCES touch (id),
            confidential INTEGER NOT NULL DEFAULT 0 CHECK (confidential IN (0, 1)),
            author TEXT NOT NULL,
            recorded_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX influence_by_account ON influence (account_id, contact_id, on_date, id);
        CREATE INDEX influence_confided ON influence (account_id, contact_id) WHERE confidential = 1;
        CREATE INDEX influence_by_contact ON influence (contact_id);
        CREATE INDEX influence_by_touch ON influence (touch_id) WHERE touch_id IS NOT NULL;
        """,
    )


def _teams(db: Database) -> None:
    """Who of us covers whom, who works on an account, how managers are rated."""
    _run(
        db,
        f"""
        -- who of us covers whom, and how strong the tie is and should be, as judged on a day
        CREATE TABLE cover (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            contact_id INTEGER NOT NULL REFERENCES contact (id),
            -- a login
            who TEXT NOT NULL,
            on_date TEXT NOT NULL,
            strength INTEGER CHECK (strength BETWEEN 1 AND 5),
            strength_wanted INTEGER CHECK (strength_wanted BETWEEN 1 AND 5),
            -- 1: from this day on no longer
            ended INTEGER NOT NULL DEFAULT 0 CHECK (ended IN (0, 1)),
            author TEXT NOT NULL,
            recorded_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX cover_by_account ON cover (account_id, contact_id, who, on_date, id);
        CREATE INDEX cover_by_contact ON cover (contact_id);
        CREATE INDEX cover_by_who ON cover (who, account_id);
        -- who of us works on an account beside its owner
        CREATE TABLE team_member (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            -- a login
            who TEXT NOT NULL,
            function TEXT NOT NULL CHECK (function IN {_one_of(_OUR_FUNCTIONS)}),
            from_on TEXT,
            to_on TEXT,
            CHECK (to_on IS NULL OR from_on IS NULL OR from_on <= to_on)
        ) STRICT;
        CREATE INDEX team_member_by_account ON team_member (account_id, to_on);
        CREATE INDEX team_member_by_who ON team_member (who, account_id);
        -- how a manager is rated; for heads only
        CREATE TABLE manager_rating (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            who TEXT NOT NULL,
            criterion TEXT NOT NULL CHECK (criterion IN {_one_of(_RATINGS)}),
            on_date TEXT NOT NULL,
            score INTEGER NOT NULL CHECK (score BETWEEN 1 AND 5),
            note TEXT NOT NULL DEFAULT '',
            author TEXT NOT NULL,
            recorded_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX manager_rating_by_who ON manager_rating (who, criterion, on_date, id);
        """,
    )


def _customers(db: Database) -> None:
    """What is known of customers, competitors, ties, red flags, partnerships."""
    _run(
        db,
        f"""
        -- what is known of a customer, or of a person there, by field; an empty value takes it back
        CREATE TABLE profile (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            -- null: of a person wherever they work
            account_id INTEGER REFERENCES account (id),
            contact_id INTEGER REFERENCES contact (id),
            field TEXT NOT NULL CHECK (field <> ''),
            value TEXT NOT NULL,
            source TEXT NOT NULL DEFAULT '' CHECK (source IN ('', 'customer', 'public', 'competitor', 'internal')),
            on_date TEXT NOT NULL,
            confidential INTEGER NOT NULL DEFAULT 0 CHECK (confidential IN (0, 1)),
            author TEXT NOT NULL,
            recorded_at TEXT NOT NULL,
            CHECK (account_id IS NOT NULL OR contact_id IS NOT NULL)
        ) STRICT;
        CREATE INDEX profile_by_account ON profile (account_id, field, on_date, id) WHERE account_id IS NOT NULL;
        CREATE INDEX profile_confided ON profile (account_id, contact_id, field) WHERE confidential = 1;
        CREATE INDEX profile_by_contact ON profile (contact_id, field, on_date, id) WHERE contact_id IS NOT NULL;
        -- a competitor at an account, as known on a day
        CREATE TABLE rival (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            name TEXT NOT NULL CHECK (name <> ''),
            product TEXT NOT NULL DEFAULT '',
            on_date TEXT NOT NULL,
            -- percent of what the customer buys
            share REAL CHECK (share BETWEEN 0 AND 100),
            strengths TEXT NOT NULL DEFAULT '',
            -- whom they know there
            contacts TEXT NOT NULL DEFAULT '',
            -- what we do about it
            counter TEXT NOT NULL DEFAULT '',
            -- what they did last, and when
            move TEXT NOT NULL DEFAULT '',
            move_on TEXT,
            source TEXT NOT NULL DEFAULT '' CHECK (source IN ('', 'customer', 'public', 'competitor', 'internal')),
            -- 1: no longer there
            gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
            author TEXT NOT NULL,
            recorded_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX rival_by_account ON rival (account_id, name, product, on_date, id);
        CREATE INDEX rival_by_move ON rival (move_on) WHERE move_on IS NOT NULL;
        -- from a person or an account to another: who listens to whom, who brought whom
        CREATE TABLE link (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            contact_id INTEGER REFERENCES contact (id),
            to_account_id INTEGER REFERENCES account (id),
            to_contact_id INTEGER REFERENCES contact (id),
            kind TEXT NOT NULL CHECK (kind IN {_one_of(_LINKS)}),
            from_on TEXT,
            to_on TEXT,
            note TEXT NOT NULL DEFAULT '',
            confidential INTEGER NOT NULL DEFAULT 0 CHECK (confidential IN (0, 1)),
            author TEXT NOT NULL,
            recorded_at TEXT NOT NULL,
            CHECK (to_account_id IS NOT NULL OR to_contact_id IS NOT NULL)
        ) STRICT;
        CREATE INDEX link_by_account ON link (account_id, kind);
        CREATE INDEX link_by_other ON link (to_account_id) WHERE to_account_id IS NOT NULL;
        CREATE INDEX link_by_contact ON link (contact_id) WHERE contact_id IS NOT NULL;
        CREATE INDEX link_by_other_contact ON link (to_contact_id) WHERE to_contact_id IS NOT NULL;
        -- something in doubt: by hand, or what is done about one that is computed
        CREATE TABLE red_flag (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            contact_id INTEGER REFERENCES contact (id),
            -- what is in doubt: win, role:economic, profile:goals, or anything
            subject TEXT NOT NULL CHECK (subject <> ''),
            text TEXT NOT NULL DEFAULT '',
            -- the strength of ours that is used against it
            strength TEXT NOT NULL DEFAULT '',
            task_id INTEGER REFERENCES task (id),
            on_date TEXT NOT NULL,
            settled_on TEXT,
            author TEXT NOT NULL,
            recorded_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX red_flag_by_account ON red_flag (account_id, settled_on);
        CREATE INDEX red_flag_by_contact ON red_flag (contact_id) WHERE contact_id IS NOT NULL;
        CREATE INDEX red_flag_by_task ON red_flag (task_id) WHERE task_id IS NOT NULL;
        -- how far an account and we have become partners
        CREATE TABLE partnership (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            on_date TEXT NOT NULL,
            stage TEXT NOT NULL CHECK (stage IN ('none', 'exploring', 'agreed', 'alliance')),
            -- the last day of the agreement
            until_on TEXT,
            note TEXT NOT NULL DEFAULT '',
            decided_by TEXT NOT NULL,
            recorded_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX partnership_by_account ON partnership (account_id, on_date, id);
        """,
    )


def _plans(db: Database) -> None:
    """Account plans with their sections, goals, reviews; tasks become actions of goals."""
    _run(
        db,
        """
        -- the plan of an account for a fiscal year, or of the whole book where there is no account
        CREATE TABLE plan (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER REFERENCES account (id),
            first_on TEXT NOT NULL,
            last_on TEXT NOT NULL CHECK (last_on >= first_on),
            -- a login
            owner TEXT NOT NULL DEFAULT '',
            on_date TEXT NOT NULL,
            closed_on TEXT,
            author TEXT NOT NULL,
            recorded_at TEXT NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX plan_once ON plan (ifnull(account_id, 0), first_on);
        CREATE TABLE plan_section (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            plan_id INTEGER NOT NULL REFERENCES plan (id),
            account_id INTEGER REFERENCES account (id),
            section TEXT NOT NULL CHECK (section <> ''),
            -- empty: taken back
            text TEXT NOT NULL,
            source TEXT NOT NULL DEFAULT '' CHECK (source IN ('', 'customer', 'public', 'competitor', 'internal')),
            on_date TEXT NOT NULL,
            author TEXT NOT NULL,
            recorded_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX plan_section_by_plan ON plan_section (plan_id, section, on_date, id);
        CREATE INDEX plan_section_by_account ON plan_section (account_id) WHERE account_id IS NOT NULL;
        CREATE TABLE goal (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            plan_id INTEGER NOT NULL REFERENCES plan (id),
            account_id INTEGER REFERENCES account (id),
            kind TEXT NOT NULL
                CHECK (kind IN ('revenue', 'profit', 'relationship', 'customer_value', 'supply', 'cash', 'other')),
            title TEXT NOT NULL CHECK (title <> ''),
            -- what the book measures it by; empty: somebody enters the actual
            metric TEXT NOT NULL DEFAULT '',
            unit TEXT NOT NULL DEFAULT '',
            -- 1/10,000 of the unit: where it started, and where it should be on its day
            base INTEGER,
            target INTEGER,
            due_on TEXT,
            -- how the customer is helped to it
            solution TEXT NOT NULL DEFAULT '',
            state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'reached', 'dropped')),
            settled_on TEXT,
            on_date TEXT NOT NULL,
            recorded_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX goal_by_plan ON goal (plan_id);
        CREATE INDEX goal_by_account ON goal (account_id, state) WHERE account_id IS NOT NULL;
        CREATE TABLE goal_actual (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            goal_id INTEGER NOT NULL REFERENCES goal (id),
            account_id INTEGER REFERENCES account (id),
            on_date TEXT NOT NULL,
            value INTEGER NOT NULL,
            source TEXT NOT NULL DEFAULT '',
            author TEXT NOT NULL,
            recorded_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX goal_actual_by_goal ON goal_actual (goal_id, on_date, id);
        CREATE INDEX goal_actual_by_account ON goal_actual (account_id) WHERE account_id IS NOT NULL;
        CREATE TABLE plan_review (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            plan_id INTEGER NOT NULL REFERENCES plan (id),
            account_id INTEGER REFERENCES account (id),
            on_date TEXT NOT NULL,
            text TEXT NOT NULL CHECK (text <> ''),
            author TEXT NOT NULL,
            recorded_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX plan_review_by_plan ON plan_review (plan_id, on_date);
        CREATE INDEX plan_review_by_account ON plan_review (account_id) WHERE account_id IS NOT NULL;
        -- the goal it is an action for
        ALTER TABLE task ADD COLUMN goal_id INTEGER REFERENCES goal (id);
        CREATE INDEX task_by_goal ON task (goal_id) WHERE goal_id IS NOT NULL;
        """,
    )
