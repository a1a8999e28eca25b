"""What the Portfolio page knows of the book: three parts, each read once and again when something in it changed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from kamtui.domain import filters
from kamtui.domain.concentration import Concentration, concentration
from kamtui.domain.margins import Result, by_tier
from kamtui.domain.money import SCALE, rounded
from kamtui.domain.pareto import Pareto, Ranked, Valued, pareto
from kamtui.domain.periods import Period, trailing_year
from kamtui.domain.policy import Policy
from kamtui.domain.portfolio import Matrix
from kamtui.domain.pyramid import Served, Team, under_served
from kamtui.domain.tiers import Tier
from kamtui.domain.whale import Earned, Point, Whale, whale
from kamtui.domain.whatif import Loss, lose
from kamtui.store import accounts, exchange, groups, policies, portfolio, receivables, sales
from kamtui.store.assessments import main_currency
from kamtui.store.book import Book
from kamtui.store.journal import Changed
from kamtui.store.portfolio import Row, Years
from kamtui.store.sqlite import Connection


class Part(StrEnum):
    """What is read in one go."""

    TIME = "time"
    """Tiers and logged time: moments, however large the book is."""
    PLACES = "places"
    """Every account's scores: seconds for a hundred thousand."""
    MONEY = "money"
    """Sales and costs of two years: seconds too."""


LIGHT = frozenset({"task", "alias", "ack", "proposal_answer", "service_change"})
"""Tables that nothing here rests on."""

_TRADE = frozenset({"sale", "fact", "invoice", "payment", "terms", "rate", "user"})
"""What sales and costs are read from. Touches are not here: a book is not read again for the minutes of one more."""

TABLES = {
    Part.TIME: frozenset({"touch", "account", "tier_decision", "ownership", "user", "policy"}),
    Part.MONEY: _TRADE | {"account", "tier_decision", "ownership", "policy"},
}
"""What a part rests on; a part that is not named rests on everything that is not light."""


class Time(NamedTuple):
    """Accounts and logged time by tier and by colleague."""

    period: Period
    policy: Policy
    team: Team
    minutes: Mapping[int, int]
    """Account -> minutes logged by anybody."""
    short: Sequence[Served]
    """Key accounts that get less than the policy's hours a week."""


class Places(NamedTuple):
    """Where the accounts lie on the matrix, and how they want to be treated."""

    rows: Mapping[int, Row]
    matrix: Matrix


class Curves(NamedTuple):
    """What some accounts brought in twelve months; all of them, or those of one owner."""

    pareto: Pareto
    """By revenue."""
    whale: Whale
    tiers: Mapping[Tier | None, Result]
    revenue: Concentration
    profit: Concentration
    """Gross, as far as it is known."""
    earned: Mapping[int, Earned]
    """Everybody with a document."""
    ranks: Mapping[int, Ranked]
    """Those whose revenue is above zero."""
    points: Mapping[int, Point]
    """Those whose profit is known."""
    knows_profit: bool
    """Whether the profit of at least half of the revenue is known."""


class Money(NamedTuple):
    """What the accounts brought, and what would go with them."""

    period: Period
    currency: str
    others: Sequence[str]
    """Currencies of documents that are left out."""
    policy: Policy
    everybody: Curves
    mine: Curves
    """Of the accounts of the book's user."""
    roots: Mapping[int, int]
    years: Years
    anew: int | None
    """What winning a customer costs by the policy; None: it does not say, or no rate is known."""


