"""`ar`: ageing, balances, days outstanding, days late, paying on the next order; and where else what is owed shows."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Run

COMMANDS = [("ar", "ageing"), ("ar", "balance"), ("ar", "dso"), ("ar", "late"), ("ar", "pattern")]

ACCOUNTS = """
A,Acme,key,li.wei
B,Bolt,regular,li.wei
C,Chen,regular,li.wei
"""
# account, number, issued, due, amount: Acme is late, Bolt pays when it orders again, Chen owes in two currencies
INVOICES = """
A,a1,2026-08-01,2026-08-31,4000,CNY
A,a2,2026-10-01,2026-10-31,1000,CNY
A,a3,2026-11-10,2026-12-10,500,CNY
B,b1,2026-04-01,2026-05-01,900,CNY
B,b2,2026-05-20,2026-06-19,900,CNY
B,b3,2026-07-10,2026-08-09,900,CNY
B,b4,2026-09-01,2026-10-01,900,CNY
B,b5,2026-10-25,2026-11-24,700,CNY
C,c1,2026-11-01,2026-12-01,300,CNY
C,c2,2026-09-01,2026-10-01,250,USD
"""
# account, invoice, day, amount, kind: Acme paid 1,500 on account; Bolt each invoice within days of its next order
PAYMENTS = """
A,,2026-11-05,1500,payment
B,b1,2026-05-21,900,payment
B,b2,2026-07-08,900,payment
B,b3,2026-09-03,900,payment
B,b4,2026-10-25,900,payment
C,c2,2026-11-02,150,payment
C,c2,2026-11-03,100,write_off
"""


@pytest.fixture
def owing(run: Run) -> Run:
    """Three customers, as of 2026-11-20."""
    for noun, head, rows in (
        ("account", "id,name,tier,owner", ACCOUNTS),
        ("invoice", "account,number,issued,due,amount,currency", INVOICES),
        ("payment", "account,invoice,on,amount,kind", PAYMENTS),
    ):
        done = run(noun, "add", "--stdin", stdin=head + rows)
        assert done.code == 0, done.err
    return run


def of(rows: list[dict[str, Any]], name: str) -> dict[str, Any]:
    """The row of one account."""
    (found,) = [row for row in rows if row["name"] == name]
    return found


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("form", ["--json", "--tsv", "-q"])
def test_a_book_without_invoices_has_an_answer_in_every_form(run: Run, command: tuple[str, ...], form: str) -> None:
    done = run(*command, form)
    assert done.code == 0, done.err
    assert done.out.strip() in ("[]", "") or form == "--tsv"


def test_without_invoices_nobody_knows_what_is_owed(run: Run) -> None:
    assert "nobody knows what is owed" in run("ar", "ageing").err


def test_the_ageing_has_a_row_for_each_currency(owing: Run) -> None:
    (yuan,) = owing("ar", "ageing", "--json").json
    # Acme: a1 is 81 days late and has 2,500 left after 1,500 on account, a2 is 20 days late
    assert (yuan["61_90"], yuan["1_30"], yuan["not_due"]) == ("2500.00", "1000.00", "1500.00")
    assert (yuan["balance"], yuan["open_count"], yuan["overdue_count"]) == ("5000.00", 5, 2)
    assert [row["name"] for row in yuan["accounts"]] == ["Acme", "Bolt", "Chen"]
    earlier = owing("ar", "ageing", "--as-of", "2026-11-01", "--json").json
    assert [(each["currency"], each["balance"]) for each in earlier] == [("CNY", "6000.00"), ("USD", "250.00")]


def test_the_ageing_by_account_and_by_owner(owing: Run) -> None:
    rows = owing("ar", "ageing", "--by", "account", "--json").json
    assert (rows[0]["name"], rows[0]["overdue"], rows[0]["oldest_due_on"]) == ("Acme", "3500.00", "2026-08-31")
    (mine,) = owing("ar", "ageing", "--by", "owner", "--json").json
    assert (mine["owner"], mine["overdue"]) == ("li.wei", "3500.00")
    assert [row["name"] for row in owing("ar", "ageing", "tier:regular", "--by", "account", "--json").json] == [
        "Bolt",
        "Chen",
    ]


def test_money_paid_beyond_what_is_open_is_credit(owing: Run) -> None:
    assert owing("payment", "add", "ext:C", "1000", "--currency", "CNY").code == 0
    row = of(owing("ar", "balance", "--json").json, "Chen")
    assert (row["credit"], row["balance"], row["open_count"]) == ("-700.00", "-700.00", 0)
    assert "1 in credit" in owing("ar", "balance").err


def test_days_outstanding_over_a_stated_window(owing: Run) -> None:
    (found,) = [each for each in owing("ar", "dso", "--from", "2026-08-01", "--json").json if each["currency"] == "CNY"]
    # 112 days; invoiced 4000 + 1000 + 500 + 900 + 700 + 300; owed 5000, of it 1500 not due
    assert (found["days"], found["invoiced"], found["balance"]) == (112, "7400.00", "5000.00")
    assert found["dso"] == pytest.approx(5000 / 7400 * 112, abs=0.01)
    assert found["best_possible_dso"] == pytest.approx(1500 / 7400 * 112, abs=0.01)
    assert found["delinquency_days"] == pytest.approx(3500 / 7400 * 112, abs=0.01)


def test_days_late_leave_out_what_is_open_and_count_a_write_off_as_what_was_paid(owing: Run) -> None:
    found = {each["currency"]: each for each in owing("ar", "late", "--from", "2026-04-01", "--json").json}
    # Bolt: 20, 19, 25 and 24 days; Chen paid 150 of 250 dollars after 32 days, the rest was given up
    assert (found["CNY"]["invoices"], found["CNY"]["average_days_late"]) == (4, 22)
    assert (found["USD"]["invoices"], found["USD"]["average_days_late"]) == (1, 32)


def test_who_pays_for_an_order_with_the_next_one(owing: Run) -> None:
    (found,) = owing("ar", "pattern", "--json").json
    assert (found["name"], found["met"], found["of"], found["exposure"]) == ("Bolt", 4, 4, "900.00")
    assert found["cycles"][0] == {
        "ordered_on": "2026-04-01",
        "next_on": "2026-05-20",
        "paid_on": "2026-05-21",
        "amount": "900.00",
        "met": True,
    }
    assert len(owing("ar", "pattern", "--all", "--json").json) == 2


def test_one_account_in_full(owing: Run) -> None:
    found = owing("ar", "account", "ext:A", "--json").json
    assert [(row["number"], row["days_late"], row["open"]) for row in found["invoices"]] == [
        ("a1", 81, "2500.00"),
        ("a2", 20, "1000.00"),
        ("a3", 0, "500.00"),
    ]
    assert found["owed"][0]["balance"] == "4000.00"
    assert len(owing("ar", "account", "ext:B", "--all", "--json").json["invoices"]) == 5
    assert "Acme" in owing("ar", "account", "ext:A").out


def reasons(run: Run, name: str) -> dict[str, tuple[str, str]]:
    """Signal -> its severity and text, of one account's card."""
    cards = [card for card in run("today", "--all", "--json").json if card["name"] == name]
    return {each["signal"]: (each["severity"], each["text"]) for card in cards for each in card["reasons"]}


