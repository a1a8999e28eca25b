"""Calibration: what is learned from a book's past, what is not looked at, and when the shipped weights stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import isfinite, log
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamtui.domain import calibration, outlook
from kamtui.domain.calibration import Learned, fitted, learned
from kamtui.domain.outlook import SHIPPED, History

ON = date(2026, 3, 31).toordinal()
NOTHING = Learned(SHIPPED, 0)
ROWS = st.lists(st.tuples(st.just(1.0), st.floats(-3, 3), st.floats(0, 6)), min_size=1, max_size=40)


def seldom(accounts: int) -> dict[int, History]:
    """Each buys every 150 days: who bought lately will not in the next 90, who has long been silent will."""
    return {key: [(day, 100_0000) for day in range(ON - 1_500 + key * 37 % 150, ON, 150)] for key in range(accounts)}


@pytest.fixture(scope="module")
def book() -> dict[int, History]:
    return seldom(60)


def test_a_book_where_silence_is_a_good_sign_teaches_that(book: dict[int, History]) -> None:
    weights, cases = learned(book, ON)
    risks: dict[bool, list[float]] = {True: [], False: []}
    for history in book.values():
        told, fell = outlook.outlook(history, ON - 91, None, weights), outlook.fell(history, ON - 91)
        if told and fell is not None:
            risks[fell].append(told.risk)
    assert cases > calibration.FEWEST
    assert weights.quiet < 0
    assert sum(risks[True]) / len(risks[True]) > sum(risks[False]) / len(risks[False]) + 0.2


@given(st.randoms(use_true_random=False))
@settings(max_examples=3, deadline=None)
def test_the_order_of_the_accounts_does_not_matter(random: Random) -> None:
    book = seldom(12)
    keys = list(book)
    random.shuffle(keys)
    assert learned({key: book[key] for key in keys}, ON) == learned(book, ON) != NOTHING


def test_what_comes_after_the_day_is_not_seen(book: dict[int, History]) -> None:
    seen = {key: [order for order in history if order[0] <= ON] for key, history in book.items()}
    later = {**book, 1_000: [(ON + 1, 100_0000)]}
    assert learned(seen, ON) == learned(book, ON) == learned(later, ON)


def test_a_case_counts_once_its_90_days_are_over() -> None:
    book = {key: [(ON - 250, 1 + key), (ON - 20, 1)] for key in range(40)} | {99: [(ON - 250, 1), (ON - 150, 1)]}
    assert _ends(book, ON) == [date(2025, 10, 31), date(2025, 11, 30), date(2025, 12, 31)]
    assert _ends(book, ON - 1) == [date(2025, 10, 31), date(2025, 11, 30)]


def test_few_cases_and_few_ends_of_months_leave_the_shipped_weights(book: dict[int, History]) -> None:
    assert learned({}, ON) == learned({1: []}, ON) == NOTHING
    assert learned({key: book[key] for key in range(2)}, ON) == NOTHING
    young = {key: [(day, 1) for day in range(ON - 210 + key % 9, ON, 30 + key)] for key in range(300)}
    assert len(_ends(young, ON)) < calibration.FEWEST_ENDS
    assert learned(young, ON) == NOTHING


def test_where_all_fell_or_nobody_the_shipped_weights_stand() -> None:
    steady = {key: [(day, 100_0000) for day in range(ON - 900, ON + 1, 10)] for key in range(30)}
    gone = {key: [(ON - 700, 100_0000)] for key in range(60)}
    assert learned(steady, ON) == learned(gone, ON) == NOTHING


def test_a_large_book_is_learned_from_in_part(monkeypatch: pytest.MonkeyPatch, book: dict[int, History]) -> None:
    monkeypatch.setattr(calibration, "MOST", 150)
    assert 100 <= learned(book, ON).cases <= 150


def test_the_firmer_the_prior_the_nearer_to_it(book: dict[int, History]) -> None:
    away = [abs(learned(book, ON, strength).weights.quiet - SHIPPED.quiet) for strength in (1, 40, 1e3, 1e9)]
    assert away == sorted(away, reverse=True)
    assert away[-1] == pytest.approx(0, abs=1e-3)


def test_without_a_prior_the_base_is_the_odds() -> None:
    assert fitted([[1.0]] * 4, [True, True, True, False], [0.0], 0.0) == [pytest.approx(log(3))]


@given(ROWS, st.data())
def test_weights_are_finite_whatever_the_cases(rows: list[tuple[float, float, float]], data: st.DataObject) -> None:
    fell = data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows)))
    assert all(map(isfinite, fitted(rows, fell, [0.7, -1.0, 0.2], calibration.STRENGTH)))


def _ends(book: Mapping[int, History], on: int) -> list[date]:
    return sorted({date.fromordinal(end) for end, _ in calibration._pairs(book, on)})
