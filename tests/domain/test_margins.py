"""Margins summed up: the known and the unknown, tiers compared, and roll-ups in which nothing is lost."""

from __future__ import annotations

import random
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from kamtui.domain import margins
from kamtui.domain.costs import Costs, Part, total
from kamtui.domain.margins import by_manager, by_tier, key_earns_less, result
from kamtui.domain.tiers import Tier
from kamtui.domain.whale import Earned

AMOUNTS = st.integers(-(10**12), 10**12)
MAYBE = st.none() | AMOUNTS
COSTS = st.builds(Costs, st.integers(0, 9999), st.just(0), MAYBE, MAYBE, MAYBE, MAYBE, MAYBE, MAYBE, MAYBE)
BOOK = st.lists(st.tuples(AMOUNTS, MAYBE, COSTS, st.sampled_from([*Tier, None]), st.sampled_from("abc")), max_size=12)


def earned(number: int, profit: int | None, *, revenue: int = 1000, cost: int | None = 0) -> Earned:
    return Earned(number, f"C{number:02}", f"Customer {number}", revenue, profit, Costs(entered=cost))


def test_tiers_are_compared_by_margin_and_the_unknown_counts_for_neither() -> None:
    rows = [
        earned(1, 40, revenue=1000),
        earned(2, None, revenue=9000),
        earned(3, 20, revenue=100, cost=None),
        earned(4, None),
        earned(5, 7),
    ]
    tiers = {1: Tier.KEY, 2: Tier.KEY, 3: Tier.REGULAR, 4: Tier.PROSPECT}
    found = by_tier(rows, tiers)
    assert list(found) == [Tier.KEY, Tier.REGULAR, Tier.PROSPECT, None]
    assert (found[Tier.KEY].revenue, found[Tier.KEY].net_margin, found[Tier.KEY].unknown) == (10_000, 4, 1)
    assert (found[Tier.REGULAR].net_margin, found[Tier.REGULAR].gross) == (20, 1)
    assert (found[Tier.PROSPECT].net, found[Tier.PROSPECT].net_margin) == (None, None)
    assert key_earns_less(found)


def test_nobody_is_warned_where_one_margin_is_unknown_or_the_key_one_is_as_good() -> None:
    tiers = {1: Tier.KEY, 2: Tier.REGULAR}
    assert not key_earns_less(by_tier([earned(1, None), earned(2, 50)], tiers))
    assert not key_earns_less(by_tier([earned(1, 50), earned(2, 50)], tiers))
    assert not key_earns_less({})


def test_an_unknown_part_is_counted_and_is_no_zero() -> None:
    found = result([earned(1, 10, cost=3), earned(2, 10, cost=None)])
    assert (found.costs.entered, found.costs.freight, found.net) == (3, None, 17)
    assert (found.without[Part.ENTERED], found.without[Part.FREIGHT], found.gross) == (1, 2, 1)


@settings(max_examples=50)
@given(BOOK, st.randoms())
def test_sums_by_account_tier_and_manager_are_the_same_in_any_order(
    book: Sequence[tuple[int, int | None, Costs, Tier | None, str]], shuffled: random.Random
) -> None:
    rows = [Earned(key, f"{key}", "", revenue, profit, costs) for key, (revenue, profit, costs, *_) in enumerate(book)]
    tiers = {key: tier for key, (*_, tier, _) in enumerate(book) if tier is not None}
    owners = {key: owner for key, (*_, owner) in enumerate(book)}
    whole = result(rows)
    shuffled.shuffle(rows)
    assert result(rows) == whole
    for parts in (by_tier(rows, tiers), by_manager(rows, owners), margins.by(rows, lambda key: key, range(len(book)))):
        found = list(parts.values())
        assert sum(part.accounts for part in found) == whole.accounts
        assert sum(part.revenue for part in found) == whole.revenue
        assert total(part.net for part in found) == whole.net
        assert total(part.profit for part in found) == whole.profit
        assert total(part.costs.total for part in found) == whole.costs.total
        assert sum(part.costs.minutes for part in found) == whole.costs.minutes


@settings(max_examples=50)
@given(AMOUNTS, COSTS)
def test_a_net_is_the_gross_profit_less_every_known_part(profit: int, costs: Costs) -> None:
    found = result([Earned(1, "", "", 1, profit, costs)])
    assert found.net == profit - sum(costs.of(part) or 0 for part in Part)
    assert found.costs.total == total((costs.cost_to_serve, costs.granted))
