"""`supply` and `peak`: days of cover from figures as they come in, and peaks from entry to result (R63, R64)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Run


@pytest.fixture
def stocked(run: Run) -> Run:
    """Acme has 130 of a product; what was sold on of it in October is 310."""
    run("user", "add", "li.wei")
    run("user", "add", "he.ping")
    run("account", "add", "Acme", "--tier", "key", "--owner", "li.wei")
    run("product", "add", "GTX Pro", "--alias", "GTXPro")
    _fact(run, "stock_qty", "130", "2026-11-17")
    _fact(run, "sellthrough_qty", "310", "2026-10", product="GTXPro")
    return run


def _fact(run: Run, metric: str, value: str, period: str, *, product: str = "GTX Pro") -> None:
    added = run("fact", "add", "Acme", metric, value, "--period", period, "--product", product, "--unit", "pcs")
    assert added.code == 0, added.err


def _signals(run: Run) -> dict[str, dict[str, Any]]:
    (card,) = run("today", "--json").json or [{"reasons": []}]
    return {reason["signal"]: reason for reason in card["reasons"]}


def test_cover_is_stock_by_the_pace_of_the_known_days_against_the_products_own_lead_time(stocked: Run) -> None:
    (row,) = stocked("supply", "cover", "Acme", "--json").json
    assert (row["days"], row["level"], row["per_day"], row["known_days"]) == (13.0, "red", "10", 8)
    assert (row["age_days"], row["stock_on"], row["lead_days"], row["by"]) == (3, "2026-11-17", 14, "recent")
    assert _signals(stocked)["SIG-10"]["text"] == "GTX Pro: stock for 13d, delivery takes 14d"
    stocked("product", "edit", "GTX Pro", "--lead", "3")
    (row,) = stocked("supply", "cover", "--json").json
    assert (row["level"], stocked("supply", "cover", "--short", "-q").out) == ("ok", "")
    assert "SIG-10" not in _signals(stocked)


def test_a_count_of_yesterday_is_seen_as_of_yesterday_and_not_before(stocked: Run) -> None:
    _fact(stocked, "stock_qty", "40", "2026-11-19")
    days = [
        stocked("supply", "cover", "--json", "--as-of", day).json[0]["days"] for day in ("2026-11-18", "2026-11-19")
    ]
    assert days == [13.0, 4.0]
    (row,) = stocked("supply", "cover", "--json", "--as-of", "2026-11-05").json
    assert (row["level"], row["stock"], row["why"]) == ("unknown", None, "no stock figure")


def test_a_next_step_for_the_shortage_takes_it_in_hand(stocked: Run) -> None:
    stocked("task", "add", "send 200", "--account", "Acme", "--due", "2026-11-24", "--signal", "SIG-10")
    found = stocked("today", "--json").json
    assert "SIG-10" not in [reason["signal"] for card in found for reason in card["reasons"]]


def test_a_forecast_stands_beside_the_stock(stocked: Run) -> None:
    _fact(stocked, "forecast_qty", "310", "2026-12")
    (row,) = stocked("supply", "forecast", "--json").json
    # 11-21 to 12-18: of December 18 days at 10
    assert (row["expected"], row["known_days"], row["missing"], row["runs_out_on"]) == ("180", 18, "50", "2026-12-14")


def test_a_peak_is_prepared_by_those_who_produce_and_ship_in_one_step(stocked: Run) -> None:
    stocked("team", "join", "Acme", "he.ping", "manufacturing")
    added = stocked("peak", "add", "Acme", "双十二", "--on", "2026-12-12", "--product", "gtxpro", "--json").json
    assert (added["product"], added["prepare_on"], added["stage"]) == ("GTX Pro", "2026-10-13", "prepare")
    assert _signals(stocked)["SIG-11"]["text"] == "双十二 in 22d: nobody prepares it"
    tasks = stocked("peak", "prepare", "1", "--json").json["tasks"]
    assert [(task["owner"], task["due_on"]) for task in tasks] == [("he.ping", "2026-11-21"), ("li.wei", "2026-11-28")]
    assert "SIG-11" not in _signals(stocked)
    assert stocked("peak", "prepare", "1").code == 1
    moved = stocked("peak", "edit", "1", "--starts", "2026-12-20")
    assert "2 tasks move with it" in moved.out
    assert [task["due_on"] for task in stocked("task", "ls", "--json").json] == ["2026-11-29", "2026-12-06"]
    stocked("peak", "cancel", "1")
    assert (stocked("task", "ls", "-q").out, stocked("supply", "peaks", "-q").out) == ("", "")
    stocked("undo")
    assert len(stocked("task", "ls", "-q").lines) == 2


def test_what_came_of_a_peak_is_written_once_it_has_begun(stocked: Run) -> None:
    stocked("peak", "add", "Acme", "春节", "--on", "2027-02-10..2027-02-20")
    stocked("peak", "add", "Acme", "国庆", "--starts", "2026-10-01", "--ends", "2026-10-07")
    assert stocked("peak", "result", "1", "sold out").code == 2
    assert stocked("peak", "result", "2", "sold out").code == 0
    rows = stocked("peak", "ls", "--all", "--json").json
    assert [(row["name"], row["stage"], row["result"]) for row in rows] == [
        ("国庆", "over", "sold out"),
        ("春节", "ahead", None),
    ]


def test_peaks_come_in_as_rows_and_a_key_makes_them_idempotent(stocked: Run) -> None:
    row = '{"account": "Acme", "name": "618", "on": "2027-06", "quantity": "1.5万", "key": "p1"}\n'
    assert stocked("peak", "add", "--stdin", stdin=row).code == 0
    assert stocked("peak", "add", "--stdin", stdin=row).code == 0
    assert [row["quantity"] for row in stocked("peak", "ls", "--json").json] == ["15000"]


def test_figures_and_peaks_to_come_go_with_the_part_that_is_split_off(stocked: Run) -> None:
    stocked("peak", "add", "Acme", "双十二", "--on", "2026-12-12")
    stocked("peak", "prepare", "1")
    ran = stocked("account", "split", "Acme", "Acme North", "--on", "2026-11-01", "--facts")
    assert ran.code == 0, ran.err
    (peak,) = stocked("peak", "ls", "--json").json
    assert peak["account"] == "Acme North"
    assert {task["account"] for task in stocked("task", "ls", "--json").json} == {"Acme North"}
    stocked("undo")
    assert stocked("peak", "ls", "--json").json[0]["account"] == "Acme"
