from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.conftest import Run


def test_a_touch_has_its_people_minutes_next_step_and_status(run: Run, acme: int) -> None:
    done = run(
        "touch", "add", "acme", "续约价格已确认", "--kind", "visit", "--with", "王总", "--with", "李娜",
        "--minutes", "1h30", "--on", "yesterday", "--next", "fri 发合同", "--status", "2",
    )  # fmt: skip
    assert done.lines[0] == (
        "Acme Holdings Ltd: visit on 2026-11-19 · with 王伟, 李娜 · follow-up 2026-11-27 发合同"
        " · status → solid · next touch due 2026-11-26"
    )
    assert run("touch", "ls", "acme", "--json").json == [
        {
            "id": 1,
            "account_id": 1,
            "account": "Acme Holdings Ltd",
            "at": "2026-11-19T00:00:00Z",
            "on": "2026-11-19",
            "kind": "visit",
            "minutes": 90,
            "people": [{"contact_id": 2, "name": "王伟"}, {"contact_id": 3, "name": "李娜"}],
            "by": "li.wei",
            "summary": "续约价格已确认",
            "state": "done",
            "key": None,
            "direction": None,
            "feedback": None,
            "purpose": None,
            "lesson": None,
            "joins": None,
        }
    ]
    assert [row["title"] for row in run("task", "ls", "--json").json] == ["发合同"]


def test_somebody_nobody_knows_is_not_found_and_told_how_to_add(run: Run, acme: int) -> None:
    done = run("touch", "add", "acme", "hi", "--with", "Zoe")
    assert done.code == 3
    assert "kamtui contact add 'Acme Holdings Ltd' 'Zoe'" in done.err
    assert run("touch", "ls", "-q").lines == []


def test_the_same_key_again_is_a_no_op(run: Run, acme: int) -> None:
    first = run("touch", "add", "acme", "hi", "--key", "mail-1")
    second = run("touch", "add", "acme", "hi", "--key", "mail-1")
    assert (first.code, second.code) == (0, 0)
    assert second.lines == ["touch 1 came with this key already; nothing was written"]
    assert run("touch", "ls", "-q").lines == ["1"]


