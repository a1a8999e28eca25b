"""The sample book with every text in it exchanged for a hostile one, and one account more for each of them."""

from __future__ import annotations

import datetime as dt
from itertools import count
from pathlib import Path

from kamtui import paths
from kamtui.clock import Clock
from kamtui.domain.contacts import Level
from kamtui.domain.tiers import Tier
from kamtui.ops.accounts import add_account
from kamtui.ops.contacts import add_contact
from kamtui.ops.sample.build import build_sample
from kamtui.ops.tasks import add_task
from kamtui.ops.touches import add_touch
from kamtui.store.book import Book
from kamtui.store.sqlite import Connection, sqlite3
from kamtui.store.tx import Tx
from tests.conftest import TODAY
from tests.reliability.hostile import HOSTILE, is_storable

HEAD = "zhao.min"
"""Sees everything."""

WORDS = {
    "account": "name external_id industry region country city address phone website note",
    "ack": "reason",
    "alias": "text",
    "book": "name",
    "change": "note via",
    "contact": "name external_id email phone note",
    "credit_decision": "reason",
    "exception": "title proposal answer",
    "exception_comment": "text",
    "export": "what via",
    "fact": "product unit source",
    "goal": "title unit solution",
    "goal_actual": "source",
    "influence": "win result",
    "invoice": "number order_ref dispute note",
    "issue": "title text product cause lesson prevented_by answer",
    "judgement": "source note",
    "link": "note",
    "manager_rating": "note",
    "opinion": "text",
    "opportunity": "name external_id product origin reason note",
    "partnership": "note",
    "payment": "number note",
    "peak": "name product unit note result",
    "plan_review": "text",
    "plan_section": "text",
    "policy": "note",
    "position": "title",
    "product": "name code series note",
    "product_alias": "said",
    "profile": "value",
    "proposal_answer": "reason",
    "rate": "source",
    "red_flag": "text strength",
    "rival": "name product strengths contacts counter move",
    "sale": "number",
    "service_change": "change reason",
    "status_decision": "reason",
    "task": "title result",
    "terms": "title condition designed_with result",
    "tier_decision": "reason",
    "told_apart": "reason",
    "touch": "summary lesson",
    "user": "name",
}
"""Table -> the columns in which people write what they like."""

CODES = {
    "account": "name_key pinyin_key search kind currency segments",
    "ack": "who covers",
    "alias": "kind key",
    "book": "currency",
    "change": "by op state",
    "contact": "name_key pinyin_key",
    "cover": "who author",
    "credit_decision": "grade currency decided_by",
    "exception": "kind raised_by state decided_by",
    "exception_comment": "author",
    "export": "author",
    "fact": "period metric currency confidence",
    "goal": "kind metric state",
    "goal_actual": "author",
    "influence": "roles degree mode author",
    "invoice": "key currency",
    "issue": "kind owner department author key",
    "journal": "tbl before after",
    "judgement": "criterion answer author",
    "link": "kind author",
    "manager_rating": "who criterion author",
    "opinion": "about author",
    "opportunity": "kind level currency owner outcome",
    "ownership": "owner",
    "parentage": "decided_by",
    "partnership": "stage decided_by",
    "payment": "currency kind key",
    "peak": "author",
    "plan": "owner author",
    "plan_review": "author",
    "plan_section": "section source author",
    "policy": "rules decided_by",
    "position": "function level end_reason",
    "product": "name_key currency",
    "product_alias": "key",
    "profile": "field source author",
    "proposal_answer": "tier answer decided_by",
    "quota": "who currency author",
    "rate": "currency base",
    "red_flag": "subject author",
    "rival": "source author",
    "sale": "kind currency owner key",
    "seal": "tbl rows",
    "sent": "op key",
    "service_change": "cautions decided_by",
    "standing": "name_key search tier status grade owner currency",
    "status_decision": "status grade decided_by",
    "task": "owner state key repeat signal",
    "team_member": "who function",
    "terms": "kind unit currency agreed_by",
    "tier_decision": "tier decided_by evidence",
    "told_apart": "decided_by",
    "touch": "kind state by key purpose direction feedback",
    "user": "login role",
}
"""Table -> the columns that hold what the program itself chose, or checked."""

