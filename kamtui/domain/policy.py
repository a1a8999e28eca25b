"""The rules the company owns, as TOML: cadence, tier cuts, time and mix targets (R06)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kamtui.errors import BadInput
from kamtui.i18n import t

STARTING = """\
# The rules this book is judged by. Every number is yours to change:
# kamtui policy show > rules.toml, edit it, kamtui policy set rules.toml

[cadence]
# Days between touches: the target, and the most that is still acceptable (D12).
key = [7, 14]
regular = [30, 45]
prospect = [60, 90]

[tiers]
# First-cut rule: rank by sales of the trailing twelve months (R02, D1).
key_percent = 10      # this share of the buying accounts, rounded up
regular_percent = 30  # target share of the pyramid; a paying account is never called a prospect
"""


class Policy(NamedTuple):
    """One version of the rules, checked."""

    version: int
    """Its number in the book; 0 for the starting policy of a book without one."""
    cadence: Mapping[str, tuple[int, int]]
    """Tier -> (target, maximum) in days between touches."""
    key_percent: int
    """The first-cut share of buying accounts that are key."""
    regular_percent: int
    """The pyramid's target share of regular accounts."""


STARTED = Policy(0, {"key": (7, 14), "regular": (30, 45), "prospect": (60, 90)}, 10, 30)
"""What STARTING states; a book that has decided no policy need not read TOML to know it."""


def read(text: str, version: int = 0) -> Policy:
    """The policy that a TOML text states; raises BadInput naming the line that is wrong."""
    # imported late: who only looks at an account needs no rules
    import tomllib

    try:
        rules = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(t("the policy is not TOML: {reason}", reason=error)) from None
    cadence = {}
    for tier in ("key", "regular", "prospect"):
        days = rules.get("cadence", {}).get(tier)
        if not (isinstance(days, list) and len(days) == 2 and all(isinstance(day, int) for day in days)):
            raise BadInput(t("policy: cadence.{tier} must be two whole numbers of days", tier=tier))
        target, most = days
        if not 0 < target <= most:
            raise BadInput(t("policy: cadence.{tier}: the target must be above 0 and within the maximum", tier=tier))
        cadence[tier] = (target, most)
    tiers = rules.get("tiers", {})
    return Policy(version, cadence, _percent(tiers, "key_percent"), _percent(tiers, "regular_percent"))


def _percent(tiers: Mapping[str, object], name: str) -> int:
    value = tiers.get(name)
    if not isinstance(value, int) or not 0 <= value <= 100:
        raise BadInput(t("policy: tiers.{name} must be a whole number from 0 to 100", name=name))
    return value
