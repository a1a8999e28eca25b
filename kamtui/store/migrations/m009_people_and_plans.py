"""Who decides at a customer and who of us covers them, how accounts hang together, and the account plan."""

from __future__ import annotations

from sqlite_utils import Database

from kamtui.store.migrations.steps import migrations, one_of, run

_FUNCTIONS = "purchasing operations technical finance marketing management legal it other"
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
    run(
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
    run(
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
    run(
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
    run(
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
            function TEXT NOT NULL CHECK (function IN {one_of(_OUR_FUNCTIONS)}),
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
            criterion TEXT NOT NULL CHECK (criterion IN {one_of(_RATINGS)}),
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
    run(
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
            kind TEXT NOT NULL CHECK (kind IN {one_of(_LINKS)}),
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
    run(
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
