"""Chinook, an SQLite file: tiers whose cuts fall inside ties, customers without a company (CH-1)."""

from __future__ import annotations

import pytest

from tests.acceptance.commands import Kamtui
from tests.realdata import real

pytestmark = pytest.mark.realdata

WHOLE = ("2021", "2025")
SQL = """
    SELECT CustomerId AS account, coalesce(Company, FirstName || ' ' || LastName) AS account_name,
        InvoiceId AS number, InvoiceDate AS date, Total AS amount, Country AS country
    FROM Invoice JOIN Customer USING (CustomerId)
"""


@pytest.fixture(scope="module")
def kamtui(tmp_path_factory: pytest.TempPathFactory) -> Kamtui:
    file = real("07_chinook/Chinook_Sqlite.sqlite")
    made = Kamtui(tmp_path_factory.mktemp("chinook"), currency="USD", today="2025-12-31")
    report = made.take_in(str(file))
    assert report["created"] == {"accounts": 59, "contacts": 59, "sales": 412, "touches": 0}
    return made


def test_ch1_the_top_is_cut_inside_a_tie_and_says_so(kamtui: Kamtui) -> None:
    found = kamtui.ranking(*WHOLE)
    assert (found["n"], found["top_10pct"], found["total"]) == (59, 6, "2328.60")
    assert kamtui.top(*WHOLE) == {
        "6": "49.62",
        "26": "47.62",
        "57": "46.62",
        "45": "45.62",
        "46": "45.62",
        "24": "43.62",
    }
    codes = {row["account_id"]: row["external_id"] for row in found["accounts"]}
    ties = {tie["cut"]: (tie["value"], {codes[key] for key in tie["account_ids"]}) for tie in found["ties"]}
    assert ties["top_10pct"] == ("43.62", {"24", "28", "37"})
    said = kamtui.ok("pareto", "--from", "2021", "--to", "2025").err
    assert "the cut top_10pct falls between 3 accounts of equal value (43.62); the external id decides" in said


def test_ch1_thirty_equal_accounts_do_not_move_between_runs(kamtui: Kamtui) -> None:
    accounts = kamtui.ranking(*WHOLE)["accounts"]
    equal = [row["external_id"] for row in accounts if row["value"] == "37.62"]
    assert len(equal) == 30
    assert equal == sorted(equal)
    assert accounts == kamtui.ranking(*WHOLE)["accounts"]
    moved = kamtui.movers("2021..2025", "2021..2025")
    assert (moved.active, moved.risers, moved.newcomers, moved.fallers) == ((59, 59), {}, {}, {})


def test_ch1_the_order_of_import_decides_nothing(kamtui: Kamtui, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = str(real("07_chinook/Chinook_Sqlite.sqlite"))
    other = Kamtui(tmp_path_factory.mktemp("shaped"), currency="USD", today="2025-12-31")
    report = other.take_in(file, "--as", "sales", "--sql", SQL + " ORDER BY InvoiceDate DESC")
    assert report["created"] == {"accounts": 59, "contacts": 0, "sales": 412, "touches": 0}
    assert list(other.top(*WHOLE).items()) == list(kamtui.top(*WHOLE).items())
    assert {row["name"] for row in other.json("account", "ls")} == {row["name"] for row in kamtui.json("account", "ls")}


def test_ch1_who_has_no_company_is_an_account_of_their_own_name(kamtui: Kamtui) -> None:
    people = {row["name"] for row in kamtui.json("contact", "ls")}
    accounts = {row["external_id"]: row["name"] for row in kamtui.json("account", "ls")}
    assert (accounts["1"], accounts["2"]) == ("Embraer - Empresa Brasileira de Aeronáutica S.A.", "Leonie Köhler")
    assert sum(name in people for name in accounts.values()) == 49
