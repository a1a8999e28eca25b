"""What the daily review looks at of opportunities: renewals and tenders to come, and those at work (SIG-04, SIG-32)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from kamtui.domain.opportunities import Deals, Kind, Level, Pending
from kamtui.domain.traderules import FunnelRules
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection

_COMING = f"(kind IN ('{Kind.RENEWAL}', '{Kind.TENDER}') AND expected_on <= :limit)"
_AT_WORK = f"level IN ('{Level.IN}', '{Level.BEST_FEW}')"


def won(conn: Connection, on: dt.date) -> dict[int, tuple[dt.date, dt.date]]:
    """Account -> the days on which the first and the last opportunity there were won, up to a day."""
    day = dt.date.fromisoformat
    found = conn.execute(
        "SELECT account_id, min(closed_on), max(closed_on) FROM opportunity"
        " WHERE outcome = 'won' AND closed_on <= ? AND account_id IS NOT NULL GROUP BY account_id",
        (on.isoformat(),),
    )
    return {account: (day(first), day(last)) for account, first, last in found}


def signalled(scope: Scope, rules: FunnelRules) -> dict[int, Deals]:
    """Account -> what its opportunities ask for, of those at which something is to be decided or at work."""
    ending, working = defaultdict[int, list[Pending]](list), defaultdict[int, list[Pending]](list)
    for account, name, kind, since, expected, is_coming, is_at_work in scope.rows(
        f"SELECT account_id, name, kind, level_on, expected_on, {_COMING}, {_AT_WORK} FROM opportunity"
        f" WHERE outcome = '' AND account_id IS NOT NULL AND ({_COMING} OR {_AT_WORK})",
        by="",
        limit=scope.on + dt.timedelta(days=rules.renewal_days),
    ):
        if is_coming:
            ending[account].append(Pending(dt.date.fromisoformat(expected), name, Kind(kind)))
        if is_at_work:
            working[account].append(Pending(dt.date.fromisoformat(since), name, Kind(kind)))
    return {account: Deals(sorted(ending[account]), sorted(working[account])) for account in {*ending, *working}}
