"""Days of cover: by hand, at the edges of the levels, and what no order or cut of the figures may change (D22)."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamtui.domain import supply
from kamtui.domain.forecasts import outlook
from kamtui.domain.peaks import Peak, Stage, due
from kamtui.domain.periods import Period, month
from kamtui.domain.severity import Severity
from kamtui.domain.supply import Basis, Cover, Flow, Gap, Level, Stock
from kamtui.domain.teams import OurFunction
from kamtui.domain.traderules import SupplyRules
from tests.conftest import TODAY
from tests.signalled import account, ago, fired

RULES = SupplyRules()
TEN = Fraction(10_0000)
LAST_YEAR = TODAY.replace(year=TODAY.year - 1)


def _flow(
    first: dt.date, last: dt.date, units: float, *, on: dt.date | None = None, unit: str = "", key: int = 1
) -> Flow:
    return Flow(key, first, last, int(units * 10_000), unit, on or last)


def _days(value: float, number: int = 28, until: dt.date = TODAY) -> list[Flow]:
    """So much a day, entered day by day."""
    return [_flow(ago(back, until), ago(back, until), value, key=back) for back in range(number)]


def _cover(
    stock: float | None,
    sold: list[Flow],
    before: list[Flow] | None = None,
    *,
    counted: int = 0,
    peak: Peak | None = None,
) -> Cover:
    there = None if stock is None else Stock(int(stock * 10_000), "", ago(counted))
    return supply.cover(1, "", there, sold, before or [], rules=RULES, on=TODAY, lead_days=14, peak=peak)


def _peak(starts: dt.date, *, product: str = "", lead: int | None = None, tasks: int = 0) -> Peak:
    ends = starts + dt.timedelta(days=9)
    return Peak(3, 1, "Acme", "春节", product, starts, ends, lead, None, "", "", "", ago(90), "li.wei", None, tasks)


@pytest.mark.parametrize(
    ("stock", "days", "level"),
    [(139, 13.9, "red"), (140, 14.0, "amber"), (209, 20.9, "amber"), (210, 21.0, "ok"), (0, 0.0, "red")],
)
def test_the_level_begins_at_the_lead_time_and_a_week_after_it(stock: float, days: float, level: str) -> None:
    found = _cover(stock, _days(10))
    assert (found.days, found.level) == (days, level)


def test_a_month_is_spread_over_its_days_and_only_known_days_count() -> None:
    october = month(dt.date(2026, 10, 1))
    # 2026-11-20: the last 28 days begin on 10-24, so eight days of October are known, at 10 a day
    found = _cover(300, [_flow(*october, 310)])
    assert found.pace is not None
    assert (found.pace.a_day, found.pace.days, found.days) == (TEN, 8, 30.0)


def test_a_running_month_is_what_was_sold_up_to_the_day_on_which_it_was_entered() -> None:
    november = month(TODAY)
    found = _cover(100, [_flow(*november, 100, on=dt.date(2026, 11, 10))])
    assert found.pace is not None
    assert (found.pace.a_day, found.pace.days) == (TEN, 10)


def test_of_figures_of_the_same_days_the_shortest_period_speaks_and_of_those_the_newest() -> None:
    november = month(TODAY)
    week = Period(dt.date(2026, 11, 9), dt.date(2026, 11, 15))
    flows = [_flow(*november, 300, on=dt.date(2026, 11, 30)), _flow(*week, 70, key=2), _flow(*week, 7, key=3)]
    found = supply.pace(flows, week, Basis.RECENT)
    assert found is not None
    assert (found.a_day, found.days) == (TEN / 10, 7)


def test_without_the_last_days_the_same_season_of_last_year_tells_the_pace() -> None:
    found = _cover(100, [], _days(5, until=LAST_YEAR))
    assert found.pace is not None
    assert (found.days, found.pace.basis) == (20.0, Basis.LAST_YEAR)
    assert found.pace.window == Period(dt.date(2025, 10, 24), LAST_YEAR)


def test_before_a_peak_what_followed_last_year_tells_the_pace_and_not_the_quiet_days() -> None:
    followed = [_flow(LAST_YEAR, LAST_YEAR + dt.timedelta(days=27), 28 * 40)]
    found = _cover(400, _days(10), followed, peak=_peak(ago(-20)))
    assert (found.days, found.level, found.peak) == (10.0, Level.RED, "春节")
    # nothing is known of last year: the last days are better than nothing
    assert _cover(400, _days(10), peak=_peak(ago(-20))).days == 40.0


def test_a_peak_that_moves_is_compared_with_the_days_before_it_began_last_year() -> None:
    # it begins in 10 days, and last year it began 384 days before that
    peak, earlier = _peak(ago(-10)), ago(-10) - dt.timedelta(days=384)
    window = supply.season(RULES, TODAY, peak, earlier)
    assert (window.first, window.days) == (ago(384), 28)
    assert supply.season(RULES, TODAY, peak).first == LAST_YEAR


def test_unknown_is_unknown_and_an_old_count_says_nothing_of_today() -> None:
    assert (_cover(None, _days(10)).level, _cover(None, _days(10)).gap) == (Level.UNKNOWN, Gap.NO_STOCK)
    assert (_cover(100, []).level, _cover(100, []).gap) == (Level.UNKNOWN, Gap.NO_SALES)
    assert [_cover(5, _days(10), counted=age).level for age in (30, 31)] == [Level.RED, Level.STALE]
    nothing_sold = _cover(100, _days(0))
    assert (nothing_sold.days, nothing_sold.level) == (None, Level.OK)


def test_what_is_not_there_cannot_be_sold_so_an_empty_shelf_is_no_sign_that_nobody_wants_it() -> None:
    assert _cover(0, _days(0)).gap is Gap.NOTHING
    assert _cover(0, _days(0), _days(5, until=LAST_YEAR)).level is Level.RED


def test_boxes_are_not_divided_by_pieces() -> None:
    stock = Stock(100_0000, "pcs", TODAY)
    sold = [flow._replace(unit="boxes") for flow in _days(10)]
    found = supply.cover(1, "", stock, sold, [], rules=RULES, on=TODAY, lead_days=14)
    assert (found.level, found.gap) == (Level.UNKNOWN, Gap.UNITS)


FLOWS = st.lists(
    st.builds(
        lambda back, length, value, key: _flow(ago(back), ago(back) + dt.timedelta(days=length), value, key=key),
        st.integers(-5, 60),
        st.integers(0, 40),
        st.integers(0, 1000),
        st.integers(1, 10**6),
    ),
    max_size=8,
    unique_by=lambda flow: flow.id,
)


@settings(max_examples=60)
@given(flows=FLOWS, order=st.randoms(use_true_random=False))
def test_the_pace_is_the_mean_of_the_known_days_whatever_order_the_figures_come_in(
    flows: list[Flow], order: object
) -> None:
    window = supply.recent(RULES, TODAY)
    shuffled = list(flows)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    days = supply.daily((flow, flow.told) for flow in flows)
    known = [value for day, value in days.items() if window.holds(day)]
    found = supply.pace(shuffled, window, Basis.RECENT)
    if not known:
        assert found is None
    else:
        assert found is not None
        assert (found.a_day, found.days) == (sum(known, Fraction(0)) / len(known), len(known))


def test_a_forecast_runs_out_on_the_first_day_that_the_stock_does_not_suffice_for() -> None:
    ahead = Period(ago(-1), ago(-28))
    flow = _flow(ago(-1), ago(-30), 300)
    found = outlook(1, "", Stock(95_0000, "", TODAY), [flow], None, ahead)
    assert found is not None
    assert (found.expected, found.missing, found.runs_out_on) == (28 * TEN, Fraction(185_0000), ago(-10))
    assert outlook(1, "", None, [_flow(ago(9), ago(2), 5)], None, ahead) is None


@pytest.mark.parametrize(
    ("days", "tasks", "stage"),
    [
        (61, 0, "ahead"),
        (60, 0, "prepare"),
        (60, 1, "prepared"),
        (0, 0, "running"),
        (-9, 0, "running"),
        (-10, 1, "over"),
    ],
)
def test_a_peak_is_to_be_prepared_from_its_lead_time_on_until_somebody_does(days: int, tasks: int, stage: str) -> None:
    assert _peak(ago(-days), tasks=tasks).stage(RULES, TODAY) == Stage(stage)


def test_production_is_due_before_transport_and_neither_in_the_past() -> None:
    peak = _peak(ago(-40))
    made = [due(peak, each, RULES, 30, TODAY) for each in (OurFunction.MANUFACTURING, OurFunction.TRANSPORT)]
    assert made == [ago(-3), ago(-10)]
    assert due(_peak(ago(-5)), OurFunction.TRANSPORT, RULES, None, TODAY) == TODAY


def test_a_short_stock_asks_for_a_step_and_an_unprepared_peak_for_its_tasks() -> None:
    short = [_cover(100, _days(10), counted=3)._replace(product="GTX Pro"), _cover(150, _days(10))]
    known = account(short=short, peaks=[_peak(ago(-45))])
    (supplied,) = fired(known, "SIG-10")
    assert (supplied.severity, supplied.since, supplied.number) == (Severity.RED, ago(3), 2)
    (ahead,) = fired(known, "SIG-11")
    assert (ahead.severity, ahead.since, ahead.action) == (Severity.AMBER, ago(15), "prepare")
