"""Whether a policy's rules make sense together (D31): what keeps it from being set, and what should be known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kamtui.domain.measures import MEASURES
from kamtui.domain.policy import AXES, Card, Criterion, Policy
from kamtui.domain.tiers import Tier
from kamtui.i18n import n, t

TESTS = ("fit", "purchasing", "pattern")
"""Names that the qualification tests have (R16)."""

SINGLE = 60
"""Percent from which one criterion decides nearly alone (R09, SIG-23)."""

WEIGHED = (*AXES, Card.IDEAL)
"""Cards whose weights add up to 100; the six marks are counted, the dealer's lines averaged."""

TRAITS = (5, 8)
"""How many traits an ideal profile has (R42)."""


class Checked(NamedTuple):
    """What there is to say against a policy."""

    errors: tuple[str, ...]
    """Each keeps it from being set."""
    warnings: tuple[str, ...]


def check(policy: Policy) -> Checked:
    """Everything that is wrong, and everything that is risky."""
    return Checked(tuple(_errors(policy)), tuple(_warnings(policy)))


def _errors(policy: Policy) -> Iterator[str]:
    yield from _adds_up("composite", sum(policy.composite.values()))
    yield from _adds_up("time", policy.time.key + policy.time.regular + policy.time.prospect)
    health = policy.health
    parts = health.contact + health.coverage + health.satisfaction + health.trend + health.cash
    yield from _adds_up("health", parts)
    for card, criteria in policy.cards.items():
        if criteria and card in WEIGHED:
            yield from _adds_up(f"[[{card}]]", sum(criterion.weight for criterion in criteria))
        names = [criterion.name for criterion in criteria]
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield t("{where}: {name} stands there twice", where=f"[[{card}]]", name=name)
        for criterion in criteria:
            yield from _described(card, criterion)
            if criterion.name in TESTS:
                message = "{where}: {name} is a qualification test; call it otherwise"
                yield t(message, where=f"[[{card}]]", name=criterion.name)
    yield from _out_of_range(policy)
    rules = policy.tiers
    if not 0 < rules.key_percent <= rules.key_percent + rules.regular_percent <= 100:
        yield t("tiers: key_percent and regular_percent must be shares of 100")
    for first, second in _RISING:
        low, high = _value(policy, first), _value(policy, second)
        if low > high:
            yield t("{first} ({low:g}) is above {second} ({high:g})", first=first, low=low, second=second, high=high)


DAY_MINUTES = 24 * 60
DAYS = 3660
"""Ten years: longer than anybody waits for a touch."""

_RANGES: dict[str, tuple[float, float]] = {
    "tiers.key_percent": (1, 100),
    "tiers.regular_percent": (0, 100),
    "tiers.axis_line": (0, 100),
    "tiers.axes_needed": (0, 3),
    "tiers.criteria_needed": (0, 20),
    "tiers.criterion_met": (0, 10),
    "tiers.dead_band": (0, 100),
    "tiers.reviews": (1, 8),
    "tiers.tracking_days": (0, DAYS),
    "tiers.coverage_percent": (0, 100),
    "tiers.unattractive_below": (0, 100),
    "tiers.worth_winning": (0, 100),
    "tiers.one_order": (1, 100),
    "capacity.hours_per_week": (0, 168),
    "capacity.key_share": (0, 100),
    "capacity.hours_per_key": (0.1, 168),
    "capacity.most_per_manager": (0, 1000),
    "capacity.company_warns": (0, 100_000),
    "capacity.company_blocks": (1, 100_000),
    "time.weeks": (1, 104),
    "time.amber": (0, 100),
    "time.red": (0, 100),
    "time.mix": (0, 100),
    "concentration.top_amber": (0, 100),
    "concentration.top_red": (0, 100),
    "concentration.hhi_amber": (0, 1),
    "concentration.hhi_red": (0, 1),
    "profit.profitable": (-100, 100),
    "profit.micro": (-100, 100),
    "profit.draining": (-100, 100),
    "profit.floor": (-100, 100),
    "profit.concessions": (0, 100),
    "profit.hour_cost": (0, 1_000_000),
    "treatment.tenure_years": (0, 100),
    "treatment.steady": (0, 10),
    "treatment.wavering": (0, 10),
    "treatment.potential": (0, 100),
    "signals.people": (0, 20),
    "signals.sales_amber": (0, 200),
    "signals.sales_red": (0, 200),
    "signals.quiet_days": (1, DAYS),
    "signals.event_days": (0, DAYS),
    "signals.forum_percent": (0, 100),
    "signals.opinion_days": (1, DAYS),
    "signals.rival_days": (0, DAYS),
    "signals.profile_days": (1, DAYS),
    "signals.head_days": (0, DAYS),
    "signals.risk_days": (0, DAYS),
    "satisfaction.danger": (0, 10),
    "satisfaction.loyalty": (0, 10),
    "health.cap": (0, 100),
    "influences.stale_key": (1, DAYS),
    "influences.stale_other": (1, DAYS),
    "influences.verified_days": (1, DAYS),
    "plans.stale_days": (1, DAYS),
    "plans.behind_percent": (0, 100),
    "team.least_rating": (1, 5),
    "receivables.payment_days": (0, DAYS),
    "receivables.late_amber": (0, DAYS),
    "receivables.late_red": (0, DAYS),
    "receivables.exposure_amber": (0, 1000),
    "receivables.exposure_red": (0, 1000),
    "receivables.small_percent": (0, 100),
    "receivables.small_amount": (0, 1_000_000),
    "receivables.review_key": (1, DAYS),
    "receivables.review_other": (1, DAYS),
    "receivables.pattern_days": (0, 30),
    "receivables.pattern_cycles": (1, 50),
    "receivables.pattern_met": (1, 50),
    "receivables.capital_cost": (0, 100),
    "supply.days": (1, 366),
    "supply.lead_days": (0, DAYS),
    "supply.spare_days": (0, DAYS),
    "supply.peak_days": (0, DAYS),
    "supply.stale_days": (1, DAYS),
    "service.wish_days": (1, DAYS),
    "service.repeats": (2, 100),
    "service.repeat_days": (1, DAYS),
    "funnel.stale_days": (1, DAYS),
    "funnel.renewal_days": (0, DAYS),
    "funnel.hours_universe": (0, 10_000),
    "funnel.hours_above": (0, 10_000),
    "funnel.hours_in": (0, 10_000),
    "funnel.hours_best_few": (0, 10_000),
    "customers.acquire": (0, 1_000_000_000),
    "customers.maintain": (0, 1_000_000_000),
}
"""What a number may be: beyond it is a slip of the pen."""

