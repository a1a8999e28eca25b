"""How far a customer is trusted: grade, limit, exposure, and when it is looked at anew (R75, D20, D21)."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from kamtui.domain.texts import vocabulary
from kamtui.domain.tiers import Tier

if TYPE_CHECKING:
    # whoever judges by the rules has read them; to show an account takes none
    from kamtui.domain.traderules import ReceivablesRules


class CreditGrade(StrEnum):
    """How far a customer is trusted, the best first."""

    A = "A"
    """No doubt."""
    B = "B"
    """Normal."""
    C = "C"
    """Watch: a part is paid before delivery."""
    D = "D"
    """Prepay only."""


MEANINGS = {
    CreditGrade.A: "no doubt",
    CreditGrade.B: "normal",
    CreditGrade.C: "watch, prepay a part",
    CreditGrade.D: "prepay only",
}
"""What each grade says, in words."""

WATCHED = frozenset({CreditGrade.C, CreditGrade.D})
"""Grades that are looked at as often as a key account's, whatever the tier (D21)."""


class Credit(NamedTuple):
    """A decision about the credit of an account."""

    id: int
    account_id: int
    on: dt.date
    grade: CreditGrade | None
    """None: not graded."""
    limit: int | None
    """In 1/10,000 of `currency`; None: no limit is set, which is not a limit of nothing."""
    currency: str
    next_review_on: dt.date | None
    """None: as the policy says."""
    reason: str
    decided_by: str

    def review_on(self, tier: Tier | None, rules: ReceivablesRules) -> dt.date:
        """When it is to be looked at anew (D21)."""
        if self.next_review_on is not None:
            return self.next_review_on
        often = tier is Tier.KEY or self.grade in WATCHED
        return self.on + dt.timedelta(days=rules.review_key if often else rules.review_other)


class Exposure(NamedTuple):
    """What we stand to lose at an account, against its limit, in the currency of the limit; in 1/10,000."""

    account_id: int
    currency: str
    open: int
    """Open invoices, not below zero."""
    open_orders: int | None
    """Ordered and not invoiced; None: nobody entered it."""
    limit: int | None
    """None: no limit is set."""
    elsewhere: tuple[tuple[str, int], ...] = ()
    """What is open in other currencies, which no limit speaks of."""

    @property
    def total(self) -> int:
        """Open invoices and open orders."""
        return self.open + (self.open_orders or 0)

    @property
    def percent(self) -> float | None:
        """Of the limit; None: there is none, or it is nothing."""
        return 100 * self.total / self.limit if self.limit else None

    @property
    def free(self) -> int | None:
        """What may still be delivered on credit; below zero: over the limit; None: there is no limit."""
        return None if self.limit is None else self.limit - self.total

    @property
    def is_over(self) -> bool:
        """Whether open invoices and open orders exceed the limit."""
        return self.limit is not None and self.total > self.limit

    def reaches(self, percent: float) -> bool:
        """Whether it makes up so many percent of the limit; whatever is owed does, of a limit of nothing."""
        if self.limit is None:
            return False
        return 100 * self.total >= percent * self.limit and self.total > 0


class CreditState(NamedTuple):
    """What the daily review looks at: exposure, and the review that is due."""

    exposure: Exposure | None
    decided: Credit | None
    """None: its credit was never decided."""
    since: dt.date | None = None
    """Of the newest invoice or decision: the earliest day the exposure is what it is."""


def is_more(before: Credit | None, grade: CreditGrade | None, limit: int | None, currency: str) -> bool:
    """Whether somebody is trusted more than before: a better grade, a higher limit, or none where there was one.

    A first grade and a first limit restrict, and are not more.
    """
    if before is None:
        return False
    if before.grade is not None and (grade is None or grade < before.grade):
        return True
    if before.limit is None:
        return False
    return limit is None or currency != before.currency or limit > before.limit


def grade(text: str) -> CreditGrade:
    """The grade that `text` names; raises BadInput."""
    return _GRADES.named(text, "'{text}' is no credit grade; use {accepted}")


_GRADES = vocabulary(
    CreditGrade,
    {
        CreditGrade.A: "a · a级 · no doubt · 放心",
        CreditGrade.B: "b · b级 · normal · 正常",
        CreditGrade.C: "c · c级 · watch · 关注",
        CreditGrade.D: "d · d级 · prepay only · prepay · 先款后货 · 仅预付",
    },
)
