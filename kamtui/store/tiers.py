"""Tier decisions read: one account's history, the whole book's tiers on a day, who moved."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from kamtui.domain.tiers import Tier
from kamtui.store.fragments import LATEST
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection


class TierDecision(NamedTuple):
    """A tier as it was decided."""

    id: int
    account_id: int
    on: dt.date
    before: Tier | None
    tier: Tier
    score: float | None
    attractiveness: float | None
    potential: float | None
    relationship: float | None
    reason: str
    decided_by: str
    policy_version: int | None
    recorded_at: str
    evidence: Mapping[str, object]
    """What it rested on: method, score and line at the reviews, coverage, objections and what overrode them."""


def history(conn: Connection, account: int) -> list[TierDecision]:
    """One account's decisions, oldest first; of several on one day the last one counts."""
    found = conn.execute(
        "SELECT id, account_id, on_date, lag(tier) OVER (ORDER BY on_date, id), tier, score, attractiveness,"
        " potential, relationship, reason, decided_by, policy_version, recorded_at, evidence"
        " FROM tier_decision WHERE account_id = ? ORDER BY on_date, id",
        (account,),
    )
    return [_decision(row) for row in found]


def decision(conn: Connection, key: int) -> TierDecision:
    """One decision, with the tier before it."""
    (account,) = conn.execute("SELECT account_id FROM tier_decision WHERE id = ?", (key,)).fetchone()
    return next(found for found in history(conn, account) if found.id == key)


def in_force(conn: Connection, account: int, on: dt.date) -> Tier | None:
    """The tier of one account on a day; None before the first decision."""
    row = conn.execute(
        "SELECT tier FROM tier_decision WHERE account_id = ? AND on_date <= ? ORDER BY on_date DESC, id DESC LIMIT 1",
        (account, on.isoformat()),
    ).fetchone()
    return None if row is None else Tier(row[0])


def of_all(conn: Connection, on: dt.date) -> dict[int, Tier]:
    """Account -> tier on a day, for every account that has one."""
    found = conn.execute(
        "SELECT account_id, tier FROM tier_decision WHERE +on_date <= ? ORDER BY account_id, on_date, id",
        (on.isoformat(),),
    )
    # of several the last one stays; looking a word up is several times faster than making the member
    return {account: _TIERS[tier] for account, tier in found}


_TIERS = {tier.value: tier for tier in Tier}


def decisions(conn: Connection) -> list[tuple[dt.date, int, Tier]]:
    """Every decision of the book as (day, account, tier), oldest first; of several on one day the last one counts."""
    days: dict[str, dt.date] = {}
    found = conn.execute("SELECT on_date, account_id, tier FROM tier_decision ORDER BY on_date, id").fetchall()
    for text, _, _ in found:
        if text not in days:
            days[text] = dt.date.fromisoformat(text)
    return [(days[text], account, _TIERS[tier]) for text, account, tier in found]


def decided_on_scores(conn: Connection, on: dt.date, among: Iterable[int] | None = None) -> dict[int, dt.date]:
    """Account -> the day of its tier, where it was decided on a scorecard and not brought by an import.

    `among` None: all accounts.
    """
    found = Scope(conn, on, among).rows(
        f"SELECT account_id, on_date, evidence, {LATEST} FROM tier_decision WHERE on_date <= :on"
    )
    return {account: dt.date.fromisoformat(day) for account, day, evidence, _ in found if evidence}


def decided_on(conn: Connection, on: dt.date, among: Iterable[int] | None = None) -> dict[int, dt.date]:
    """Account -> the day of the newest decision up to a day; `among` None: all accounts."""
    found = Scope(conn, on, among).rows("SELECT account_id, max(on_date) FROM tier_decision WHERE on_date <= :on")
    return {account: dt.date.fromisoformat(day) for account, day in found}


def decided_by_people(conn: Connection) -> dict[int, str]:
    """Account -> ISO date of the first decision a person took on it."""
    return dict(
        conn.execute(
            "SELECT account_id, min(on_date) FROM tier_decision WHERE decided_by <> 'policy' GROUP BY account_id"
        )
    )


def between(conn: Connection, first: dt.date, last: dt.date) -> list[TierDecision]:
    """All decisions after `first` up to `last`, oldest first, each with the tier before it."""
    found = conn.execute(
        "SELECT d.id, d.account_id, d.on_date, (SELECT e.tier FROM tier_decision e WHERE e.account_id = d.account_id"
        "  AND (e.on_date, e.id) < (d.on_date, d.id) ORDER BY e.on_date DESC, e.id DESC LIMIT 1),"
        " d.tier, d.score, d.attractiveness, d.potential, d.relationship, d.reason, d.decided_by, d.policy_version,"
        " d.recorded_at, d.evidence FROM tier_decision d WHERE d.on_date > ? AND d.on_date <= ?"
        " ORDER BY d.on_date, d.id",
        (first.isoformat(), last.isoformat()),
    )
    return [_decision(row) for row in found]


def _decision(row: tuple[Any, ...]) -> TierDecision:
    key, account, on, before, tier, *rest, evidence = row
    known = json.loads(evidence) if evidence else {}
    return TierDecision._make(
        (key, account, dt.date.fromisoformat(on), before and Tier(before), Tier(tier), *rest, known)
    )
