"""UCI online retail: volume, returns, documents of nobody, tiers per quarter, dormancy, months (UCI-1 to UCI-6)."""

from __future__ import annotations

import csv
import datetime as dt
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.acceptance.commands import NOTHING, Kamtui, cents
from tests.realdata import real

pytestmark = [pytest.mark.realdata, pytest.mark.slow]

LAST_DAY = "2011-12-09"
WHOLE = ("2010-12-01", LAST_DAY)
Q4 = f"2011-10-01..{LAST_DAY}"
LINES = """
    SELECT CustomerID AS account, InvoiceNo AS number, InvoiceDate AS date, Quantity * UnitPrice AS amount,
        Country AS country
    FROM lines
"""
TWO_COUNTRIES = {"12370", "12394", "12417", "12422", "12429", "12431", "12455", "12457"}


@pytest.fixture(scope="module")
def kamtui(tmp_path_factory: pytest.TempPathFactory) -> Kamtui:
    file = real("01_uci_online_retail/invoices.csv")
    made = Kamtui(tmp_path_factory.mktemp("uci"), currency="GBP", today=LAST_DAY)
    report = made.take_in(str(file))
    assert (report["read"], report["unattributed"]) == (25_900, 3_710)
    assert report["created"] == {"accounts": 4_372, "contacts": 0, "sales": 25_900, "touches": 0}
    return made


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(real("expected/uci_online_retail.json").read_text())
    return found


def test_uci1_what_nobody_can_be_named_for_is_reported_and_kept(kamtui: Kamtui) -> None:
    total, nobodys = kamtui.json("sale", "totals")
    assert (total["documents"], total["revenue"], total["accounts"]) == (25_900, "9747747.93", 4_372)
    assert (nobodys["documents"], nobodys["revenue"], nobodys["unattributed"]) == (3_710, "1447682.12", True)
    attributed = sum(cents(row["revenue"]) for row in kamtui.json("sale", "totals", "--by", "account")[:-1])
    assert attributed == 8_300_065_81
    warnings = kamtui.json("import", str(real("01_uci_online_retail/invoices.csv")))["warnings"]
    assert any("3710 documents have no account: 1,447,682.12 is nobody's" in warning for warning in warnings)
    assert kamtui.run("account", "show", "nan").code == 3


def test_uci1_cancellations_are_returns(kamtui: Kamtui) -> None:
    documents = kamtui.json("sale", "ls")
    cancelled = [row for row in documents if row["number"].startswith("C")]
    assert len(cancelled) == 3_836
    assert {row["kind"] for row in cancelled} == {"return"}
    assert sum(row["number"].startswith("A") for row in documents) == 3


def test_uci2_returns_do_not_inflate_tiers(kamtui: Kamtui, expected: dict[str, Any]) -> None:
    found = kamtui.ranking(*WHOLE)["accounts"]
    assert [[row["external_id"], float(row["value"])] for row in found[:100]] == expected["net_top100"]
    accounts = {row["external_id"]: row for row in kamtui.json("sale", "totals", "--by", "account") if row["group"]}
    assert (accounts["14646"]["revenue"], accounts["14646"]["orders"]) == ("279489.02", 74)
    assert (accounts["12346"]["revenue"], accounts["16446"]["revenue"]) == ("0.00", "2.90")
    assert not {"12346", "16446"} & kamtui.top(*WHOLE).keys()
    net = [cents(row["revenue"]) for row in accounts.values()]
    assert (sum(value <= 0 for value in net), sum(value < 0 for value in net)) == (55, 41)
    assert sum(row["orders"] == 0 for row in accounts.values()) == 33


def test_uci3_tiers_per_quarter(kamtui: Kamtui, expected: dict[str, Any]) -> None:
    cuts = {}
    for quarter, period in (("2011Q1", "2011-Q1"), ("2011Q2", "2011-Q2"), ("2011Q3", "2011-Q3"), ("2011Q4", Q4)):
        found = kamtui.json("pareto", "--from", period, "--to", period)
        k = found["top_10pct"]
        cuts[quarter] = found["n"], k, *(row["value"] for row in found["accounts"][k - 1 : k + 1])
        top = [[row["external_id"], float(row["value"])] for row in found["accounts"][:k]]
        assert top == expected["quarters"][quarter]
    assert cuts["2011Q1"] == (1766, 177, "1473.39", "1471.37")
    assert cuts["2011Q2"][:2] == (1983, 199)
    assert cuts["2011Q3"][:2] == (2148, 215)
    assert cuts["2011Q4"] == (2545, 255, "1673.40", "1672.53")


def test_uci3_movers_between_quarters(kamtui: Kamtui, expected: dict[str, Any]) -> None:
    first, second, third = (
        kamtui.movers(before, after)
        for before, after in (("2011-Q1", "2011-Q2"), ("2011-Q2", "2011-Q3"), ("2011-Q3", Q4))
    )
    whole = kamtui.movers("2011-Q1", Q4)
    assert [len(found.risers) for found in (first, second, third, whole)] == [11, 5, 19, 23]
    assert list(whole.risers)[:3] == ["14607", "13969", "13709"]
    assert whole.risers["14607"] == ("495.00", "10846.10")
    for found, pair in ((first, "2011Q1->2011Q2"), (second, "2011Q2->2011Q3"), (third, "2011Q3->2011Q4")):
        risers = {
            account: (round(100 * before), round(100 * after)) for account, before, after in expected["movers"][pair]
        }
        assert {account: (cents(a), cents(b)) for account, (a, b) in found.risers.items()} == risers
    # CHECKS counts 43, 42, 59: there 12754 and 17728, whose documents of the earlier quarter net exactly 0.00, were
    # active with what binary floats left over; active is more than 0.00 after rounding, so they are newcomers
    assert [len(found.newcomers) for found in (first, second, third)] == [44, 42, 60]
    assert "12754" not in whole.risers
    newcomers = first.newcomers | third.newcomers
    assert {"12754", "17728"} <= newcomers.keys()
    assert {newcomers[account][0] for account in ("12754", "17728")} == {"0.00"}


