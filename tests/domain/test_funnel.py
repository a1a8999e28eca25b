"""The funnel by hand: levels, hours, and what is missing to a quota."""

from __future__ import annotations

import datetime as dt

from kamtui.domain.funnel import Gap, WinRate, standings
from kamtui.domain.money import Money
from kamtui.domain.opportunities import Kind, Level, Opportunity, Outcome
from kamtui.domain.periods import year
from kamtui.domain.traderules import FunnelRules
from kamtui.render.funnel import proposal, statement

TODAY = dt.date(2026, 10, 1)
RULES = FunnelRules()


def hope(level: Level, amount: int | None = None, *, days: int = 0, minutes: int | None = None) -> Opportunity:
    """An open opportunity on a level for so many days."""
    since = TODAY - dt.timedelta(days=days)
    rest = Outcome.OPEN, None, "", False, "", "2026-01-01T00:00:00Z"
    known = None, 1, "Acme", "lifts", Kind.TENDER, level, since, amount, "CNY", "", "li.wei", ""
    return Opportunity(1, *known, minutes, since, True, None, *rest)


def gap(**known: object) -> Gap:
    """1,000 to bring, 400 brought, 500 in the funnel, half of what is decided won, 100 each, 60 h left of 80 needed."""
    usual: dict[str, object] = {
        "who": ("li.wei",),
        "label": "FY2026",
        "year": year(TODAY),
        "on": TODAY,
        "quota": Money(1_000_0000, "CNY"),
        "brought": 400_0000,
        "brought_by": "sales",
        "funnel": 500_0000,
        "size": 5,
        "later": 0,
        "unvalued": 0,
        "rate": WinRate(0.5, 40, True),
        "average": 100_0000,
        "funnel_hours": 40.0,
        "hours": 100.0,
        "whole_way": 23.0,
    }
    return Gap(**{**usual, **known})  # type: ignore[arg-type]


def test_the_hours_are_those_of_the_level_unless_the_opportunity_has_its_own() -> None:
    found = standings([hope(Level.IN), hope(Level.IN, minutes=90), hope(Level.BEST_FEW, days=91)], RULES, TODAY)
    assert [each.level for each in found] == [Level.BEST_FEW, Level.IN, Level.ABOVE, Level.UNIVERSE]
    assert [(each.size, each.hours, each.stale) for each in found] == [(1, 6, 1), (2, 13.5, 0), (0, 0, 0), (0, 0, 0)]
    assert found[1].without_value == 2
    assert found[1].value == ()


def test_what_is_missing_is_put_into_opportunities_and_hours() -> None:
    found = gap()
    assert (found.required, found.expected, found.missing) == (600_0000, 250_0000, 350_0000)
    # seven more of 100 bring 350 at one half
    assert (found.more, found.required_hours, found.short_hours) == (7, 40 + 7 * 23, 101)
    assert statement(found)[-1] == "101 h are short."
    assert "the quota stays" in proposal(found)


def test_without_a_win_rate_or_hours_nothing_is_made_up() -> None:
    found = gap(rate=None)
    assert (found.expected, found.missing, found.more, found.short_hours) == (None, None, None, None)
    assert gap(hours=None).short_hours is None
    assert gap(rate=WinRate(0.0, 20, True)).more is None
    assert gap(average=None).more is None


def test_sentences_round_to_whole_units_and_say_why_there_is_no_rate() -> None:
    said = " ".join(statement(gap(brought=400_4999, funnel=499_5000, rate=None)))
    assert "sold 400 CNY, 600 CNY still to bring" in said
    assert "worth 500 CNY" in said
    assert "none of them lost" in said


def test_a_quota_that_is_met_asks_for_nothing() -> None:
    found = gap(brought=2_000_0000)
    assert (found.required, found.missing, found.more, found.short_hours) == (0, 0, 0, 0)
    assert "Nothing is missing." in statement(found)
