from __future__ import annotations

import re

from tests.conftest import Run


def test_the_printed_undo_works(run: Run) -> None:
    said = run("account", "add", "X").lines[-1]
    words = re.fullmatch(r"undo: kamtui (undo \d+)", said)
    assert words
    done = run(*words[1].split())
    assert done.lines == ["change 3 (account.add) is undone: 1 row", "undo: kamtui undo 4"]
    assert run("account", "ls", "-q").lines == []
    assert run("undo", "4").code == 0
    assert run("account", "ls", "-q").lines == ["1"]


def test_undo_without_a_number_is_ones_own_newest_and_redo_does_it_again(run: Run) -> None:
    run("account", "add", "Mine")
    run("account", "add", "Theirs", who="chen.jing")
    assert run("undo", "--json").json == {
        "undone": 3,
        "op": "account.add",
        "rows": 1,
        "redone": False,
        "change": 5,
    }
    assert run("account", "ls", "-q").lines == ["2"]
    assert run("redo").code == 0
    assert run("account", "ls", "-q").lines == ["1", "2"]
    assert run("redo").code == 1


def test_undo_refuses_over_a_colleagues_change(run: Run, acme: int) -> None:
    run("account", "edit", "acme", "--note", "mine")
    change = run("journal", "-q").lines[0]
    run("account", "edit", "acme", "--note", "theirs", who="chen.jing")
    done = run("undo", change)
    assert done.code == 4
    assert "chen.jing" in done.err
    assert run("undo", change).code == 4


def test_what_is_no_change_is_refused(run: Run) -> None:
    assert run("undo", "999").code == 3
    assert run("undo", "abc").code == 2
    assert run("journal", "999").code == 3


def test_the_journal_says_who_changed_what(run: Run, acme: int) -> None:
    run("account", "add", "Bolt", who="chen.jing")
    run("account", "edit", "acme", "--note", "hi")
    newest = run("journal", "--limit", "1", "--json").json[0]
    assert newest | {"at": ""} == {
        "id": 8,
        "at": "",
        "by": "li.wei",
        "op": "account.edit",
        "rows": 1,
        "undoes": None,
        "undone": False,
        "note": None,
        "via": "account edit",
    }
    assert run("journal", "--of", "acme", "-q").lines == ["8", "6", "5", "4", "3"]
    assert run("journal", "--by", "chen.jing", "-q").lines == ["7"]


def test_one_change_is_shown_row_by_row(run: Run, acme: int) -> None:
    run("account", "edit", "acme", "--note", "hi")
    found = run("journal", "7", "--json").json
    (entry,) = found["entries"]
    assert (entry["table"], entry["row"], entry["before"]["note"], entry["after"]["note"]) == ("account", 1, "", "hi")
    assert run("journal", "7").lines[-1] == "account\t1\tnote:  → hi"


def test_an_undone_change_is_marked(run: Run) -> None:
    run("account", "add", "X")
    run("undo")
    assert [row["undone"] for row in run("journal", "--limit", "2", "--json").json] == [False, True]
