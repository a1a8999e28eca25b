"""The pyramid: the worked example of the rules, drift at its edges, and what too little logging must not say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.policy import Capacity, TierRules
from kamtui.domain.policytext import read
from kamtui.domain.pyramid import (
    ByOwner,
    Layer,
    Pyramid,
    Served,
    company_load,
    pyramid,
    targets,
    team,
    under_served,
    weekly_hours,
)
from kamtui.domain.severity import Severity
from kamtui.domain.tiers import Tier
from kamtui.store.policies import starting

POLICY = read(starting("revenue"))
BOOK: dict[Tier | None, int] = {Tier.KEY: 4, Tier.REGULAR: 12, Tier.PROSPECT: 24}
"""The forty accounts of the worked example."""
FOUR_WEEKS = 28


def by_tier(found: Pyramid) -> dict[Tier | None, Layer]:
    return {layer.tier: layer for layer in (*found.layers, *found.beside)}


def logged(key: int, regular: int, prospect: int, *, weekly: float | None = 30) -> Pyramid:
    """The worked example with so many minutes logged in four weeks."""
    minutes: dict[Tier | None, int] = {Tier.KEY: key, Tier.REGULAR: regular, Tier.PROSPECT: prospect}
    return pyramid(BOOK, minutes, weekly, FOUR_WEEKS, POLICY)


def test_the_worked_example() -> None:
    found = logged(18 * 240, 9 * 240, 3 * 240)
    assert [layer.target_hours for layer in found.layers] == [18, 9, 3]
    minutes = [60 * (layer.target_hours_per_account or 0) for layer in found.layers]
    assert minutes == [270, 45, 7.5]
    assert [layer.hours_per_account for layer in found.layers] == [4.5, 0.75, 0.125]
    assert [layer.percent for layer in found.layers] == [10, 30, 60]
    assert [layer.time_percent for layer in found.layers] == [60, 30, 10]
    assert [layer.intensity for layer in found.layers] == pytest.approx([36, 6, 1])
    assert [layer.target_intensity for layer in found.layers] == pytest.approx([36, 6, 1])
    assert not any(layer.mix_drift or layer.time_drift for layer in found.layers)
    assert POLICY.capacity.key_accounts(30) == 9


@pytest.mark.parametrize(
    ("key", "drift"),
    [(60, None), (51, None), (50, Severity.AMBER), (41, Severity.AMBER), (40, Severity.RED), (80, Severity.RED)],
)
def test_time_drifts_from_ten_points_on_and_badly_from_twenty(key: int, drift: Severity | None) -> None:
    assert logged(72 * key, 72 * (100 - key), 0).layers[0].time_drift is drift


def test_the_mix_drifts_beyond_five_points() -> None:
    def drifts(key: int, regular: int, prospect: int) -> list[Severity | None]:
        counts: dict[Tier | None, int] = {Tier.KEY: key, Tier.REGULAR: regular, Tier.PROSPECT: prospect}
        return [layer.mix_drift for layer in pyramid(counts, {}, 30, FOUR_WEEKS, POLICY).layers]

    assert drifts(15, 30, 55) == [None, None, None]
    assert drifts(16, 24, 60) == [Severity.INFO, Severity.INFO, None]


def test_a_small_book_may_have_one_key_account() -> None:
    # one of five is 20 %, but nobody can have half an account
    found = pyramid({Tier.KEY: 1, Tier.REGULAR: 1, Tier.PROSPECT: 3}, {}, None, FOUR_WEEKS, POLICY)
    assert [layer.target_accounts for layer in found.layers] == [1, 1, 3]
    assert [layer.mix_points for layer in found.layers] == [0, 0, 0]


@pytest.mark.parametrize(
    ("accounts", "wanted"), [(0, [0, 0, 0]), (1, [1, 0, 0]), (2, [1, 1, 0]), (12, [1, 3, 8]), (105, [10, 31, 64])]
)
def test_targets_are_rounded_down_but_one(accounts: int, wanted: list[int]) -> None:
    assert list(targets(accounts, TierRules()).values()) == wanted


@given(st.integers(0, 10**6), st.integers(0, 100), st.integers(0, 100))
def test_targets_add_up_to_the_accounts(accounts: int, key: int, regular: int) -> None:
    found = targets(accounts, TierRules(key_percent=key, regular_percent=min(regular, 100 - key)))
    assert sum(found.values()) == accounts
    assert min(found.values()) >= 0


@given(st.lists(st.integers(0, 10**5), min_size=3, max_size=3), st.lists(st.integers(0, 10**6), min_size=3, max_size=3))
def test_shares_add_up_to_the_whole_and_differences_to_nothing(accounts: list[int], minutes: list[int]) -> None:
    tiers = (Tier.KEY, Tier.REGULAR, Tier.PROSPECT)
    found = pyramid(
        dict(zip(tiers, accounts, strict=True)), dict(zip(tiers, minutes, strict=True)), 30, FOUR_WEEKS, POLICY
    )
    for known, whole, off in (("percent", accounts, "mix_points"), ("time_percent", minutes, "time_points")):
        shares = [getattr(layer, known) for layer in found.layers]
        if any(whole):
            assert sum(shares) == pytest.approx(100)
            assert sum(getattr(layer, off) for layer in found.layers) == pytest.approx(0, abs=1e-9)
        else:
            assert shares == [None, None, None]


def test_unattractive_accounts_stand_beside_with_their_time() -> None:
    accounts = {**BOOK, Tier.UNATTRACTIVE: 60, None: 2}
    found = pyramid(accounts, {Tier.KEY: 540, Tier.UNATTRACTIVE: 60}, 30, FOUR_WEEKS, POLICY)
    layers = by_tier(found)
    assert (found.accounts, found.logged_hours) == (40, 10)
    assert (layers[Tier.KEY].percent, layers[Tier.KEY].time_percent) == (10, 100)
    assert (layers[Tier.UNATTRACTIVE].accounts, layers[Tier.UNATTRACTIVE].percent) == (60, None)
    assert (layers[None].accounts, layers[None].minutes, layers[None].hours_per_account) == (2, 0, None)


def test_what_nobody_logged_is_unknown() -> None:
    found = logged(0, 0, 0)
    assert (found.logged_hours, found.available_hours) == (0, 120)
    for layer in found.layers:
        assert (layer.time_percent, layer.hours_per_account, layer.intensity, layer.time_drift) == (None,) * 4


def test_too_little_logging_is_a_question_and_no_finding() -> None:
    assert (logged(0, 0, 30 * 60 - 1).is_thin, logged(0, 0, 30 * 60).is_thin) == (True, False)
    assert logged(0, 0, 30 * 60 - 1).layers[0].time_drift is Severity.INFO
    assert logged(0, 0, 30 * 60).layers[0].time_drift is Severity.RED
    assert logged(0, 0, 1, weekly=None).logged_percent is None


def test_without_hours_there_are_no_target_hours() -> None:
    found = logged(60, 30, 10, weekly=None)
    assert found.available_hours is None
    assert [layer.target_hours_per_account for layer in found.layers] == [None, None, None]


def test_a_manager_has_the_accounts_owned_and_the_time_logged_on_whosever_account() -> None:
    accounts: ByOwner = {("li", Tier.KEY): 2, ("chen", Tier.KEY): 1, ("", Tier.PROSPECT): 5}
    minutes: ByOwner = {("li", Tier.KEY): 100, ("chen", Tier.PROSPECT): 60}
    found = team(accounts, minutes, {"li": 30, "chen": 10, "wu": None}, FOUR_WEEKS, POLICY)
    assert (found.whole.accounts, found.whole.available_hours) == (8, 160)
    assert (found.managers["li"].accounts, found.managers["chen"].logged_hours) == (2, 1)
    assert (found.managers[""].accounts, found.managers[""].available_hours) == (5, None)
    assert found.of("nobody", POLICY).accounts == 0
    assert [load.owner for load in found.loads] == ["chen", "li", "wu"]


@pytest.mark.parametrize(
    ("hours", "room"),
    [(30, 9), (29, 8), (10, 3), (33.4, 10), (60, 10), (0, 0), (None, 9)],
)
def test_key_accounts_beyond_the_hours_for_them_are_too_many(hours: float | None, room: int) -> None:
    for held in (room, room + 1):
        found = team({("li", Tier.KEY): held}, {}, {"li": hours}, FOUR_WEEKS, POLICY)
        assert found.loads[0] == ("li", held, room, Severity.AMBER if held > room else None)


@pytest.mark.parametrize(
    ("held", "drift"), [(35, None), (36, Severity.AMBER), (50, Severity.AMBER), (51, Severity.RED)]
)
def test_a_company_has_at_most_35_key_accounts_and_never_more_than_50(held: int, drift: Severity | None) -> None:
    assert company_load(held, Capacity()).drift is drift


def test_hours_nobody_entered_are_assumed_for_those_who_sell_only() -> None:
    assert weekly_hours(None, Capacity(), sells=True) == 30
    assert weekly_hours(None, Capacity(), sells=False) is None
    assert weekly_hours(12, Capacity(), sells=False) == 12


def test_key_accounts_with_less_than_two_hours_a_week_are_under_served_the_neediest_first() -> None:
    accounts = [Served(1, "B", "li", 480), Served(2, "A", "li", 479), Served(3, "C", "", 0)]
    assert [account.name for account in under_served(accounts, FOUR_WEEKS, Capacity())] == ["C", "A"]
    assert [account.name for account in under_served(accounts, 7, Capacity())] == ["C"]
