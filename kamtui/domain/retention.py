"""Who bought again from one period to the next, and what those who stayed brought (R30, 3.13).

An account bought in a period where its revenue is above zero in any currency. Of a period that still runs, who has not
bought yet is not lost yet; of the first period of a book there is nobody to compare with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kamtui.domain.periods import Period, month_start


class Bought(NamedTuple):
    """What an account bought in a period in one currency, in 1/10,000."""

    revenue: int
    profit: int | None
    """Gross; None: unknown."""


Buyers = Mapping[int, Mapping[str, Bought]]
"""Account -> currency -> what it bought in a period."""


class Money(NamedTuple):
    """What the accounts that stayed brought in one currency."""

    revenue: int
    profit: int | None
    """Gross, as far as it is known; None where nobody's is."""
    unknown: int
    """How many of them have an unknown gross profit."""


class Kept(NamedTuple):
    """Who stayed from one period to the next."""

    period: Period
    is_partial: bool
    """It still runs: who has not bought yet may do so. Or the documents begin in it."""
    is_first: bool
    """The documents begin in the period before, so that not all who bought in it are known."""
    bought: int
    """Accounts that bought in it."""
    before: int | None
    """Accounts that bought in the period before; None: there are no documents of it, and so are the next four."""
    kept: int | None
    lost: int | None
    new: int | None
    """Bought and never had."""
    back: int | None
    """Bought again, but not in the period before."""
    money: Mapping[str, Money]
    """Currency -> of those who were kept."""

    @property
    def won(self) -> int | None:
        """Bought, but not in the period before."""
        return None if self.new is None or self.back is None else self.new + self.back

    @property
    def churn(self) -> float | None:
        """Percent of those who bought before and did not again; None: nobody did."""
        return 100 * self.lost / self.before if self.lost is not None and self.before else None


def kept(periods: Sequence[Period], buyers: Sequence[Buyers], ever_before: Iterable[int], data: Period) -> list[Kept]:
    """Each period but the first, held against the one before it; those before the first document are left out.

    `buyers` are those of each period. `ever_before`: who bought before the first of them; `data`: the days from the
    first document to the one it is asked on.
    """
    known = set(ever_before)
    found = []
    for number, (period, now) in enumerate(zip(periods, buyers, strict=True)):
        here = bought(now)
        if number and period.last >= data.first:
            found.append(_kept(period, periods[number - 1], here, bought(buyers[number - 1]), now, known, data))
        known |= here
    return found


def _kept(
    period: Period, earlier: Period, here: set[int], before: set[int], now: Buyers, known: set[int], data: Period
) -> Kept:
    begins = month_start(data.first)
    is_known = earlier.last >= data.first
    stayed = here & before
    return Kept(
        period=period,
        is_partial=period.last >= data.last or period.first < begins,
        is_first=is_known and earlier.first < begins,
        bought=len(here),
        before=len(before) if is_known else None,
        kept=len(stayed) if is_known else None,
        lost=len(before - here) if is_known else None,
        new=len(here - before - known) if is_known else None,
        back=len((here - before) & known) if is_known else None,
        money=_money(now[account] for account in sorted(stayed)),
    )


def bought(buyers: Buyers) -> set[int]:
    """Whose revenue is above zero in any currency."""
    return {account for account, each in buyers.items() if any(one.revenue > 0 for one in each.values())}


def _money(several: Iterable[Mapping[str, Bought]]) -> dict[str, Money]:
    found: dict[str, Money] = {}
    for each in several:
        for currency, one in each.items():
            money = found.get(currency, Money(0, None, 0))
            profit = money.profit if one.profit is None else (money.profit or 0) + one.profit
            found[currency] = Money(money.revenue + one.revenue, profit, money.unknown + (one.profit is None))
    return found