@pytest.fixture
def shanghai(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The author sits in Shanghai, eight hours before UTC."""
    with monkeypatch.context() as there:
        there.setenv("TZ", "Asia/Shanghai")
        time.tzset()
        yield
    time.tzset()


def test_a_time_is_read_where_the_author_is_and_stored_in_utc(run: Run, acme: int, shanghai: None) -> None:
    run("touch", "add", "acme", "early", "--at", "2026-07-01 06:30")
    row = run("touch", "ls", "--json").json[0]
    assert (row["on"], row["at"]) == ("2026-07-01", "2026-06-30T22:30:00Z")


def test_what_lies_ahead_is_scheduled(run: Run, acme: int) -> None:
    run("touch", "add", "acme", "demo", "--on", "next fri")
    assert run("touch", "ls", "--json").json[0]["state"] == "scheduled"
    assert run("touch", "ls", "--state", "done", "-q").lines == []


def test_touches_are_listed_by_contact_period_author_and_count(run: Run, acme: int) -> None:
    run("touch", "add", "acme", "one", "--with", "王伟", "--on", "2026-03-05")
    run("touch", "add", "acme", "two", "--on", "2026-07-05", who="chen.jing")
    run("touch", "add", "acme", "three", "--on", "2026-11-19")
    assert run("touch", "ls", "--contact", "王伟", "-q").lines == ["1"]
    assert run("touch", "ls", "--since", "2026-Q3", "-q").lines == ["3", "2"]
    assert run("touch", "ls", "--since", "2026-Q1", "--until", "2026-Q1", "-q").lines == ["1"]
    assert run("touch", "ls", "--by", "chen.jing", "-q").lines == ["2"]
    assert run("touch", "ls", "acme", "--limit", "1", "-q").lines == ["3"]


def test_a_correction_names_what_changed(run: Run, acme: int) -> None:
    run("touch", "add", "acme", "hi", "--with", "王伟")
    done = run("touch", "edit", "#1", "--with", "李娜", "--kind", "email", "--on", "2026-11-02")
    assert done.lines[0] == "Acme Holdings Ltd: touch 1: kind, on, people changed"
    row = run("touch", "ls", "--json").json[0]
    assert (row["kind"], row["on"], [one["name"] for one in row["people"]]) == ("email", "2026-11-02", ["李娜"])
    assert run("touch", "edit", "1").code == 2
    assert run("touch", "edit", "9", "--kind", "call").code == 3
    assert run("touch", "edit", "first", "--kind", "call").code == 2


def test_the_quick_line_is_echoed_and_logged(run: Run, acme: int) -> None:
    done = run("log", "call 王总 谈妥Q3价格 next 7d", "--account", "acme")
    assert done.err == "understood: call · with 王伟 · 15m · “谈妥Q3价格” · next step Fri 11-27\n"
    assert done.lines[0] == (
        "Acme Holdings Ltd: call on 2026-11-20 · with 王伟 · follow-up 2026-11-27 谈妥Q3价格"
        " · next touch due 2026-11-27"
    )
    row = run("touch", "ls", "--json").json[0]
    assert (row["kind"], row["minutes"], row["summary"]) == ("call", 15, "谈妥Q3价格")


def test_a_marked_name_nobody_has_stops_the_line_unless_it_may_be_created(run: Run, acme: int) -> None:
    refused = run("log", "v @Zoe demo 2h", "--account", "acme")
    assert refused.code == 3
    assert "nobody at Acme Holdings Ltd is called 'Zoe'" in refused.err
    done = run("log", "v @Zoe demo 2h", "--account", "acme", "--create", "--json")
    assert [person["name"] for person in done.json["people"]] == ["Zoe"]
    run("undo")
    assert "Zoe" not in run("contact", "ls").out


def test_a_marked_name_that_fits_several_is_asked_back(run: Run, acme: int) -> None:
    run("contact", "add", "acme", "王芳")
    done = run("log", "c @王 hi", "--account", "acme", "--json")
    assert done.code == 3
    assert [one["name"] for one in done.error["candidates"]] == ["王伟", "王芳"]


def test_an_empty_line_and_a_line_without_account_are_refused(run: Run, acme: int) -> None:
    assert run("log", "  ", "--account", "acme").code == 2
    assert run("log", "c hi").code == 2


def test_a_line_sent_again_with_its_key_is_a_no_op(run: Run, acme: int) -> None:
    for _ in range(2):
        assert run("log", "c @Zoe hi", "--account", "acme", "--create", "--key", "k").code == 0
    assert run("touch", "ls", "-q").lines == ["1"]
    assert len(run("contact", "ls", "-q").lines) == 4


def test_what_is_tagged_is_found_again_and_stands_beside_the_overviews_of_the_plan(run: Run, acme: int) -> None:
    run("log", "call #intel a second plant is planned", "--account", "acme")
    run("log", "visit #Rival Norvak brings a sample, no #intelligence", "--account", "acme")
    run("log", "call 听说明年扩产 #情报", "--account", "acme")
    assert [row["summary"] for row in run("touch", "ls", "--tag", "#intel", "--json").json] == [
        "#intel a second plant is planned"
    ]
    run("plan", "start", "acme")
    heard = run("plan", "show", "acme", "--json").json["heard"]
    assert sorted((each["section"], each["text"]) for each in heard) == [
        ("competitor", "#Rival Norvak brings a sample, no #intelligence"),
        ("customer", "#intel a second plant is planned"),
        ("customer", "听说明年扩产 #情报"),
    ]
    assert run("touch", "ls", "--tag", "two words").code == 2
