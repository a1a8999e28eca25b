CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
CREATE TABLE account (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            external_id TEXT UNIQUE,
            name TEXT NOT NULL CHECK (name <> ''),
            name_key TEXT NOT NULL,
            pinyin_key TEXT NOT NULL DEFAULT '',
            -- what a filter looks in: name, initials, id, place, all folded
            search TEXT NOT NULL DEFAULT '',
            parent_id INTEGER REFERENCES account (id),
            kind TEXT NOT NULL DEFAULT 'end_user' CHECK (kind IN ('end_user', 'distributor', 'dealer', 'wholesaler', 'agent', 'government', 'household')),
            industry TEXT NOT NULL DEFAULT '',
            region TEXT NOT NULL DEFAULT '',
            country TEXT NOT NULL DEFAULT '',
            city TEXT NOT NULL DEFAULT '',
            address TEXT NOT NULL DEFAULT '',
            phone TEXT NOT NULL DEFAULT '',
            website TEXT NOT NULL DEFAULT '',
            currency TEXT CHECK (length(currency) = 3),
            note TEXT NOT NULL DEFAULT '',
            archived_on TEXT, segments TEXT NOT NULL DEFAULT '', merged_into INTEGER REFERENCES account (id), green_channel INTEGER NOT NULL DEFAULT 0 CHECK (green_channel IN (0, 1)),
            CHECK (parent_id <> id)
        ) STRICT;
CREATE TABLE ack (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            who TEXT NOT NULL,
            on_date TEXT NOT NULL,
            until_on TEXT,
            reason TEXT NOT NULL DEFAULT '',
            recorded_at TEXT NOT NULL
        , covers TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE alias (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER REFERENCES account (id),
            contact_id INTEGER REFERENCES contact (id),
            kind TEXT NOT NULL CHECK (kind IN ('name', 'id', 'email', 'phone')),
            text TEXT NOT NULL,
            key TEXT NOT NULL,
            CHECK ((account_id IS NULL) <> (contact_id IS NULL))
        ) STRICT;
CREATE TABLE book (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            name TEXT NOT NULL,
            currency TEXT NOT NULL CHECK (length(currency) = 3),
            fiscal_start INTEGER NOT NULL DEFAULT 1 CHECK (fiscal_start BETWEEN 1 AND 12),
            created_at TEXT NOT NULL
        ) STRICT;
CREATE TABLE chain (
            seq INTEGER PRIMARY KEY,
            change_id INTEGER NOT NULL UNIQUE REFERENCES change (id),
            hash BLOB NOT NULL
        ) STRICT;
CREATE TABLE change (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at TEXT NOT NULL,
            by TEXT NOT NULL,
            op TEXT NOT NULL,
            note TEXT NOT NULL DEFAULT '',
            undoes INTEGER REFERENCES change (id),
            -- open: a long import between two of its transactions
            state TEXT NOT NULL DEFAULT 'done' CHECK (state IN ('open', 'done'))
        , via TEXT NOT NULL DEFAULT '') STRICT;
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
        , placeholder INTEGER NOT NULL DEFAULT 0 CHECK (placeholder IN (0, 1)), merged_into INTEGER REFERENCES contact (id), purged_on TEXT) STRICT;
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
CREATE TABLE exception_comment (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            exception_id INTEGER NOT NULL REFERENCES exception (id),
            account_id INTEGER REFERENCES account (id),
            on_date TEXT NOT NULL,
            author TEXT NOT NULL,
            text TEXT NOT NULL CHECK (text <> ''),
            recorded_at TEXT NOT NULL
        ) STRICT;
