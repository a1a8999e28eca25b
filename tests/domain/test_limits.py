"""Limits of the policy: whoever is beyond one is named with the numbers, whoever is within is not."""

from __future__ import annotations

import datetime as dt

from kamtui.domain.concentration import concentration as spread
from kamtui.domain.margins import Result
from kamtui.domain.policytext import read
from kamtui.domain.pyramid import Served, Team, team
from kamtui.domain.severity import Severity
from kamtui.domain.signals.portfolio import Notice, concentration, key_cap, mix_drift, tier_margin, time_drift
from kamtui.domain.signals.ranking import Place, Shares, reasons
from kamtui.domain.tiers import Tier
from kamtui.domain.whale import ProfitClass
from kamtui.store.policies import starting

POLICY = read(starting("revenue"))
ACCOUNTS: dict[tuple[str, Tier | None], int] = {
    ("li.wei", Tier.KEY): 4,
    ("li.wei", Tier.REGULAR): 12,
    ("li.wei", Tier.PROSPECT): 24,
}


def spent(key: int, regular: int, prospect: int, weekly: float | None = 30, login: str = "li.wei") -> Team:
    """Four weeks in which one manager logged so many hours."""
    minutes: dict[tuple[str, Tier | None], int] = {
        (login, Tier.KEY): 60 * key,
        (login, Tier.REGULAR): 60 * regular,
        (login, Tier.PROSPECT): 60 * prospect,
    }
    return team(ACCOUNTS, minutes, {"li.wei": weekly}, 28, POLICY)


def test_time_on_its_target_is_not_named() -> None:
    assert list(time_drift(spent(54, 27, 9), POLICY, {})) == []


def test_time_ten_points_off_is_amber_and_twenty_red_with_the_tier_that_is_furthest_off() -> None:
    # 50 / 30 / 20 of a hundred hours: key and prospects are ten points off
    (amber,) = time_drift(spent(50, 30, 20), POLICY, {})
    assert (amber.signal, amber.severity, amber.who) == ("SIG-19", Severity.AMBER, "li.wei")
    # 40 / 45 / 15: key is twenty points off
    (red,) = time_drift(spent(40, 45, 15), POLICY, {})
    assert red.severity is Severity.RED
    assert red.text.format(**red.fields) == "key 40 % of time, target 60; 100 of 120 h logged"


def test_with_a_quarter_of_the_hours_missing_nothing_is_said_of_time() -> None:
    # 29 of 120 hours is less than a quarter: a question and no finding
    assert list(time_drift(spent(0, 29, 0), POLICY, {})) == []
    assert len(list(time_drift(spent(0, 30, 0), POLICY, {}))) == 1


def test_where_no_hours_are_known_the_logged_ones_are_told_with_the_weeks() -> None:
    (notice,) = time_drift(spent(0, 10, 0, weekly=None), POLICY, {})
    assert notice.text.format(**notice.fields) == "regular 100 % of time, target 30; 10 h logged in 4 weeks"


def test_time_that_nobody_logged_by_name_is_nobodys_drift() -> None:
    assert list(time_drift(spent(0, 40, 0, login=""), POLICY, {})) == []


def test_drift_names_the_key_accounts_that_get_too_little() -> None:
    short = {"li.wei": [Served(7, "Acme", "li.wei", 0), Served(8, "Bolt", "li.wei", 30)]}
    (notice,) = time_drift(spent(40, 45, 15), POLICY, short)
    assert notice.accounts == (7, 8)
    assert notice.what_to_do.format(**notice.fields) == "plan hours for the key accounts below 2 h a week: 2"


def test_one_key_account_more_than_the_hours_carry_is_named() -> None:
    # 60 % of 7 hours are 4.2: two key accounts of two hours each, and four are held
    (notice,) = key_cap(spent(0, 0, 0, weekly=7))
    assert (notice.signal, notice.severity, notice.who) == ("SIG-20", Severity.AMBER, "li.wei")
    assert notice.text.format(**notice.fields) == "4 key accounts, hours for 2"
    # 60 % of 14 hours carry four
    assert list(key_cap(spent(0, 0, 0, weekly=14))) == []


