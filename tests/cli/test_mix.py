"""`touch mix`: what contact consists of, and that messages do not stand for it (P17)."""

from __future__ import annotations

import json

from tests.conftest import Run


def rows(run: Run, by: str, *more: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = run("touch", "mix", "--by", by, "--json", *more).json["rows"]
    return found


def test_one_meeting_of_two_of_us_is_one_for_the_account_and_one_for_each(run: Run, acme: int) -> None:
    run("touch", "add", "acme", "--kind", "visit", "--with", "王伟", "--minutes", "120")
    said = run("touch", "add", "acme", "--kind", "visit", "--with", "王伟", who="chen.jing")
    assert "li.wei logged this meeting too: #1; join: kamtui touch join 2 1" in said.out
    run("touch", "add", "acme", "--kind", "call", "--direction", "in", who="chen.jing")
    assert rows(run, "account")[0]["kinds"] == {"visit": 0.6667, "call": 0.3333}
    joined = run("touch", "join", "2", "1", who="chen.jing")
    assert joined.lines[0] == "Acme Holdings Ltd: touch 2 is one meeting with #1 of li.wei"
    (whole,) = rows(run, "account")
    assert whole["kinds"] == {"visit": 0.5, "call": 0.5}
    assert (whole["minutes"], whole["minutes_as_usual"]) == (225, 105)
    assert [(row["user"], row["kinds"], row["minutes"], row["two_way_share"]) for row in rows(run, "user")] == [
        ("chen.jing", {"visit": 0.5, "call": 0.5}, 105, 1.0),
        ("li.wei", {"visit": 1.0}, 120, None),
    ]
    assert [row["tier"] for row in rows(run, "tier")] == ["key"]
    assert run("touch", "part", "2", who="chen.jing").code == 0
    assert rows(run, "account")[0]["kinds"] == {"visit": 0.6667, "call": 0.3333}


def test_only_what_took_place_with_the_customer_in_the_days_counts(run: Run, acme: int) -> None:
    sent = [
        {"account": "acme", "kind": "call", "on": "2026-11-19"},
        {"account": "acme", "kind": "internal", "on": "2026-11-19"},
        {"account": "acme", "kind": "visit", "on": "2026-12-19"},
        {"account": "acme", "kind": "email", "on": "2026-08-20"},
    ]
    run("touch", "add", "--stdin", stdin="\n".join(map(json.dumps, sent)))
    assert rows(run, "tier")[0]["kinds"] == {"call": 1.0}
    earlier = rows(run, "tier", "--from", "2026-08", "--to", "2026-08")
    assert [(row["kinds"], row["weeks_with_contact"]) for row in earlier] == [({"email": 1.0}, 1)]
    assert run("touch", "mix", "--by", "kind").code == 2
    assert run("touch", "mix", "--from", "2026-11-20", "--to", "2026-11-01").code == 2


def test_twenty_messages_do_not_make_a_silent_executive_level_green(run: Run, acme: int) -> None:
    def silent() -> list[str]:
        cards = run("today", "--json").json
        return [each["text"] for card in cards for each in card["reasons"] if each["signal"] == "SIG-02"]

    run("touch", "add", "acme", "--kind", "visit", "--with", "Chen Li", "--on", "2026-06-01")
    for name in ("王伟", "李娜"):
        run("touch", "add", "acme", "--kind", "call", "--with", name)
    assert silent() == ["exec level silent 172d, max 120: Chen Li"]
    sent = [{"account": "acme", "kind": "message", "with": ["Chen Li"], "on": f"2026-11-{n:02}"} for n in range(1, 21)]
    run("touch", "add", "--stdin", stdin="\n".join(map(json.dumps, sent)))
    assert silent() == ["exec level only mailed in 120d: Chen Li"]
    run("touch", "add", "acme", "--kind", "call", "--with", "Chen Li", "--on", "2026-11-18")
    assert silent() == []


def test_two_mails_keep_a_middle_level_alive_and_one_to_two_people_does_not(run: Run, acme: int) -> None:
    def silent() -> list[str]:
        cards = run("today", "--json").json
        return [each["text"] for card in cards for each in card["reasons"] if each["signal"] == "SIG-02"]

    run("contact", "add", "acme", "Zoe", "--level", "mid")
    for name in ("Chen Li", "李娜"):
        run("touch", "add", "acme", "--kind", "call", "--with", name)
    run("touch", "add", "acme", "--kind", "email", "--with", "王伟", "--with", "Zoe", "--on", "2026-11-17")
    assert silent() == ["mid level has one mail in 45d: 王伟"]
    run("touch", "add", "acme", "--kind", "email", "--with", "Zoe", "--on", "2026-11-17", who="chen.jing")
    assert silent() == []
    # it was one mail that both of us kept
    run("touch", "join", "4", "3", who="chen.jing")
    assert silent() == ["mid level has one mail in 45d: 王伟"]
