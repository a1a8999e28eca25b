from __future__ import annotations

from tests.conftest import Run


def test_an_added_account_is_listed_with_where_it_stands(run: Run) -> None:
    done = run("account", "add", "Acme Holdings Ltd", "--id", "A1", "--tier", "key", "--owner", "li.wei")
    assert done.code == 0
    assert done.lines == ["Acme Holdings Ltd: added as account 1", "undo: kamtui undo 3"]
    (row,) = run("account", "ls", "--json").json
    assert row == row | {
        "id": 1,
        "external_id": "A1",
        "name": "Acme Holdings Ltd",
        "tier": "key",
        "status": None,
        "grade": None,
        "owner": "li.wei",
        "last_touch_on": None,
        "next_due_on": None,
        "revenue_12m": None,
        "profit_12m": None,
        "currency": "CNY",
    }


def test_an_account_is_named_by_id_external_id_name_prefix_or_initials(run: Run) -> None:
    run("account", "add", "华为技术有限公司", "--id", "C-7")
    for name in ("1", "#1", "C-7", "华为技术有限公司", "华为技术", "华为", "hwjs", "hw"):
        assert run("account", "show", name, "-q").lines == ["1"], name


def test_an_account_is_shown_as_it_stood_on_another_day(run: Run) -> None:
    run("account", "add", "Acme North", "--tier", "key")
    run("status", "set", "north", "solid", "--on", "2026-11-01")
    assert run("account", "show", "north", "--json").json["status"] == "solid"
    assert run("account", "show", "north", "--as-of", "2026-10-31", "--json").json["status"] is None
    assert run("account", "show", "north", "--as-known", "2020-01-01").code == 3


def test_a_name_that_fits_several_lists_them_and_exits_3(run: Run) -> None:
    run("account", "add", "Acme North")
    run("account", "add", "Acme South")
    done = run("account", "show", "acme", "--json")
    assert done.code == 3
    assert done.out == ""
    assert done.error["code"] == "ambiguous"
    assert done.error["candidates"] == [{"id": 1, "name": "Acme North"}, {"id": 2, "name": "Acme South"}]


def test_a_number_that_is_one_accounts_id_and_anothers_external_id_is_asked_back(run: Run) -> None:
    run("account", "add", "First")
    run("account", "add", "Second", "--id", "1")
    assert run("account", "show", "1").code == 3


def test_edit_says_which_fields_changed_and_nothing_to_do_is_exit_1(run: Run, acme: int) -> None:
    assert run("account", "edit", "acme", "--note", "VIP", "--owner", "chen.jing").lines[0] == (
        "Acme Holdings Ltd: note, owner changed"
    )
    assert run("account", "edit", "acme", "--note", "VIP").code == 1
    assert run("account", "edit", "acme").code == 2


def test_a_dash_empties_owner_and_parent(run: Run, acme: int) -> None:
    run("account", "add", "Acme Tools", "--parent", "acme")
    assert run("account", "ls", "tools", "--json").json[0]["parent_id"] == acme
    run("account", "edit", "Acme Tools", "--parent", "-")
    run("account", "edit", "Acme Holdings", "--owner", "-")
    assert run("account", "ls", "tools", "--json").json[0]["parent_id"] is None
    assert run("account", "ls", "owner:li.wei", "-q").lines == []


def test_an_archived_account_leaves_the_lists_and_comes_back(run: Run, acme: int) -> None:
    run("account", "archive", "acme")
    assert run("account", "ls", "-q").lines == []
    assert run("account", "ls", "--archived", "-q").lines == ["1"]
    run("account", "archive", "1", "--back")
    assert run("account", "ls", "-q").lines == ["1"]


def test_a_filter_narrows_the_list_and_an_unknown_one_is_refused(run: Run, acme: int) -> None:
    run("account", "add", "Bolt", "--tier", "regular")
    assert run("account", "ls", "tier:key", "last:never", "-q").lines == ["1"]
    assert run("account", "ls", "tier:key last:never", "-q").lines == ["1"]
    assert run("account", "ls", "tier:golden").code == 2


def test_sorted_down_and_limited(run: Run) -> None:
    for name in ("Alpha", "Beta", "Gamma"):
        run("account", "add", name)
    assert run("account", "ls", "--sort", "name", "--down", "--limit", "2", "-q").lines == ["3", "2"]


def test_people_are_listed_with_their_positions_highest_first(run: Run, acme: int) -> None:
    run("contact", "edit", "李娜", "--reports-to", "王伟", "--email", "li@acme.example")
    rows = run("contact", "ls", "acme", "--json").json
    assert [(row["name"], row["level"], row["reports_to_name"]) for row in rows] == [
        ("Chen Li", "exec", None),
        ("王伟", "mid", None),
        ("李娜", "front", "王伟"),
    ]
    assert rows[2]["email"] == "li@acme.example"
    assert set(rows[0]) == {
        "id", "external_id", "position_id", "name", "account_id", "account", "title", "level", "function",
        "reports_to", "reports_to_name", "from", "to", "end_reason", "last_touch_on", "email", "phone",
            "is_key", "placeholder", "purged_on", "formerly",
    }  # fmt: skip


def test_who_left_is_listed_with_all_only(run: Run, acme: int) -> None:
    done = run("contact", "leave", "李娜", "--on", "yesterday", "--reason", "moved_to_rival")
    assert done.lines[0] == "Acme Holdings Ltd: 李娜 left on 2026-11-19"
    assert len(run("contact", "ls", "acme", "-q").lines) == 2
    gone = run("contact", "ls", "--all", "--json").json
    assert [(row["to"], row["end_reason"]) for row in gone if row["name"] == "李娜"] == [
        ("2026-11-19", "moved_to_rival")
    ]
    assert run("contact", "leave", "王伟", "--reason", "bored").code == 2


def test_a_known_person_takes_a_further_position(run: Run, acme: int) -> None:
    run("account", "add", "Bolt")
    run("contact", "add", "Bolt", "--person", "王伟", "--title", "顾问", "--since", "2026-Q1")
    shown = run("contact", "show", "王伟", "--json").json
    assert {(place["account"], place["title"], place["from"]) for place in shown["positions"]} == {
        ("Acme Holdings Ltd", "采购总监", None),
        ("Bolt", "顾问", "2026-01-01"),
    }
    assert run("contact", "add", "Bolt", "--person", "王伟").code == 1
    assert run("contact", "add", "Bolt").code == 2


def test_a_taken_external_id_is_a_conflict(run: Run) -> None:
    run("account", "add", "One", "--id", "X")
    assert run("account", "add", "Two", "--id", "X").code == 4


def test_show_is_one_document_with_everything_known(run: Run, acme: int) -> None:
    run("touch", "add", "acme", "hello", "--with", "王伟")
    found = run("account", "show", "acme", "--json").json
    assert found["name"] == "Acme Holdings Ltd"
    assert [person["name"] for person in found["people"]] == ["Chen Li", "王伟", "李娜"]
    assert [touch["summary"] for touch in found["touches"]] == ["hello"]
    assert [decision["to"] for decision in found["tier_history"]] == ["key"]
    assert found["industry"] is None
