"""Signals of one account, computed by hand: its clock, its rating, its sales, promises and days ahead."""

from __future__ import annotations

import datetime as dt

import pytest

from kamtui.domain.periods import Period, fiscal_year
from kamtui.domain.signals.reason import Action
from kamtui.domain.signals.relationship import disproof
from kamtui.domain.signals.situation import Promises, Situation, Trend
from kamtui.domain.statuses import Grade, Status
from kamtui.domain.tiers import Tier
from tests.conftest import TODAY
from tests.signalled import POLICY, account, ago, fired, said, someone

KEY, REGULAR, PROSPECT, UNATTRACTIVE = Tier.KEY, Tier.REGULAR, Tier.PROSPECT, Tier.UNATTRACTIVE


# -- SIG-01: the account's clock ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tier", "days", "expected"),
    [
        (KEY, 6, []),
        (KEY, 7, [("info", "touch due today")]),
        (KEY, 8, [("info", "touch due for 1d")]),
        (KEY, 14, [("info", "touch due for 7d")]),
        (KEY, 15, [("red", "1d over max 14, silent 15d")]),
        (REGULAR, 29, []),
        (REGULAR, 30, [("info", "touch due today")]),
        (REGULAR, 45, [("info", "touch due for 15d")]),
        (REGULAR, 46, [("red", "1d over max 45, silent 46d")]),
        (PROSPECT, 59, []),
        (PROSPECT, 60, [("info", "touch due today")]),
        (PROSPECT, 90, [("info", "touch due for 30d")]),
        (PROSPECT, 91, [("red", "1d over max 90, silent 91d")]),
        (None, 60, [("info", "touch due today")]),
        (None, 91, [("red", "1d over max 90, silent 91d")]),
        (UNATTRACTIVE, 4000, []),
    ],
)
def test_a_touch_is_due_from_the_target_on_and_overdue_beyond_the_maximum(
    tier: Tier | None, days: int, expected: list[tuple[str, str]]
) -> None:
    assert said(account(tier, days), "SIG-01") == expected


@pytest.mark.parametrize(
    ("tier", "expected"),
    [
        (KEY, [("red", "never touched in 60d as key")]),
        (REGULAR, [("info", "never touched")]),
        (PROSPECT, [("info", "never touched")]),
        (None, [("info", "never touched")]),
        (UNATTRACTIVE, []),
    ],
)
def test_never_touched_is_a_state_of_its_own(tier: Tier | None, expected: list[tuple[str, str]]) -> None:
    assert said(account(tier, None), "SIG-01") == expected


@pytest.mark.parametrize(("days", "severity"), [(0, "amber"), (14, "amber"), (15, "red")])
def test_a_key_account_has_as_long_for_its_first_touch_as_for_every_other(days: int, severity: str) -> None:
    ((found, _),) = said(account(KEY, None, tier_on=ago(days)), "SIG-01")
    assert found == severity


def test_an_unattractive_account_has_a_clock_only_where_it_has_a_service_of_its_own() -> None:
    last = ago(181)
    served = account(UNATTRACTIVE, 181, next_due_on=ago(-120, last), overdue_on=ago(-180, last))
    assert said(served, "SIG-01") == [("red", "1d over max 180, silent 181d")]


def test_a_red_clock_runs_since_the_day_after_the_maximum() -> None:
    (reason,) = fired(account(KEY, 20), "SIG-01")
    assert (reason.since, reason.action) == (ago(5), Action.TOUCH)


@pytest.mark.parametrize(
    ("planned", "expected"),
    [(1, [("amber", "planned 1d ago, open")]), (0, []), (-1, []), (400, [("amber", "planned 400d ago, open")])],
)
def test_a_planned_touch_whose_day_has_passed_asks_whether_it_took_place(
    planned: int, expected: list[tuple[str, str]]
) -> None:
    assert said(account(KEY, 1, unclosed_on=ago(planned)), "SIG-01") == expected


def test_a_planned_touch_does_not_hide_that_the_account_is_overdue() -> None:
    both = said(account(KEY, 15, unclosed_on=ago(2)), "SIG-01")
    assert both == [("red", "1d over max 14, silent 15d"), ("amber", "planned 2d ago, open")]


