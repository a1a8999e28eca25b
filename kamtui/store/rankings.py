"""The whole book ranked on a day by the three methods, side by side (R09), from columns of figures.

What is said of one account in `assessments` and in `domain.measures` is said here of all at once; both agree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import NamedTuple

from kamtui.domain import scorecards
from kamtui.domain.measures import MEASURES, Whole, ranks
from kamtui.domain.policy import AXES, Card, Method, Policy
from kamtui.domain.proposals import Ranking, ranking
from kamtui.domain.scorecards import Numbers
from kamtui.domain.tiers import Tier, top_count
from kamtui.store import accounts, assessments, bought, figures, judgements, tiers
from kamtui.store.bought import Year
from kamtui.store.sqlite import Connection


class Rankings(NamedTuple):
    """The whole book on a day by the methods asked for."""

    on: dt.date
    policy: Policy
    scores: Mapping[Method, Mapping[int, float]]
    """Only of accounts that bought."""
    by: Mapping[Method, Ranking]
    numbers: Mapping[int, Numbers]
    """What the scorecards say of those of whom anything is known; empty where nobody asked."""

    def of(self, account: int) -> dict[Method, float]:
        """What an account scored by each method; a method is absent where it has no score."""
        return {method: scores[account] for method, scores in self.scores.items() if account in scores}


class Ground:
    """What the rankings of several days rest on, read once in one look at the book."""

    def __init__(self, conn: Connection, currency: str | None = None) -> None:
        """Sales count in `currency`, that of most documents if not said."""
        self._conn = conn
        self._day: dt.date | None = None
        self._year: list[Year] = []
        self.currency = currency or assessments.main_currency(conn)
        self.buyers = bought.buyers(conn, self.currency)

    def year(self, on: dt.date) -> list[Year]:
        """What everybody bought in the twelve months up to a day; the last day asked for is kept."""
        if on != self._day:
            self._day, self._year = on, bought.in_year(self._conn, on, self.currency)
        return self._year


def ranked(
    conn: Connection,
    on: dt.date,
    policy: Policy,
    base: Ground,
    methods: Collection[Method] = tuple(Method),
    *,
    scored: bool | None = None,
) -> Rankings:
    """Who would be key by a single indicator, by the pyramid, and by the scorecard on a day.

    `scored`: what the scorecards say is wanted too; None: where the policy goes by them.
    Places are the policy's percent of customers and prospects, rounded down but at least one (D1); the single
    indicator takes the same percent of the buying accounts, rounded up, as `pareto` does.
    """
    shown = policy.tiers.method is Method.SCORECARD if scored is None else scored
    book = _Book(conn, on, policy, base, shown=shown)
    held = tiers.of_all(conn, on)
    ranked_here = (book.bought | held.keys() - book.gone) - {
        key for key, tier in held.items() if tier is Tier.UNATTRACTIVE
    }
    places = max(1, len(ranked_here) * policy.tiers.key_percent // 100)
    slots = {
        Method.SINGLE: top_count(len(book.whole.revenues), policy.tiers.key_percent),
        Method.PYRAMID: places,
        Method.SCORECARD: places,
    }
    numbers = book.numbers() if shown or Method.SCORECARD in methods else {}
    scores, by = {}, {}
    for method in methods:
        scores[method], competing = book.scores(method, numbers)
        by[method] = _ranking(conn, competing, slots[method])
    return Rankings(on, policy, scores, by, numbers if shown else {})


def whole(conn: Connection, on: dt.date, policy: Policy, base: Ground) -> Whole:
    """The book on a day as far as scorecards and what speaks against key ask for it."""
    logged = figures.minutes(conn, on, policy) if assessments.is_timed(policy) else 0
    return figures.whole_of(on, base.currency, base.year(on), logged)


class _Book:
    """The book on a day, in columns."""

    def __init__(self, conn: Connection, on: dt.date, policy: Policy, base: Ground, *, shown: bool) -> None:
        self._conn = conn
        self._policy = policy
        self._axes = [card for card in AXES if policy.composite[card] or (shown and card is not Card.RELATIONSHIP)]
        """Those that rank, and those that show who is unattractive (R10)."""
        self._year = base.year(on)
        self.gone = accounts.gone(conn, on)
        self.bought = base.buyers.by(on) - self.gone
        self._ours = base.buyers.ours_by(on) - self.gone
        """Whose sales are known in this currency."""
        self._measures = frozenset(
            each.measure for card in self._axes for each in policy.cards[card] if each.measure is not None
        )
        logged = figures.minutes(conn, on, policy) if "time_share" in self._measures else 0
        self.whole: Whole = figures.whole_of(on, base.currency, self._year, logged)

    def scores(self, method: Method, numbers: Mapping[int, Numbers]) -> tuple[dict[int, float], dict[int, float]]:
        """The scores by a method, and of them those that compete: nobody is key by a loss, also where all lose."""
        if method is Method.SCORECARD:
            enough = self._policy.tiers.coverage_percent
            found = {
                account: each.composite
                for account, each in numbers.items()
                if each.composite is not None and each.coverage >= enough and account in self.bought
            }
            return found, found
        of_profit = method is Method.PYRAMID and self.whole.has_profit
        found = self._ranks("profit_rank" if of_profit else "revenue_rank")
        return found, {
            each.account_id: found[each.account_id]
            for each in self._year
            if ((each.profit or 0) if of_profit else each.revenue) > 0 and each.account_id in self._ours
        }

    def numbers(self) -> dict[int, Numbers]:
        """What the scorecards say; an account of which nothing is known is absent."""
        judged = judgements.newest(self._conn, self.whole.on)
        kept = {account: each for account, each in judged.items() if account not in self.gone}
        columns = {measure: self._ranks(measure) for measure in self._measures & RANKS}
        if others := self._measures - RANKS:
            on, currency = self.whole.on, self.whole.currency
            facts = figures.measured(self._conn, on, self._policy, self._year, currency, others)
            for measure in others:
                figure = MEASURES[measure].figure
                found = ((account, figure(each, self.whole)) for account, each in facts.items())
                columns[measure] = {account: value for account, value in found if value is not None}
        return scorecards.numbers(self._policy, self._axes, columns, kept)

    def _ranks(self, measure: str) -> dict[int, float]:
        """The ranks of all whose sales are known in this currency."""
        # the rank of one that bought nothing in twelve months is the last
        last = dict.fromkeys(self._ours, 0.0)
        buying = [each for each in self._year if each.revenue > 0]
        if measure == "revenue_rank" or not self.whole.has_profit:
            return last | ranks({each.account_id: each.revenue for each in buying}, self.whole.revenues)
        earned = {each.account_id: each.profit for each in buying if each.profit is not None}
        for each in buying:
            if each.profit is None:
                del last[each.account_id]
        return last | ranks(earned, self.whole.profits)


RANKS = frozenset({"revenue_rank", "profit_rank"})
"""Measures that are computed here for all at once; the others account by account, from its facts."""


def _ranking(conn: Connection, scores: Mapping[int, float], slots: int) -> Ranking:
    found = ranking(scores, {}, slots)
    # the names of a hundred thousand accounts are asked for only where they decide
    return ranking(scores, accounts.codes(conn), slots) if found.tied else found
