"""Health 0-100 of a relationship: five parts, and a fault that one mean must not hide (D15-D18).

A part that nobody knows is left out and named; it never counts as nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from kamtui.domain import signals
from kamtui.domain.credit import Exposure
from kamtui.domain.influences import FOUR
from kamtui.domain.money import grouped
from kamtui.domain.policy import HealthRules, Policy
from kamtui.domain.receivables import Pressing
from kamtui.domain.severity import Severity
from kamtui.domain.signals.influence import is_known
from kamtui.domain.signals.people import active
from kamtui.domain.signals.reason import Reason
from kamtui.domain.signals.situation import Opinion, Situation, Trend
from kamtui.domain.traderules import ReceivablesRules

ANSWER_DAYS = 365
"""For so long an answer about satisfaction counts."""

WORST_RATIO = 0.5
"""Sales at this share of last year's, or less, are worth nothing: a default of ours."""

OF_CONTACT = "SIG-01"
"""The signal that is the part "contact" itself, so that it does not count twice."""


class Part(StrEnum):
    """What health is made of, in the order it is shown."""

    CONTACT = "contact"
    COVERAGE = "coverage"
    SATISFACTION = "satisfaction"
    TREND = "trend"
    CASH = "cash"


class Known(NamedTuple):
    """One part, as far as it is known."""

    score: float | None
    """0-100; None: unknown."""
    text: str
    """What it rests on, or why it is unknown: an English message with {fields}."""
    fields: dict[str, object] = {}  # noqa: RUF012 (never written to)


Parts = Mapping[Part, Known]


class Cash(NamedTuple):
    """What an account owes for too long, and how near it is to its credit limit; of one whose invoices are kept."""

    pressing: Sequence[Pressing] = ()
    """By currency, beyond small change."""
    exposure: Exposure | None = None
    """None: it owes nothing, or no limit is set."""


class Health(NamedTuple):
    """The health of one account on a day."""

    value: float | None
    """0-100; None: no part is known."""
    uncapped: float | None
    """The mean of the known parts."""
    parts: Parts
    weights: Mapping[Part, int]
    """Percent of each part, were all of them known."""
    red: tuple[Reason, ...]
    """Whatever holds it down, the most pressing first."""
    cap: int
    never_touched: bool = False

    @property
    def capped_by(self) -> Reason | None:
        """The reason without which it would be higher."""
        return self.red[0] if self.red and self.value != self.uncapped else None

    @property
    def missing(self) -> tuple[Part, ...]:
        """The parts that count and are unknown."""
        return tuple(part for part, found in self.parts.items() if found.score is None and self.weights[part])

    @property
    def known(self) -> float:
        """Percent of the weights with a known part."""
        whole = sum(self.weights.values())
        return 100 * _weight(self.parts, self.weights) / whole if whole else 0.0

    def share(self, part: Part) -> float:
        """How much of the mean a part makes, 0-1; 0 where it is unknown."""
        whole = _weight(self.parts, self.weights)
        return self.weights[part] / whole if whole and self.parts[part].score is not None else 0.0


class Move(NamedTuple):
    """The health of an account now and some weeks before."""

    account_id: int
    now: Health
    before: Health | None
    """None: nothing was known of the account then."""

    @property
    def change(self) -> float | None:
        """Points gained, below zero where they were lost; None where either is unknown."""
        if self.now.value is None or self.before is None or self.before.value is None:
            return None
        return self.now.value - self.before.value

    @property
    def fallen(self) -> Part | None:
        """The part that took most points from the mean; None: none did."""
        lost = {part: points for part in Part if (points := self._points(part)) <= -0.5}
        return min(lost, key=lambda part: lost[part]) if lost else None

    def _points(self, part: Part) -> float:
        """What a part moved the mean by, as far as the others stayed."""
        if self.before is None or self.before.uncapped is None or self.now.uncapped is None:
            return 0.0
        then, now = self.before.parts[part].score, self.now.parts[part].score
        if now is None and then is None:
            return 0.0
        if now is None:
            assert then is not None
            return self.before.share(part) * (self.now.uncapped - then)
        if then is None:
            return self.now.share(part) * (now - self.before.uncapped)
        return self.now.share(part) * (now - then)


def of(account: Situation, covered: float | None, policy: Policy, on: dt.date, cash: Cash | None = None) -> Health:
    """The health of an account on a day; `covered` is its coverage 0-100 (D16), `cash` None where nobody knows."""
    reasons = signals.reasons(account, policy, on)
    red = [reason for reason in reasons if reason.severity is Severity.RED and reason.signal != OF_CONTACT]
    found = health(parts(account, covered, policy, on, cash), red, policy.health)
    return found._replace(never_touched=account.last_touch_on is None)


def health(known: Parts, red: Sequence[Reason], rules: HealthRules) -> Health:
    """The mean of the known parts by their weights, at most the cap while something is red (D17)."""
    weights = {part: int(getattr(rules, part)) for part in Part}
    whole = _weight(known, weights)
    if not whole:
        return Health(None, None, known, weights, tuple(red), rules.cap)
    mean = sum(weights[part] * found.score for part, found in known.items() if found.score is not None) / whole
    value = min(mean, float(rules.cap)) if red else mean
    return Health(value, mean, known, weights, tuple(red), rules.cap)