# -- SIG-08: the rating ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tier", "status", "expected"),
    [
        (KEY, Status.DECLINING, [("red", "declining for 3d")]),
        (KEY, Status.DEFENDING, [("amber", "defending for 3d")]),
        (None, Status.DECLINING, [("red", "declining for 3d")]),
        (UNATTRACTIVE, Status.DECLINING, []),
        (KEY, Status.DEVELOPING, []),
        (KEY, None, []),
    ],
)
def test_a_bad_rating_asks_for_a_next_step(
    tier: Tier | None, status: Status | None, expected: list[tuple[str, str]]
) -> None:
    rated = account(tier, 1, status=status, status_on=ago(3), status_since=ago(3))
    assert said(rated, "SIG-08") == expected
    assert all(reason.action is Action.NEXT for reason in fired(rated, "SIG-08"))


SOLID = {"status": Status.SOLID, "status_on": ago(30)}
TWO = (someone(1, 5), someone(2, 90))
THREE = (*TWO, someone(3, 20))


def test_solid_without_a_touch_is_a_contradiction() -> None:
    assert said(account(REGULAR, None, **SOLID), "SIG-08") == [("amber", "called solid, but never touched")]


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ((someone(1, None),), "called solid, but 0 active person"),
        ((someone(1, 90),), "called solid, but 1 active person"),
        ((someone(1, 90), someone(2, 91)), "called solid, but 1 active person"),
        (TWO, None),
        ((), None),
    ],
)
def test_solid_on_one_active_person_is_a_contradiction(people: tuple[object, ...], expected: str | None) -> None:
    found = said(account(REGULAR, 1, people=people, **SOLID), "SIG-08")
    assert found == ([] if expected is None else [("amber", expected)])


def test_very_solid_asks_for_enough_people_in_several_functions() -> None:
    very = {**SOLID, "grade": Grade.SOLID}
    (short,) = said(account(REGULAR, 1, people=TWO, **very), "SIG-08")
    assert short == ("amber", "called very solid, but 2 active people")
    (narrow,) = said(account(REGULAR, 1, people=THREE, **very), "SIG-08")
    assert narrow == ("amber", "called very solid, but active in 0 function")
    good = {**SOLID, "grade": Grade.GOOD}
    assert said(account(REGULAR, 1, people=THREE, **good), "SIG-08") == []


def test_solid_with_sales_far_below_last_year_is_a_contradiction_that_sig_09_says_on_the_card() -> None:
    steady, falling = (account(REGULAR, 1, people=TWO, trend=trend(now, 1000), **SOLID) for now in (800, 799))
    assert disproof(steady, POLICY, TODAY) is None
    assert disproof(falling, POLICY, TODAY) == ("called solid, but sales at {percent} % of last year", {"percent": 79})
    assert said(falling, "SIG-08") == []


# -- SIG-09: sales -----------------------------------------------------------------------------------------------


def trend(now: int, then: int) -> Trend:
    """The three whole months before TODAY beside those of last year."""
    return Trend(Period(dt.date(2026, 8, 1), dt.date(2026, 10, 31)), now, then)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (1200, []),
        (900, []),
        (899, [("amber", "sales of 3 months at 89 % of last year")]),
        (800, [("amber", "sales of 3 months at 80 % of last year")]),
        (799, [("red", "sales of 3 months at 79 % of last year")]),
        (0, [("red", "sales of 3 months at 0 % of last year")]),
        (-100, [("red", "sales of 3 months at -10 % of last year")]),
    ],
)
def test_sales_fall_below_ninety_and_below_eighty_percent(now: int, expected: list[tuple[str, str]]) -> None:
    assert said(account(REGULAR, 1, trend=trend(now, 1000)), "SIG-09") == expected
    assert said(account(UNATTRACTIVE, 1, trend=trend(now, 1000)), "SIG-09") == []


def test_sales_have_been_low_since_the_last_whole_month_ended() -> None:
    (reason,) = fired(account(REGULAR, 1, trend=trend(1, 1000)), "SIG-09")
    assert (reason.since, reason.action) == (dt.date(2026, 11, 1), Action.NEXT)


# -- SIG-25, SIG-31, SIG-27: promises and days ahead ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("promises", "ours", "theirs"),
    [
        (Promises(1, TODAY, "samples"), "due today: samples", "due from them today: samples"),
        (Promises(1, ago(1), "samples"), "1d late: samples", "they are 1d late: samples"),
        (Promises(3, ago(9), "samples"), "9d late: samples (+2)", "they are 9d late: samples (+2)"),
    ],
)
def test_promises_of_both_sides_are_due_or_late(promises: Promises, ours: str, theirs: str) -> None:
    both = account(PROSPECT, 1, ours=promises, theirs=promises)
    assert sorted(said(both, "SIG-25")) == sorted([("amber", ours), ("amber", theirs)])
    assert {reason.action for reason in fired(both, "SIG-25")} == {Action.DONE, Action.TOUCH}


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [
        (0, [("info", "fair today")]),
        (1, [("info", "fair in 1d")]),
        (14, [("info", "fair in 14d")]),
        (15, []),
        (-1, []),
    ],
)
def test_an_event_of_the_customer_shows_two_weeks_ahead(ahead: int, expected: list[tuple[str, str]]) -> None:
    assert said(account(PROSPECT, 1, event=(ago(-ahead), "fair")), "SIG-31") == expected


