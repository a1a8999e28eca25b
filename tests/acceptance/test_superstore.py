"""Superstore: days before months in a whole column, loss makers among the top, one name under five ids (SS-1 to 3)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.acceptance.commands import Kamtui, cents
from tests.realdata import real

pytestmark = [pytest.mark.realdata, pytest.mark.slow]

FILE = "05_superstore/Sample - Superstore.csv"
WHOLE = ("2019", "2022")


@pytest.fixture(scope="module")
def kamtui(tmp_path_factory: pytest.TempPathFactory) -> Kamtui:
    file = real(FILE)
    made = Kamtui(tmp_path_factory.mktemp("superstore"), currency="USD", today="2022-12-31")
    report = made.take_in(str(file))
    assert report["read"] == 10_194
    # 5,111 order numbers; two of them are shared by four customers called Harry Olson
    assert report["created"] == {"accounts": 804, "contacts": 0, "sales": 5_117, "touches": 0}
    return made


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(real("expected/superstore.json").read_text())
    return found


def test_ss1_the_order_of_dates_is_told_from_the_whole_column(kamtui: Kamtui) -> None:
    again = kamtui.run("import", str(real(FILE)))
    assert (again.code, "day before month" in again.err) == (0, True)
    documents = kamtui.json("sale", "ls")
    assert (documents[-1]["date"], documents[0]["date"]) == ("2019-01-03", "2022-12-30")
    assert len({row["number"] for row in documents}) == 5_111
    years = {row["group"]: row["revenue"] for row in kamtui.json("sale", "totals", "--by", "year")}
    assert years == {"2019": "494040.21", "2020": "472993.03", "2021": "613933.58", "2022": "745567.53"}
    (total,) = kamtui.json("sale", "totals")
    assert (total["revenue"], total["profit"], total["accounts"]) == ("2326534.35", "292296.81", 804)


def test_ss2_loss_makers_among_the_top(kamtui: Kamtui, expected: dict[str, Any]) -> None:
    found = kamtui.ranking(*WHOLE)
    assert (found["n"], found["top_10pct"]) == (804, 81)
    losing = [
        [row["external_id"], row["name"], float(row["value"]), float(row["profit"])]
        for row in found["accounts"][:81]
        if row["profit"].startswith("-")
    ]
    assert losing == expected["top_negative"]
    assert len(losing) == 10
    accounts = kamtui.json("sale", "totals", "--by", "account")
    assert sum(cents(row["profit"]) < 0 for row in accounts) == 159
    said = kamtui.ok("pareto", "--by", "revenue", "--from", "2019", "--to", "2022", "--top", "10%").err
    assert "10 of the top 81 lose money: Sean Miller, Becky Martin" in said


def test_ss3_one_name_under_several_ids_is_pointed_out_and_not_merged(kamtui: Kamtui) -> None:
    warnings = kamtui.json("import", str(real(FILE)))["warnings"]
    (told,) = [warning for warning in warnings if "several ids" in warning]
    assert told.endswith("Harry Olson appears under several ids: HO-15230, HO-15231, HO-15232, HO-15233, HO-15234")
    found = kamtui.json("account", "ls", "Harry Olson")
    assert {row["external_id"] for row in found} == {f"HO-1523{number}" for number in range(5)}


def test_ss3_risers_from_year_to_year(kamtui: Kamtui, expected: dict[str, Any]) -> None:
    for before, after, count in (("2019", "2020", 25), ("2020", "2021", 29), ("2021", "2022", 34)):
        risers = kamtui.movers(before, after).risers
        assert len(risers) == count
        assert list(risers) == [code for code, *_ in expected["movers"][f"{before}->{after}"]]