class Reading:
    """The parts as they were last read; None before that."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self.time: Time | None = None
        self.places: Places | None = None
        self.money: Money | None = None
        self._changes: Counter[Part] = Counter()
        """How often a part became untrue."""
        self._known: dict[Part, tuple[int, dt.date]] = {}
        """What was true of a part when its reading began: the changes until then, and the day."""

    def missing(self, wanted: Iterable[Part]) -> list[Part]:
        """The parts that have to be read before they are true."""
        return [part for part in wanted if self._known.get(part) != self._state(part)]

    def note(self, changed: Changed) -> None:
        """Know that something was written."""
        for part in Part:
            rests_on = TABLES.get(part, changed.tables - LIGHT)
            if changed.everything or changed.tables & rests_on:
                self._changes[part] += 1

    def read(self, part: Part) -> None:
        """Read a part, on whichever thread; what is written meanwhile makes it untrue at once."""
        state = self._state(part)
        conn, (_, today) = self._book.conn, state
        match part:
            case Part.TIME:
                self.time = _time(conn, today)
            case Part.PLACES:
                found = portfolio.portfolio(conn, today)
                self.places = Places({row.account.account_id: row for row in found.rows}, found.matrix)
            case Part.MONEY:
                self.money = _money(conn, today, self._book.who)
        self._known[part] = state

    def curves(self, *, mine: bool) -> Curves | None:
        """What my accounts brought, or everybody's; None before the sales are read."""
        return None if self.money is None else self.money.mine if mine else self.money.everybody

    def loss(self, account: int) -> Loss | None:
        """What goes with an account and everything below it; None before the sales are read."""
        if self.money is None:
            return None
        years, roots, rules = self.money.years, self.money.roots, self.money.policy.concentration
        conn, today = self._book.conn, self._book.today()
        leaving = groups.members(conn, account, today)
        kept = receivables.any_invoice(conn, today)
        owed = receivables.balances(conn, today, self.money.currency, leaving) if kept else None
        return lose(years.now, leaving, years.new, rules, roots, owed)

    def _state(self, part: Part) -> tuple[int, dt.date]:
        return self._changes[part], self._book.today()


def owned(conn: Connection, login: str, on: dt.date) -> frozenset[int]:
    """The accounts of one of us, archived ones included."""
    chosen = filters.parse_leniently("owner:me", me=login)
    return frozenset(accounts.ids(conn, chosen, on=on, archived=True))


def _time(conn: Connection, today: dt.date) -> Time:
    policy = policies.in_force(conn, today)
    period = Period(today - dt.timedelta(days=7 * policy.time.weeks - 1), today)
    keys = portfolio.key_accounts(conn, *period, policy.minutes)
    return Time(
        period,
        policy,
        portfolio.pyramid(conn, *period, policy),
        portfolio.minutes_by_account(conn, *period, policy.minutes),
        under_served(keys, period.days, policy.capacity),
    )


def _money(conn: Connection, today: dt.date, who: str) -> Money:
    policy, currency = policies.in_force(conn, today), main_currency(conn)
    period = trailing_year(today)
    earned = portfolio.earned(conn, *period, currency, policy)
    roots, mine = groups.roots(conn, today), owned(conn, who, today)
    everybody = _curves(conn, earned, policy, currency, roots)
    return Money(
        period=period,
        currency=currency,
        others=[code for code in sales.currencies(conn) if code != currency],
        policy=policy,
        everybody=everybody,
        mine=_curves(conn, [row for row in earned if row.account_id in mine], policy, currency, roots),
        roots=roots,
        years=portfolio.years(conn, today, currency),
        anew=exchange.own(conn, round(policy.customers.acquire * SCALE), currency, today) or None,
    )


def _curves(
    conn: Connection, earned: Sequence[Earned], policy: Policy, currency: str, roots: Mapping[int, int]
) -> Curves:
    ranking = pareto(Valued(row.account_id, row.code, row.name, rounded(row.revenue, currency)) for row in earned)
    curve = whale(earned, policy.profit)
    known = sum(max(point.earned.revenue, 0) for point in curve.points)
    unknown = sum(max(row.revenue, 0) for row in curve.unknown)
    revenues = {row.account_id: rounded(row.revenue, currency) for row in earned}
    profits = {row.account_id: rounded(row.profit, currency) for row in earned if row.profit is not None}
    return Curves(
        pareto=ranking,
        whale=curve,
        tiers=by_tier(earned, portfolio.tiers(conn)),
        revenue=concentration(revenues, policy.concentration, roots),
        profit=concentration(profits, policy.concentration, roots),
        earned={row.account_id: row for row in earned},
        ranks={row.account_id: row for row in ranking.accounts},
        points={point.earned.account_id: point for point in curve.points},
        knows_profit=known > 0 and known >= unknown,
    )
