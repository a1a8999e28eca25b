"""Judging from the command line, and figures over time."""

from __future__ import annotations

import json

import pytest

from kamtui.ops.policies import set_policy
from kamtui.store import policies
from kamtui.store.book import Book
from tests.conftest import TODAY, Run


@pytest.fixture(autouse=True)
def rules(book: Book) -> None:
    """A policy that has much to judge."""
    set_policy(book, policies.starting("distributor"), on=TODAY)


def test_a_criterion_is_scored_answered_and_taken_back(run: Run, acme: int) -> None:
    first = run("score", "set", "acme", "product_fit", "7.5", "--source", "customer", "--note", "asked them")
    assert first.lines[0] == "Acme Holdings Ltd: product fit 7.5 of 10 on 2026-11-20"
    assert run("score", "set", "acme", "fit", "yes").lines[0] == "Acme Holdings Ltd: fit: yes on 2026-11-20"
    back = run("score", "set", "acme", "product_fit", "-", "--on", "tomorrow")
    assert back.lines[0] == "Acme Holdings Ltd: product fit taken back on 2026-11-21"
    assert run("score", "set", "acme", "goal_impact", "-").code == 1
    assert run("score", "set", "acme", "goal_impact", "11").code == 2
    assert run("score", "set", "acme", "charm", "5").code == 2
    assert run("score", "set", "nobody", "fit", "yes").code == 3


def test_history_says_who_judged_what_when_the_newest_first(run: Run, acme: int) -> None:
    run("score", "set", "acme", "product_fit", "4", "--on", "2026-05-04", "--source", "internal", who="chen.jing")
    run("score", "set", "acme", "product_fit", "8", "--note", "survey")
    run("score", "set", "acme", "pattern", "recurring")
    rows = run("score", "history", "acme", "--json").json
    assert [(row["on"], row["criterion"], row["score"], row["answer"], row["author"]) for row in rows] == [
        ("2026-11-20", "pattern", None, "recurring", "li.wei"),
        ("2026-11-20", "product_fit", 8.0, None, "li.wei"),
        ("2026-05-04", "product_fit", 4.0, None, "chen.jing"),
    ]
    assert set(rows[0]) == {
        "id", "account_id", "account", "on", "criterion", "score", "answer", "author", "source", "note",
        "policy_version", "recorded_at",
    }  # fmt: skip
    only = run("score", "history", "acme", "--criterion", "product fit", "--tsv")
    assert only.lines == [
        "on\tcriterion\tscore\tauthor\tsource\tnote",
        "2026-11-20\tproduct_fit\t8\tli.wei\t\tsurvey",
        "2026-05-04\tproduct_fit\t4\tchen.jing\tinternal\t",
    ]


def test_many_judgements_come_on_stdin_and_one_undo_takes_them_back(run: Run, acme: int) -> None:
    lines = [
        {"account": "acme", "criterion": name, "value": value, "on": "2026-05-04"}
        for name, value in (("product_fit", 7), ("goal_impact", "3"), ("purchasing", "central"))
    ]
    done = run("score", "set", "--stdin", "--json", stdin="\n".join(map(json.dumps, lines)))
    assert [(row["criterion"], row["score"] or row["answer"]) for row in done.json] == [
        ("product_fit", 7.0), ("goal_impact", 3.0), ("purchasing", "central"),
    ]  # fmt: skip
    assert run("undo").code == 0
    assert run("score", "history", "acme", "--json").json == []


def test_a_judgement_is_seen_on_its_day_and_not_before(run: Run, acme: int) -> None:
    run("score", "set", "acme", "product_fit", "4", "--on", "2026-05-04")
    assert len(run("score", "history", "acme", "--as-of", "2026-05-04", "--json").json) == 1
    assert run("score", "history", "acme", "--as-of", "2026-05-03", "--json").json == []


def test_a_figure_is_entered_corrected_and_listed(run: Run, acme: int) -> None:
    first = run("fact", "add", "acme", "wallet", "3.5万", "--period", "2026", "--source", "customer")
    assert first.lines[0] == "Acme Holdings Ltd: wallet est 2026 35,000.00 CNY"
    again = run("fact", "add", "acme", "wallet_est", "40k", "--period", "2026", "--source", "customer")
    assert again.lines[0] == "Acme Holdings Ltd: wallet est 2026 corrected to 40,000.00 CNY"
    assert run("fact", "add", "acme", "wallet_est", "40k", "--period", "2026", "--source", "customer").code == 1
    stock = run(
        "fact", "add", "acme", "stock_qty", "1200", "--period", "2026-W11", "--product", "Pump", "--unit", "kg",
        "--confidence", "low", "--on", "2026-03-16", "--json",
    ).json  # fmt: skip
    assert {name: value for name, value in stock.items() if name not in ("recorded_at", "change")} == {
        "id": 2, "account_id": 1, "account": "Acme Holdings Ltd", "metric": "stock_qty", "period": "2026-W11",
        "from": "2026-03-09", "to": "2026-03-15", "product": "Pump", "value": "1200", "unit": "kg", "currency": None,
        "on": "2026-03-16", "source": None, "confidence": "low", "corrected": False,
    }  # fmt: skip
    rows = run("fact", "ls", "--json").json
    assert [(row["period"], row["metric"], row["value"]) for row in rows] == [
        ("2026", "wallet_est", "40000.00"),
        ("2026-W11", "stock_qty", "1200"),
    ]
    assert [row["id"] for row in run("fact", "ls", "acme", "--metric", "库存", "--json").json] == [2]
    assert [row["id"] for row in run("fact", "ls", "--from", "2026-04", "--to", "2026-05", "--json").json] == [1]
    assert run("fact", "ls", "-q").lines == ["1", "2"]


@pytest.mark.parametrize(
    "words",
    [
        ("charm", "5", "--period", "2026"),
        ("orders", "many", "--period", "2026"),
        ("orders", "5", "--period", "someday"),
        ("orders", "5"),
        ("orders", "5", "--period", "2026", "--currency", "EUR"),
        ("wallet_est", "$5", "--period", "2026"),
        ("wallet_est", "5", "--period", "2026", "--confidence", "sure"),
    ],
)
def test_a_figure_that_cannot_be_is_bad_input(run: Run, acme: int, words: tuple[str, ...]) -> None:
    done = run("fact", "add", "acme", *words)
    assert (done.code, done.out) == (2, "")


def test_a_figure_is_seen_from_the_day_it_was_known(run: Run, acme: int) -> None:
    run("fact", "add", "acme", "orders", "5", "--period", "2026-03")
    assert len(run("fact", "ls", "--as-of", "2026-03-31", "--json").json) == 1
    assert run("fact", "ls", "--as-of", "2026-03-30", "--json").json == []


def test_a_feed_of_figures_is_imported_reported_and_nothing_a_second_time(run: Run, acme: int) -> None:
    feed = "account,period,metric,value\nAcme Holdings Ltd,2026-03,volume,5\n"
    first, second = (run("import", "-", "--as", "facts", "--json", stdin=feed).json for _ in range(2))
    assert first["created"] == {"accounts": 0, "contacts": 0, "sales": 0, "touches": 0, "facts": 1}
    assert (second["created"]["facts"], second["unchanged"], second["change"]) == (0, 1, None)