_RULES = '"""', '"""Qa\\u001b[31;7mZb \\u202e[/] \\u009b31;7mZb\n'
"""Opens the sentence that a policy says about itself; TOML can spell any character."""

_ROWS: dict[str, dict[str, str | int]] = {
    "exception_comment": {"exception_id": 1, "account_id": 1, "text": "x"},
    "plan_review": {"plan_id": 1, "account_id": 1, "text": "x"},
    "proposal_answer": {"account_id": 1, "tier": "key", "answer": "rejected", "until_on": "2027-01-01"},
    "red_flag": {"account_id": 1, "subject": "role:coach", "text": "x"},
    "service_change": {"account_id": 9, "cadence_days": 90},
    "told_apart": {"account_id": 1, "other_id": 2},
    "export": {"what": "x", "rows": 1},
    "profile": {"account_id": 1, "field": "Qa\x1b[31;7mZb[/]", "value": "x"},
}
"""A row for tables that are empty in the sample, and a field that somebody named themselves."""


def build(path: Path) -> None:
    """Make the book."""
    book = Book.create(path, who=HEAD, clock=Clock(TODAY), name="Hostile", currency="CNY", fiscal_start=1)
    build_sample(book, paths.sample_book())
    with book.unguarded(), book.write("account.add") as tx:
        for text in filter(is_storable, HOSTILE.values()):
            _add(tx, text)
    book.close()
    conn = sqlite3.connect(path, isolation_level=None)
    conn.execute("BEGIN")
    _fill(conn)
    _poison(conn, [text.encode("utf-8", "surrogatepass") for text in HOSTILE.values()])
    conn.execute("UPDATE policy SET rules = replace(rules, ?, ?)", ("about = " + _RULES[0], "about = " + _RULES[1]))
    conn.execute("COMMIT")
    conn.close()


def unclassified(conn: Connection) -> list[str]:
    """Columns of text of which nobody has said who writes them."""
    tables = [name for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = []
    for table in tables:
        known = {*WORDS.get(table, "").split(), *CODES.get(table, "").split()}
        for _, column, kind, *_ in conn.execute(f'PRAGMA table_info("{table}")').fetchall():
            is_date = column == "at" or column.endswith(("_on", "_at", "on_date"))
            if kind == "TEXT" and not is_date and column not in known and not table.startswith("_"):
                found.append(f"{table}.{column}")
    return found


def _add(tx: Tx, text: str) -> None:
    """An account, a person, a touch and a promise that are called so, in the journal too."""
    account = add_account.within(tx, text, tier=Tier.KEY, owner=HEAD, fields={"note": text}).account_id
    person = add_contact.within(tx, account, text, title=text, level=Level.EXEC).contact_id
    add_touch.within(tx, account, on=TODAY - dt.timedelta(days=130), people=[person], summary=text)
    add_task.within(tx, text, account_id=account, due_on=TODAY - dt.timedelta(days=3), owner=HEAD)


def _fill(conn: Connection) -> None:
    """Put a row into tables that the sample leaves empty."""
    usual = {"on_date": "2026-11-01", "recorded_at": "2026-11-01T00:00:00Z", "author": HEAD, "decided_by": HEAD}
    for table, row in _ROWS.items():
        columns = {column for _, column, *_ in conn.execute(f"PRAGMA table_info({table})")}
        values = {**{name: value for name, value in usual.items() if name in columns}, **row}
        marks = ", ".join("?" * len(values))
        conn.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", [*values.values()])


def _poison(conn: Connection, texts: list[bytes]) -> None:
    """Exchange every text by what another program could have written there: the bytes go in unchecked."""
    number = count()
    # the journal and the alike cannot be changed, except by who removes what guards them
    for name in [name for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]:
        conn.execute(f"DROP TRIGGER {name}")
    for table, columns in WORDS.items():
        added = "AND id <= 40" if table == "account" else "AND id <= 150" if table == "contact" else ""
        for column in columns.split():
            taken = f"SELECT id FROM {table} WHERE {column} IS NOT NULL {added} ORDER BY id"
            for (row,) in conn.execute(taken).fetchall():
                text = texts[next(number) % len(texts)]
                conn.execute(f"UPDATE OR IGNORE {table} SET {column} = CAST(? AS TEXT) WHERE id = ?", (text, row))
