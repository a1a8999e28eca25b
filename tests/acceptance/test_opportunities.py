"""Opportunities of real and made CRMs: broken references, win rates, stale ones, renewals, leads (MV, RN, OL, SF)."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.commands import Kamtui
from tests.realdata import real

DEALS = str(Path("09_crm_maven", "sales_pipeline.csv"))

LEADS = """
    SELECT l.mql_id AS id, l.first_contact_date AS opened, l.origin AS origin, d.won_date AS closed,
           CASE WHEN d.mql_id IS NULL THEN 'open' ELSE 'won' END AS stage
    FROM olist_marketing_qualified_leads_dataset l LEFT JOIN olist_closed_deals_dataset d ON d.mql_id = l.mql_id
"""


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def as_csv(*lines: str) -> str:
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def maven(tmp_path_factory: pytest.TempPathFactory) -> Kamtui:
    """Accounts, products, agents and opportunities, as they come."""
    folder = real("09_crm_maven")
    made = Kamtui(tmp_path_factory.mktemp("maven"), currency="USD", today="2017-12-31")
    made.ok("import", str(folder / "accounts.csv"))
    products = [f"{row['product']},{row['series']},{row['sales_price']}" for row in rows(folder / "products.csv")]
    made.ok("product", "add", "--stdin", stdin=as_csv("name,series,price", *products))
    agents = [row["sales_agent"] for row in rows(folder / "sales_teams.csv")]
    logins = [f"{name.lower().replace(' ', '.')},{name}" for name in agents]
    made.ok("user", "add", "--stdin", stdin=as_csv("login,name", *logins))
    return made


@pytest.fixture(scope="module")
def report(maven: Kamtui) -> Any:
    """What the import of the opportunities says."""
    return maven.json("import", str(real(DEALS)))


class TestMaven:
    def test_every_opportunity_comes_in_and_what_is_broken_is_said(self, maven: Kamtui, report: Any) -> None:
        assert report["created"]["opportunities"] == 8_800
        assert (report["unattributed"], report["rejected_count"]) == (1_425, 0)
        assert maven.count("opportunity", "ls", "--unattributed") == 1_425
        everything = maven.json("opportunity", "rates")["all"]
        assert (everything["won"], everything["lost"], everything["open"]) == (4_238, 2_473, 2_089)
        assert everything["won_value"] == "10005534.00"
        levels = {row["level"]: row["count"] for row in maven.json("funnel")}
        assert (levels["in"], levels["universe"]) == (1_589, 500)

    def test_again_the_same_file_changes_nothing(self, maven: Kamtui, report: Any) -> None:
        again = maven.json("import", str(real(DEALS)))
        assert (again["created"]["opportunities"], again["updated"], again["unchanged"]) == (0, 0, 8_800)
        assert again["change"] is None

    def test_an_unknown_product_is_said_with_a_suggestion_and_no_new_product(self, maven: Kamtui, report: Any) -> None:
        (said,) = [text for text in report["warnings"] if "GTXPro" in text]
        assert "1480 opportunities" in said
        assert "kamtui product alias 'GTX Pro' 'GTXPro'" in said
        assert maven.count("product", "ls") == 7

    def test_win_rates_and_won_value_by_account(self, maven: Kamtui, report: Any) -> None:
        answer = maven.json("opportunity", "rates", "--by", "account", "--order", "won")
        assert answer["all"]["win_rate"] == pytest.approx(0.6315, abs=5e-5)
        top = [(row["name"], row["won_value"]) for row in answer["groups"][:5]]
        assert top == [
            ("Kan-code", "341455.00"),
            ("Konex", "269245.00"),
            ("Condax", "206410.00"),
            ("Cheers", "198020.00"),
            ("Hottechi", "194957.00"),
        ]
        decided = {row["name"]: row for row in answer["groups"] if row["won"] + row["lost"]}
        assert decided["Kan-code"]["won"] == 115
        best, worst = (pick(decided.values(), key=lambda row: row["win_rate"]) for pick in (max, min))
        assert (best["name"], best["win_rate"], best["won"] + best["lost"]) == ("Rangreen", 0.75, 100)
        assert (worst["name"], round(worst["win_rate"], 4), worst["won"] + worst["lost"]) == (
            "Statholdings",
            0.5312,
            64,
        )

    def test_agents_without_any_opportunity_are_named(self, maven: Kamtui, report: Any) -> None:
        answer = maven.json("opportunity", "rates", "--by", "owner")
        assert sorted(answer["without_any"]) == [
            "carl.lin",
            "carol.thompson",
            "elizabeth.anderson",
            "mei-mei.johns",
            "natalya.ivanova",
        ]
        assert {row["owner"] for row in answer["groups"] if not row["count"]} == set(answer["without_any"])

    def test_stale_ones_and_the_open_pipeline_once_the_product_is_accepted(self, maven: Kamtui, report: Any) -> None:
        assert maven.count("opportunity", "stale", "--since", "2017-09-30", "--level", "in") == 1_474
        alias = maven.json("product", "alias", "GTX Pro", "GTXPro")
        funnel = maven.json("funnel")
        assert sum(row["count"] for row in funnel) == sum(row["estimated"] for row in funnel) == 2_089
        assert sum(float(row["value"] or 0) for row in funnel) == 4_966_215
        groups = maven.json("opportunity", "rates", "--order", "open")["groups"]
        named = [(row["name"], row["open_value"]) for row in groups if row["account_id"] is not None]
        assert named[:3] == [("Betasoloin", "53669.00"), ("Xx-zobam", "53453.00"), ("Treequote", "47204.00")]
        maven.ok("undo", str(alias["change"]))
        assert sum(float(row["value"] or 0) for row in maven.json("funnel")) < 4_966_215

    @pytest.mark.slow
    def test_one_undo_takes_all_of_them_back(self, maven: Kamtui, report: Any) -> None:
        maven.ok("undo", str(report["change"]))
        assert maven.count("opportunity", "ls", "--outcome", "all") == 0
        maven.ok("redo")
        assert maven.count("opportunity", "ls", "--outcome", "all") == 8_800


@pytest.mark.slow
def test_renewals_are_won_as_often_as_they_are_and_open_ones_are_expected_not_closed(tmp_path: Path) -> None:
    folder = real("23_crm_renewals")
    made = Kamtui(tmp_path, currency="USD", today="2024-12-31")
    made.ok("import", str(folder / "accounts.csv"))
    made.ok("import", str(folder / "opportunities.csv"))
    groups = made.json("opportunity", "rates", "--by", "year", "--kind", "renewal")["groups"]
    years = {row["year"]: (row["won"], row["won"] + row["lost"]) for row in groups if row["year"]}
    assert years == {"FY2021": (246, 374), "FY2022": (307, 496), "FY2023": (383, 582), "FY2024": (517, 802)}
    kinds = {row["kind"]: row["won_value"] for row in made.json("opportunity", "rates", "--by", "kind")["groups"]}
    assert kinds == {
        "new_business": "9141459.32",
        "renewal": "6345463.85",
        "upsell": "2834784.04",
        "cross_sell": "2169014.60",
    }
    still = made.json("opportunity", "ls")
    assert sum(row["expected_on"] is not None for row in still) == 3_828
    assert not any(row["closed_on"] for row in still)


def test_leads_become_deals_by_origin_and_what_is_won_before_it_begins_is_said(tmp_path: Path) -> None:
    folder = real("24_olist_funnel")
    made = Kamtui(tmp_path, currency="BRL", today="2019-01-01")
    said = made.json("import", *map(str, sorted(folder.glob("*.csv"))), "--as", "opportunities", "--sql", LEADS)
    assert said["created"]["opportunities"] == 8_000
    assert any("1 opportunity was won before it was opened" in text for text in said["warnings"])
    answer = made.json("opportunity", "rates", "--by", "origin")
    everything = answer["all"]
    assert (everything["count"], everything["won"], round(everything["conversion"], 4)) == (8_000, 842, 0.1052)
    assert (everything["median_days_to_win"], everything["won_before_opened"]) == (14, 1)
    by_origin = {row["origin"]: row for row in answer["groups"]}
    assert (by_origin["unknown"]["won"], by_origin["unknown"]["count"]) == (179, 1_099)
    assert (by_origin[None]["won"], by_origin[None]["count"]) == (14, 60)
    shares = {
        origin: round(by_origin[origin]["conversion"], 4) for origin in ("paid_search", "organic_search", "email")
    }
    assert shares == {"paid_search": 0.1230, "organic_search": 0.1180, "email": 0.0304}
    assert round(by_origin["social"]["conversion"], 4) == 0.0556


@pytest.mark.slow
def test_salesforce_opportunities_come_in_with_their_stages(tmp_path: Path) -> None:
    folder = real("20_npsp_salesforce") / "1k"
    made = Kamtui(tmp_path, currency="USD", today="2026-11-22")
    made.ok("import", str(folder / "Account.csv"))
    made.ok("import", str(folder / "Opportunity.csv"))
    everything = made.json("opportunity", "rates")["all"]
    assert (everything["won"], everything["won_value"], everything["open"]) == (1_516, "1739555.00", 1)
    # nobody said when they were opened
    assert everything["median_days_to_win"] is None
    assert made.json("opportunity", "ls")[0]["level"] == "best_few"


def test_deals_of_zoho_hubspot_and_pipedrive_are_recognised(tmp_path: Path) -> None:
    folder = real("18_crm_export_headers") / "fixtures"
    made = Kamtui(tmp_path, currency="USD", today="2026-11-22")
    made.ok("import", *(str(folder / f"zoho_{what}.csv") for what in ("accounts", "contacts")))
    report = made.json("import", str(folder / "zoho_deals.csv"))
    assert (report["created"]["opportunities"], report["rejected_count"]) == (4, 1)
    found = {row["name"]: row for row in made.json("opportunity", "ls", "--outcome", "all")}
    assert [found[name]["amount"] for name in found] == ["95570.69", None, "12400.00", "8000.00"]
    days = {row["expected_on"] or row["closed_on"] for row in found.values()}
    assert days == {"2026-11-15", "2026-10-01", "2026-09-12", None}
    assert (found["Library lot patching"]["outcome"], found["Library lot patching"]["account"]) == (
        "lost",
        "City of Westerville",
    )
    report = made.json("import", str(folder / "hubspot_deals.csv"))
    assert report["created"]["opportunities"] == 2
    report = made.json("import", str(folder / "pipedrive_sample.csv"))
    counted = (report["created"][name] for name in ("accounts", "contacts", "opportunities"))
    assert tuple(counted) == (1, 1, 1)