CREATE TABLE export (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            on_date TEXT NOT NULL,
            author TEXT NOT NULL,
            what TEXT NOT NULL,
            rows INTEGER,
            via TEXT NOT NULL DEFAULT '',
            recorded_at TEXT NOT NULL
        ) STRICT;
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
CREATE TABLE influence (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            contact_id INTEGER NOT NULL REFERENCES contact (id),
            -- verified on
            on_date TEXT NOT NULL,
            -- apart by blanks: economic user technical coach sponsor anti_sponsor
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
CREATE TABLE issue (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            contact_id INTEGER REFERENCES contact (id),
            touch_id INTEGER REFERENCES touch (id),
            -- the instant in UTC from which the clocks of the service level run, and the civil date
            at TEXT NOT NULL,
            on_date TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('complaint', 'request', 'suggestion', 'delivery', 'install', 'operation', 'quality', 'billing', 'other')),
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
        , salt BLOB, hash BLOB, digest BLOB) STRICT;
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
CREATE TABLE link (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            contact_id INTEGER REFERENCES contact (id),
            to_account_id INTEGER REFERENCES account (id),
            to_contact_id INTEGER REFERENCES contact (id),
            kind TEXT NOT NULL CHECK (kind IN ('influences', 'referral', 'partner', 'relative', 'formerly_with', 'other')),
            from_on TEXT,
            to_on TEXT,
            note TEXT NOT NULL DEFAULT '',
            confidential INTEGER NOT NULL DEFAULT 0 CHECK (confidential IN (0, 1)),
            author TEXT NOT NULL,
            recorded_at TEXT NOT NULL,
            CHECK (to_account_id IS NOT NULL OR to_contact_id IS NOT NULL)
        ) STRICT;
CREATE TABLE manager_rating (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            who TEXT NOT NULL,
            criterion TEXT NOT NULL CHECK (criterion IN ('relationship_development', 'strategic_thinking', 'intellect', 'orderliness', 'team_leadership')),
            on_date TEXT NOT NULL,
            score INTEGER NOT NULL CHECK (score BETWEEN 1 AND 5),
            note TEXT NOT NULL DEFAULT '',
            author TEXT NOT NULL,
            recorded_at TEXT NOT NULL
        ) STRICT;
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
CREATE TABLE opportunity (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            external_id TEXT UNIQUE,
            -- null: nobody can be named for it yet
            account_id INTEGER REFERENCES account (id),
            name TEXT NOT NULL CHECK (name <> ''),
            kind TEXT NOT NULL DEFAULT 'new_business' CHECK (kind IN ('new_business', 'renewal', 'upsell', 'cross_sell', 'tender', 'other')),
            level TEXT NOT NULL DEFAULT 'universe' CHECK (level IN ('universe', 'above', 'in', 'best_few')),
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
CREATE TABLE ownership (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            on_date TEXT NOT NULL,
            owner TEXT NOT NULL,
            recorded_at TEXT NOT NULL
        ) STRICT;
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
CREATE TABLE payment (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            -- null: on account; it settles what has been due the longest
            invoice_id INTEGER REFERENCES invoice (id),
            on_date TEXT NOT NULL,
            -- below zero: paid back
            amount INTEGER NOT NULL CHECK (amount <> 0),
            currency TEXT NOT NULL CHECK (length(currency) = 3),
            kind TEXT NOT NULL DEFAULT 'payment' CHECK (kind IN ('payment', 'prepayment', 'write_off')),
            number TEXT NOT NULL DEFAULT '',
            key TEXT NOT NULL,
            note TEXT NOT NULL DEFAULT '',
            recorded_at TEXT NOT NULL
        ) STRICT;
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
CREATE TABLE plan_review (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            plan_id INTEGER NOT NULL REFERENCES plan (id),
            account_id INTEGER REFERENCES account (id),
            on_date TEXT NOT NULL,
            text TEXT NOT NULL CHECK (text <> ''),
            author TEXT NOT NULL,
            recorded_at TEXT NOT NULL
        ) STRICT;
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
CREATE TABLE policy (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            on_date TEXT NOT NULL,
            rules TEXT NOT NULL,
            note TEXT NOT NULL DEFAULT '',
            decided_by TEXT NOT NULL,
            recorded_at TEXT NOT NULL
        ) STRICT;
CREATE TABLE position (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            contact_id INTEGER NOT NULL REFERENCES contact (id),
            account_id INTEGER NOT NULL REFERENCES account (id),
            title TEXT NOT NULL DEFAULT '',
            function TEXT CHECK (function IN ('purchasing', 'operations', 'technical', 'finance', 'marketing', 'management', 'legal', 'it', 'other')),
            level TEXT CHECK (level IN ('exec', 'mid', 'front')),
            reports_to INTEGER REFERENCES position (id),
            from_on TEXT,
            to_on TEXT,
            end_reason TEXT CHECK (end_reason IN ('left_company', 'moved_inside', 'moved_to_rival', 'retired', 'unknown', 'entered_wrongly')), is_key INTEGER NOT NULL DEFAULT 0 CHECK (is_key IN (0, 1)),
            CHECK (to_on IS NULL OR from_on IS NULL OR from_on <= to_on)
        ) STRICT;
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
CREATE TABLE product_alias (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            product_id INTEGER NOT NULL REFERENCES product (id),
            said TEXT NOT NULL CHECK (said <> ''),
            key TEXT NOT NULL UNIQUE
        ) STRICT;
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
CREATE TABLE redaction (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            entry_id INTEGER REFERENCES journal (id),
            seal_id INTEGER REFERENCES seal (id),
            change_id INTEGER NOT NULL REFERENCES change (id),
            hash BLOB NOT NULL,
            CHECK ((entry_id IS NULL) <> (seal_id IS NULL))
        ) STRICT;
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
CREATE TABLE seal (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            journal_id INTEGER NOT NULL,
            tbl TEXT NOT NULL,
            -- ids of the rows, as a JSON list
            rows TEXT NOT NULL,
            digest BLOB NOT NULL,
            salt BLOB,
            -- the chain begins with these
            hash BLOB NOT NULL
        ) STRICT;
CREATE TABLE sent (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            op TEXT NOT NULL,
            key TEXT NOT NULL,
            UNIQUE (op, key)
        ) STRICT;
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
        , recent_revenue INTEGER NOT NULL DEFAULT 0, earlier_revenue INTEGER NOT NULL DEFAULT 0, last_order_on TEXT) STRICT;
