"""The rules of money, supply and service that a policy holds: what is late, short, slow or stale."""

from __future__ import annotations

from typing import NamedTuple

from kamtui.domain.tiers import Tier


class ReceivablesRules(NamedTuple):
    """When what a customer owes is a matter (D20, D21, R72)."""

    payment_days: int = 30
    """Between an invoice and its due day where neither the invoice nor the terms say."""
    late_amber: int = 30
    """Days late."""
    late_red: int = 60
    exposure_amber: int = 80
    """Percent of the credit limit."""
    exposure_red: int = 100
    small_percent: float = 0.5
    """Of the credit limit: what is overdue below is small change."""
    small_amount: int = 100
    """Small change whatever the limit, in units of the book's currency."""
    review_key: int = 180
    """Days between credit reviews of a key account."""
    review_other: int = 365
    pattern_days: int = 3
    """A payment so many days from the next order belongs to it."""
    pattern_cycles: int = 4
    """The orders that are looked back on for paying on the next order."""
    pattern_met: int = 3
    """How many of them must show it."""
    capital_cost: float = 8
    """Percent a year that money costs us while customers owe it: a default of ours."""


class SupplyRules(NamedTuple):
    """When a customer's stock is short, and when a peak must be prepared (D22, D23)."""

    days: int = 28
    """Of sell-through that cover is counted by."""
    lead_days: int = 14
    """From order to delivery where the product does not say: cover below is red."""
    spare_days: int = 7
    """On top of them: cover below is amber."""
    peak_days: int = 60
    """Before the start of a peak that its preparation begins."""
    stale_days: int = 30
    """After which a stock figure says nothing of today."""


class ServiceRules(NamedTuple):
    """How soon each tier is answered and helped (R56), and when a cause repeats (SIG-26)."""

    key: tuple[int, int] = (4, 24)
    """Hours to the first answer, and to the solution; by the clock, not by office hours."""
    regular: tuple[int, int] = (8, 72)
    prospect: tuple[int, int] = (24, 120)
    unattractive: tuple[int, int] = (48, 240)
    wish_days: int = 30
    """Days to settle what a customer asks for or suggests: nothing is broken, but something of ours must change."""
    repeats: int = 3
    """So many issues of one cause are a pattern."""
    repeat_days: int = 180
    """Within so many days."""

    def hours(self, tier: Tier | None, *, is_wish: bool = False) -> tuple[int, int]:
        """Hours to the first answer and to the solution; without a tier, those of prospects."""
        answer, solution = {
            Tier.KEY: self.key,
            Tier.REGULAR: self.regular,
            Tier.PROSPECT: self.prospect,
            Tier.UNATTRACTIVE: self.unattractive,
            None: self.prospect,
        }[tier]
        return answer, 24 * self.wish_days if is_wish else solution


class FunnelRules(NamedTuple):
    """What opportunities need, and when they are stale (R43, SIG-32)."""

    stale_days: int = 90
    """Without any move an open one is stale."""
    renewal_days: int = 90
    """Before a renewal, a tender or the end of a contract."""
    hours_universe: float = 1
    """Hours of ours that an opportunity still needs, by its level."""
    hours_above: float = 4
    hours_in: float = 12
    hours_best_few: float = 6


class CustomerCosts(NamedTuple):
    """What winning and keeping a customer costs (R31), in the book's currency; 0: not known."""

    acquire: float = 0
    """Once, for a new one."""
    maintain: float = 0
    """A year, for one that stays."""
