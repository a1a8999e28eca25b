"""The book as a review sees it on a day: scorecards of the accounts, and the three rankings side by side (R09)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kamtui.domain.measures import Facts, Whole, profit_rank, revenue_rank
from kamtui.domain.policy import Method, Policy
from kamtui.domain.proposals import Ranking, ranking
from kamtui.domain.scorecards import Judged, Scorecard, scorecard
from kamtui.domain.tiers import Tier, top_count
from kamtui.store import accounts, figures, judgements, known, policies, sales, tiers
from kamtui.store.sqlite import Connection


class Assessment(NamedTuple):
    """What is known of the accounts on a day, under one policy."""

    on: dt.date
    policy: Policy
    whole: Whole
    facts: Mapping[int, Facts]
    judged: Mapping[int, Judged]

    def card(self, account: int) -> Scorecard:
        """The scorecard of one account."""
        return scorecard(self.policy, self.facts[account], self.whole, self.judged.get(account, {}))


def assess(
    conn: Connection,
    on: dt.date,
    *,
    policy: Policy | None = None,
    among: Iterable[int] | None = None,
    currency: str | None = None,
    whole: Whole | None = None,
) -> Assessment:
    """The accounts as they stood at the end of a day; `policy` is the one in force then if not said.

    Sales count in `currency`, that of most documents if not said; `whole` is that of the day, where it is known.
    """
    rules = policy or policies.in_force(conn, on)
    money = currency or main_currency(conn)
    chosen = None if among is None else list(among)
    return Assessment(
        on,
        rules,
        whole or figures.whole(conn, on, rules, money),
        figures.facts(conn, on, rules, money, chosen),
        judgements.newest(conn, on, chosen),
    )


def main_currency(conn: Connection) -> str:
    """The currency that most documents are written in, the book's own where there are none.

    One for all days, so that one review can be compared with another.
    """
    used = sales.currencies(conn)
    return used[0] if used else known.book_currency(conn)


class Scores(NamedTuple):
    """One account in the light of the three methods; None: it has no such score."""

    composite: float | None
    coverage: float
    axes: tuple[float | None, float | None, float | None]
    """Attractiveness, potential, relationship."""
    by: Mapping[Method, float]
    """Only of accounts that bought."""


class Rankings(NamedTuple):
    """The whole book on a day by every method."""

    on: dt.date
    policy: Policy
    scores: Mapping[int, Scores]
    by: Mapping[Method, Ranking]


def rankings(conn: Connection, found: Assessment) -> Rankings:
    """Who would be key by a single indicator, by the pyramid, and by the scorecard, on the day of an assessment.

    Places are the policy's percent of customers and prospects, rounded down but at least one (D1); the single
    indicator takes the same percent of the buying accounts, rounded up, as `pareto` does.
    """
    policy, codes = found.policy, accounts.codes(conn)
    scores = {account: _scores(found, account) for account in found.facts}
    held = tiers.of_all(conn, found.on)
    bought = {account for account, facts in found.facts.items() if facts.bought_first is not None}
    base = (bought | held.keys() & scores.keys()) - {key for key, tier in held.items() if tier is Tier.UNATTRACTIVE}
    places = max(1, len(base) * policy.tiers.key_percent // 100)
    slots = {
        Method.SINGLE: top_count(len(found.whole.revenues), policy.tiers.key_percent),
        Method.PYRAMID: places,
        Method.SCORECARD: places,
    }
    by = {}
    for method, count in slots.items():
        there = {key: each.by[method] for key, each in scores.items() if method in each.by}
        competing = {key: score for key, score in there.items() if _competes(found.facts[key], found.whole, method)}
        by[method] = ranking(competing, codes, count)
    return Rankings(found.on, policy, scores, by)


def _competes(facts: Facts, whole: Whole, method: Method) -> bool:
    """Whether an account brings what a method ranks by: nobody is key by a loss, also where everybody loses."""
    if method is Method.SCORECARD:
        return True
    value = facts.profit if method is Method.PYRAMID and whole.has_profit else facts.revenue
    return value is not None and value > 0


def _scores(found: Assessment, account: int) -> Scores:
    facts, card = found.facts[account], found.card(account)
    composite, coverage = card.composite, card.coverage
    ranks = {Method.SINGLE: revenue_rank(facts, found.whole), Method.PYRAMID: profit_rank(facts, found.whole)}
    by = {method: score for method, score in ranks.items() if score is not None}
    competes = facts.bought_first is not None and coverage >= found.policy.tiers.coverage_percent
    if composite is not None and competes:
        by[Method.SCORECARD] = composite
    a, p, r = (axis.score for axis in card.axes.values())
    return Scores(composite, coverage, (a, p, r), by)
