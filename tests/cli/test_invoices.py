"""kamtui invoice and kamtui payment, as scripts and people use them."""

from __future__ import annotations

import pytest

from tests.conftest import Run


@pytest.fixture
def acme(run: Run) -> Run:
    """Acme in EUR with invoice 0017 of 1,000, due on 1 October."""
    run("account", "add", "Acme Ltd", "--currency", "EUR")
    run("invoice", "add", "Acme", "1000", "--number", "0017", "--issued", "2026-09-01")
    return run


def test_an_invoice_is_shown_with_what_settles_it(acme: Run) -> None:
    assert "300.00 EUR for invoice 0017 on 2026-10-15; 700.00 EUR still open" in (
        acme("payment", "add", "Acme", "300", "--invoice", "17", "--on", "2026-10-15", "--number", "R1").out
    )
    assert (
        "credit note C1 of -200.00 EUR"
        in acme("invoice", "add", "Acme", "(200)", "--credits", "17", "--number", "C1").out
    )
    assert "nothing of it is open" in acme("payment", "add", "Acme", "--invoice", "17").out
    found = acme("invoice", "show", "0017", "--json").json
    assert [(row["amount"], row["number"]) for row in found["payments"]] == [("500.00", None), ("300.00", "R1")]
    assert (found["open"], found["state"], found["settled_on"], found["days_late"]) == (
        "0.00",
        "paid",
        "2026-11-20",
        50,
    )
    assert found["credit_notes"][0]["credits_number"] == "0017"
    then = acme("invoice", "ls", "--open", "--as-of", "2026-10-20", "--json").json
    assert [(row["open"], row["state"], row["days_late"], row["settled_on"]) for row in then] == [
        ("700.00", "overdue", 19, None)
    ]


def test_lists_of_what_is_open_overdue_and_disputed(acme: Run) -> None:
    acme("invoice", "add", "Acme", "50", "--number", "18", "--issued", "2026-11-10")
    acme("invoice", "dispute", "18", "wrong price")
    numbers = {
        option: [row["number"] for row in acme("invoice", "ls", "Acme", option, "--json").json]
        for option in ("--open", "--overdue", "--disputed")
    }
    assert numbers == {"--open": ["0017", "18"], "--overdue": ["0017"], "--disputed": ["18"]}
    assert "wrong price → one cent less" in acme("invoice", "settle", "18", "one cent less", "--json").out
    # money on account covers what has been due the longest
    acme("payment", "add", "Acme", "1k")
    assert [row["number"] for row in acme("invoice", "ls", "--open", "--json").json] == ["18"]
    assert acme("payment", "ls", "--on-account", "-q").lines == ["1"]


def test_payments_are_corrected_and_removed_by_their_id(acme: Run) -> None:
    added = acme("payment", "add", "Acme", "1000", "--kind", "预收", "--json").json
    assert (added["kind"], added["invoice"], added["currency"]) == ("prepayment", None, "EUR")
    edited = acme("payment", "edit", "1", "--invoice", "17", "--amount", "900", "--on", "2026-10-01", "--json").json
    assert (edited["amount"], edited["invoice"], edited["on"]) == ("900.00", "0017", "2026-10-01")
    assert acme("invoice", "show", "17", "--json").json["open"] == "100.00"
    assert acme("payment", "remove", "1", "--json").json["removed"] is True
    assert acme("payment", "remove", "1").code == 3
    assert acme("invoice", "edit", "17", "--due", "2026-12-24", "--json").json["due"] == "2026-12-24"
    assert acme("invoice", "remove", "17", "--json").json["removed"] is True
    assert acme("invoice", "ls", "--json").json == []


def test_rows_come_from_stdin_and_the_same_key_writes_once(acme: Run) -> None:
    rows = "account,amount,number,due\nAcme,5,A1,2026-12-24\nAcme,6,A2,2026-12-24\n"
    assert acme("invoice", "add", "--stdin", "--dry-run", stdin=rows).out.count("due 2026-12-24") == 2
    assert len(acme("invoice", "add", "--stdin", "--json", stdin=rows).json) == 2
    assert [row["repeated"] for row in acme("invoice", "add", "--stdin", "--json", stdin=rows).json] == [True, True]
    paid = '{"account": "Acme", "amount": "5", "invoice": "A1", "key": "bank-1"}\n'
    assert acme("payment", "add", "--stdin", stdin=paid).code == 0
    assert "came before" in acme("payment", "add", "--stdin", stdin=paid).out
    assert len(acme("payment", "ls", "--json").json) == 1


def test_refusals_say_what_to_do(acme: Run) -> None:
    acme("account", "add", "Beta")
    acme("invoice", "add", "Beta", "5", "--number", "0017")
    both = acme("invoice", "dispute", "0017")
    assert (both.code, "#1 Acme Ltd, #2 Beta; name one" in both.err) == (2, True)
    assert acme("invoice", "dispute", "0017", "--account", "Beta").code == 0
    assert acme("invoice", "show", "404").code == 3
    assert acme("payment", "add", "Acme").code == 2
    assert "is still to come" in acme("payment", "add", "Acme", "5", "--on", "tomorrow").err
