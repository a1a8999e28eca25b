"""Figures over time: entered, corrected, read as of a day, summed so that nothing counts twice."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain import facts as domain
from kamtui.domain import fields
from kamtui.domain.facts import Confidence, Metric
from kamtui.domain.outcomes.figures import FactAdded
from kamtui.domain.periods import Period
from kamtui.errors import BadInput, NotFound, NothingToDo
from kamtui.ops.accounts import edit_account
from kamtui.ops.facts import add_fact
from kamtui.ops.history import undo
from kamtui.store import facts
from kamtui.store.book import Book
from tests.conftest import TODAY


def enter(book: Book, account: int, metric: Metric, value: float, period: str, **rest: Any) -> FactAdded:
    """Enter a figure, its period as people write it."""
    return add_fact(book, account, metric, round(value * 10_000), period=fields.period(period, TODAY), **rest).value


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_a_figure_is_kept_with_the_days_of_its_period(book: Book, acme: int) -> None:
    made = enter(book, acme, Metric.STOCK_QTY, 12, "2026-W11", product="Pump", unit="pieces", source="erp")
    row = facts.one(book.conn, made.fact_id)
    assert (row.period, row.first, row.last) == ("2026-W11", day("2026-03-09"), day("2026-03-15"))
    assert (row.value, row.unit, row.currency, row.product, row.source) == (12_0000, "pieces", None, "Pump", "erp")
    assert (row.account, row.on, row.confidence) == ("Acme Holdings Ltd", day("2026-03-15"), None)


def test_money_is_in_the_currency_said_else_the_accounts_else_the_books(book: Book, acme: int) -> None:
    assert enter(book, acme, Metric.WALLET_EST, 5, "2026", currency="USD").currency == "USD"
    assert enter(book, acme, Metric.WALLET_EST, 5, "2025").currency == "CNY"
    edit_account(book, acme, {"currency": "EUR"})
    assert enter(book, acme, Metric.WALLET_EST, 5, "2024").currency == "EUR"
    with pytest.raises(BadInput, match="orders is not money"):
        enter(book, acme, Metric.ORDERS, 5, "2024", currency="EUR")


def test_the_same_figure_again_corrects_it_and_says_so(book: Book, acme: int) -> None:
    first = enter(book, acme, Metric.WALLET_EST, 5, "2025", unit="a year", confidence=Confidence.LOW)
    again = enter(book, acme, Metric.WALLET_EST, 6, "2025年")
    assert (again.fact_id, first.corrected, again.corrected) == (first.fact_id, False, True)
    row = facts.one(book.conn, first.fact_id)
    assert (row.value, row.unit, row.confidence) == (6_0000, "a year", Confidence.LOW)
    with pytest.raises(NothingToDo, match="wallet_est of 2025 is that already"):
        enter(book, acme, Metric.WALLET_EST, 6, "2025")
    undo(book)
    assert facts.one(book.conn, first.fact_id).value == 5_0000


def test_other_products_periods_and_sources_are_other_figures(book: Book, acme: int) -> None:
    for rest in ({}, {"product": "Pump"}, {"source": "erp"}):
        enter(book, acme, Metric.VOLUME, 5, "2026-03", **rest)
    enter(book, acme, Metric.VOLUME, 5, "2026-Q1")
    assert len(facts.ids(book.conn)) == 4


def test_a_figure_is_known_from_the_end_of_its_period_and_at_the_latest_from_today(book: Book, acme: int) -> None:
    past = enter(book, acme, Metric.COST_TO_SERVE, 5, "2026-03").fact_id
    running = enter(book, acme, Metric.WALLET_EST, 5, "2026").fact_id
    said = enter(book, acme, Metric.WALLET_EST, 5, "2025", on=day("2025-02-01")).fact_id
    assert [facts.one(book.conn, key).on.isoformat() for key in (past, running, said)] == [
        "2026-03-31", "2026-11-20", "2025-02-01",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("metric", "value", "reason"),
    [
        (Metric.ORDERS, 2.5, "a whole number, not below zero"),
        (Metric.DOWNSTREAM_COUNT, -1, "a whole number, not below zero"),
        (Metric.DISCOUNT_SHARE, 100.5, "0 to 100 percent"),
        (Metric.DISCOUNT_SHARE, -1, "0 to 100 percent"),
    ],
)
def test_a_value_that_cannot_be_is_refused(book: Book, acme: int, metric: Metric, value: float, reason: str) -> None:
    with pytest.raises(BadInput, match=reason):
        enter(book, acme, metric, value, "2026-03")
    with pytest.raises(NotFound):
        enter(book, 99, metric, 1, "2026-03")


def test_newest_is_of_the_latest_period_that_had_begun_as_it_was_known_then(book: Book, acme: int) -> None:
    enter(book, acme, Metric.WALLET_EST, 1, "2025", on=day("2025-02-01"))
    enter(book, acme, Metric.WALLET_EST, 2, "2026", on=day("2026-02-01"), source="internal")
    enter(book, acme, Metric.WALLET_EST, 3, "2026", on=day("2026-06-01"), source="customer")
    enter(book, acme, Metric.WALLET_EST, 4, "2027", on=day("2026-06-01"))
    enter(book, acme, Metric.WALLET_EST, 5, "2026", product="Pump")

    def wallet(on: str) -> float | None:
        found = facts.newest(book.conn, Metric.WALLET_EST, day(on), [acme]).get(acme)
        return None if found is None else found.value / 10_000

    days = ("2025-01-31", "2025-02-01", "2026-01-31", "2026-02-01", "2026-11-20", "2027-01-01")
    assert [wallet(on) for on in days] == [None, 1, 1, 2, 3, 4]
    assert facts.newest(book.conn, Metric.WALLET_EST, TODAY)[acme].value == 3_0000
    assert facts.newest(book.conn, Metric.WALLET_EST, TODAY, product="Pump")[acme].value == 5_0000
    assert facts.newest(book.conn, Metric.WALLET_EST, TODAY, []) == {}


def total(book: Book, first: str = "2026-01-01", last: str = "2026-12-31", **rest: Any) -> dict[str, float]:
    """Currency -> cost to serve of the first account in a window."""
    found = facts.totals(book.conn, Metric.COST_TO_SERVE, day(first), day(last), **rest).get(1, {})
    return {currency: value / 10_000 for currency, value in found.items()}


def test_totals_add_up_the_periods_that_end_in_the_window_by_currency(book: Book, acme: int) -> None:
    for month in range(1, 7):
        enter(book, acme, Metric.COST_TO_SERVE, month, f"2026-{month:02}")
    enter(book, acme, Metric.COST_TO_SERVE, 100, "2026-07", currency="USD")
    enter(book, acme, Metric.CONCESSION, 1000, "2026-03")
    assert total(book) == {"CNY": 21, "USD": 100}
    assert total(book, "2026-01-15", "2026-03-31") == {"CNY": 6}
    assert total(book, "2027-01-01", "2027-12-31") == {}
    assert facts.totals(book.conn, Metric.COST_TO_SERVE, day("2026-01-01"), day("2026-12-31"), []) == {}


def test_totals_as_known_on_a_day_leave_out_what_was_known_later(book: Book, acme: int) -> None:
    enter(book, acme, Metric.COST_TO_SERVE, 1, "2026-01", on=day("2026-02-10"))
    enter(book, acme, Metric.COST_TO_SERVE, 2, "2026-02")
    assert total(book, last="2026-02-28", on=day("2026-02-05")) == {}
    assert total(book, last="2026-02-28", on=day("2026-02-28")) == {"CNY": 3}


def test_totals_count_no_day_twice(book: Book, acme: int) -> None:
    enter(book, acme, Metric.COST_TO_SERVE, 30, "2026-Q1")
    for month in range(1, 5):
        enter(book, acme, Metric.COST_TO_SERVE, 9, f"2026-{month:02}")
    assert total(book) == {"CNY": 39}
    enter(book, acme, Metric.COST_TO_SERVE, 7, "2026-04", product="Pump")
    assert total(book) == {"CNY": 39}
    enter(book, acme, Metric.COST_TO_SERVE, 8, "2026-04", source="erp", on=day("2026-05-05"))
    assert total(book) == {"CNY": 38}
    for product in ("Pump", "Valve"):
        enter(book, acme, Metric.COST_TO_SERVE, 5, "2026-06", product=product)
    assert total(book) == {"CNY": 48}


def test_a_list_has_the_figures_whose_period_touches_the_days_asked_for(book: Book, acme: int) -> None:
    for period in ("2026-03", "2026-Q1", "2025"):
        enter(book, acme, Metric.VOLUME, 1, period)
    enter(book, acme, Metric.ORDERS, 1, "2026-04")

    def listed(**rest: Any) -> list[str]:
        return [row.period for row in facts.rows(book.conn, facts.ids(book.conn, **rest))]

    assert listed() == ["2026-04", "2026-Q1", "2026-03", "2025"]
    assert listed(metric=Metric.ORDERS) == ["2026-04"]
    assert listed(since=day("2026-01-01"), until=day("2026-02-15")) == ["2026-Q1"]
    assert listed(account=99) == []
    with pytest.raises(NotFound):
        facts.one(book.conn, 99)


@pytest.mark.parametrize(
    ("text", "metric", "currency", "stored"),
    [
        ("1,234.50", Metric.REVENUE, "CNY", 1_234_5000),
        ("¥3.5万", Metric.WALLET_EST, "CNY", 35_000_0000),
        ("(12)", Metric.GROSS_PROFIT, "EUR", -12_0000),
        ("12k", Metric.ORDERS, "", 12_000_0000),
        ("12.5%", Metric.DISCOUNT_SHARE, "", 12_5000),
        ("１２％", Metric.DISCOUNT_SHARE, "", 12_0000),
        ("8.4", Metric.SATISFACTION, "", 8_4000),
    ],
)
def test_a_typed_value_is_read_as_its_metric_wants_it(text: str, metric: Metric, currency: str, stored: int) -> None:
    assert domain.value(text, metric, currency) == stored


@pytest.mark.parametrize(
    ("text", "metric"),
    [("12 EUR", Metric.ORDERS), ("many", Metric.VOLUME), ("5%", Metric.VOLUME), ("-1", Metric.ORDERS)],
)
def test_a_typed_value_that_is_none_is_refused(text: str, metric: Metric) -> None:
    with pytest.raises(BadInput, match=metric):
        domain.value(text, metric)


def test_metrics_are_named_in_english_and_chinese() -> None:
    assert [domain.metric(text) for text in ("Wallet est", "cost-to-serve", "库存", "sales")] == [
        Metric.WALLET_EST, Metric.COST_TO_SERVE, Metric.STOCK_QTY, Metric.REVENUE,
    ]  # fmt: skip
    with pytest.raises(BadInput, match=r"'charm' is not a metric; use revenue, .*satisfaction"):
        domain.metric("charm")
    assert [domain.confidence(text) for text in ("High", "中")] == [Confidence.HIGH, Confidence.MEDIUM]
    with pytest.raises(BadInput, match="low, medium, high"):
        domain.confidence("sure")


@pytest.mark.parametrize(
    ("stored", "metric", "currency", "unit", "machine", "people"),
    [
        (-1_234_5000, Metric.REVENUE, "CNY", "", "-1234.50", "-1,234.50 CNY"),
        (1_200_0000, Metric.VOLUME, None, "kg", "1200", "1,200 kg"),
        (12_5000, Metric.DISCOUNT_SHARE, None, "", "12.5", "12.5 %"),
        (-5000, Metric.VOLUME, None, "", "-0.5", "-0.5"),
        (0, Metric.ORDERS, None, "", "0", "0"),
    ],
)
def test_a_value_is_written_for_machines_and_for_people(
    stored: int, metric: Metric, currency: str | None, unit: str, machine: str, people: str
) -> None:
    assert (domain.written(stored, currency), domain.shown(stored, metric, currency, unit)) == (machine, people)


@pytest.mark.parametrize(
    "text",
    [
        "2026",
        "2026-H1",
        "2026-H2",
        "2026-Q3",
        "2026-03",
        "2026-W11",
        "2026-W53",
        "2026-03-31",
        "2026-02-10..2026-03-04",
    ],
)
def test_a_period_has_one_name(text: str) -> None:
    assert domain.named(fields.period(text, TODAY)) == text


@given(st.dates(dt.date(1801, 1, 1), dt.date(2990, 1, 1)), st.integers(0, 800))
def test_the_name_of_a_period_is_read_as_that_period(first: dt.date, days: int) -> None:
    period = Period(first, first + dt.timedelta(days=days))
    assert fields.period(domain.named(period), TODAY) == period


def test_what_is_known_later_leaves_past_days_what_they_knew(book: Book, acme: int) -> None:
    year = Period(day("2026-01-01"), day("2026-12-31"))
    for value, on in ((500, "2026-01-10"), (800, "2026-02-28")):
        done = add_fact(book, acme, Metric.WALLET_EST, value * 10_000, period=year, on=day(on)).value
        # nothing was wrong before, so nothing was corrected
        assert not done.corrected

    def wallet(on: str) -> float | None:
        found = facts.newest(book.conn, Metric.WALLET_EST, day(on)).get(acme)
        return None if found is None else found.value / 10_000

    assert [wallet(on) for on in ("2026-01-09", "2026-01-31", "2026-02-28")] == [None, 500, 800]


def test_an_amount_in_another_currency_hides_none_of_ours(book: Book, acme: int) -> None:
    enter(book, acme, Metric.CONCESSION, 5, "2026-03", source="sales")
    enter(book, acme, Metric.CONCESSION, 6, "2026-03", source="finance", currency="USD")
    first, last = day("2026-01-01"), day("2026-12-31")
    found = [facts.amounts(book.conn, Metric.CONCESSION, first, last, code) for code in ("CNY", "USD", "EUR")]
    assert found == [{acme: 5_0000}, {acme: 6_0000}, {}]