CREATE TABLE standing_day (id INTEGER PRIMARY KEY CHECK (id = 1), on_date TEXT NOT NULL) STRICT;
CREATE TABLE status_decision (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            on_date TEXT NOT NULL,
            -- null: not rated (any more)
            status TEXT CHECK (status IN ('developing', 'solid', 'defending', 'declining')),
            grade TEXT CHECK (grade IN ('potential', 'limited', 'developing', 'good', 'solid', 'defending', 'regressing')),
            reason TEXT NOT NULL DEFAULT '',
            touch_id INTEGER REFERENCES touch (id),
            decided_by TEXT NOT NULL,
            recorded_at TEXT NOT NULL
        ) STRICT;
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
        , on_date TEXT NOT NULL DEFAULT '', by_customer INTEGER NOT NULL DEFAULT 0 CHECK (by_customer IN (0, 1)), repeat TEXT NOT NULL DEFAULT '', signal TEXT NOT NULL DEFAULT '', result TEXT NOT NULL DEFAULT '', goal_id INTEGER REFERENCES goal (id), peak_id INTEGER REFERENCES peak (id)) STRICT;
CREATE TABLE team_member (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            -- a login
            who TEXT NOT NULL,
            function TEXT NOT NULL CHECK (function IN ('kam', 'sales_vp', 'sales_manager', 'transport', 'manufacturing', 'rnd', 'marketing', 'finance', 'customer_service', 'tech_support', 'exec_sponsor', 'internal_management')),
            from_on TEXT,
            to_on TEXT,
            CHECK (to_on IS NULL OR from_on IS NULL OR from_on <= to_on)
        ) STRICT;
