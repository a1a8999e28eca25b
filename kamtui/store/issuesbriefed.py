"""The issues of an account for a briefing: what is open, and what became of what was asked (R69)."""

from __future__ import annotations

import datetime as dt

from kamtui.domain.briefings import Issued
from kamtui.domain.issues import Issue, Waiting
from kamtui.domain.signals.situation import Situation
from kamtui.domain.traderules import ServiceRules
from kamtui.store import issues
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection

SETTLED_DAYS = 90
"""Days for which it is told what became of an issue."""

SETTLED = 5
"""Settled ones that a page has room for."""


def issued(conn: Connection, account: int, on: dt.date, rules: ServiceRules, *, confidential: bool) -> list[Issued]:
    """Open issues by when they are due, then those settled lately; `confidential`: with those told in confidence."""
    found = [
        one
        for one in issues.rows(conn, issues.ids(conn, account=account, until=on))
        if confidential or not one.confidential
    ]
    still = [_issued(one, rules, on) for one in found if one.resolved_on is None or one.resolved_on > on]
    first = on - dt.timedelta(days=SETTLED_DAYS)
    done = [_issued(one, rules, on) for one in found if one.resolved_on is not None and first <= one.resolved_on <= on]
    done.sort(key=lambda one: (one.resolved_on or on, one.on), reverse=True)
    return [*sorted(still, key=lambda one: (one.due_on, one.severity)), *done[:SETTLED]]


def in_public(conn: Connection, seen: Situation, on: dt.date, rules: ServiceRules) -> Situation:
    """A situation without the issues that were told in confidence."""
    scope = Scope(conn, on, [seen.account_id])
    waiting, repeated = issues.signalled(scope, rules, is_public=True)
    return seen._replace(issues=waiting.get(seen.account_id, ()), repeated=repeated.get(seen.account_id, ()))


def _issued(one: Issue, rules: ServiceRules, on: dt.date) -> Issued:
    is_answered = one.responded_at is not None and one.responded_at.date() <= on
    due_on, _ = Waiting(one.id, one.title, one.at, is_answered, one.tier).due_on(rules)
    return Issued(
        kind=one.kind,
        severity=one.severity,
        title=one.title,
        on=one.on,
        contact=one.contact or "",
        owner=one.owner,
        department=one.department,
        due_on=due_on,
        resolved_on=None if one.resolved_on is None or one.resolved_on > on else one.resolved_on,
        answer=one.answer,
        prevented_by=one.prevented_by,
        confidential=one.confidential,
    )
