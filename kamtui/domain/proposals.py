"""Proposals: whether the reviews of an account ask for another tier (D9-D11, R18, R23). A person decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence, Set
from enum import StrEnum
from typing import NamedTuple

from kamtui.domain import periods
from kamtui.domain.measures import ROUNDING
from kamtui.domain.policy import Method, Policy
from kamtui.domain.tiers import Tier
from kamtui.i18n import t


class Kind(StrEnum):
    """What the reviews ask for."""

    PROMOTE = "promote"
    DEMOTE = "demote"
    HOLD = "hold"
    COLLECT = "collect"
    """Too little is known to say anything (D10)."""


class Ranking(NamedTuple):
    """Accounts in the order of a score, with as many places as may be key."""

    slots: int
    line: float | None
    """The score of the last account with a place; None where there are no scores."""
    above: frozenset[int]
    tied: frozenset[int]
    """Accounts that share the score of the line where it runs between equals: the order of ids decided."""


class Reviewed(NamedTuple):
    """One account at one quarterly review."""

    on: dt.date
    score: float | None
    """By the policy's method, 0-100."""
    line: float | None
    is_above: bool
    coverage: float
    """Percent of the composite's weight that was known; this and what follows where the scorecard is the method."""
    attractiveness: float | None
    potential: float | None


class Verdict(NamedTuple):
    """What the reviews say of an account."""

    kind: Kind
    to: Tier | None
    """The tier proposed; None for hold and collect."""
    why: str


def ranking(scores: Mapping[int, float], codes: Mapping[int, str], slots: int) -> Ranking:
    """The first `slots` accounts by score; equal scores in the order of `codes` as text, so every run is the same."""
    ordered = sorted(scores.values(), reverse=True)
    if not ordered or slots <= 0:
        return Ranking(slots, None, frozenset(), frozenset())
    line = ordered[min(slots, len(ordered)) - 1]
    above = {account for account, score in scores.items() if score > line}
    equal = [account for account, score in scores.items() if score == line]
    left = slots - len(above)
    is_cut = len(equal) > left
    # only those on the line need an order among themselves
    inside = sorted(equal, key=lambda account: (codes.get(account, ""), account))[:left] if is_cut else equal
    return Ranking(slots, line, frozenset(above.union(inside)), frozenset(equal if is_cut else ()))


def review_days(on: dt.date, count: int, fiscal_start: int = 1) -> list[dt.date]:
    """The ends of the last `count` quarters that are over on a day, the newest first."""
    running = periods.fiscal_quarter(on, fiscal_start)
    end = on if running.last == on else running.first - dt.timedelta(days=1)
    days = []
    for _ in range(count):
        days.append(end)
        end = periods.fiscal_quarter(end, fiscal_start).first - dt.timedelta(days=1)
    return days


def verdict(
    policy: Policy,
    tier: Tier | None,
    reviews: Sequence[Reviewed],
    *,
    bought_on: dt.date | None,
    ordered_on: dt.date | None,
    tracked_days: int,
    decided_on: dt.date | None = None,
) -> Verdict:
    """What the last reviews (newest first, as many as the policy asks for) say of an account in a tier.

    `bought_on` is the day of its first order; `ordered_on` that of the order that makes a prospect a customer: the
    first one, or one since somebody made it a prospect again. `tracked_days` is how long anything is known of it,
    `decided_on` the day on which its tier was decided on a scorecard, which answered what the reviews before it said.
    Promotion to key and demotion need every review on the same side of the line, demotion beyond the dead band and a
    tracking window.
    """
    bought = bought_on is not None
    first = first_order(tier, ordered_on)
    if first is None and tier is None:
        first = Verdict(Kind.PROMOTE, Tier.PROSPECT, t("no order yet"))
    newest = reviews[0]
    if policy.tiers.method is Method.SCORECARD and newest.coverage < policy.tiers.coverage_percent:
        why = t("{known:.0f} % of what counts was known on {on}", known=newest.coverage, on=newest.on)
        return first or Verdict(Kind.COLLECT, None, why)
    if first is None and decided_on is not None and newest.on <= decided_on:
        return Verdict(Kind.HOLD, None, t("decided on {on}, no review since", on=decided_on))
    if tier is Tier.KEY:
        return _of_key(policy, reviews, bought=bought, tracked_days=tracked_days)
    if bought and all(review.is_above for review in reviews):
        return Verdict(Kind.PROMOTE, Tier.KEY, _above(reviews))
    if tier is Tier.UNATTRACTIVE:
        return _of_unattractive(policy, reviews, bought=bought)
    if first is not None:
        return first
    if all(is_unattractive(policy, review) for review in reviews):
        if tracked_days < policy.tiers.tracking_days:
            return Verdict(Kind.HOLD, None, _too_early(policy, tracked_days))
        message = "attractiveness {a:.0f}, potential {p:.0f} at {count} reviews"
        why = t(message, a=newest.attractiveness, p=newest.potential, count=len(reviews))
        return Verdict(Kind.DEMOTE, Tier.UNATTRACTIVE, why)
    above = [review for review in reviews if review.is_above]
    if bought and above:
        message = "above the line at {count} of {needed} reviews: {numbers}"
        numbers = ", ".join(_numbers(review) for review in reviews)
        return Verdict(Kind.HOLD, None, t(message, count=len(above), needed=len(reviews), numbers=numbers))
    return Verdict(Kind.HOLD, None, _numbers(newest))


