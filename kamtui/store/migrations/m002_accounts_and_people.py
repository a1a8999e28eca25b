"""Whom we know. No tier, status or owner here: those are dated decisions with tables of their own."""

from __future__ import annotations

from sqlite_utils import Database

from kamtui.store.migrations.steps import migrations, one_of, run

_FUNCTIONS = "purchasing operations technical finance marketing management legal it other"
_END_REASONS = "left_company moved_inside moved_to_rival retired unknown entered_wrongly"
_ACCOUNT_KINDS = "end_user distributor dealer wholesaler agent government household"


@migrations()
def m002_accounts_and_people(db: Database) -> None:
    """Whom we know. No tier, status or owner here: those are dated decisions with tables of their own."""
    run(
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
            kind TEXT NOT NULL DEFAULT 'end_user' CHECK (kind IN {one_of(_ACCOUNT_KINDS)}),
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
            function TEXT CHECK (function IN {one_of(_FUNCTIONS)}),
            level TEXT CHECK (level IN ('exec', 'mid', 'front')),
            reports_to INTEGER REFERENCES position (id),
            from_on TEXT,
            to_on TEXT,
            end_reason TEXT CHECK (end_reason IN {one_of(_END_REASONS)}),
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
