"""Tiers that can be defended: proposals and their answers, why, how it went, who rises, what moved a score."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Run

QUARTERS = (
    "2025-02-05",
    "2025-05-05",
    "2025-08-05",
    "2025-11-05",
    "2026-02-05",
    "2026-05-05",
    "2026-08-05",
    "2026-11-05",
)


def sell(run: Run, account: str, *amounts: int) -> None:
    """One order a quarter, the last amounts in the newest quarters."""
    days = QUARTERS[len(QUARTERS) - len(amounts) :]
    rows = [{"account": account, "amount": str(amount), "date": day} for amount, day in zip(amounts, days, strict=True)]
    assert run("sale", "add", "--stdin", stdin="\n".join(map(json.dumps, rows))).code == 0


@pytest.fixture
def market(run: Run) -> Run:
    """Ten buyers: "Rise" grew past everybody, "Star" is key and fell behind; "New" ordered once and was a prospect."""
    run("account", "add", "Star", "--owner", "chen.jing")
    run("account", "add", "Rise", "--owner", "li.wei")
    run("account", "add", "New", "--owner", "li.wei")
    for number in range(7):
        run("account", "add", f"Other {number}", "--owner", "chen.jing")
        sell(run, f"Other {number}", *[1000 + 100 * number] * 8)
        run("tier", "set", f"Other {number}", "regular", "--on", "2025-02-06")
    sell(run, "Star", 9000, 9000, 500, 400, 300, 200, 200, 200)
    sell(run, "Rise", 500, 600, 700, 2000, 3000, 4000, 5000, 6000)
    run("sale", "add", "New", "50", "--date", "2026-10-15")
    run("tier", "set", "Star", "key", "--on", "2025-02-06", "--reason", "the largest")
    run("tier", "set", "Rise", "regular", "--on", "2025-02-06")
    run("tier", "set", "New", "prospect", "--on", "2026-01-05")
    return run


def proposed(run: Run, *words: str) -> dict[str, dict[str, object]]:
    return {row["name"]: row for row in run("tier", "proposals", *words, "--json").json}


# -- proposals and their answers -------------------------------------------------------------------------------------


def test_the_reviews_propose_who_rose_fell_and_bought_first(market: Run) -> None:
    found = proposed(market)
    assert {name: (row["kind"], row["tier"], row["to"]) for name, row in found.items()} == {
        "Rise": ("promote", "regular", "key"),
        "New": ("promote", "prospect", "regular"),
        "Star": ("demote", "key", "regular"),
    }
    assert found["New"]["why"] == "first order on 2026-10-15"
    rise = found["Rise"]
    assert (rise["score"], rise["line"], rise["owner"]) == (100.0, 100.0, "li.wei")
    assert str(rise["why"]).startswith("above the line at 2 reviews: 100 on 2026-09-30")
    assert (rise["single"], rise["pyramid"], rise["scorecard"]) == ("key", "key", "key")
    assert (rise["answered"], rise["objections"]) == (None, [])
    assert "100 % of the score comes from profit rank alone" in rise["cautions"]  # type: ignore[operator]


def test_all_shows_who_stays_and_a_user_sees_their_own(market: Run) -> None:
    assert len(proposed(market, "--all")) == 10
    assert proposed(market, "--all")["Other 3"]["kind"] == "hold"
    assert set(proposed(market, "--user", "chen.jing")) == {"Star"}
    assert set(proposed(market, "--user", "me")) == {"Rise", "New"}


def test_proposals_of_another_day_are_those_of_that_day(market: Run) -> None:
    assert set(proposed(market, "--as-of", "2026-09-30")) == {"Rise", "Star"}
    assert set(proposed(market, "--as-of", "2026-06-30")) == set()


def test_accept_writes_the_decision_with_its_evidence(market: Run) -> None:
    done = market("tier", "accept", "Rise", "--json")
    assert done.code == 0
    row = done.json
    assert (row["account"], row["from"], row["to"], row["on"]) == ("Rise", "regular", "key", "2026-11-20")
    assert (row["overridden"], row["demoted"]) == ([], None)
    assert row["reason"].startswith("above the line at 2 reviews")
    assert row["evidence"]["reviews"][0] == {"on": "2026-09-30", "score": 100.0, "line": 100.0}
    assert "Rise" not in proposed(market)
    market("undo", str(row["change"]))
    assert "Rise" in proposed(market)


def test_accept_says_what_it_did_and_how_to_take_it_back(market: Run) -> None:
    done = market("tier", "accept", "New", "--reason", "a good start", "--on", "2026-10-15")
    decided = "New: tier prospect → regular from 2026-10-15"
    assert done.lines[0] == f"{decided}; its playbook has 2 tasks: kamtui tier playbook 3"
    assert done.lines[1].startswith("undo: kamtui undo ")
    assert market("tier", "history", "New", "--json").json[-1]["reason"] == "a good start"


def test_nothing_proposed_is_nothing_to_accept(market: Run) -> None:
    refused = market("tier", "accept", "Other 3")
    assert refused.code == 1
    assert "no other tier is proposed" in refused.err
    assert market("tier", "accept", "Nobody").code == 3


@pytest.fixture
def full(market: Run) -> Run:
    """No room for another key account: one at most for each manager, and li.wei has one."""
    rules = market("policy", "show").out.replace("most_per_manager = 10", "most_per_manager = 1")
    assert market("policy", "set", "-", "--on", "2025-01-01", stdin=rules).code == 0
    market("account", "add", "Friend", "--owner", "li.wei")
    market("tier", "set", "Friend", "key", "--on", "2026-02-01", "--reason", "the owner's friend")
    return market


def test_without_room_somebody_is_demoted_in_the_same_change(full: Run) -> None:
    objection = "li.wei: 1 of 1 places for key accounts are taken; name one to demote"
    assert proposed(full)["Rise"]["objections"] == [objection]
    refused = full("tier", "accept", "Rise")
    assert (refused.code, objection in refused.err) == (2, True)
    assert full("tier", "accept", "Rise", "--demote", "Other 3").code == 2
    row = full("tier", "accept", "Rise", "--demote", "Friend", "--json").json
    assert (row["to"], row["overridden"]) == ("key", [])
    assert (row["demoted"]["account"], row["demoted"]["to"]) == ("Friend", "regular")
    assert row["demoted"]["reason"] == "makes room for Rise"
    full("undo", str(row["change"]))
    tiers = {row["name"]: row["tier"] for row in full("account", "ls", "--json").json}
    assert (tiers["Rise"], tiers["Friend"]) == ("regular", "key")


def test_an_objection_may_be_overridden_with_a_reason(full: Run) -> None:
    done = full("tier", "accept", "Rise", "--override", "a trainee helps")
    assert "overridden: li.wei: 1 of 1 places" in done.lines[0]
    evidence = full("tier", "history", "Rise", "--json").json[-1]["evidence"]
    assert evidence["override"] == "a trainee helps"


def test_reject_wants_a_reason_and_is_quiet_until_the_next_review(market: Run) -> None:
    assert market("tier", "reject", "Rise").code == 2
    row = market("tier", "reject", "Rise", "--reason", "one project", "--json").json
    expected = {"account": "Rise", "to": "key", "answer": "rejected", "until": "2026-12-31", "reason": "one project"}
    assert {name: row[name] for name in expected} == expected
    assert "Rise" not in proposed(market)
    kept = proposed(market, "--all")["Rise"]
    assert (kept["answered"], kept["answered_until"], kept["answered_by"]) == ("rejected", "2026-12-31", "li.wei")
    assert market("tier", "explain", "Rise", "--json").json["answered_reason"] == "one project"
    market("undo", str(row["change"]))
    assert "Rise" in proposed(market)


def test_defer_puts_off_until_a_day(market: Run) -> None:
    assert market("tier", "defer", "Rise").code == 2
    assert market("tier", "defer", "Rise", "--until", "yesterday").code == 2
    assert market("tier", "defer", "Rise", "--until", "in 7d").lines[0] == "Rise: key deferred, until 2026-11-27"
    assert "Rise" not in proposed(market)
    assert "Rise" in proposed(market, "--as-of", "2026-11-27")


def test_answers_come_in_batches_too(market: Run) -> None:
    rows = '{"account": "Rise", "key": "a"}\n{"account": "New", "key": "b"}\n{"account": "Other 3"}'
    dry = market("tier", "accept", "--stdin", "--dry-run", "--json", stdin=rows)
    assert [row.get("to") for row in dry.json] == ["key", "regular", None]
    assert set(proposed(market)) == {"Rise", "New", "Star"}
    done = market("tier", "accept", "--stdin", "--each", "--json", stdin=rows)
    assert [row.get("account") for row in done.json] == ["Rise", "New", None]
    again = market("tier", "accept", "--stdin", "--json", stdin='{"account": "Rise", "key": "a"}')
    assert (again.code, again.json[0]["repeated"]) == (0, True)
    deferred = market("tier", "defer", "--stdin", "--json", stdin='{"account": "Star", "until": "2027-01-04"}')
    assert deferred.json[0]["until"] == "2027-01-04"
    assert proposed(market) == {}


def test_a_tier_set_by_hand_names_what_speaks_against_it(market: Run) -> None:
    row = market("tier", "set", "New", "key", "--json").json
    assert row["objections"] == ["one order made 100 % of three years of revenue"]
    assert market("tier", "set", "Rise", "key", "--json").json["objections"] == []


# -- why ---------------------------------------------------------------------------------------------------------------


def test_explain_says_everything_in_numbers(market: Run) -> None:
    market("policy", "set", "--starting", "distributor", "--on", "2025-01-01")
    market("score", "set", "Rise", "goal_impact", "8", "--source", "internal", "--note", "plan", "--on", "2026-10-01")
    market("score", "set", "Rise", "fit", "yes")
    found = market("tier", "explain", "Rise", "--json").json
    assert (found["account_id"], found["name"], found["tier"], found["on"]) == (2, "Rise", "regular", "2026-11-20")
    assert found["policy"] == {"version": 1, "name": "distributor", "method": "scorecard"}
    axes = {each["axis"]: each for each in found["axes"]}
    assert [axes[axis]["weight"] for axis in ("attractiveness", "potential", "relationship")] == [40, 35, 25]
    inputs = {row["criterion"]: row for axis in axes.values() for row in axis["inputs"]}
    judged = inputs["goal_impact"]
    assert (judged["score"], judged["judged_by"], judged["source"], judged["note"]) == (
        8.0,
        "li.wei",
        "internal",
        "plan",
    )
    assert (judged["on"], judged["age_days"], judged["figure"]) == ("2026-10-01", 50, None)
    computed = inputs["profit_share"]
    assert (computed["score"], computed["measure"], computed["unit"]) == (10.0, "profit_share", "%")
    assert computed["figure"] == pytest.approx(100 * 18_000 / 55_350, abs=0.1)
    assert (inputs["payment"]["score"], inputs["payment"]["points"], inputs["payment"]["on"]) == (None, None, None)
    points = sum(row["points"] or 0 for row in inputs.values())
    assert points == pytest.approx(found["composite"], abs=0.3)
    assert found["low"] <= found["composite"] <= found["high"]
    assert found["kind"] == "collect"
    assert "coverage" in found["barred_by"]
    assert {test["test"]: (test["answer"], test["passes"]) for test in found["tests"]} == {
        "fit": ("yes", True), "purchasing": (None, None), "pattern": (None, None),
    }  # fmt: skip
    assert [mark["criterion"] for mark in found["marks"] if mark["met"]] == ["profit_share", "goal_impact"]
    assert found["rfm"]["money"] == 5
    assert found["ideal"]["score"] is None
    assert found["dealer"] is None
    assert set(found["methods"]) == {"single", "pyramid", "scorecard"}
    assert [review["on"] for review in found["reviews"]] == ["2026-09-30", "2026-06-30"]


def test_explain_names_the_nearest_way_up_and_down(market: Run) -> None:
    up = market("tier", "explain", "Other 5", "--json").json["up"]
    assert (up["to"], up["target"]) == ("key", 100.0)
    (change,) = up["changes"]
    assert (change["criterion"], change["figure"]) == ("profit_rank", 100.0)
    assert up["text"] == f"score {up['score']:.1f} needs 100.0: rank by profit {up['score']:g} % → 100 %"
    assert market("tier", "explain", "Other 5", "--json").json["down"] is None
    assert market("tier", "explain", "Star", "--json").json["down"]["to"] == "regular"


def test_the_sheet_fits_eighty_columns_and_draws_three_bars(market: Run) -> None:
    market("policy", "set", "--starting", "distributor", "--on", "2025-01-01")
    lines = market("tier", "explain", "Rise").lines
    assert max(map(len, lines)) <= 80
    assert lines[0] == "Rise · regular · li.wei · 2026-11-20"
    assert [line[0] for line in lines[3:6]] == ["A", "P", "R"]
    assert "░" in lines[4]
    assert any(line.startswith("against key: only ") for line in lines)
    assert any(line.strip().startswith("payment") and "unknown" in line for line in lines)


def test_explain_has_the_inputs_as_rows_too(market: Run) -> None:
    lines = market("tier", "explain", "Rise", "--tsv").lines
    assert lines[0].split("\t") == ["axis", "criterion", "weight", "score", "points", "rests_on", "on"]
    assert lines[1].split("\t")[:3] == ["attractiveness", "profit_rank", "100"]


def test_an_archived_account_is_not_explained(market: Run) -> None:
    market("account", "archive", "New")
    assert market("tier", "explain", "New").code == 3


def test_a_short_form_of_it_stands_below_score(market: Run) -> None:
    shown = market("score", "show", "Rise").lines
    assert shown[0] == "Rise · regular · li.wei · 2026-11-20"
    assert not any(line.startswith("verdict") for line in shown)
    found = market("score", "show", "Rise", "--json").json
    assert (found["attractiveness"], found["composite"]) == (100.0, 100.0)
    assert [axis["axis"] for axis in found["axes"]] == ["attractiveness", "potential", "relationship"]


# -- the whole book ----------------------------------------------------------------------------------------------------


def test_the_book_by_its_scores_the_best_first(market: Run) -> None:
    rows = market("score", "ls", "--json").json
    assert len(rows) == 10
    assert (rows[0]["name"], rows[0]["composite"], rows[0]["attractiveness"]) == ("Rise", 100.0, 100.0)
    scores = [row["composite"] for row in rows if row["composite"] is not None]
    assert scores == sorted(scores, reverse=True)
    assert all(row["low"] <= row["high"] for row in rows)
    assert [row["name"] for row in market("score", "ls", "tier:key", "--json").json] == ["Star"]
    assert len(market("score", "ls", "-tier:key", "--limit", "3", "--json").json) == 3


def test_where_the_three_methods_do_not_agree(market: Run) -> None:
    assert market("score", "ls", "--disagree", "--json").json == []
    rules = market("policy", "show").out.replace("key_percent = 10 ", "key_percent = 15 ")
    market("policy", "set", "-", "--on", "2025-01-01", stdin=rules)
    # places among nine buyers: one rounded down, two of the single indicator rounded up
    rows = market("score", "ls", "--disagree", "--json").json
    assert [(row["name"], row["single"], row["pyramid"], row["disagree"]) for row in rows] == [
        ("Other 6", "key", "regular", True)
    ]


def test_prospects_are_sorted_by_how_close_they_are_to_the_ideal(market: Run) -> None:
    market("policy", "set", "--starting", "distributor", "--on", "2025-01-01")
    for name in ("Near", "Far"):
        market("account", "add", name, "--tier", "prospect")
    market("score", "set", "Near", "needs_our_strength", "9")
    market("score", "set", "Far", "needs_our_strength", "2")
    rows = market("score", "ls", "--sort", "fit", "--json").json
    assert [(row["name"], row["fit"], row["fit_coverage"]) for row in rows] == [
        ("Near", 90.0, 25.0),
        ("Far", 20.0, 25.0),
        ("New", None, 0.0),
    ]


# -- over time ---------------------------------------------------------------------------------------------------------


def test_the_timeline_has_a_row_for_every_quarter_end(market: Run) -> None:
    rows = market("tier", "timeline", "Star", "--from", "2025-Q1", "--to", "2026-Q3", "--json").json
    assert [row["on"] for row in rows] == [
        "2025-03-31", "2025-06-30", "2025-09-30", "2025-12-31", "2026-03-31", "2026-06-30", "2026-09-30",
    ]  # fmt: skip
    assert [row["composite"] for row in rows[:3]] == [100.0, 100.0, 100.0]
    assert rows[-1]["composite"] < 50
    assert (rows[-1]["score"], rows[-1]["line"]) == (rows[-1]["composite"], 100.0)
    assert {row["tier"] for row in rows} == {"key"}
    assert (rows[0]["decided"], rows[0]["reason"]) == ("key", "the largest")
    assert rows[1]["decided"] is None
    assert not any(row["partial"] for row in rows)


def test_the_timeline_ends_with_the_quarter_that_runs_and_names_the_rules(market: Run) -> None:
    market("policy", "set", "--starting", "revenue", "--on", "2025-01-01")
    market("policy", "set", "--starting", "distributor", "--on", "2026-07-01")
    rows = market("tier", "timeline", "Rise", "--json").json
    assert rows[0]["on"] == "2025-03-31"
    assert (rows[-1]["on"], rows[-1]["partial"]) == ("2026-11-20", True)
    assert [row["policy_version"] for row in rows] == [1, 1, 1, 1, 1, 1, 2, 2]
    assert market("tier", "timeline", "Rise", "--as-of", "2026-03-31", "--json").json[-1]["on"] == "2026-03-31"
    assert market("tier", "timeline", "Rise", "--from", "2026-05-01", "--to", "2026-04-01").code == 2


def test_rising_lists_who_gained_points_and_is_not_key(market: Run) -> None:
    rows = market("tier", "rising", "--json").json
    assert rows[0]["name"] == "Rise"
    assert (rows[0]["before"], rows[0]["after"], rows[0]["growth"]) == (pytest.approx(11.1, abs=0.1), 100.0, 88.9)
    assert rows[0]["driver"] == "rank by profit 11.1 % → 100 % (+89 points)"
    assert all(row["growth"] > 0 for row in rows)
    assert "Star" not in [row["name"] for row in rows]
    assert len(market("tier", "rising", "--limit", "1", "--json").json) == 1
    assert market("tier", "rising", "--months", "0").code == 2


def test_every_mover_has_what_moved_its_score(market: Run) -> None:
    market("tier", "accept", "Rise")
    market("tier", "accept", "Star")
    found = market("tier", "movement", "--from", "2025-09-30", "--json").json
    drivers = {mover["name"]: mover["driver"] for mover in found["movers"]}
    assert drivers["Rise"].startswith("rank by profit ")
    assert drivers["Rise"].endswith("→ 100 % (+89 points)")
    assert drivers["Star"] == "rank by profit 100 % → 20 % (-80 points)"
    # made a prospect months before it had a score
    assert drivers["New"] is None
