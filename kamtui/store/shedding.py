"""Customers that drain profit, and what keeps them from another service (R58)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from kamtui.domain import measures, shedding, whale
from kamtui.domain.periods import add_months
from kamtui.domain.policy import Card
from kamtui.domain.proposals import review_days
from kamtui.domain.shedding import Candidate, Year
from kamtui.domain.whale import ProfitClass
from kamtui.store import accounts, assessments, figures, fiscal, owners, policies
from kamtui.store.assessments import Assessment
from kamtui.store.sqlite import Connection


def candidates(conn: Connection, on: dt.date, among: Iterable[int] | None = None) -> list[Candidate]:
    """Accounts that drained profit at the newest review, what keeps them from another service with each.

    `among` gives these accounts whatever they earn.
    """
    policy = policies.in_force(conn, on)
    chosen = None if among is None else list(among)
    newest = review_days(on, 1, fiscal.start(conn))[0]
    # a year each, so that one loss counts once
    days = [add_months(newest, -12 * back) for back in range(policy.tiers.reviews)]
    past = [assessments.assess(conn, day, policy=policy, among=chosen) for day in days]
    years = {account: tuple(_year(found, account) for found in past) for account in past[0].facts}
    found = [key for key in years if chosen is not None or years[key][0].profit_class is ProfitClass.DRAINING]
    now = assessments.assess(conn, on, policy=policy, among=found)
    since, names, held = figures.tracked_since(conn, on, found), accounts.names(conn), owners.of_all(conn, on)
    made = []
    for account in found:
        tracked = (on - since.get(account, on)).days
        potential, assessed_on = now.card(account).axes[Card.POTENTIAL].score, _assessed_on(now, account)
        made.append(
            Candidate(
                account_id=account,
                name=names[account],
                owner=held.get(account, ""),
                years=years[account],
                is_gross=now.facts[account].cost_to_serve is None,
                potential=potential,
                assessed_on=assessed_on,
                tracked_days=tracked,
                missing=shedding.missing(policy.tiers, years[account], potential, assessed_on, tracked),
            )
        )
    return sorted(made, key=lambda each: (len(each.missing), each.years[0].percent or 0.0, each.name))


def _year(found: Assessment, account: int) -> Year:
    facts = found.facts.get(account)
    left = None if facts is None else measures.left(facts)
    if facts is None or left is None or facts.revenue is None:
        return Year(found.on, None, None)
    percent = 100 * left / facts.revenue if facts.revenue > 0 else None
    return Year(found.on, whale.profit_class(facts.revenue, left, found.policy.profit), percent)


def _assessed_on(found: Assessment, account: int) -> dt.date | None:
    """When its potential was last judged, or its wallet estimated; a margin that was computed is neither."""
    judged = found.judged.get(account, {})
    days = [judged[each.name].on for each in found.policy.cards[Card.POTENTIAL] if each.name in judged]
    wallet_on = found.facts[account].wallet_on
    return max([*days, *([wallet_on] if wallet_on else [])], default=None)
