"""Which account belonged to which group, and for how long."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.groups import ALWAYS, Placed, all_stays, below, circle, parents_on, stays
from kamtui.domain.periods import Period

FIRST = dt.date(2026, 1, 1)
YEAR = Period(FIRST, dt.date(2026, 12, 31))

_DAYS = st.one_of(st.just(ALWAYS), st.integers(-40, 400).map(lambda day: (FIRST + dt.timedelta(day)).isoformat()))


@st.composite
def _placings(draw: st.DrawFn) -> list[Placed]:
    """Moves without a circle: whoever is above has the smaller number."""
    found = []
    for account in draw(st.lists(st.integers(2, 8), max_size=12)):
        parent = draw(st.one_of(st.none(), st.integers(1, account - 1)))
        found.append(Placed(account, draw(_DAYS), parent))
    return sorted(found, key=lambda each: each.on)


@given(_placings())
def test_every_day_of_a_period_belongs_to_one_group(placed: list[Placed]) -> None:
    found = all_stays(placed, YEAR)
    days: dict[int, int] = {}
    for stay in found:
        days[stay.account_id] = days.get(stay.account_id, 0) + Period(stay.first, stay.last).days
    assert set(days.values()) <= {YEAR.days}
    assert circle(placed, 8) is None


@given(_placings(), st.integers(0, 364))
def test_a_group_has_those_days_of_an_account_on_which_it_stood_below(placed: list[Placed], day: int) -> None:
    on = FIRST + dt.timedelta(days=day)
    there = {stay.account_id for stay in stays(placed, 1, YEAR) if stay.first <= on <= stay.last}
    assert there == set(below(parents_on(placed, on), 1))


def test_a_ring_is_found_on_its_first_day_and_ends_every_walk() -> None:
    ring = [Placed(2, ALWAYS, 1), Placed(3, ALWAYS, 2), Placed(1, "2026-05-01", 3)]
    assert circle(ring, 1) == "2026-05-01"
    assert set(below(parents_on(ring, YEAR.last), 1)) == {1, 2, 3}
    assert {stay.root for stay in all_stays(ring, YEAR)} == {1}
