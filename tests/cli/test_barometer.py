"""`barometer`: three complete months beside last year's, the level, the risk ahead, and what stays unknown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kamtui.store import policies
from tests.conftest import Run

# the fixed day is 2026-11-20, so the months are August to October
LAST_YEAR, NOW = "2025-09-10", "2026-09-10"


@pytest.fixture
def known(run: Run) -> Run:
    """A book whose documents begin long before both quarters."""
    run("account", "add", "Old Ltd", "--tier", "regular")
    _sell(run, "Old Ltd", "2024-01-05", "10")
    return run


def _sell(run: Run, account: str, on: str, amount: str) -> None:
    added = run("sale", "add", account, amount, "--date", on)
    assert added.code == 0, added.err


def _key(run: Run, name: str, last_year: str, now: str) -> None:
    run("account", "add", name, "--tier", "key", "--owner", "li.wei")
    _sell(run, name, LAST_YEAR, last_year)
    _sell(run, name, NOW, now)


def _rows(run: Run, *words: str) -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in run("barometer", *words, "--json").json}


@pytest.mark.parametrize(
    ("now", "ratio", "level"),
    [
        ("950", 0.95, "ok"),
        ("949.99", 0.95, "watch"),
        ("900", 0.9, "watch"),
        ("899.99", 0.9, "amber"),
        ("800", 0.8, "amber"),
        ("799.99", 0.8, "red"),
        ("1300", 1.3, "ok"),
    ],
)
def test_the_level_is_that_of_the_exact_ratio(known: Run, now: str, ratio: float, level: str) -> None:
    _key(known, "Acme", "1000", now)
    row = _rows(known)["Acme"]
    assert (row["ratio"], row["level"], row["revenue_3m_last_year"]) == (ratio, level, "1000.00")


def test_the_levels_begin_where_the_policy_says(known: Run, tmp_path: Path) -> None:
    _key(known, "Acme", "1000", "700")
    rules = (
        policies.starting("revenue")
        .replace("sales_red = 80", "sales_red = 60")
        .replace("steady = 0.95", "steady = 0.97")
    )
    (tmp_path / "rules.toml").write_text(rules, encoding="utf-8")
    assert known("policy", "set", str(tmp_path / "rules.toml")).code == 0
    assert _rows(known)["Acme"]["level"] == "amber"
    _key(known, "Beta", "1000", "960")
    assert _rows(known)["Beta"]["level"] == "watch"


def test_a_row_says_who_it_is_and_why(known: Run) -> None:
    _key(known, "Acme", "1000", "700")
    (row,) = known("barometer", "--json").json
    why = "usually buys every 365 days, silent for 71; last 90 days 406 % of its own rate"
    assert 0 < row.pop("risk") < 1
    assert row.pop("why") == f"{why}; 2 orders are little to judge by"
    assert row == {
        "account_id": 2, "name": "Acme", "tier": "key", "owner": "li.wei", "revenue_3m": "700.00",
        "revenue_3m_last_year": "1000.00", "ratio": 0.7, "level": "red", "currency": "CNY",
    }  # fmt: skip


def test_the_running_month_never_counts(known: Run) -> None:
    _key(known, "Acme", "1000", "700")
    _sell(known, "Acme", "2026-11-02", "5000")
    _sell(known, "Acme", "2025-11-02", "5000")
    assert _rows(known)["Acme"]["revenue_3m"] == "700.00"
    assert _rows(known, "--as-of", "2026-12-01")["Acme"]["revenue_3m"] == "5700.00"


def test_nothing_sold_last_year_is_no_ratio_and_no_level(known: Run) -> None:
    known("account", "add", "New Ltd", "--tier", "key")
    _sell(known, "New Ltd", NOW, "500")
    row = _rows(known)["New Ltd"]
    assert (row["revenue_3m"], row["revenue_3m_last_year"]) == ("500.00", "0.00")
    assert (row["ratio"], row["level"]) == (None, None)


def test_before_the_books_first_month_everything_is_unknown(run: Run) -> None:
    _key(run, "Acme", "1000", "700")
    row = _rows(run)["Acme"]
    assert (row["revenue_3m"], row["revenue_3m_last_year"], row["ratio"], row["level"]) == ("700.00", None, None, None)


def test_an_account_without_sales_is_all_unknown(known: Run) -> None:
    known("account", "add", "Quiet Ltd", "--tier", "key")
    row = _rows(known)["Quiet Ltd"]
    unknown = ("revenue_3m", "revenue_3m_last_year", "ratio", "level", "risk", "why")
    assert [row[name] for name in unknown] == [None] * 6


def test_worst_first_and_then_what_is_at_stake(known: Run) -> None:
    _key(known, "Well", "100", "100")
    _key(known, "Small red", "100", "50")
    _key(known, "Large red", "900", "1")
    _key(known, "Amber", "100", "85")
    known("account", "add", "Nobody knows", "--tier", "key")
    _key(known, "Watched", "100", "92")
    assert list(_rows(known)) == ["Large red", "Small red", "Amber", "Watched", "Nobody knows", "Well"]


def test_key_accounts_unless_another_tier_or_all_are_asked_for(known: Run) -> None:
    _key(known, "Acme", "1000", "700")
    assert list(_rows(known)) == ["Acme"]
    assert list(_rows(known, "--tier", "regular")) == ["Old Ltd"]
    assert list(_rows(known, "--all")) == ["Acme", "Old Ltd"]
    refused = known("barometer", "--all", "--tier", "regular")
    assert (refused.code, "exclude each other" in refused.err) == (2, True)


def test_each_account_is_judged_in_its_own_currency(known: Run) -> None:
    known("account", "add", "Tokyo", "--tier", "key", "--currency", "JPY")
    for on, amount in ((LAST_YEAR, "1000"), (NOW, "950")):
        known("sale", "add", "Tokyo", amount, "--date", on, "--currency", "JPY")
    row = _rows(known)["Tokyo"]
    assert (row["revenue_3m"], row["currency"], row["level"]) == ("950", "JPY", "ok")


def test_a_person_is_told_which_months_they_were(known: Run) -> None:
    _key(known, "Acme", "1000", "700")
    ran = known("barometer")
    assert "2026-08-01 to 2026-10-31" in ran.err
    assert known("barometer", "-q").out == "2\n"
