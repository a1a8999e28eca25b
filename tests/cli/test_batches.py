"""Rows from stdin: one change for all or one for each, keys, dry runs, and what is no row."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Run


def lines(*rows: dict[str, object]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def test_json_lines_are_one_change(run: Run, acme: int) -> None:
    rows = lines(
        {"account": "acme", "summary": "one", "with": ["王伟", "李娜"], "minutes": 30},
        {"account": "acme", "summary": "two", "kind": "email", "key": None},
    )
    done = run("touch", "add", "--stdin", "--json", stdin=rows).json
    assert [len(row["people"]) for row in done] == [2, 0]
    assert done[0]["change"] == done[1]["change"]
    run("undo", str(done[0]["change"]))
    assert run("touch", "ls", "-q").lines == []


def test_csv_has_its_fields_in_the_header_and_several_values_after_semicolons(run: Run, acme: int) -> None:
    done = run("touch", "add", "--stdin", stdin="account,summary,with\nacme,csv,王伟;李娜\nacme,,\n")
    assert done.code == 0
    assert done.lines[-1] == "undo: kamtui undo 7"
    assert [len(row["people"]) for row in run("touch", "ls", "--json").json] == [0, 2]


def test_a_json_list_is_taken_too_and_options_on_the_line_hold_for_every_row(run: Run) -> None:
    done = run(
        "account", "add", "--stdin", "--region", "华东", "-q", stdin='[{"name": "A"}, {"name": "B", "region": "N"}]'
    )
    assert done.lines == ["1", "2"]
    assert run("account", "ls", "region:华东", "-q").lines == ["1"]


def test_a_bad_row_takes_the_whole_change_back_and_is_named(run: Run, acme: int) -> None:
    rows = lines({"account": "acme", "summary": "ok"}, {"account": "nobody", "summary": "bad"})
    done = run("touch", "add", "--stdin", "--json", stdin=rows)
    assert done.code == 3
    assert done.error["message"] == "row 2: there is no account 'nobody'"
    assert run("touch", "ls", "-q").lines == []


def test_each_row_is_a_change_of_its_own_and_a_bad_one_keeps_nobody_back(run: Run, acme: int) -> None:
    rows = lines({"account": "acme"}, {"account": "nobody"}, {"account": "acme"})
    done = run("touch", "add", "--stdin", "--each", "--json", stdin=rows)
    assert done.code == 3
    first, refused, third = done.json
    assert refused == {"row": 2, "error": {"code": "not_found", "message": "row 2: there is no account 'nobody'"}}
    assert third["change"] == first["change"] + 1
    assert run("touch", "ls", "-q").lines == ["2", "1"]


def test_rows_that_change_nothing_are_passed_over(run: Run, acme: int) -> None:
    run("status", "set", "acme", "solid")
    rows = lines({"account": "acme", "status": "solid"}, {"account": "acme", "status": "declining"})
    done = run("status", "set", "--stdin", stdin=rows)
    assert done.code == 0
    assert done.lines[:2] == ["Acme Holdings Ltd is solid already", "Acme Holdings Ltd: solid → declining"]
    assert run("status", "set", "--stdin", stdin=lines({"account": "acme", "status": "4"})).code == 1


@pytest.mark.parametrize("command", ["account add X", "status set acme solid", "user add new.login"])
def test_a_key_sent_again_writes_nothing_and_exits_0(run: Run, acme: int, command: str) -> None:
    first = run(*command.split(), "--key", "row-1")
    again = run(*command.split(), "--key", "row-1")
    assert (first.code, again.code) == (0, 0)
    assert again.lines == ["key row-1 came before; nothing was written"]
    assert run(*command.split(), "--key", "row-1", "--json").json == {"key": "row-1", "repeated": True, "change": None}


def test_an_undo_takes_the_key_back_too(run: Run) -> None:
    run("account", "add", "X", "--key", "k")
    run("undo")
    assert run("account", "add", "X", "--key", "k").lines[0] == "X: added as account 2"


def test_a_dry_run_shows_the_row_and_saves_nothing(run: Run) -> None:
    done = run("account", "add", "X", "--tier", "key", "--dry-run", "--json")
    assert (done.json["name"], done.json["tier"], done.json["change"]) == ("X", "key", None)
    assert done.err == "dry run: nothing was saved\n"
    assert run("account", "ls", "-q").lines == []
    assert len(run("journal", "-q").lines) == 2


@pytest.mark.parametrize(
    ("stdin", "said"),
    [
        ("", "there are no rows on stdin"),
        ("{\n", "line 1 on stdin is not JSON"),
        ('{"name": "A"}\n[1]\n', "line 2 on stdin is not a JSON object"),
        ("[1]", "row 1 on stdin is not a JSON object"),
        ("[" * 100_000, "nested too deep"),
        ('{"name": "A", "colour": "red"}', "a row has no field 'colour'; it has name, id,"),
        ('{"name": ["A", "B"]}', "the field 'name' of a row takes one value"),
        ('{"name": null}', "NAME is missing"),
        ('{"name": "a\\u0000b"}', "a character that is no text"),
        ('{"name": "a\\ud800b"}', "a character that is no text"),
        ("name,name\nA,B\n", "two columns called 'name'"),
        ("name,id\nA\n", "not as many cells"),
        ('name\n"A\n', "line 1 on stdin"),
    ],
)
def test_what_is_no_row_is_refused_in_one_sentence(run: Run, stdin: str, said: str) -> None:
    done = run("account", "add", "--stdin", stdin=stdin)
    assert done.code == 2
    assert said in done.err
    assert len(done.err.splitlines()) == 1
    assert run("account", "ls", "-q").lines == []


def test_numbers_keep_their_digits(run: Run, acme: int) -> None:
    run("sale", "add", "--stdin", stdin='{"account": "acme", "amount": 0.10, "number": 7, "date": "2026-01-01"}')
    assert [row["amount"] for row in run("sale", "ls", "--json").json] == ["0.10"]
