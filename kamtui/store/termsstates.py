"""What the daily review looks at of terms: over the headroom, about to end, not kept (SIG-16)."""

from __future__ import annotations

import datetime as dt

from kamtui.domain.policy import Policy
from kamtui.domain.signals.terms import ENDING_DAYS
from kamtui.domain.terms import Condition, Terms, TermsState
from kamtui.store import headroom, prepayments, terms
from kamtui.store.scope import Scope


def signalled(scope: Scope, policy: Policy) -> dict[int, TermsState]:
    """Account -> what is the matter with its terms, of those with which something is."""
    granted = terms.in_scope(scope)
    if not granted:
        return {}
    rooms = headroom.headrooms(scope.conn, scope.on, policy, granted)
    kept = prepayments.conditions(scope.conn, scope.on, (each for mine in granted.values() for each in mine))
    last = scope.on + dt.timedelta(days=ENDING_DAYS)
    found = {}
    for account, mine in granted.items():
        room = rooms.get(account)
        over = room if room is not None and room.is_over else None
        state = TermsState(
            over=over,
            over_since=max(each.from_on for each in mine) if over else None,
            ending=tuple(_ending(mine, last)),
            unmet=tuple(_unmet(mine, kept)),
        )
        if state != _NOTHING:
            found[account] = state
    return found


_NOTHING = TermsState(None, None)


def _ending(mine: list[Terms], last: dt.date) -> list[tuple[dt.date, str, dt.date]]:
    ending = [(each.to_on, each) for each in mine if each.to_on is not None and each.to_on <= last]
    soon = dt.timedelta(days=ENDING_DAYS)
    return sorted((day, each.label, max(each.from_on, day - soon)) for day, each in ending)


def _unmet(mine: list[Terms], kept: dict[int, Condition]) -> list[Condition]:
    checked = (kept.get(each.id) for each in mine)
    return [each for each in checked if each is not None and each.is_met is False]
