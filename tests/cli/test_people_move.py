"""People who come, go, and are entered twice, from the command line."""

from __future__ import annotations

from pathlib import Path

from kamtui.store.book import Book
from tests.conftest import Run


def test_a_question_mark_is_a_role_nobody_is_known_for(run: Run, acme: int) -> None:
    added = run("contact", "add", "acme", "?", "--title", "CFO", "--key-person", "--json").json
    assert (added["name"], added["placeholder"], added["positions"][0]["is_key"]) == ("unknown CFO", True, True)
    assert any("? unknown CFO" in line for line in run("contact", "ls", "acme").lines)
    named = run("contact", "identify", "unknown CFO", "赵敏", "--email", "zhao@acme.example", "--json").json
    assert (named["name"], named["placeholder"], named["email"]) == ("赵敏", False, "zhao@acme.example")


def test_a_buyer_leaves_for_a_rival_and_the_successor_is_looked_for(run: Run, acme: int) -> None:
    left = run(
        "contact", "leave", "王伟", "--reason", "moved_to_rival", "--to", "Rival Ltd", "--successor", "--json"
    ).json
    assert left["successor"]["name"] == "unknown successor of 王伟"
    (task,) = run("task", "ls", "--json").json
    assert (task["id"], task["title"]) == (left["successor"]["task_id"], "find out who succeeds 王伟")
    shown = run("contact", "show", "王伟", "--json").json
    assert [(fact["field"], fact["value"]) for fact in shown["profile"]] == [("employer", "Rival Ltd")]
    assert run("undo").code == 0
    assert run("task", "ls", "--json").json == []


def test_who_joins_another_account_is_shown_there_with_where_they_were(run: Run, acme: int) -> None:
    run("account", "add", "华为技术有限公司")
    run("contact", "edit", "王伟", "--email", "wang@acme.example")
    assert (
        run("contact", "join", "王伟", "华为", "--title", "CPO", "--email", "w@huawei.example", "--instead").code == 0
    )
    (row,) = run("contact", "ls", "华为", "--json").json
    assert (row["name"], row["formerly"], row["title"]) == ("王伟", ["Acme Holdings Ltd"], "CPO")
    shown = run("contact", "show", "wang@acme.example", "--json").json
    assert [place["account"] for place in shown["positions"]] == ["华为技术有限公司", "Acme Holdings Ltd"]
    assert shown["aliases"] == ["email: wang@acme.example"]
    moved = run("contact", "move", "王伟", "--title", "CEO", "--level", "exec", "--json").json
    assert [place["title"] for place in moved["positions"]] == ["CEO", "CPO", "采购总监"]


def test_looking_back_shows_neither_a_later_position_nor_a_later_tie(run: Run, acme: int) -> None:
    run("contact", "move", "王伟", "--title", "CPO", "--on", "2026-11-10")
    run("link", "add", "acme", "relative", "--contact", "王伟", "--to", "Chen Li", "--since", "2026-11-12")
    shown = run("contact", "show", "王伟", "--as-of", "2026-11-01", "--json").json
    assert [(place["title"], place["to"], place["end_reason"]) for place in shown["positions"]] == [
        ("采购总监", None, None)
    ]
    assert shown["links"] == []
    (listed,) = (row for row in run("contact", "ls", "--as-of", "2026-11-01", "--json").json if row["name"] == "王伟")
    assert (listed["title"], listed["to"]) == ("采购总监", None)


def test_a_file_does_not_bring_back_a_boss_who_left(run: Run, acme: int, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("account,name,reports_to\nAcme Holdings Ltd,王伟,Chen Li\n", encoding="utf-8")
    run("import", str(file), "--as", "contacts")
    run("contact", "leave", "Chen Li", "--successor")
    assert run("import", str(file), "--as", "contacts", "--json").json["change"] is None
    (place,) = run("contact", "show", "王伟", "--json").json["positions"]
    assert place["reports_to_name"] == "unknown successor of Chen Li"


def test_who_left_or_will_leave_is_still_found_there_by_the_whole_name(run: Run, acme: int) -> None:
    run("contact", "leave", "王伟", "--on", "2026-11-18")
    run("contact", "leave", "李娜", "--on", "2027-03-01")
    assert run("contact", "influence", "acme", "王伟", "--rating", "1", "--on", "2026-11-17").code == 0
    assert run("touch", "add", "acme", "--with", "李娜").code == 0
    assert run("touch", "add", "acme", "--with", "王").code == 3


def test_nobody_reports_to_themselves(run: Run, acme: int) -> None:
    for verb in ("edit", "move"):
        refused = run("contact", verb, "王伟", "--reports-to", "王伟")
        assert (refused.code, refused.err) == (2, "王伟 cannot report to themselves\n")


def test_the_day_somebody_left_is_corrected(run: Run, acme: int) -> None:
    run("contact", "leave", "王伟", "--on", "2026-11-01")
    run("contact", "edit", "王伟", "--account", "acme", "--until", "2026-10-01")
    assert run("contact", "show", "2", "--json").json["positions"][0]["to"] == "2026-10-01"
    run("contact", "edit", "2", "--until", "-")
    assert run("contact", "show", "2", "--json").json["positions"][0]["to"] is None


def test_two_entries_of_one_person_are_found_made_one_and_parted(run: Run, acme: int, book: Book) -> None:
    run("contact", "edit", "李娜", "--email", "lina@acme.example")
    run("contact", "add", "acme", "Lina Li", "--email", "LINA@acme.example")
    (pair,) = run("contact", "duplicates", "--json").json
    assert (pair["id"], pair["other_id"], pair["why"], pair["accounts"]) == (3, 4, ["email"], ["Acme Holdings Ltd"])
    assert run("contact", "merge", "3", "4").code == 0
    assert run("contact", "duplicates", "--json").json == []
    assert run("contact", "show", "Lina Li", "--json").json["id"] == 3
    assert run("contact", "unmerge", "4").code == 0
    assert run("contact", "show", "Lina Li", "--json").json["id"] == 4
