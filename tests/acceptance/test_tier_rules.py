"""Tiers that reviews would have decided over real histories: profit first, returns count, ties are decided alike."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.commands import Kamtui
from tests.realdata import real

pytestmark = [pytest.mark.realdata, pytest.mark.slow]

CHINOOK = """
    SELECT CustomerId AS account, FirstName || ' ' || LastName AS account_name, InvoiceId AS number,
        InvoiceDate AS date, Total AS amount
    FROM Invoice JOIN Customer USING (CustomerId) ORDER BY InvoiceId
"""


def book(folder: Path, *words: str, currency: str, today: str) -> Kamtui:
    """A book with a file imported."""
    made = Kamtui(folder, currency=currency, today=today)
    made.ok("import", *words)
    return made


def ever(kamtui: Kamtui, account: str) -> list[str]:
    """Every tier an account has had, oldest first."""
    return [decision["to"] for decision in kamtui.json("tier", "history", f"ext:{account}")]


def tiers(kamtui: Kamtui) -> dict[str, str | None]:
    """External id -> tier."""
    return {row["external_id"]: row["tier"] for row in kamtui.json("account", "ls")}


def decisions(kamtui: Kamtui) -> dict[str, list[tuple[str, str, str | None]]]:
    """External id -> (day, tier, reason) of every decision."""
    return {
        account: [(each["on"], each["to"], each["reason"]) for each in kamtui.json("tier", "history", f"ext:{account}")]
        for account in tiers(kamtui)
    }


@pytest.fixture(scope="module")
def superstore(tmp_path_factory: pytest.TempPathFactory) -> Kamtui:
    file = real("05_superstore/Sample - Superstore.csv")
    made = book(tmp_path_factory.mktemp("superstore"), str(file), currency="USD", today="2022-12-31")
    made.ok("tier", "backfill", "--from", "2019-01-01", "--to", "2022-12-31")
    return made


def test_ss2_no_large_account_that_loses_money_is_ever_key(superstore: Kamtui) -> None:
    expected: dict[str, Any] = json.loads(real("expected/superstore.json").read_text())
    losing = [account for account, *_ in expected["top_negative"]]
    assert len(losing) == 10
    assert {account: ever(superstore, account) for account in losing} == {account: ["regular"] for account in losing}


def test_ss2_by_sales_alone_some_of_them_would_be_key(tmp_path: Path, superstore: Kamtui) -> None:
    rules = tmp_path / "rules.toml"
    text = superstore.ok("policy", "show").out.replace('method = "pyramid"', 'method = "single"')
    rules.write_text(text, encoding="utf-8")
    file = real("05_superstore/Sample - Superstore.csv")
    by_sales = book(tmp_path, str(file), currency="USD", today="2022-12-31")
    by_sales.ok("policy", "set", str(rules), "--on", "2019-01-01")
    by_sales.ok("tier", "backfill", "--from", "2019-01-01", "--to", "2022-12-31")
    expected = json.loads(real("expected/superstore.json").read_text())
    assert any("key" in ever(by_sales, account) for account, *_ in expected["top_negative"])


def test_ss2_key_accounts_are_no_more_than_the_places_and_buyers_are_never_prospects(superstore: Kamtui) -> None:
    found = Counter(tiers(superstore).values())
    assert found.keys() == {"key", "regular"}
    assert 0 < found["key"] <= 80
    assert found.total() == 804


def test_ss2_a_second_backfill_has_nothing_to_do_and_undo_takes_all_of_it_back(superstore: Kamtui) -> None:
    days = ("--from", "2019-01-01", "--to", "2022-12-31")
    before = tiers(superstore)
    assert superstore.run("tier", "backfill", *days).code == 1
    superstore.ok("undo")
    assert set(tiers(superstore).values()) == {None}
    superstore.ok("redo")
    assert tiers(superstore) == before


@pytest.fixture(scope="module")
def uci(tmp_path_factory: pytest.TempPathFactory) -> Kamtui:
    file = real("01_uci_online_retail/invoices.csv")
    made = book(tmp_path_factory.mktemp("uci"), str(file), currency="GBP", today="2011-12-09")
    made.ok("tier", "backfill", "--from", "2010-12-01", "--to", "2011-12-31")
    return made


def test_uci2_who_sent_it_all_back_is_never_key(uci: Kamtui) -> None:
    assert ever(uci, "12346") == ["regular"]
    assert "key" not in ever(uci, "16446")
    assert sum(tier == "key" for tier in tiers(uci).values()) > 100


def test_uci2_by_no_method_is_either_of_them_key_at_the_last_review(uci: Kamtui) -> None:
    for account in ("12346", "16446"):
        methods = uci.json("tier", "explain", f"ext:{account}")["methods"]
        assert methods.keys() == {"single", "pyramid", "scorecard"}
        assert {found["result"] for found in methods.values()} <= {"regular", "prospect"}


def test_ch1_ties_are_decided_alike_whatever_the_order_of_the_rows(tmp_path: Path) -> None:
    file = str(real("07_chinook/Chinook_Sqlite.sqlite"))
    found = []
    for name, order in (("forward", "InvoiceId"), ("backward", "InvoiceId DESC")):
        folder = tmp_path / name
        folder.mkdir()
        sql = CHINOOK.replace("ORDER BY InvoiceId", f"ORDER BY {order}")
        made = book(folder, file, "--as", "sales", "--sql", sql, currency="USD", today="2025-12-31")
        made.ok("tier", "backfill", "--from", "2021-01-01", "--to", "2025-12-31")
        found.append(decisions(made))
    assert found[0] == found[1]
    kinds = Counter(each[-1][1] for each in found[0].values())
    assert kinds.keys() == {"key", "regular"}
    assert kinds.total() == 59