_RISING = (
    ("time.amber", "time.red"),
    ("capacity.company_warns", "capacity.company_blocks"),
    ("concentration.top_amber", "concentration.top_red"),
    ("concentration.hhi_amber", "concentration.hhi_red"),
    ("profit.draining", "profit.micro"),
    ("profit.micro", "profit.profitable"),
    ("treatment.wavering", "treatment.steady"),
    ("tiers.unattractive_below", "tiers.worth_winning"),
    ("signals.sales_red", "signals.sales_amber"),
    ("signals.head_days", "signals.risk_days"),
    ("satisfaction.danger", "satisfaction.loyalty"),
    ("receivables.late_amber", "receivables.late_red"),
    ("receivables.exposure_amber", "receivables.exposure_red"),
    ("receivables.pattern_met", "receivables.pattern_cycles"),
)
"""Pairs of which the first must not be above the second."""


def _out_of_range(policy: Policy) -> Iterator[str]:
    numbers = [(name, _value(policy, name), *limits) for name, limits in _RANGES.items()]
    numbers += [(f"minutes.{kind}", minutes, 0, DAY_MINUTES) for kind, minutes in policy.minutes.items()]
    numbers += [(f"cadence.{tier}", most, 1, DAYS) for tier, (_, most) in policy.cadence.items()]
    numbers += [(f"levels.{level}", most, 1, DAYS) for level, (_, most) in policy.levels._asdict().items()]
    for name, value, least, most in numbers:
        if not least <= value <= most:
            message = "{name} is {value:g}, it must be {least:g} to {most:g}"
            yield t(message, name=name, value=value, least=least, most=most)


def _value(policy: Policy, name: str) -> float:
    section, _, field = name.partition(".")
    value: float = getattr(getattr(policy, section), field)
    return value


def _warnings(policy: Policy) -> Iterator[str]:
    for card in AXES:
        criteria = policy.cards[card]
        if not criteria:
            yield t("{where} has no criteria: this axis stays empty", where=f"[[{card}]]")
        for criterion in criteria:
            if criterion.weight >= SINGLE:
                message = "{where}: {name} carries {weight} % alone (single-indicator risk, R09)"
                yield t(message, where=f"[[{card}]]", name=criterion.name, weight=criterion.weight)
    needed, marks = policy.tiers.criteria_needed, len(policy.cards[Card.SIX])
    if needed > marks:
        yield n(
            "tiers.criteria_needed is {needed}, but [[six]] has {count} criterion",
            "tiers.criteria_needed is {needed}, but [[six]] has {count} criteria",
            marks,
            needed=needed,
        )
    traits = len(policy.cards[Card.IDEAL])
    if traits and not TRAITS[0] <= traits <= TRAITS[1]:
        yield t("[[ideal]] has {count} traits; five to eight tell customers apart", count=traits)
    for tier in (Tier.KEY, Tier.REGULAR, Tier.PROSPECT, Tier.UNATTRACTIVE):
        if not policy.strategy.get(tier):
            yield t("strategy.{tier} is not said", tier=tier)


def _adds_up(where: str, total: int) -> Iterator[str]:
    if total != 100:
        yield t("{where}: the weights add up to {total}, not 100", where=where, total=total)


def _described(card: Card, criterion: Criterion) -> Iterator[str]:
    where = f"[[{card}]] {criterion.name}"
    if len(criterion.scale) != 3 or not all(criterion.scale):
        yield t('{where}: describe what 0, 5 and 10 look like (scale = ["…", "…", "…"])', where=where)
    if not criterion.why:
        yield t('{where}: say in one line why it counts (why = "…")', where=where)
    if criterion.measure is not None and criterion.measure not in MEASURES:
        known = ", ".join(MEASURES)
        yield t(
            "{where}: there is no measure '{name}'; there are {known}", where=where, name=criterion.measure, known=known
        )
