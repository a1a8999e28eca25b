"""What makes the audit hold: hashes of what was written, their chain, and who took what out of the book."""

from __future__ import annotations

from sqlite_utils import Database

from kamtui.store import chain
from kamtui.store.migrations.steps import migrations, run


@migrations()
def m011_audit_and_access(db: Database) -> None:
    """What makes the audit hold: hashes of what was written, their chain, and who took what out of the book.

    An older book is sealed as it stands: from this day on nothing in it can be changed unseen.
    """
    run(
        db,
        """
        -- how it came: the command's words, app, import, ssh and the command's words
        ALTER TABLE change ADD COLUMN via TEXT NOT NULL DEFAULT '';
        -- random: without it nobody can guess from the hash what an entry said before it was made to forget
        ALTER TABLE journal ADD COLUMN salt BLOB;
        ALTER TABLE journal ADD COLUMN hash BLOB;
        -- of a block that was added: how many columns its rows had, then a short hash of each row
        ALTER TABLE journal ADD COLUMN digest BLOB;
        -- every change in the order of the commits; each hash covers its change and the hash before it
        CREATE TABLE chain (
            seq INTEGER PRIMARY KEY,
            change_id INTEGER NOT NULL UNIQUE REFERENCES change (id),
            hash BLOB NOT NULL
        ) STRICT;
        -- the rows that were there when an older book was upgraded; the journal says what became of them
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
        -- an entry or a seal that a later change made to say less; its new hash, covered by that change's
        CREATE TABLE redaction (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            entry_id INTEGER REFERENCES journal (id),
            seal_id INTEGER REFERENCES seal (id),
            change_id INTEGER NOT NULL REFERENCES change (id),
            hash BLOB NOT NULL,
            CHECK ((entry_id IS NULL) <> (seal_id IS NULL))
        ) STRICT;
        CREATE INDEX redaction_by_entry ON redaction (entry_id, id) WHERE entry_id IS NOT NULL;
        CREATE INDEX redaction_by_seal ON redaction (seal_id, id) WHERE seal_id IS NOT NULL;
        CREATE INDEX redaction_by_change ON redaction (change_id);
        -- what was taken out of the book as a whole: exports, reports, backups
        CREATE TABLE export (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            on_date TEXT NOT NULL,
            author TEXT NOT NULL,
            what TEXT NOT NULL,
            rows INTEGER,
            via TEXT NOT NULL DEFAULT '',
            recorded_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX export_by_day ON export (on_date, id);
        """,
    )
    chain.seal_what_is_there(db.conn)