def test_uci4_key_accounts_at_risk(kamtui: Kamtui, expected: dict[str, Any]) -> None:
    dormant = {row["external_id"] for row in kamtui.json("account", "ls", "order:>90", "--as-of", LAST_DAY)}
    assert len(dormant) == 1_449
    assert kamtui.count("account", "ls", "-order:never", "--as-of", LAST_DAY) == 4_339
    top = kamtui.ranking(*WHOLE, "--top", "10%")["accounts"]
    at_risk = [
        [row["external_id"], float(row["value"]), row["last_order_on"]] for row in top if row["external_id"] in dormant
    ]
    assert at_risk == expected["top_dormant"]
    assert len(at_risk) == 20


def test_uci4_on_other_days_and_at_exactly_ninety_days(kamtui: Kamtui) -> None:
    last: dict[str, list[dt.date]] = {}
    with real("01_uci_online_retail/invoices.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["CustomerID"] and row["InvoiceNo"].isdigit():
                last.setdefault(row["CustomerID"], []).append(dt.date.fromisoformat(row["InvoiceDate"][:10]))
    exactly = set[str]()
    for day in (dt.date(2011, 3, 15), dt.date(2011, 9, 13), dt.date(2011, 12, 8), dt.date.fromisoformat(LAST_DAY)):
        ages = {account: min((day - on).days for on in days if on <= day) for account, days in last.items()
                if min(days) <= day}  # fmt: skip
        more, just = ({account for account, age in ages.items() if age in kept} for kept in (range(91, 999), (90,)))
        for words, wanted in (("order:>90", more), ("order:90..90", just)):
            rows = kamtui.json("account", "ls", words, "--as-of", day.isoformat())
            assert {row["external_id"] for row in rows} == wanted, (words, day)
        exactly |= just
    assert exactly


def test_uci5_conflicting_master_data_is_reported(kamtui: Kamtui) -> None:
    warnings = kamtui.json("import", str(real("01_uci_online_retail/invoices.csv")))["warnings"]
    (told,) = [warning for warning in warnings if "several countries" in warning]
    assert "8 accounts" in told
    assert all(f"{account} (" in told for account in TWO_COUNTRIES)


def test_uci6_monthly_series(kamtui: Kamtui) -> None:
    months = kamtui.series("14646", *WHOLE)
    assert len(months) == 13
    assert {
        month: months[month] for month in ("2010-12", "2011-01", "2011-04", "2011-07", "2011-08", "2011-10", "2011-12")
    } == {
        "2010-12": (2, "8591.88"),
        "2011-01": (4, "26476.68"),
        "2011-04": (3, "2976.56"),
        "2011-07": (1, "26.02"),
        "2011-08": (8, "39655.81"),
        "2011-10": (12, "39995.95"),
        "2011-12": (3, "11728.02"),
    }


def test_uci6_a_running_month_is_marked(kamtui: Kamtui) -> None:
    rows = kamtui.json("sale", "series", "14646", "--from", "2011-01-01", "--to", "2011-12-31", "--as-of", LAST_DAY)
    assert [row["period"] for row in rows if row["partial"]] == ["2011-12"]


class Measured(NamedTuple):
    """One import in a process of its own."""

    report: dict[str, Any]
    seconds: float
    megabytes: float
    """The largest memory that any measured process of this test has held so far."""


def measured(kamtui: Kamtui, *words: str) -> Measured:
    with kamtui.environment():
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "kamtui", "import", "--json", *words], capture_output=True, check=True, text=True
        )
        seconds = time.perf_counter() - began
    return Measured(json.loads(done.stdout), seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)


@pytest.mark.parametrize(
    ("words", "read", "limit"),
    [
        (("invoices.csv",), 25_900, 10),
        pytest.param(("lines.csv.gz", "--as", "sales", "--sql", LINES), 541_909, 90, marks=pytest.mark.slow),
    ],
)
def test_uci1_volume_within_its_limits(tmp_path: Path, words: tuple[str, ...], read: int, limit: float) -> None:
    file = str(real("01_uci_online_retail") / words[0])
    kamtui = Kamtui(tmp_path, currency="GBP", today=LAST_DAY)
    before = kamtui.counts()
    first = measured(kamtui, file, *words[1:])
    assert first.report["read"] == read
    assert first.report["created"] == {"accounts": 4_372, "contacts": 0, "sales": 25_900, "touches": 0}
    assert first.seconds < limit
    assert first.megabytes < 500
    after = kamtui.counts()
    assert after == (4_372, 0, 0, 25_900, 9_747_747_93)
    second = measured(kamtui, file, *words[1:])
    assert (second.report["created"], second.report["updated"], second.report["unchanged"]) == (NOTHING, 0, 25_900)
    kamtui.ok("undo", str(first.report["change"]))
    assert kamtui.counts() == before
