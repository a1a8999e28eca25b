"""The worked example: forty accounts, and one that is the largest by far on a single project order.

Account "A" makes 55 % of the revenue with one order, has one person and no wallet data. Whoever calls it key without
an objection goes by a single indicator.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest

from tests.acceptance.commands import Kamtui
from tests.conftest import Ran

TODAY = "2026-11-20"
KEYS = [f"K{number}" for number in range(1, 5)]
REGULARS = [f"R{number:02}" for number in range(1, 12)]
PROSPECTS = [f"P{number:02}" for number in range(1, 25)]
QUARTERS = (
    "2025-03-05",
    "2025-06-05",
    "2025-09-05",
    "2025-12-05",
    "2026-03-05",
    "2026-06-05",
    "2026-09-05",
)
OF_KEYS, OF_REGULARS = 20_000, 2_364
"""An order of a quarter; four of them from each make 45 % beside the one order."""
PROJECT = 518_000


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Kamtui:
    made = Kamtui(tmp_path_factory.mktemp("worked"), currency="CNY", today=TODAY)
    made.ok("user", "edit", "li.wei", "--hours", "30")
    _sent(made, ("account", "add"), [{"name": name, "owner": "li.wei"} for name in _everybody()])
    tiers = {
        **dict.fromkeys(KEYS, "key"),
        **dict.fromkeys(["A", *REGULARS], "regular"),
        **dict.fromkeys(PROSPECTS, "prospect"),
    }
    _sent(made, ("tier", "set"), [{"account": name, "tier": tier, "on": "2025-01-02"} for name, tier in tiers.items()])
    sales = [(name, OF_KEYS, day) for name in KEYS for day in QUARTERS]
    sales += [(name, OF_REGULARS, day) for name in REGULARS for day in QUARTERS]
    sales += [("A", PROJECT, "2026-02-10")]
    _sent(made, ("sale", "add"), [{"account": name, "amount": str(value), "date": day} for name, value, day in sales])
    made.ok("contact", "add", "A", "Wang Wei", "--level", "front", "--since", "2025-01-02", "--function", "technical")
    for name in ("A", *KEYS):
        made.ok("touch", "add", name, "how it goes", "--kind", "visit", "--on", "2026-09-28")
    made.ok("touch", "add", "A", "the project", "--kind", "visit", "--with", "Wang Wei", "--on", "2026-09-29")
    made.ok("status", "set", "A", "developing", "--on", "2026-03-02")
    return made


@pytest.fixture
def revenue(book: Kamtui) -> Iterable[Kamtui]:
    yield from _under(book, "revenue")


@pytest.fixture
def distributor(book: Kamtui) -> Iterable[Kamtui]:
    yield from _under(book, "distributor")


@pytest.fixture
def judged(distributor: Kamtui) -> Iterable[Kamtui]:
    """What can be judged has been judged: the axis of attractiveness in full, nothing of the potential."""
    scores = {"goal_impact": 9, "loss_impact": 9, "payment": 8, "reference": 8, "continuity": 2}
    scores |= {"predictability": 2, "relative_strength": 3}
    rows = [
        {"account": "A", "criterion": name, "value": str(score), "on": "2026-03-02"} for name, score in scores.items()
    ]
    done = _sent(distributor, ("score", "set"), rows)
    yield distributor
    distributor.ok("undo", str(done[0]["change"]))


def test_the_book_is_the_one_of_the_example(book: Kamtui) -> None:
    found = book.json("pareto")
    assert (found["accounts"][0]["name"], found["n"]) == ("A", 16)
    assert found["accounts"][0]["cumulative_share"] == pytest.approx(0.55, abs=0.005)
    assert book.count("account", "ls") == 40


def test_under_the_revenue_policy_the_largest_is_proposed_with_what_speaks_against_it(revenue: Kamtui) -> None:
    (row,) = [row for row in revenue.json("tier", "proposals") if row["name"] == "A"]
    assert (row["kind"], row["to"], row["single"], row["pyramid"]) == ("promote", "key", "key", "key")
    assert row["objections"] == ["one order made 100 % of three years of revenue"]
    cautions = " · ".join(row["cautions"])
    assert "100 % of the score comes from profit rank alone" in cautions
    assert "1 active person there" in cautions


def test_under_the_revenue_policy_it_does_not_become_key_without_an_answer(revenue: Kamtui) -> None:
    refused = _refused(revenue)
    assert "one order made 100 %" in refused.err
    done = revenue.json("tier", "accept", "A", "--override", "the frame contract is signed")
    assert (done["from"], done["to"]) == ("regular", "key")
    assert done["overridden"] == ["one order made 100 % of three years of revenue"]
    newest = revenue.json("tier", "history", "A")[-1]
    assert newest["evidence"]["override"] == "the frame contract is signed"
    assert newest["evidence"]["objections"] == done["overridden"]
    revenue.ok("undo", str(done["change"]))


def test_under_the_distributor_policy_too_little_is_known_to_propose_anything(distributor: Kamtui) -> None:
    (row,) = [row for row in distributor.json("tier", "proposals", "--all") if row["name"] == "A"]
    assert (row["kind"], row["to"], row["potential"]) == ("collect", None, None)
    assert row["collect"][0] == "wallet_headroom"
    assert "A" not in [row["name"] for row in distributor.json("tier", "proposals")]
    assert distributor.run("tier", "accept", "A").code == 1
    found = _explained(distributor)
    assert {"coverage", "axes", "six", "pattern"} <= {*found["barred_by"]}


def test_once_it_is_judged_axes_and_pattern_still_object(judged: Kamtui) -> None:
    found = _explained(judged)
    assert (found["kind"], found["to"]) == ("promote", "key")
    assert {"axes", "pattern"} <= {*found["barred_by"]}
    axes = {each["axis"]: each for each in found["axes"]}
    assert axes["attractiveness"]["score"] > 80
    assert (axes["potential"]["score"], axes["potential"]["coverage"]) == (None, 0.0)
    assert (axes["potential"]["low"], axes["potential"]["high"]) == (0.0, 100.0)
    assert axes["relationship"]["score"] < 40
    assert found["low"] < found["composite"] < found["high"]
    (row,) = [row for row in judged.json("tier", "proposals") if row["name"] == "A"]
    assert row["objections"] == found["objections"]
    assert "it stands on one axis only" in row["cautions"]
    refused = _refused(judged)
    assert "1 of 3 axes" in refused.err
    assert "one order made 100 %" in refused.err


def test_the_sheet_says_it_in_words_on_eighty_columns(judged: Kamtui) -> None:
    lines = judged.ok("tier", "explain", "A").lines
    text = "\n".join(lines)
    assert max(map(len, lines)) <= 80
    assert "against key: 1 of 3 axes at 60 or above, 2 are needed" in text
    assert "against key: one order made 100 % of three years of revenue" in text
    assert "pattern one off (fails)" in text


def test_who_says_key_by_hand_is_told_what_speaks_against_it(distributor: Kamtui) -> None:
    done = distributor.json("tier", "set", "A", "key", "--dry-run")
    assert "one order made 100 % of three years of revenue" in done["objections"]


def _everybody() -> list[str]:
    return ["A", *KEYS, *REGULARS, *PROSPECTS]


def _sent(kamtui: Kamtui, words: tuple[str, ...], rows: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Rows sent in one change, and what came of them."""
    done: list[dict[str, Any]] = kamtui.json(*words, "--stdin", stdin="\n".join(map(json.dumps, rows)))
    return done


def _under(book: Kamtui, policy: str) -> Iterable[Kamtui]:
    """The book under a starting policy; afterwards as it was."""
    done = book.json("policy", "set", "--starting", policy, "--on", "2025-01-01")
    yield book
    book.ok("undo", str(done["change"]))


def _explained(kamtui: Kamtui) -> dict[str, Any]:
    found: dict[str, Any] = kamtui.json("tier", "explain", "A")
    return found


def _refused(kamtui: Kamtui) -> Ran:
    refused = kamtui.run("tier", "accept", "A")
    assert refused.code == 2
    assert [row["to"] for row in kamtui.json("tier", "history", "A")] == ["regular"]
    return refused