def parts(
    account: Situation, covered: float | None, policy: Policy, on: dt.date, cash: Cash | None = None
) -> dict[Part, Known]:
    """Each part of an account's health on a day, with what it rests on."""
    return {
        Part.CONTACT: contact(account, on),
        Part.COVERAGE: coverage(account, covered, on),
        Part.SATISFACTION: satisfaction(account.opinions, on),
        Part.TREND: trend(account.trend, policy.treatment.steady),
        Part.CASH: paid(cash, policy.receivables, on),
    }


def contact(account: Situation, on: dt.date) -> Known:
    """100 up to the target of its rhythm, half of it after each target more; never touched is 0 (D15)."""
    if account.last_touch_on is None:
        return Known(0.0, "never touched")
    if account.next_due_on is None:
        return Known(None, "no rhythm is asked for")
    days, target = (on - account.last_touch_on).days, (account.next_due_on - account.last_touch_on).days
    fields: dict[str, object] = {"days": days, "target": target}
    if days <= target:
        return Known(100.0, "touched {days}d ago, target {target}d", fields)
    return Known(100 * 2.0 ** (-(days - target) / target), "silent {days}d, target {target}d", fields)


def coverage(account: Situation, covered: float | None, on: dt.date) -> Known:
    """How much of the customer is in touch with us (D16)."""
    if covered is None:
        return Known(None, "nobody is known there")
    if not account.people:
        return Known(covered, "levels, functions, people, buying roles and counterparts")
    roles = sum(is_known(role, account.people) for role in FOUR)
    known = sum(not one.is_placeholder for one in account.people)
    fields: dict[str, object] = {"count": len(active(account, on)), "known": known, "roles": roles}
    if not roles:
        return Known(covered, "{count} of {known} active in 90d, no role known", fields)
    return Known(covered, "{count} of {known} active in 90d, {roles} of 4 roles", fields)


def satisfaction(opinions: Iterable[Opinion], on: dt.date) -> Known:
    """The newest answer of each respondent about the firm within a year: the lowest counts, no mean hides it (R28)."""
    newest = {
        one.contact_id: one for one in opinions if not one.about and 0 <= (on - one.on).days <= ANSWER_DAYS
    }.values()
    if not newest:
        return Known(None, "nobody was asked within a year")
    lowest = min(newest, key=lambda one: (one.score, one.on))
    fields: dict[str, object] = {"score": lowest.score, "days": (on - lowest.on).days, "count": len(newest)}
    text = "{score:g} of 10, {days}d ago" if len(newest) == 1 else "lowest of {count} answers {score:g}, {days}d ago"
    return Known(10 * lowest.score, text, fields)


def trend(found: Trend | None, steady: float) -> Known:
    """100 from the policy's steady ratio on, in a straight line down to 0 at half of last year's sales (D18)."""
    if found is None:
        return Known(None, "no sales a year ago to compare with")
    fields: dict[str, object] = {"months": found.months, "percent": found.percent}
    text = "{months} months at {percent:.0f} % of last year"
    if found.ratio >= steady:
        return Known(100.0, text, fields)
    if found.ratio <= WORST_RATIO:
        return Known(0.0, text, fields)
    return Known(100 * (found.ratio - WORST_RATIO) / (steady - WORST_RATIO), text, fields)


def paid(cash: Cash | None, rules: ReceivablesRules, on: dt.date) -> Known:
    """The worse of what is overdue and of what stands against the credit limit (D20).

    Overdue: 100 down to 0 at the policy's red days, in a straight line; small change counts as little as the days it
    has not reached. Exposure: 100 up to the policy's amber, down to 0 at its red.
    """
    if cash is None:
        return Known(None, "no invoices are kept")
    found = [Known(100.0, "nothing is overdue beyond small change")]
    for one in cash.pressing:
        most = rules.late_red if one.amber else rules.late_amber
        days = (on - one.oldest_due_on).days
        counted = days if one.red else min(days, most)
        fields: dict[str, object] = {
            "amount": grouped(one.amount, one.currency),
            "currency": one.currency,
            "days": days,
        }
        text = "{amount} {currency} overdue, up to {days}d"
        found.append(Known(max(100 - 100 * counted / rules.late_red, 0.0), text, fields))
    if cash.exposure is not None and cash.exposure.reaches(rules.exposure_amber):
        found.append(_exposed(cash.exposure, rules))
    return min(found, key=lambda known: known.score or 0.0)


def in_order(moves: Iterable[Move]) -> list[Move]:
    """Who lost most comes first, then who is least well; those whose change nobody knows come last."""

    def rank(move: Move) -> tuple[bool, int, bool, float, int]:
        # as it is shown: a tenth of a point is no slip
        change = move.change
        value = move.now.value
        return change is None, round(change or 0), value is None, value or 0.0, move.account_id

    return sorted(moves, key=rank)


def _exposed(found: Exposure, rules: ReceivablesRules) -> Known:
    percent = rules.exposure_red if found.percent is None else min(found.percent, rules.exposure_red)
    room = rules.exposure_red - rules.exposure_amber
    score = 100 * (rules.exposure_red - percent) / room if room else 0.0
    fields: dict[str, object] = {"total": grouped(found.total, found.currency), "currency": found.currency}
    return Known(score, "exposure {total} {currency}, near or over the credit limit", fields)


def _weight(known: Parts, weights: Mapping[Part, int]) -> int:
    return sum(weights[part] for part, found in known.items() if found.score is not None)
