"""CDNOW: 23,570 customers, days written as 19970101, purchases without a number (CD-1)."""

from __future__ import annotations

import pytest

from tests.acceptance.commands import Kamtui
from tests.realdata import real

pytestmark = [pytest.mark.realdata, pytest.mark.slow]


@pytest.fixture(scope="module")
def kamtui(tmp_path_factory: pytest.TempPathFactory) -> Kamtui:
    file = real("08_cdnow/CDNOW_master.csv.gz")
    made = Kamtui(tmp_path_factory.mktemp("cdnow"), currency="USD", today="1998-06-30")
    # equal purchases of one customer on one day have no number to tell them apart, and all of them stay
    report = made.take_in(str(file))
    assert report["created"] == {"accounts": 23_570, "contacts": 0, "sales": 69_659, "touches": 0}
    assert any("255 rows repeat another row" in warning for warning in report["warnings"])
    return made


def test_cd1_totals(kamtui: Kamtui) -> None:
    (total,) = kamtui.json("sale", "totals")
    assert (total["documents"], total["accounts"], total["revenue"]) == (69_659, 23_570, "2500315.63")
    months = [row["group"] for row in kamtui.json("sale", "totals", "--by", "month")]
    assert (months[0], months[-1], len(months)) == ("1997-01", "1998-06", 18)
    (first, *_), (*_, last) = (
        kamtui.json("sale", "totals", "--by", "account", *span)
        for span in (("--to", "1997-01-01"), ("--from", "1998-06-30"))
    )
    assert first["documents"] > 0
    assert last["documents"] > 0


def test_cd1_tiers(kamtui: Kamtui) -> None:
    found = kamtui.ranking("1997-01-01", "1998-06-30")
    assert (found["n"], found["top_10pct"]) == (23_570 - 68, 2_351)
    top = found["accounts"]
    assert [(row["external_id"], row["value"]) for row in top[:3]] == [
        ("7592", "13990.93"),
        ("14048", "8976.33"),
        ("7983", "6973.07"),
    ]
    assert [row["value"] for row in top[2_350:2_352]] == ["243.09", "242.94"]
    assert round(100 * top[2_350]["cumulative_share"], 2) == 50.88


def test_cd1_an_account_is_found_among_many(kamtui: Kamtui) -> None:
    found = kamtui.json("account", "ls", "14048")
    assert [row["external_id"] for row in found] == ["14048"]