CREATE TABLE terms (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            kind TEXT NOT NULL CHECK (kind IN ('discount', 'rebate', 'joint_promo', 'freight', 'training', 'stock_support', 'payment_days', 'exclusivity', 'other')),
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
        , evidence TEXT NOT NULL DEFAULT '') STRICT;
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
CREATE TABLE touch (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account (id),
            -- the instant in UTC, and the civil date where the author was: 23:50 counts for that day
            at TEXT NOT NULL,
            on_date TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('visit', 'meeting', 'call', 'email', 'message', 'event', 'training', 'workshop', 'annual_forum', 'survey', 'internal', 'note')),
            minutes INTEGER CHECK (minutes BETWEEN 0 AND 10080),
            summary TEXT NOT NULL DEFAULT '',
            state TEXT NOT NULL DEFAULT 'done' CHECK (state IN ('done', 'scheduled', 'cancelled')),
            by TEXT NOT NULL DEFAULT '',
            -- what makes a row recognisable when it is sent or imported again
            key TEXT,
            recorded_at TEXT NOT NULL
        , purpose TEXT NOT NULL DEFAULT ''
            CHECK (purpose IN ('', 'sell', 'deliver', 'solve', 'learn', 'courtesy', 'review', 'plan', 'collect')), direction TEXT NOT NULL DEFAULT '' CHECK (direction IN ('', 'out', 'in', 'both')), feedback TEXT NOT NULL DEFAULT '' CHECK (feedback IN ('', '+', '0', '-')), lesson TEXT NOT NULL DEFAULT '', joins INTEGER REFERENCES touch (id)) STRICT;
CREATE TABLE touch_contact (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            touch_id INTEGER NOT NULL REFERENCES touch (id),
            contact_id INTEGER NOT NULL REFERENCES contact (id)
        ) STRICT;
CREATE TABLE user (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            -- the natural key: authors and owners are stored as logins, so history survives a removed user
            login TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (login <> ''),
            name TEXT NOT NULL DEFAULT '',
            role TEXT NOT NULL DEFAULT 'kam' CHECK (role IN ('head', 'kam', 'support', 'reader')),
            hours_per_week REAL,
            left_on TEXT
        , hourly_cost INTEGER CHECK (hourly_cost >= 0)) STRICT;
