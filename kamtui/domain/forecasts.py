"""What customers are expected to sell on beside the stock they have: what is missing, and when it runs out (R63)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from kamtui.domain.periods import Period
from kamtui.domain.supply import Flow, Pace, Stock, daily, same_unit


class Outlook(NamedTuple):
    """What is expected to be sold on in the coming days, beside the stock there is."""

    account_id: int
    product: str
    window: Period
    expected: Fraction
    """In 1/10,000 of the unit, of the days that a forecast speaks of."""
    days: int
    """How many of the days that is."""
    unit: str
    stock: Stock | None
    pace: Pace | None
    runs_out_on: dt.date | None
    """The first day the stock does not suffice for; None: it lasts as far as is foreseen, or is unknown."""

    @property
    def missing(self) -> Fraction | None:
        """How much of what is expected the stock does not cover; None: unknown."""
        if self.stock is None or not same_unit(self.stock.unit, self.unit):
            return None
        return max(Fraction(0), self.expected - self.stock.value)


def outlook(
    account_id: int,
    product: str,
    stock: Stock | None,
    expected: Sequence[Flow],
    pace_now: Pace | None,
    window: Period,
) -> Outlook | None:
    """What is expected in the coming days beside the stock; None where nobody foresees anything."""
    unit = next((flow.unit for flow in expected if flow.unit), "")
    alike = [(flow, Period(flow.first, flow.last)) for flow in expected if same_unit(flow.unit, unit)]
    ahead = {day: value for day, value in sorted(daily(alike).items()) if day >= window.first}
    within = [value for day, value in ahead.items() if window.holds(day)]
    if not within:
        return None
    runs_out = None
    if stock is not None and same_unit(stock.unit, unit):
        left = Fraction(stock.value)
        for day, value in ahead.items():
            left -= value
            if left < 0:
                runs_out = day
                break
    total = sum(within, Fraction(0))
    return Outlook(account_id, product, window, total, len(within), unit, stock, pace_now, runs_out)
