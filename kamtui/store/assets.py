"""What customers are worth on a day: what they left in twelve months, and how many of their tier stayed (R60)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kamtui.domain import assets
from kamtui.domain.assets import LOOKED_BACK, Stayed, Terms, Worth, Year
from kamtui.domain.periods import add_months, trailing_year
from kamtui.domain.retention import bought
from kamtui.domain.tiers import Tier
from kamtui.store import policies, portfolio, retention, tiers
from kamtui.store.sqlite import Connection


def worth(
    conn: Connection,
    on: dt.date,
    currency: str,
    terms: Terms,
    known: Mapping[Tier | None, Stayed],
    account: int | None = None,
) -> list[Worth]:
    """What the accounts are worth on a day, tier by tier, or one account; empty where nobody knows how many stay.

    `known`: how many stayed, as of that day.
    """
    earned = portfolio.earned(conn, *trailing_year(on), currency, policies.in_force(conn, on), account)
    return assets.worth(earned, tiers.of_all(conn, on), known, terms)


def stayed(conn: Connection, on: dt.date) -> dict[Tier | None, Stayed]:
    """Tier -> how many of its customers bought again in the year after, over the last years up to a day."""
    days = [add_months(on, -12 * back) for back in range(LOOKED_BACK, -1, -1)]
    buyers = [bought(each) for each in retention.buyers(conn, [trailing_year(day) for day in days], on)]
    years = zip(days, buyers, buyers[1:], strict=False)
    return assets.stayed(Year(tiers.of_all(conn, day), before, after) for day, before, after in years)
