"""Signals that come from comparing an account with the whole book (SIG-17, SIG-22, SIG-23)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from kamtui.domain.severity import Severity
from kamtui.domain.signals.reason import Action, Reason
from kamtui.domain.tiers import Tier
from kamtui.domain.whale import ProfitClass


class Shares(NamedTuple):
    """What became of an account's revenue, in percent of it."""

    left: float
    gross: float
    served: float | None
    """Cost-to-serve; None: nothing of it is known."""
    granted: float


class Place(NamedTuple):
    """What the last quarterly review says of an account, as far as its signals need it."""

    tier: Tier | None
    reviewed_on: dt.date
    proposed: Tier | None
    """The tier that waits for a decision; None: none does."""
    collect: tuple[str, ...]
    """Criteria that are unknown, the heaviest first; only where too little is known to say anything."""
    leaning: str | None
    """What a key account's score hangs on alone; None: it stands on more."""
    profit_class: ProfitClass | None
    """None: unknown."""
    shares: Shares | None = None
    """Of a draining account; None: it had no revenue."""


SHOWN = 3
"""Criteria to collect that are named."""


def reasons(place: Place) -> Iterator[Reason]:
    """What the ranking of the book says of one account."""
    day = place.reviewed_on
    if place.profit_class is ProfitClass.DRAINING and place.tier in (Tier.KEY, Tier.REGULAR):
        yield Reason("SIG-17", Severity.AMBER, *_draining(place.shares), Action.MONEY, day)
    if place.proposed is not None:
        fields: dict[str, object] = {"tier": place.proposed.value}
        yield Reason("SIG-22", Severity.INFO, "proposed as {tier}", fields, Action.TIER, day)
    if place.tier is Tier.KEY and place.leaning is not None:
        text, fields = "key by {name} alone", {"name": place.leaning}
        yield Reason("SIG-23", Severity.INFO, text, fields, Action.TIER, day)
    if place.tier is Tier.KEY and place.collect:
        names = ", ".join(place.collect[:SHOWN])
        yield Reason("SIG-23", Severity.INFO, "too little is known: {names}", {"names": names}, Action.TIER, day)


def _draining(shares: Shares | None) -> tuple[str, dict[str, object]]:
    """What an account that drains profit is said to do, with its numbers."""
    if shares is None:
        return "drains profit", {}
    known = bool(shares.served), bool(shares.granted)
    return _DRAINING[known], {name: share for name, share in shares._asdict().items() if share is not None}


_DRAINING = {
    (False, False): "drains profit: {left:.1f}% of sales",
    (True, False): "drains profit: {left:.1f}% of sales (gross {gross:.1f}, serving {served:.1f})",
    (False, True): "drains profit: {left:.1f}% of sales (gross {gross:.1f}, granted {granted:.1f})",
    (True, True): (
        "drains profit: {left:.1f}% of sales (gross {gross:.1f}, serving {served:.1f}, granted {granted:.1f})"
    ),
}
"""Whether something of the cost-to-serve and of what was granted is known -> what is said."""