def forumless(start: int, on: dt.date, **known: object) -> Situation:
    return account(KEY, 0, fiscal_year=fiscal_year(on, start), **{"tier_on": dt.date(2020, 1, 1), **known})


@pytest.mark.parametrize(
    ("start", "last_quiet"),
    [
        # of 365 days 273 are 74.8 % and 274 are 75.07 %: the 274th day of 2026 is 1 October
        (1, dt.date(2026, 9, 30)),
        # of 366 days 274 are 74.9 % and 275 are 75.1 %: the 275th day of 2028 is 1 October
        (1, dt.date(2028, 9, 30)),
        # from 1 April 2026 on the 274th day is 30 December
        (4, dt.date(2026, 12, 29)),
    ],
)
def test_a_forum_is_missed_when_three_quarters_of_the_fiscal_year_are_gone(start: int, last_quiet: dt.date) -> None:
    first = last_quiet + dt.timedelta(days=1)
    assert said(forumless(start, last_quiet), "SIG-27", last_quiet) == []
    (reason,) = fired(forumless(start, first), "SIG-27", first)
    assert (reason.severity.name, reason.since, reason.action) == ("AMBER", first, Action.NEXT)
    assert said(forumless(start, first), "SIG-27", first) == [("amber", "no annual forum, 75 % of the year gone")]


def test_exactly_the_percentage_is_reached() -> None:
    # of 366 days 183 are exactly 50 %: in 2028 that is 1 July
    from kamtui.domain.signals.promises import forum_missing

    half = POLICY._replace(signals=POLICY.signals._replace(forum_percent=50))
    day = dt.date(2028, 7, 1)
    (reason,) = forum_missing(forumless(1, day), half, day)
    assert reason.since == day
    before = ago(1, day)
    assert list(forum_missing(forumless(1, before), half, before)) == []


def test_a_forum_held_or_planned_later_in_the_year_is_no_matter() -> None:
    day = dt.date(2026, 12, 30)
    for forum in (dt.date(2026, 2, 1), dt.date(2026, 12, 31)):
        assert said(forumless(1, day, forum_on=forum), "SIG-27", day) == []


def test_who_became_key_late_in_the_year_may_wait_for_the_next() -> None:
    day, border = dt.date(2026, 11, 20), dt.date(2026, 10, 1)
    assert said(forumless(1, day, tier_on=border), "SIG-27", day) == []
    assert len(said(forumless(1, day, tier_on=ago(1, border)), "SIG-27", day)) == 1
    assert said(forumless(1, day)._replace(tier=Tier.REGULAR), "SIG-27", day) == []


# -- SIG-33, SIG-35 ----------------------------------------------------------------------------------------------


def test_a_key_account_without_an_owner_shows_where_accounts_have_owners() -> None:
    assert said(account(KEY, 1, has_owners=True), "SIG-33") == [("amber", "key account without an owner")]
    assert said(account(KEY, 1, has_owners=True, owner="li.wei"), "SIG-33") == []
    assert said(account(KEY, 1, has_owners=False), "SIG-33") == []
    assert said(account(REGULAR, 1, has_owners=True), "SIG-33") == []


def test_an_exception_waits_for_the_head() -> None:
    waiting = account(PROSPECT, 1, exception=(1, ago(4), "90 days of payment"))
    assert said(waiting, "SIG-35") == [("amber", "exception waits 4d: 90 days of payment")]


# -- SIG-09: no order for long ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "expected"), [(90, []), (91, [("amber", "no order for 91d")])])
def test_a_customer_who_has_not_ordered_for_long_is_quiet(days: int, expected: list[tuple[str, str]]) -> None:
    assert said(account(REGULAR, 1, last_order_on=ago(days)), "SIG-09") == expected
    assert said(account(PROSPECT, 1, last_order_on=ago(days)), "SIG-09") == []


def test_where_there_is_a_year_before_to_compare_with_that_says_it() -> None:
    assert said(account(KEY, 1, last_order_on=ago(200), trend=trend(1000, 1000)), "SIG-09") == []