CREATE INDEX account_by_key ON account (name_key);
CREATE INDEX account_by_merged ON account (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX account_by_parent ON account (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX account_by_segment ON account (segments) WHERE segments <> '';
CREATE INDEX ack_by_account ON ack (account_id, on_date);
CREATE INDEX ack_by_who ON ack (who, on_date, account_id);
CREATE INDEX alias_by_account ON alias (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX alias_by_contact ON alias (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX alias_by_key ON alias (key, kind);
CREATE INDEX change_by_author ON change (by, id);
CREATE INDEX change_open ON change (state) WHERE state = 'open';
CREATE INDEX change_undone ON change (undoes) WHERE undoes IS NOT NULL;
CREATE INDEX contact_by_key ON contact (name_key);
CREATE INDEX cover_by_account ON cover (account_id, contact_id, who, on_date, id);
CREATE INDEX cover_by_contact ON cover (contact_id);
CREATE INDEX cover_by_who ON cover (who, account_id);
CREATE INDEX credit_decision_by_account ON credit_decision (account_id, on_date, id);
CREATE INDEX exception_by_account ON exception (account_id, state);
CREATE INDEX exception_by_state ON exception (state, on_date);
CREATE INDEX exception_comment_by_exception ON exception_comment (exception_id);
CREATE INDEX export_by_day ON export (on_date, id);
CREATE INDEX fact_by_metric ON fact (metric, last_on, account_id);
CREATE UNIQUE INDEX fact_once ON fact (account_id, metric, period, product, source, on_date);
CREATE INDEX goal_actual_by_account ON goal_actual (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX goal_actual_by_goal ON goal_actual (goal_id, on_date, id);
CREATE INDEX goal_by_account ON goal (account_id, state) WHERE account_id IS NOT NULL;
CREATE INDEX goal_by_plan ON goal (plan_id);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX influence_by_account ON influence (account_id, contact_id, on_date, id);
CREATE INDEX influence_by_contact ON influence (contact_id);
CREATE INDEX influence_by_touch ON influence (touch_id) WHERE touch_id IS NOT NULL;
CREATE INDEX influence_confided ON influence (account_id, contact_id) WHERE confidential = 1;
CREATE INDEX invoice_by_account ON invoice (account_id, issued_on, currency, amount);
CREATE UNIQUE INDEX invoice_by_source_key ON invoice (key, account_id);
CREATE INDEX invoice_credits ON invoice (credits) WHERE credits IS NOT NULL;
CREATE INDEX invoice_settled ON invoice (settled_on) WHERE settled_on IS NOT NULL;
CREATE INDEX invoice_unsettled ON invoice (account_id, due_on) WHERE settled_on IS NULL;
CREATE INDEX issue_by_account ON issue (account_id, on_date);
CREATE UNIQUE INDEX issue_by_source_key ON issue (key) WHERE key IS NOT NULL;
CREATE INDEX issue_open ON issue (account_id, at) WHERE resolved_on IS NULL;
CREATE INDEX journal_by_account ON journal (account_id, change_id) WHERE account_id IS NOT NULL;
CREATE INDEX journal_by_change ON journal (change_id);
CREATE INDEX journal_by_row ON journal (tbl, row, last);
CREATE INDEX judgement_by_account ON judgement (account_id, criterion, on_date, id);
CREATE INDEX link_by_account ON link (account_id, kind);
CREATE INDEX link_by_contact ON link (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX link_by_other ON link (to_account_id) WHERE to_account_id IS NOT NULL;
CREATE INDEX link_by_other_contact ON link (to_contact_id) WHERE to_contact_id IS NOT NULL;
CREATE INDEX manager_rating_by_who ON manager_rating (who, criterion, on_date, id);
CREATE INDEX opinion_by_account ON opinion (account_id, on_date, id);
CREATE INDEX opportunity_by_account ON opportunity (account_id, outcome, level, expected_on);
CREATE INDEX opportunity_by_close ON opportunity (closed_on, outcome) WHERE outcome <> '';
CREATE INDEX opportunity_open ON opportunity (level, expected_on) WHERE outcome = '';
CREATE INDEX ownership_by_account ON ownership (account_id, on_date, id, owner);
CREATE INDEX parentage_by_account ON parentage (account_id, on_date, id, parent_id);
CREATE INDEX parentage_by_parent ON parentage (parent_id, account_id) WHERE parent_id IS NOT NULL;
CREATE INDEX partnership_by_account ON partnership (account_id, on_date, id);
CREATE INDEX payment_by_account ON payment (account_id, on_date, currency, amount);
CREATE INDEX payment_by_invoice ON payment (invoice_id, on_date, amount) WHERE invoice_id IS NOT NULL;
CREATE UNIQUE INDEX payment_by_source_key ON payment (key, account_id);
CREATE INDEX payment_on_account ON payment (account_id, on_date, amount) WHERE invoice_id IS NULL;
CREATE INDEX peak_by_account ON peak (account_id, starts_on);
CREATE UNIQUE INDEX plan_once ON plan (ifnull(account_id, 0), first_on);
CREATE INDEX plan_review_by_account ON plan_review (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX plan_review_by_plan ON plan_review (plan_id, on_date);
CREATE INDEX plan_section_by_account ON plan_section (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX plan_section_by_plan ON plan_section (plan_id, section, on_date, id);
CREATE INDEX position_by_account ON position (account_id, to_on, contact_id);
CREATE INDEX position_by_boss ON position (reports_to) WHERE reports_to IS NOT NULL;
CREATE INDEX position_by_contact ON position (contact_id, account_id);
CREATE INDEX product_alias_by_product ON product_alias (product_id);
CREATE INDEX profile_by_account ON profile (account_id, field, on_date, id) WHERE account_id IS NOT NULL;
CREATE INDEX profile_by_contact ON profile (contact_id, field, on_date, id) WHERE contact_id IS NOT NULL;
CREATE INDEX profile_confided ON profile (account_id, contact_id, field) WHERE confidential = 1;
CREATE INDEX proposal_answer_by_account ON proposal_answer (account_id, on_date, id);
CREATE INDEX quota_by_user ON quota (who, first_on, on_date, id);
CREATE UNIQUE INDEX rate_once ON rate (currency, base, on_date);
CREATE INDEX red_flag_by_account ON red_flag (account_id, settled_on);
CREATE INDEX red_flag_by_contact ON red_flag (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX red_flag_by_task ON red_flag (task_id) WHERE task_id IS NOT NULL;
CREATE INDEX redaction_by_change ON redaction (change_id);
CREATE INDEX redaction_by_entry ON redaction (entry_id, id) WHERE entry_id IS NOT NULL;
CREATE INDEX redaction_by_seal ON redaction (seal_id, id) WHERE seal_id IS NOT NULL;
CREATE INDEX rival_by_account ON rival (account_id, name, product, on_date, id);
CREATE INDEX rival_by_move ON rival (move_on) WHERE move_on IS NOT NULL;
CREATE INDEX sale_by_account ON sale (account_id, on_date, currency, amount, profit, kind);
CREATE INDEX sale_by_date ON sale (on_date, account_id, currency, amount, profit, kind);
CREATE UNIQUE INDEX sale_by_source_key ON sale (key, ifnull(account_id, 0));
CREATE INDEX service_change_by_account ON service_change (account_id, on_date, id);
CREATE INDEX standing_by_due ON standing (archived, next_due_on, name_key, account_id);
CREATE INDEX standing_by_last ON standing (archived, last_touch_on, name_key, account_id);
CREATE INDEX standing_by_name ON standing (archived, name_key, account_id);
CREATE INDEX standing_by_owner ON standing (archived, owner, tier_rank, name_key, account_id);
CREATE INDEX standing_by_revenue ON standing (archived, revenue_12m, name_key, account_id);
CREATE INDEX standing_by_search ON standing (archived, search, name_key, account_id);
CREATE INDEX standing_by_status ON standing (archived, status, name_key, account_id);
CREATE INDEX standing_by_tier ON standing (archived, tier_rank, name_key, account_id);
CREATE INDEX status_decision_by_account ON status_decision (account_id, on_date, id, status);
CREATE INDEX status_decision_by_touch ON status_decision (touch_id) WHERE touch_id IS NOT NULL;
CREATE INDEX task_by_account ON task (account_id, state, due_on);
CREATE INDEX task_by_contact ON task (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX task_by_due ON task (state, due_on);
CREATE INDEX task_by_goal ON task (goal_id) WHERE goal_id IS NOT NULL;
CREATE INDEX task_by_peak ON task (peak_id) WHERE peak_id IS NOT NULL;
CREATE INDEX task_by_signal ON task (account_id, due_on, signal) WHERE state = 'open' AND signal <> '';
CREATE UNIQUE INDEX task_by_source_key ON task (key) WHERE key IS NOT NULL;
CREATE INDEX task_by_touch ON task (touch_id) WHERE touch_id IS NOT NULL;
CREATE INDEX team_member_by_account ON team_member (account_id, to_on);
CREATE INDEX team_member_by_who ON team_member (who, account_id);
CREATE INDEX terms_by_account ON terms (account_id, from_on, to_on);
CREATE INDEX tier_decision_by_account ON tier_decision (account_id, on_date, id, tier);
CREATE INDEX tier_decision_by_date ON tier_decision (on_date, id, account_id, tier);
CREATE UNIQUE INDEX told_apart_once ON told_apart (account_id, other_id);
CREATE INDEX touch_by_account ON touch (account_id, on_date, state, kind);
CREATE INDEX touch_by_joined ON touch (joins) WHERE joins IS NOT NULL;
CREATE INDEX touch_by_kind ON touch (kind, account_id, on_date)
            WHERE kind IN ('event', 'annual_forum');
CREATE UNIQUE INDEX touch_by_source_key ON touch (key) WHERE key IS NOT NULL;
CREATE INDEX touch_by_time ON touch (at);
CREATE INDEX touch_contact_by_contact ON touch_contact (contact_id, touch_id);
CREATE UNIQUE INDEX touch_contact_once ON touch_contact (touch_id, contact_id);
CREATE INDEX touch_planned ON touch (account_id, on_date) WHERE state = 'scheduled';