def may_change(
    policy: Policy,
    held: Mapping[int, Tier],
    accounts: Set[int],
    buyers: Set[int],
    above: Sequence[Set[int]],
    reviews: Sequence[Mapping[int, Reviewed]],
) -> set[int]:
    """Those of the accounts for which a verdict may propose another tier; for the rest it proposes none.

    `buyers` are all that ever bought or won a deal, `above` those above the line at each review. `reviews` hold the
    key accounts, and under the scorecard everybody of whom enough may be known.
    """
    of = {tier: {account for account, each in held.items() if each is tier} for tier in Tier}
    found = accounts - held.keys()
    found |= of[Tier.PROSPECT] & buyers
    found |= set[int].intersection(*map(set, above)) - of[Tier.KEY]
    found |= {key for key in of[Tier.KEY] if all(key in each and is_below(policy, each[key]) for each in reviews)}
    if policy.tiers.method is Method.SCORECARD:
        low = ({key for key, review in each.items() if is_unattractive(policy, review)} for each in reviews)
        found |= of[Tier.UNATTRACTIVE] | (set[int].intersection(*low) - of[Tier.KEY])
    return found & accounts


def first_order(tier: Tier | None, ordered_on: dt.date | None) -> Verdict | None:
    """Who buys is regular at once (R18); None for one that is so already, or did not buy."""
    if ordered_on is None or tier not in (Tier.PROSPECT, None):
        return None
    return Verdict(Kind.PROMOTE, Tier.REGULAR, t("first order on {on}", on=ordered_on))


def is_below(policy: Policy, review: Reviewed) -> bool:
    """Whether an account fell under the line by more than the dead band.

    One without a score has fallen, as it bought nothing; not so where too little was known to score it (D10).
    """
    if review.line is None or review.is_above:
        return False
    if policy.tiers.method is Method.SCORECARD and review.coverage < policy.tiers.coverage_percent:
        return False
    return (review.score or 0.0) < review.line - policy.tiers.dead_band - ROUNDING


def is_unattractive(policy: Policy, review: Reviewed) -> bool:
    """Whether a review finds too little in an account, now and later; only where enough is known (R10)."""
    below = policy.tiers.unattractive_below
    return (
        _is_covered(policy, review)
        and review.attractiveness is not None
        and review.attractiveness < below
        and review.potential is not None
        and review.potential < below
    )


def _of_key(policy: Policy, reviews: Sequence[Reviewed], *, bought: bool, tracked_days: int) -> Verdict:
    if not all(is_below(policy, review) for review in reviews):
        return Verdict(Kind.HOLD, None, _numbers(reviews[0]))
    if tracked_days < policy.tiers.tracking_days:
        return Verdict(Kind.HOLD, None, _too_early(policy, tracked_days))
    message = "below the line at {count} reviews: {numbers}"
    numbers = ", ".join(_numbers(review) for review in reviews)
    to = Tier.REGULAR if bought else Tier.PROSPECT
    return Verdict(Kind.DEMOTE, to, t(message, count=len(reviews), numbers=numbers))


def _of_unattractive(policy: Policy, reviews: Sequence[Reviewed], *, bought: bool) -> Verdict:
    worth = policy.tiers.worth_winning
    if all(
        _is_covered(policy, review) and review.potential is not None and review.potential >= worth for review in reviews
    ):
        why = t("potential {p:.0f}: worth winning", p=reviews[0].potential)
        return Verdict(Kind.PROMOTE, Tier.REGULAR if bought else Tier.PROSPECT, why)
    return Verdict(Kind.HOLD, None, _numbers(reviews[0]))


def _is_covered(policy: Policy, review: Reviewed) -> bool:
    """Whether axes may decide: under a scorecard of which enough is known."""
    return policy.tiers.method is Method.SCORECARD and review.coverage >= policy.tiers.coverage_percent


def _above(reviews: Sequence[Reviewed]) -> str:
    numbers = ", ".join(_numbers(review) for review in reviews)
    return t("above the line at {count} reviews: {numbers}", count=len(reviews), numbers=numbers)


def _too_early(policy: Policy, tracked_days: int) -> str:
    message = "tracked for {days} days; a demotion needs {needed}"
    return t(message, days=tracked_days, needed=policy.tiers.tracking_days)


def _numbers(review: Reviewed) -> str:
    if review.line is None:
        return t("no line on {on}", on=review.on)
    if review.score is None:
        return t("nothing on {on}, line {line:.0f}", on=review.on, line=review.line)
    return t("{score:.0f} on {on}, line {line:.0f}", score=review.score, on=review.on, line=review.line)
