"""Opinions, events and forums on the command line, and what the review makes of them."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Run


def reasons(run: Run, signal: str, on: str | None = None, who: str = "li.wei") -> list[str]:
    """What a signal says in the review of a day."""
    cards = run("today", "--all", "--json", *(["--as-of", on] if on else []), who=who).json
    return [each["text"] for card in cards for each in card["reasons"] if each["signal"] == signal]


def test_an_opinion_has_its_zone_and_what_changed_and_asking_is_a_survey(run: Run, acme: int) -> None:
    run("opinion", "add", "acme", "9", "--contact", "Chen", "--on", "2026-06-01")
    done = run("opinion", "add", "acme", "5.5", "deliveries are slow", "--contact", "Chen")
    assert done.lines[0] == "Acme Holdings Ltd: Chen Li gives us 5.5 of 10, 9 before"
    now, before = run("opinion", "ls", "acme", "--json").json
    assert now == {
        "id": 2,
        "account_id": 1,
        "account": "Acme Holdings Ltd",
        "contact_id": 1,
        "contact": "Chen Li",
        "level": "exec",
        "touch_id": 2,
        "on": "2026-11-20",
        "about": None,
        "score": 5.5,
        "zone": "danger",
        "before": 9.0,
        "change": -3.5,
        "text": "deliveries are slow",
        "confidential": False,
        "author": "li.wei",
        "recorded_at": now["recorded_at"],
    }
    assert (before["zone"], before["change"]) == ("loyalty", None)
    assert [touch["kind"] for touch in run("touch", "ls", "acme", "--json").json] == ["survey", "survey"]


def test_rows_from_a_script_are_kept_once_by_their_key(run: Run, acme: int) -> None:
    sent = [{"account": "acme", "score": "8", "contact": "王伟", "no_touch": True, "key": f"s-{n}"} for n in (1, 2)]
    text = "\n".join(map(json.dumps, sent))
    assert run("opinion", "add", "--stdin", stdin=text).code == 0
    assert "key s-1 came before" in run("opinion", "add", "--stdin", stdin=text).out
    assert run("opinion", "ls", "-q").lines == ["2", "1"]
    assert run("opinion", "ls", "--newest", "-q").lines == ["2"]
    assert run("touch", "ls", "-q").lines == []


def test_an_opinion_is_corrected_and_removed(run: Run, acme: int) -> None:
    run("opinion", "add", "acme", "8", "--about", "chen.jing")
    assert run("opinion", "edit", "1", "--score", "7", "--about", "us", "--confidential").code == 0
    (row,) = run("opinion", "ls", "--about", "us", "--json").json
    assert (row["score"], row["confidential"]) == (7.0, True)
    assert run("opinion", "ls", "--json", who="chen.jing").json == []
    assert run("opinion", "edit", "1", "--score", "9", who="chen.jing").code == 3
    assert run("opinion", "edit", "1").code == 2
    assert run("opinion", "remove", "1").lines[0] == "Acme Holdings Ltd: opinion 1 removed"
    assert run("opinion", "ls", "-q").lines == []


def test_the_journal_keeps_in_confidence_what_was_told_so(run: Run, acme: int) -> None:
    run("opinion", "add", "acme", "2", "never calls", "--about", "chen.jing", "--confidential", "--no-touch")
    change = run("journal", "--json").json[0]["id"]
    assert "never calls" in run("journal", str(change)).out
    for as_json in ([], ["--json"]):
        assert "never calls" not in run("journal", str(change), *as_json, who="chen.jing").out


@pytest.mark.parametrize(("score", "code"), [("10", 0), ("0", 0), ("7,5", 0), ("11", 2), ("-1", 2), ("good", 2)])
def test_a_score_is_a_number_from_0_to_10(run: Run, acme: int, score: str, code: int) -> None:
    assert run("opinion", "add", "--no-touch", "--", "acme", score).code == code


def test_who_was_never_asked_about_our_people_is_and_a_bad_word_is_red(run: Run, acme: int) -> None:
    run("tier", "set", "acme", "key", "--on", "2026-01-01", "--reason", "the largest")
    assert reasons(run, "SIG-28") == []
    run("touch", "add", "acme", "hello", "--on", "2026-01-02")
    assert reasons(run, "SIG-28") == ["never asked about our people"]
    run("opinion", "add", "acme", "9", "--about", "chen.jing", "--contact", "Chen", "--on", "2026-05-24")
    assert reasons(run, "SIG-28") == []
    assert reasons(run, "SIG-28", "2026-11-21") == ["not asked about our people for 181d"]
    run("opinion", "add", "acme", "5", "--about", "chen.jing", "--contact", "Chen", "--confidential")
    assert reasons(run, "SIG-28") == ["chen.jing got 5 of 10 from Chen Li, 0d ago"]
    assert reasons(run, "SIG-28", who="chen.jing") == []
    assert reasons(run, "SIG-28", "2026-11-19") == []


def test_a_fallen_zone_is_seen_on_the_days_it_had_fallen_and_a_fall_within_one_is_not(run: Run, acme: int) -> None:
    for day, score in (("2026-06-01", "8.5"), ("2026-07-01", "6"), ("2026-08-01", "5.5"), ("2026-09-01", "7")):
        run("opinion", "add", "acme", score, "--contact", "Chen", "--on", day)
    assert reasons(run, "SIG-29", "2026-07-15") == []
    assert reasons(run, "SIG-29", "2026-08-11") == ["Chen Li: satisfaction fell from 6 to 5.5, 10d ago"]
    assert reasons(run, "SIG-29", "2026-09-02") == []


def test_an_event_of_theirs_is_ahead_then_open_then_done(run: Run, acme: int) -> None:
    done = run("touch", "plan", "acme", "2026-12-05", "opening of plant 2", "--kind", "event", "--json").json
    assert (done["state"], done["kind"], done["summary"]) == ("scheduled", "event", "opening of plant 2")
    assert reasons(run, "SIG-31") == []
    assert reasons(run, "SIG-31", "2026-11-21") == ["opening of plant 2 in 14d"]
    assert reasons(run, "SIG-31", "2026-12-05") == ["opening of plant 2 today"]
    assert reasons(run, "SIG-31", "2026-12-06") == []
    assert "planned 1d ago, open" in reasons(run, "SIG-01", "2026-12-06")
    ended = ("--state", "done", "--summary", "two of ours spoke", "--feedback", "+", "--lesson", "they listen to us")
    assert run("touch", "edit", str(done["id"]), *ended).code == 0
    assert "planned 1d ago, open" not in reasons(run, "SIG-01", "2026-12-06")
    (row,) = run("touch", "ls", "--json").json
    assert (row["state"], row["feedback"], row["lesson"]) == ("done", "+", "they listen to us")
    assert run("touch", "plan", "acme", "yesterday", "late").code == 2


def test_a_planned_forum_is_enough_until_it_falls_through_and_opinions_link_to_it(run: Run, acme: int) -> None:
    run("tier", "set", "acme", "key", "--on", "2026-01-01", "--reason", "the largest")
    hello = run("touch", "add", "acme", "hello", "--on", "2026-01-02", "--json").json["id"]
    assert reasons(run, "SIG-27") == ["no annual forum, 89 % of the year gone"]
    forum = str(run("touch", "plan", "acme", "2026-12-10", "forum", "--kind", "annual_forum", "--json").json["id"])
    assert reasons(run, "SIG-27") == []
    run("touch", "edit", forum, "--state", "cancelled")
    assert reasons(run, "SIG-27") == ["no annual forum, 89 % of the year gone"]
    run("touch", "edit", forum, "--state", "done", "--on", "2026-11-20")
    assert reasons(run, "SIG-27") == []
    assert run("opinion", "add", "acme", "8", "--contact", "Chen", "--touch", forum, "--json").json["touch_id"] == 2
    assert run("touch", "ls", "-q").lines == [forum, str(hello)]
