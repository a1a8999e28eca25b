"""The account report read: the briefing and the history behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kamtui.domain.accountreports import AccountReport, Decided, Rated, Spent
from kamtui.domain.policy import AXES
from kamtui.store import assessments, briefings, buying, policies, statuses, tiers
from kamtui.store.fragments import counts, minutes_spent
from kamtui.store.sqlite import Connection


def report(conn: Connection, account: int, on: dt.date, *, confidential: bool = False) -> AccountReport:
    """The report on an account, for the user of this connection; raises NotFound.

    What was said in confidence is in it only with `confidential`, and only for those who may see it.
    """
    briefing = briefings.briefing(conn, account, on, confidential=confidential)
    card = assessments.assess(conn, on, among=[account]).card(account)
    decided = [
        Decided(each.on, each.before, each.tier, each.reason, each.decided_by)
        for each in tiers.history(conn, account)
        if each.on <= on
    ]
    rated = [
        Rated(each.on, each.status, each.grade, each.reason, each.decided_by)
        for each in statuses.history(conn, account)
        if each.on <= on
    ]
    return AccountReport(
        briefing=briefing,
        tiers=decided[::-1],
        statuses=rated[::-1],
        axes={axis: card.axes[axis].score for axis in AXES},
        known={axis: card.axes[axis].coverage for axis in AXES},
        spent=_spent(conn, account, on, policies.in_force(conn, on).minutes),
    )


def _spent(conn: Connection, account: int, on: dt.date, usual: Mapping[str, int]) -> list[Spent]:
    spans = buying.quarters(conn, on)
    found = conn.execute(
        f"SELECT x.on_date, {minutes_spent(usual)}, {counts('x')} FROM touch x"
        " WHERE x.account_id = ? AND x.state = 'done' AND x.on_date BETWEEN ? AND ?",
        (account, spans[0].first.isoformat(), on.isoformat()),
    ).fetchall()
    touches = [(dt.date.fromisoformat(day), minutes, contact) for day, minutes, contact in found]
    return [
        Spent(
            span,
            sum(minutes for day, minutes, _ in touches if span.first <= day <= span.last),
            sum(contact for day, _, contact in touches if span.first <= day <= span.last),
            span.last >= on,
        )
        for span in spans
    ]