def test_too_many_key_accounts_in_the_company_are_amber_and_then_red() -> None:
    for held, severity in ((35, None), (36, Severity.AMBER), (50, Severity.AMBER), (51, Severity.RED)):
        whole = team({("", Tier.KEY): held}, {}, {}, 28, POLICY)
        assert [notice.severity for notice in key_cap(whole)] == ([severity] if severity else [])


def test_a_mix_on_its_target_is_not_named_and_one_off_by_more_than_five_points_is() -> None:
    assert list(mix_drift(spent(0, 0, 0), POLICY)) == []
    off = team({("a", Tier.KEY): 4, ("b", Tier.REGULAR): 6, ("b", Tier.PROSPECT): 10}, {}, {}, 28, POLICY)
    (notice,) = mix_drift(off, POLICY)
    assert (notice.signal, notice.severity, notice.who) == ("SIG-21", Severity.INFO, "")
    # of twenty accounts two may be key: four are ten points off, as are ten prospects instead of twelve
    assert notice.text.format(**notice.fields) == "key: 4 accounts, target 2 (+10 points of all, limit 5)"


def test_concentration_names_the_largest_customer_once_it_is_too_large() -> None:
    def said(values: dict[int, int]) -> list[Notice]:
        return list(concentration(spread(values, POLICY.concentration), POLICY, "Acme", "profit"))

    assert said(dict.fromkeys(range(1, 21), 5)) == []
    (notice,) = said({1: 25, **dict.fromkeys(range(2, 27), 3)})
    assert (notice.signal, notice.severity, notice.accounts) == ("SIG-18", Severity.AMBER, (1,))
    assert notice.text.format(**notice.fields) == "Acme 25 % of profit (limit 20), HHI 0.09 (limit 0.15)"
    (red,) = said({1: 30, **dict.fromkeys(range(2, 16), 5)})
    assert red.severity is Severity.RED


def test_of_an_empty_book_nothing_is_said() -> None:
    nobody = team({}, {}, {}, 28, POLICY)
    assert [*time_drift(nobody, POLICY, {}), *key_cap(nobody), *mix_drift(nobody, POLICY)] == []
    assert list(concentration(spread({}, POLICY.concentration), POLICY, "", "revenue")) == []


def test_key_accounts_that_leave_less_than_regular_ones_are_named_with_both_margins() -> None:
    key, regular = (Result(accounts=2, known_revenue=1000, profit=300, net=net) for net in (40, 90))
    (found,) = tier_margin({Tier.KEY: key, Tier.REGULAR: regular})
    assert (found.signal, found.severity, found.fields) == ("SIG-17", Severity.AMBER, {"key": 4, "regular": 9})
    (gross,) = tier_margin({Tier.KEY: key, Tier.REGULAR: regular._replace(gross=1)})
    assert "{gross} of {count} without their cost to serve" in gross.text
    assert not list(tier_margin({Tier.KEY: regular, Tier.REGULAR: key}))
    assert not list(tier_margin({Tier.KEY: key}))


def test_an_account_that_drains_profit_says_where_it_goes() -> None:
    place = Place(Tier.KEY, dt.date(2026, 9, 30), None, (), None, ProfitClass.DRAINING)
    texts = []
    for shares in (None, Shares(-5, 3, None, 0), Shares(-5, 3, 8, 0), Shares(-5, 3, 6, 2), Shares(-1, 3, None, 4)):
        (found,) = reasons(place._replace(shares=shares))
        assert (found.signal, found.severity) == ("SIG-17", Severity.AMBER)
        texts.append(found.text.format(**found.fields))
    assert texts == [
        "drains profit",
        "drains profit: -5.0% of sales",
        "drains profit: -5.0% of sales (gross 3.0, serving 8.0)",
        "drains profit: -5.0% of sales (gross 3.0, serving 6.0, granted 2.0)",
        "drains profit: -1.0% of sales (gross 3.0, granted 4.0)",
    ]
