"""What every table and column of a dump is for, in the words of the schema, for whoever reads it with other programs.

English in every language, as the names of the columns are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kamtui.store import dumps, schema
from kamtui.store.sqlite import Connection

TABLES = {
    "account": "customers; their owner, tier and status stand in ownership, tier_decision and status_decision",
    "ack": "what somebody has seen in the daily review, or put off",
    "alias": "other names, ids, mail addresses and phones by which an account or a person is recognised",
    "book": "one row: what the book says of itself",
    "chain": "the changes in the order of their commits, each hash covering the one before it",
    "change": "one command or edit: who, when, how; its rows are in journal",
    "contact": "people; where they work is in position",
    "cover": "who of us keeps up the relation to which person of the customer",
    "credit_decision": "credit grade and limit as they were decided; the latest holds",
    "exception": "what somebody asked to do beside the rules, and what became of it",
    "exception_comment": "what was said to an exception",
    "export": "what was taken out of the book, and by whom",
    "fact": "figures of a customer that sales do not say: demand, share, market, stock",
    "goal": "the goals of a plan",
    "goal_actual": "how far a goal is, as it was measured",
    "influence": "how a person stands to a decision; the latest holds",
    "invoice": "invoices and credit notes",
    "issue": "complaints, requests and what else must be answered",
    "journal": "what each change wrote: the rows before and after, as JSON",
    "judgement": "scores and answers that people gave to the criteria of the policy; the latest holds",
    "link": "who knows, refers or influences whom",
    "manager_rating": "how key account managers were rated",
    "opinion": "what customers said of us or of one of us",
    "opportunity": "business that may come",
    "ownership": "who looks after an account from a day on",
    "parentage": "under which account an account stands from a day on",
    "partnership": "how far a partnership with a customer is, from a day on",
    "payment": "payments, prepayments and amounts written off",
    "peak": "times in which a customer needs more than usual",
    "plan": "account plans and the plan of the company",
    "plan_review": "what was said when a plan was gone through",
    "plan_section": "the sections of a plan; the latest of each holds",
    "policy": "the versions of the rules",
    "position": "where a person works or worked, and as what",
    "product": "what we sell",
    "product_alias": "other names of a product",
    "profile": "what is known of a customer or a person, field by field; the latest holds",
    "proposal_answer": "proposals of another tier that were rejected or put off",
    "quota": "what a manager should sell in a period",
    "rate": "exchange rates",
    "red_flag": "what is in doubt about a customer",
    "redaction": "entries and seals that a later change made to say less, as a purge does",
    "rival": "competitors at a customer; the latest word on each holds",
    "sale": "sales documents",
    "seal": "hashes of the rows that were there before the journal was a chain",
    "sent": "keys of what scripts sent, so that nothing comes twice",
    "service_change": "service that goes beside that of the tier; the latest holds",
    "status_decision": "the status of the relationship as it was decided; the latest holds",
    "task": "what is to be done",
    "team_member": "who of us works for an account",
    "terms": "what was agreed with a customer",
    "tier_decision": "tiers as they were decided; the latest holds",
    "told_apart": "accounts that look alike and are not the same",
    "touch": "visits, calls and other contacts with a customer, done or to come",
    "touch_contact": "who was there",
    "user": "who works with the book",
    dumps.LAST: "the highest number that each table ever gave; no number is given twice",
}

COLUMNS = {
    "account_id": "the account it is about",
    "contact_id": "the person it is about",
    "touch_id": "the touch in which it was learned",
    "on_date": "the day from which it holds, or on which it was",
    "recorded_at": "when it was entered",
    "author": "the login of who entered it",
    "decided_by": "the login of who decided it",
    "external_id": "its id in another program",
    "key": "what makes it recognisable when it is sent or imported again",
    "name_key": "the name as it is sorted and compared",
    "pinyin_key": "the name in pinyin and its initials, for searches",
    "archived_on": "since when it is no longer used",
    "merged_into": "the one that this was a duplicate of",
    "policy_version": "the rules that held",
    "confidential": "1: said in confidence",
    "is_key": "1: it matters most",
    "currency": "ISO 4217 code of the amounts",
    "who": "a login",
    "owner": "a login",
    "by": "a login",
    "at": "the instant in UTC",
    "amount": "1/10,000 of the currency unit",
    "source": "who says so",
    "hash": "of this row and what it stands for",
    "salt": "random, so that nobody can guess what a redacted row said",
    "id": "its number, never given twice",
    "note": "anything",
    "via": "how it came: the words of a command, app, import",
    "account.segments": "its segments, apart by blanks",
    "account.green_channel": "1: served before others",
    "account.currency": "of its amounts; null: that of the book",
    "ack.covers": "the signals that were seen",
    "ack.until_on": "put off until then",
    "book.fiscal_start": "the first month of the fiscal year",
    "book.created_at": "the day on which it began",
    "change.op": "the operation",
    "change.undoes": "the change that this one takes back",
    "change.by": "the login of who made it",
    "contact.placeholder": "1: somebody must be there, nobody knows who",
    "contact.purged_on": "when what was personal about them was erased for good",
    "journal.tbl": "the table",
    "journal.before": "the row as it was; null: it was not there",
    "journal.after": "the row as it became; null: it was deleted",
    "journal.digest": "of a block that was added: how many columns, then a short hash of each row",
    "link.to_account_id": "the other end, where it is an account",
    "link.to_contact_id": "the other end, where it is a person",
    "position.reports_to": "the position of who is above",
    "profile.field": "what is known: a field of the profile",
    "proposal_answer.until_on": "not proposed again until then",
    "redaction.entry_id": "the journal entry that says less",
    "redaction.seal_id": "the seal that says less",
    "seal.journal_id": "how far the journal went",
    "seal.tbl": "the table",
    "task.by_customer": "1: the customer has to do it",
    "task.repeat": "how often it comes again",
    "task.signal": "what made it: a signal of the daily review",
    "task.peak_id": "the peak it prepares",
    "task.goal_id": "the goal it serves",
    "tier_decision.evidence": "what the score rested on, as JSON",
    "tier_decision.score": "the score that day",
    "touch.joins": "the touch that this one is a part of",
    "touch.lesson": "what was learned",
    "user.hourly_cost": "1/10,000 of the currency unit of the book",
    "policy.rules": "the rules, as TOML",
    "sent.op": "the operation",
    "exception.proposal": "what is asked for",
    "chain.seq": "its place in the chain",
    "sqlite_sequence.name": "the table",
    "sqlite_sequence.seq": "the highest number",
}
"""By the name of a column in any table, and by table.column where it means something of its own."""

_COMMENT = re.compile(r"^\s*--\s*(?P<said>.*)$")
_NAMED = re.compile(r"^\s*(?P<name>[a-z_0-9]+)\s+(?:TEXT|INTEGER|REAL|BLOB)\b")
_CHOICES = re.compile(r"\b(?P<name>[a-z_]+) IN \((?P<values>[^()]*)\)")


class ColumnDoc(NamedTuple):
    """One column."""

    name: str
    type: str
    required: bool
    refers_to: str
    """The table whose id stands in it; "" where it is none."""
    values: tuple[str, ...]
    """What it may say, where that is fixed."""
    text: str


class TableDoc(NamedTuple):
    """One table of a dump."""

    name: str
    text: str
    columns: tuple[ColumnDoc, ...]


def documented(conn: Connection) -> Iterator[TableDoc]:
    """Every table of a dump in its order, as the book behind `conn` has it."""
    said = schema.objects(conn)
    for table in dumps.tables(conn):
        sql = said.get(table, "")
        comments, choices = _comments(sql), _choices(sql)
        refers = {row[3]: row[2] for row in conn.execute(f"PRAGMA main.foreign_key_list({table})")}
        columns = tuple(
            ColumnDoc(
                name,
                kind or "any",
                bool(required or key),
                refers.get(name, ""),
                choices.get(name, ()),
                _said(table, name, comments),
            )
            for _, name, kind, required, _, key in conn.execute(f"PRAGMA main.table_info({table})")
        )
        yield TableDoc(table, TABLES.get(table, ""), columns)


def _said(table: str, column: str, comments: dict[str, str]) -> str:
    known = COLUMNS.get(f"{table}.{column}") or comments.get(column) or COLUMNS.get(column)
    return known or column.replace("_", " ").strip()


def _comments(sql: str) -> dict[str, str]:
    """Column -> the comment above it in the schema."""
    found: dict[str, str] = {}
    above: list[str] = []
    for line in sql.splitlines():
        if comment := _COMMENT.match(line):
            above.append(comment["said"])
        else:
            if (column := _NAMED.match(line)) and above:
                found[column["name"]] = " ".join(above)
            above = []
    return found


def _choices(sql: str) -> dict[str, tuple[str, ...]]:
    return {
        found["name"]: tuple(value.strip().strip("'") for value in found["values"].split(","))
        for found in _CHOICES.finditer(sql)
    }
