"""Touches, tasks, issues and opinions as lists."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator

from kamtui.store.discretion import visible
from kamtui.store.outgoing.references import Outgoing, Row

PAGE = 1_000
"""Touches whose people are read at a time."""

_TOUCHES = (
    "SELECT id, account_id, CASE WHEN at = on_date || 'T00:00:00Z' THEN on_date ELSE at END, kind, minutes, state,"
    " summary, by, ifnull(key, '@' || id), direction, feedback, purpose FROM touch ORDER BY at, id"
)
_TASKS = (
    "SELECT id, account_id, contact_id, title, due_on, owner, state, done_on, by_customer, repeat, result FROM task"
    " ORDER BY id"
)
_ISSUES = (
    "SELECT i.id, i.account_id, i.contact_id, i.at, i.kind, i.severity, i.title, i.text, i.product, i.owner,"
    " i.responded_at, i.resolved_at, i.answer, i.cause, i.lesson, i.confidential, i.author FROM issue i"
    " WHERE {shown} ORDER BY i.id"
)
_OPINIONS = (
    "SELECT o.id, o.account_id, o.contact_id, o.on_date, o.about, o.score, o.text, o.confidential, o.author"
    " FROM opinion o WHERE {shown} ORDER BY o.id"
)


def touches(out: Outgoing) -> Iterator[Row]:
    """The touches with the people who were there."""
    found = out.conn.execute(_TOUCHES)
    while page := found.fetchmany(PAGE):
        page = [row for row in page if out.has(row[1])]
        people = defaultdict(list)
        for touch, contact in out.conn.execute(
            "SELECT touch_id, contact_id FROM touch_contact WHERE touch_id IN (SELECT value FROM json_each(?))"
            " ORDER BY id",
            (json.dumps([row[0] for row in page]),),
        ):
            people[touch].append(contact)
        for key, account, *said in page:
            names = filter(None, (out.contact(contact, account) for contact in people[key]))
            yield (*out.account(account), ";".join(dict.fromkeys(names)), *said)


def tasks(out: Outgoing) -> Iterator[Row]:
    """The tasks and what customers promised."""
    return _of_accounts(out, _TASKS)


def issues(out: Outgoing) -> Iterator[Row]:
    """The issues; those told in confidence only where asked for, to who may see them."""
    return _of_accounts(out, _ISSUES.format(shown=_shown(out, "i")))


def opinions(out: Outgoing) -> Iterator[Row]:
    """What customers said of us; in confidence only where asked for, to who may see it."""
    return _of_accounts(out, _OPINIONS.format(shown=_shown(out, "o")))


def _of_accounts(out: Outgoing, select: str) -> Iterator[Row]:
    for key, account, contact, *said in out.conn.execute(select):
        if out.has(account):
            yield (key, *out.account(account), out.contact(contact, account), *said)


def _shown(out: Outgoing, alias: str) -> str:
    return visible(alias) if out.confidential else f"{alias}.confidential = 0"