def test_what_is_late_and_who_pays_late_by_habit_is_on_the_card(owing: Run) -> None:
    assert reasons(owing, "Acme")["SIG-12"] == ("red", "3,500.00 CNY overdue, the oldest of 2 invoices 81d")
    expected = "paid with the next order 4 of 4 times; about 900.00 CNY stay unpaid without one"
    assert reasons(owing, "Bolt")["SIG-14"] == ("amber", expected)
    assert "SIG-12" not in reasons(owing, "Chen")


def test_a_disputed_invoice_stays_owed_but_does_not_call_for_collecting(owing: Run) -> None:
    assert owing("invoice", "dispute", "a1", "short delivery").code == 0
    assert "SIG-12" not in reasons(owing, "Acme")
    row = of(owing("ar", "balance", "--json").json, "Acme")
    assert (row["disputed"], row["overdue"]) == ("2500.00", "3500.00")


def test_cash_is_a_part_of_health(owing: Run) -> None:
    parts = {part["part"]: part for part in owing("health", "ext:A", "--json").json["parts"]}
    assert (parts["cash"]["score"], parts["cash"]["why"]) == (0, "3,500.00 CNY overdue, up to 81d")
    # red at 60 days; c1 is not due, and the dollars are settled
    parts = {part["part"]: part for part in owing("health", "ext:C", "--json").json["parts"]}
    assert parts["cash"]["score"] == 100


def test_what_is_owed_shows_in_the_group_the_loss_and_the_concentration(owing: Run) -> None:
    assert owing("account", "move", "ext:B", "ext:A").code == 0
    group = owing("account", "group", "ext:A", "--json").json
    assert [each["balance"] for each in group["total"]["receivables"]] == ["4700.00"]
    assert owing("whatif", "lose", "ext:A", "--json").json["exposure"] == "4700.00"
    spread = owing("concentration", "--by", "receivables", "--json").json
    assert (spread["total"], spread["top1_percent"], spread["level"]) == ("5000.00", 94, "red")
    assert "Acme 94 % of receivables" in owing("exception", "overview").out


def test_accounts_are_ranked_by_what_was_invoiced(owing: Run) -> None:
    found = owing("pareto", "--by", "invoiced", "--from", "2026-01-01", "--json").json
    assert [(row["name"], row["value"]) for row in found["accounts"]] == [
        ("Acme", "5500.00"),
        ("Bolt", "4300.00"),
        ("Chen", "300.00"),
    ]
