"""Costs read from the book: who logged it, what was owed day by day, figures, terms, and one net for every report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from kamtui.domain import rates
from kamtui.domain.costs import Costs, Part
from kamtui.domain.facts import Metric
from kamtui.domain.measures import left
from kamtui.domain.periods import Period, quarter_of, trailing_year
from kamtui.domain.terms import TermsKind
from kamtui.domain.touches import Kind
from kamtui.ops.facts import add_fact
from kamtui.ops.invoices import add_invoice
from kamtui.ops.payments import add_payment
from kamtui.ops.rates import set_rate
from kamtui.ops.terms import add_terms
from kamtui.ops.touches import add_touch
from kamtui.ops.users import edit_user
from kamtui.store import costs, figures, look, portfolio, returns
from kamtui.store.book import Book
from kamtui.store.headroom import headroom
from tests.conftest import TODAY
from tests.store.sold import POLICY, YUAN, day, named, sell

YEAR = trailing_year(TODAY)


def cost(book: Book, account: int, first: dt.date = YEAR.first, last: dt.date = TODAY, *, code: str = "CNY") -> Costs:
    return costs.costs(book.conn, first, last, code, POLICY, [account])[account]


def test_time_costs_what_the_hour_of_whoever_logged_it_does(book: Book, one: int) -> None:
    edit_user(book, "li.wei", hourly_cost=300 * YUAN)
    add_touch(book, one, kind=Kind.VISIT, minutes=90, on=TODAY)
    add_touch(book, one, kind=Kind.INTERNAL, minutes=20, on=TODAY, by="chen.jing")
    assert cost(book, one) == Costs(minutes=110, unpriced=20, time=450 * YUAN)
    usual = POLICY._replace(profit=POLICY.profit._replace(hour_cost=60))
    assert costs.costs(book.conn, *YEAR, "CNY", usual)[one].time == (450 + 20) * YUAN
    # the book keeps its hours in its own currency: in another one they have no price
    assert costs.costs(book.conn, *YEAR, "USD", usual)[one].time is None


def test_in_another_currency_hours_are_taken_at_the_rate(book: Book, one: int) -> None:
    set_rate(book, "USD", "CNY", rates.value("7.5"), on=day("2026-01-01"))
    edit_user(book, "li.wei", hourly_cost=300 * YUAN)
    add_touch(book, one, kind=Kind.VISIT, minutes=60, on=TODAY)
    look.look(book.conn, TODAY, currency="USD")
    assert cost(book, one, code="USD").time == 40 * YUAN
    look.look(book.conn, TODAY)


def test_figures_count_where_their_period_ends_in_the_days(book: Book, one: int) -> None:
    for metric, amount in ((Metric.FREIGHT, 10), (Metric.REBATE, 20), (Metric.CONCESSION, 30)):
        add_fact(book, one, metric, amount * YUAN, period=quarter_of(2026, 3))
        add_fact(book, one, metric, 1000 * YUAN, period=quarter_of(2026, 4))
    found = cost(book, one)
    assert (found.freight, found.rebates, found.concessions) == (10 * YUAN, 20 * YUAN, 30 * YUAN)
    assert (found.cost_to_serve, found.total) == (30 * YUAN, 60 * YUAN)
    assert {Part.TIME, Part.ENTERED, Part.FINANCING} == set(found.unknown)


def test_what_was_owed_costs_money_for_each_day_it_was_open(book: Book, one: int) -> None:
    documents = [(day("2025-06-01"), 1000), (day("2026-01-15"), 500), (day("2026-10-31"), -200)]
    payments = [(day("2026-02-01"), 700), (day("2026-11-20"), 100)]
    for number, (on, amount) in enumerate(documents):
        add_invoice(book, one, amount * YUAN, number=f"I{number}", issued_on=on)
    for on, amount in payments:
        add_payment(book, one, amount * YUAN, on=on)
    period = Period(day("2026-01-01"), TODAY)
    every = [period.first + dt.timedelta(days=number) for number in range(period.days)]
    balances = [
        sum(amount for on, amount in documents if on <= each) - sum(amount for on, amount in payments if on <= each)
        for each in every
    ]
    found = cost(book, one, *period)
    assert found.owed == round(sum(balances) * YUAN / len(every))
    assert found.financing == round(sum(balances) * YUAN * 8 / 36_500)
    assert cost(book, one, day("2025-06-01"), day("2025-06-01")).financing == round(1000 * YUAN * 8 / 36_500)
    assert not costs.costs(book.conn, *period, "USD", POLICY)


def test_estimates_of_terms_stand_in_until_somebody_enters_what_it_was(book: Book, one: int) -> None:
    add_terms(book, one, TermsKind.TRAINING, cost=365 * YUAN, from_on=day("2026-11-01"))
    assert (cost(book, one).terms, cost(book, one).granted) == (20 * YUAN, 20 * YUAN)
    add_fact(book, one, Metric.CONCESSION, 30 * YUAN, period=quarter_of(2026, 3))
    assert (cost(book, one).terms, cost(book, one).granted) == (None, 30 * YUAN)


def test_every_report_says_the_same_net_whatever_came_first(book: Book) -> None:
    steps: list[Callable[[int], object]] = [
        lambda one: sell(book, one, "2026-03-01", 1000, 300),
        lambda one: add_fact(book, one, Metric.FREIGHT, 11 * YUAN, period=quarter_of(2026, 3)),
        lambda one: add_fact(book, one, Metric.CONCESSION, 17 * YUAN, period=quarter_of(2026, 2)),
        lambda one: add_touch(book, one, kind=Kind.VISIT, minutes=90, on=TODAY),
        lambda one: add_invoice(book, one, 1000 * YUAN, issued_on=day("2026-03-01")),
        lambda one: add_payment(book, one, 400 * YUAN, on=day("2026-05-01")),
    ]
    edit_user(book, "li.wei", hourly_cost=20 * YUAN)
    found = []
    for name, order in (("One", steps), ("Two", steps[::-1])):
        account = named(book, name)
        for step in order:
            step(account)
        earned = {row.account_id: row for row in portfolio.earned(book.conn, *YEAR, "CNY", POLICY)}[account]
        brought = returns.by_account(book.conn, YEAR, TODAY, "CNY", POLICY)[account]
        room = headroom(book.conn, account, TODAY, POLICY)
        facts = figures.facts(book.conn, TODAY, POLICY, "CNY")[account]
        assert earned.value is not None
        assert earned.value == left(facts) == brought.net
        assert room.gross is not None
        assert earned.value == room.gross - (room.served or 0) - room.granted
        found.append((earned.value, earned.costs))
    assert found[0] == found[1]
    assert found[0][1].unknown == (Part.ENTERED, Part.REBATES)
