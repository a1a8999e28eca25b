"""How customers pay: days late by invoice, days outstanding, and paying for an order when the next one is placed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamtui.domain.money import SCALE
from kamtui.domain.payers import Billed, Conduct, Paid, Pattern, Turnover, conduct, paid_on, pattern, together
from kamtui.domain.periods import Period, just_before
from kamtui.domain.receivables import Document, settle
from kamtui.domain.traderules import ReceivablesRules

ON = dt.date(2026, 11, 20)
RULES = ReceivablesRules()
DUE = dt.date(2026, 6, 30)


def settled(late: int, amount: int = 100, *, disputed: bool = False) -> Paid:
    return Paid(1, "CNY", amount, DUE - dt.timedelta(days=30), DUE, DUE + dt.timedelta(days=late), disputed)


def test_early_payment_counts_as_no_day_late() -> None:
    found = conduct([settled(-10), settled(0), settled(6), settled(12, disputed=True)])
    assert (found.invoices, found.late, found.days_late) == (4, 2, 4.5)
    assert (found.late_percent, found.disputed_percent, found.disputed_late_percent) == (50, 25, 100)


def test_a_large_invoice_weighs_more_than_a_small_one() -> None:
    found = conduct([settled(0, 900), settled(30, 100)])
    assert (found.days_late, found.weighted_days_late) == (15, 3)


def test_of_nobody_nothing_is_known() -> None:
    assert conduct([]) == Conduct() == together([])
    assert (Conduct().days_late, Conduct().late_percent) == (None, None)


@given(st.lists(st.tuples(st.integers(-40, 90), st.integers(1, 1000)), max_size=12), st.integers(0, 12))
@settings(max_examples=40)
def test_parts_add_up_to_the_whole(rows: list[tuple[int, int]], cut: int) -> None:
    every = [settled(*row) for row in rows]
    assert together([conduct(every[:cut]), conduct(every[cut:])]) == conduct(every)


def test_days_outstanding_and_what_late_payment_makes_of_them() -> None:
    quarter = Period(dt.date(2026, 1, 1), dt.date(2026, 3, 31))
    found = Turnover("CNY", quarter, invoiced=900, balance=600, not_due=350)
    assert (found.dso, found.best_dso, found.delinquency) == (60, 35, 25)


def test_without_sales_nobody_knows_how_long_they_are_outstanding() -> None:
    assert Turnover("CNY", Period(ON, ON), invoiced=0, balance=600, not_due=350).delinquency is None


def test_the_period_before_whole_months_is_as_many_months() -> None:
    year = Period(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    assert just_before(year) == (dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    assert just_before(Period(ON, ON)) == (dt.date(2026, 11, 19), dt.date(2026, 11, 19))


# paying for an order when the next one is placed


def cycles(gaps: list[int], delays: list[int | None]) -> Pattern | None:
    """Orders so many days apart, each paid so many days from the next order; None: not at all."""
    days = [ON - dt.timedelta(days=sum(gaps[place:]) + 10) for place in range(len(gaps) + 1)]
    billed = [
        Billed(day, 100, None if delay is None else later + dt.timedelta(days=delay))
        for day, later, delay in zip(days, days[1:], delays, strict=False)
    ]
    return pattern("CNY", days, [*billed, Billed(days[-1], 700, None)], ON, RULES)


@pytest.mark.parametrize(
    ("delays", "met"), [([0, 3, -3, 9], 3), ([0, 4, -4, 9], 1), ([0, None, 1, 2], 3), ([9, 0, 0, 0, 0], 4)]
)
def test_a_payment_within_three_days_of_the_next_order_belongs_to_it(delays: list[int | None], met: int) -> None:
    found = cycles([40] * len(delays), delays)
    assert found is not None
    assert (found.met, len(found.cycles), found.shows(RULES)) == (met, 4, met >= 3)


def test_what_stays_unpaid_is_what_is_open_or_a_usual_order() -> None:
    found = cycles([40] * 4, [0, 0, 0, 0])
    assert found is not None
    assert (found.usual, found.exposure, found.days_to_pay) == (100, 100, 40)
    assert found._replace(open=700).exposure == 700


def test_orders_within_a_week_say_nothing() -> None:
    assert cycles([6] * 4, [0, 0, 0, 0]) is None


def test_an_order_placed_yesterday_has_not_failed_yet() -> None:
    days = [ON - dt.timedelta(days=41), ON - dt.timedelta(days=1)]
    assert pattern("CNY", days, [Billed(days[0], 100, None)], ON, RULES) is None


# payments that name no invoice

AMOUNTS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 50)), min_size=1, max_size=7)


def paper(key: int, due: int, amount: int) -> Document:
    due_on = dt.date(2026, 1, 1) + dt.timedelta(days=due)
    issued = due_on - dt.timedelta(days=30)
    return Document(key, 1, str(key), issued, due_on, amount, "CNY", amount * SCALE, 0, disputed=False)


@given(AMOUNTS, AMOUNTS)
@settings(max_examples=60)
def test_an_invoice_is_settled_on_the_day_the_money_reached_it(
    bills: list[tuple[int, int]], money: list[tuple[int, int]]
) -> None:
    papers = [paper(key, *row) for key, row in enumerate(bills)]
    came = [(dt.date(2026, 1, 1) + dt.timedelta(days=day), amount * SCALE) for day, amount in money]
    found = paid_on(papers, came)
    for day in {day for day, _ in came}:
        there = sum(amount for when, amount in came if when <= day)
        gone = {each.invoice_id for each in papers} - {each.invoice_id for each in settle(papers, there)}
        assert all(found[key] <= max(day, papers[key].issued_on) for key in gone)
        assert gone >= {key for key, on in found.items() if on <= day}
