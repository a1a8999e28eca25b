"""Two currencies: never added without a rate, and with one only where the rate and its day are said (P11)."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Run


@pytest.fixture
def book(run: Run) -> Run:
    """Euros, yen and dinars at two accounts of a book in CNY."""
    run("account", "add", "Acme")
    run("account", "add", "Beta")
    run("sale", "add", "Acme", "1000", "--currency", "CNY", "--date", "2026-10-02", "--profit", "100")
    run("sale", "add", "Acme", "1000", "--currency", "EUR", "--date", "2026-10-01", "--profit", "100")
    run("sale", "add", "Beta", "20000", "--currency", "JPY", "--date", "2026-10-02", "--profit", "2000")
    run("sale", "add", "Beta", "2.345", "--currency", "KWD", "--date", "2026-10-02", "--profit", "0.001")
    return run


def test_amounts_of_several_currencies_stand_apart(book: Run) -> None:
    totals = json.loads(book("sale", "totals", "--by", "account", "--json").out)
    assert [(row["name"], row["currency"], row["revenue"]) for row in totals] == [
        ("Acme", "CNY", "1000.00"),
        ("Acme", "EUR", "1000.00"),
        ("Beta", "JPY", "20000"),
        ("Beta", "KWD", "2.345"),
    ]
    ranked = book("pareto", "--by", "revenue", "--currency", "KWD", "--json")
    assert [row["value"] for row in json.loads(ranked.out)["accounts"]] == ["2.345"]
    assert "there are others in CNY, EUR, JPY" in ranked.err


def test_without_a_rate_nothing_is_taken_into_another_currency(book: Run) -> None:
    done = book("pareto", "--in", "CNY")
    assert (done.code, done.out) == (3, "")
    assert "no rate is known from EUR, JPY, KWD to CNY on 2026-11-20" in done.err


def test_with_rates_one_currency_is_shown_and_each_rate_is_said_with_its_day(book: Run) -> None:
    book("rate", "set", "EUR", "7.85", "--on", "2026-10-31", "--source", "ECB")
    book("rate", "set", "JPY", "0.0487", "--on", "2026-10-30")
    book("rate", "set", "KWD", "23.2", "--on", "2026-09-30")
    done = book("pareto", "--in", "CNY", "--by", "revenue", "--json")
    # 1000 + 7850; 974 + 54.404
    assert [row["value"] for row in json.loads(done.out)["accounts"]] == ["8850.00", "1028.40"]
    assert "1 EUR = 7.85 CNY, rate of 2026-10-31" in done.err
    listed = json.loads(book("account", "ls", "--in", "EUR", "--json").out)
    assert [(row["revenue_12m"], row["currency"]) for row in listed] == [("1127.39", "EUR"), ("131.01", "EUR")]
    assert json.loads(book("rate", "show", "JPY", "--base", "KWD", "--json").out)["through"] == "CNY"
    # a later rate changes nothing of what was said on an earlier day
    book("rate", "set", "EUR", "9", "--on", "2026-11-10")
    then = json.loads(book("pareto", "--in", "CNY", "--by", "revenue", "--as-of", "2026-11-01", "--json").out)
    assert then["accounts"][0]["value"] == "8850.00"
    # and the book itself is as it was
    kept = json.loads(book("sale", "ls", "Acme", "--json").out)
    assert {(row["amount"], row["currency"]) for row in kept} == {("1000.00", "CNY"), ("1000.00", "EUR")}


def test_no_rate_is_asked_for_a_currency_that_no_amount_is_in(run: Run) -> None:
    run("account", "add", "Acme", "--currency", "USD")
    run("sale", "add", "Acme", "1000", "--currency", "EUR", "--date", "2026-10-02")
    (row,) = run("account", "ls", "--in", "EUR", "--json").json
    assert (row["revenue_12m"], row["currency"]) == ("1000.00", "EUR")


def test_another_currency_is_for_looking(book: Run) -> None:
    done = book("account", "add", "Gamma", "--in", "EUR")
    assert done.code == 2
    assert "--in are for looking" in done.err


def test_what_the_policy_says_is_in_the_books_own_currency_whatever_is_looked_at(book: Run) -> None:
    text = book("policy", "show").out
    book("policy", "set", "-", stdin=text.replace("acquire = 0", "acquire = 1000"))
    for code, value in (("EUR", "8"), ("JPY", "0.05"), ("KWD", "20")):
        book("rate", "set", code, value)
    days = ("--issued", "2026-06-01", "--due", "2026-07-01")
    # 50 CNY are small change by themselves, 600 are not
    book("invoice", "add", "Acme", "1000", "--currency", "JPY", *days)
    book("invoice", "add", "Beta", "30", "--currency", "KWD", *days)
    for look, amount in (((), "30.000 KWD"), (("--in", "JPY"), "12,000 JPY"), (("--in", "KWD"), "30.000 KWD")):
        cards = book("today", "--all", "--json", *look).json
        late = [each["text"] for card in cards for each in card["reasons"] if each["signal"] == "SIG-12"]
        assert late == [f"{amount} overdue for 142d"]
    lost = book("whatif", "lose", "Beta", "--in", "EUR", "--json").json
    assert (lost["replacement_cost"], lost["replacement_currency"]) == ("125.00", "EUR")


def test_a_goal_in_money_is_shown_in_the_currency_asked_for_and_others_as_they_are(book: Run) -> None:
    book("plan", "start", "Acme")
    book("goal", "add", "Acme", "Sales", "--metric", "revenue", "--target", "2000")
    book("goal", "add", "Acme", "Lead time", "--kind", "supply", "--base", "50", "--target", "40", "--unit", "days")
    for code, value in (("EUR", "8"), ("JPY", "0.05"), ("KWD", "20")):
        book("rate", "set", code, value)
    sales, days = book("goal", "ls", "--in", "EUR", "--json").json
    # of 1,000 CNY and 1,000 EUR
    assert [sales[name] for name in ("target", "actual", "unit")] == ["250.00", "1125.00", "EUR"]
    assert [days[name] for name in ("base", "target", "unit")] == ["50", "40", "days"]
