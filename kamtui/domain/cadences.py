"""How often an account of each tier wants to be touched: the part of the policy that every list needs (D12)."""

from __future__ import annotations

from collections.abc import Mapping

from kamtui.errors import BadInput
from kamtui.i18n import t

Cadence = Mapping[str, tuple[int, int]]
"""Tier -> (target, maximum) in days between touches; unattractive accounts have none."""

TIERS = ("key", "regular", "prospect")

STARTING: Cadence = {"key": (7, 14), "regular": (30, 45), "prospect": (60, 90)}
"""What every starting policy says; a book that has decided no policy need not read TOML to know it."""


def read(rules: Mapping[str, object]) -> Cadence:
    """The cadence that a policy's rules state; raises BadInput naming the line that is wrong."""
    stated = rules.get("cadence", {})
    result = {}
    for tier in TIERS:
        days = stated.get(tier) if isinstance(stated, dict) else None
        if not (isinstance(days, list) and len(days) == 2 and all(type(day) is int for day in days)):
            raise BadInput(t("policy: cadence.{tier} must be two whole numbers of days", tier=tier))
        target, most = days
        if not 0 < target <= most:
            raise BadInput(t("policy: cadence.{tier}: the target must be above 0 and within the maximum", tier=tier))
        result[tier] = (target, most)
    return result
