"""Cards from reasons: rank, what a settled card covers, what is in hand, how reds climb to the head."""

from __future__ import annotations

import datetime as dt
from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain import reviews
from kamtui.domain.influences import FOUR
from kamtui.domain.reviews import Card
from kamtui.domain.severity import Severity
from kamtui.domain.signals.reason import Action, Reason, working_days
from kamtui.domain.signals.situation import Promises, Situation
from kamtui.domain.statuses import Status
from kamtui.domain.tiers import Tier
from tests.conftest import TODAY
from tests.signalled import POLICY, account, ago, judged, someone

INFO, AMBER, RED = Severity
FRIDAY = TODAY
WELL = {"people": [someone(1, 1, influence=judged(*FOUR)), someone(2, 1), someone(3, 1)]}
"""A key account with nothing to say of its people."""


def reason(severity: Severity = RED, since: dt.date = TODAY, signal: str = "SIG-01") -> Reason:
    return Reason(signal, severity, "text", {}, Action.TOUCH, since)


def cards(*situations: Situation, **more: object) -> list[Card]:
    return reviews.cards(situations, POLICY, TODAY, **more)  # type: ignore[arg-type]


# -- the ladder --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, 0), (1, 0), (2, 0), (3, 1), (4, 2), (5, 3), (6, 4), (7, 5), (8, 5), (9, 5), (10, 6), (11, 7), (14, 10)],
)
def test_working_days_after_a_friday(days: int, expected: int) -> None:
    assert FRIDAY.weekday() == 4
    assert working_days(FRIDAY, FRIDAY + dt.timedelta(days=days)) == expected


def test_working_days_from_a_weekend_count_the_same_monday() -> None:
    monday = FRIDAY + dt.timedelta(days=3)
    assert [working_days(FRIDAY + dt.timedelta(days=day), monday) for day in (0, 1, 2, 3)] == [1, 1, 1, 0]
    assert working_days(TODAY, TODAY - dt.timedelta(days=40)) == 0


@given(st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)), st.integers(0, 800))
def test_working_days_are_those_that_one_counts(since: dt.date, days: int) -> None:
    after = [since + dt.timedelta(days=day) for day in range(1, days + 1)]
    assert working_days(since, since + dt.timedelta(days=days)) == sum(day.weekday() < 5 for day in after)


@pytest.mark.parametrize(
    ("after", "days", "head", "risk"),
    [
        (0, 0, False, False),
        (4, 2, False, False),  # Tuesday
        (5, 3, True, False),  # Wednesday
        (10, 6, True, False),  # Monday of the week after next
        (11, 7, True, True),
    ],
)
def test_a_red_of_a_friday_is_the_heads_on_wednesday_and_a_risk_on_the_second_tuesday(
    after: int, days: int, head: bool, risk: bool
) -> None:
    on = FRIDAY + dt.timedelta(days=after)
    assert reviews.step(reason(since=FRIDAY), POLICY, on) == (days, head, risk)


def test_only_reds_climb() -> None:
    for severity in (INFO, AMBER):
        assert reviews.step(reason(severity, ago(400)), POLICY, TODAY) == (0, False, False)


# -- rank --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tier", "severity", "days", "expected"),
    [
        (Tier.KEY, RED, 0, 18),
        (Tier.KEY, AMBER, 0, 12),
        (Tier.REGULAR, RED, 7, 6 + 3),
        (Tier.PROSPECT, RED, 1, 3 + 1),
        (Tier.UNATTRACTIVE, RED, 0, 3),
        (None, INFO, 0, 1),
        (Tier.KEY, INFO, -20, 6),
    ],
)
def test_a_card_ranks_by_its_worst_times_the_weight_of_its_tier_and_by_its_age(
    tier: Tier | None, severity: Severity, days: int, expected: float
) -> None:
    assert reviews.weight(tier, [reason(severity, ago(days))], TODAY) == pytest.approx(expected)


def test_age_is_that_of_the_oldest_reason() -> None:
    both = [reason(RED, TODAY), reason(INFO, ago(30), "SIG-22")]
    assert reviews.weight(Tier.REGULAR, both, TODAY) == pytest.approx(6 + log2(31))


def test_cards_are_grouped_by_account_worst_first_and_reasons_too() -> None:
    late = account(Tier.KEY, 20, **WELL)._replace(account_id=2)
    due = account(Tier.REGULAR, 30, ours=Promises(1, ago(4), "offer"))._replace(account_id=1)
    first, second = cards(due, late, account(Tier.REGULAR, 1)._replace(account_id=3))
    assert (first.account_id, first.severity, second.account_id) == (2, RED, 1)
    assert [(each.signal, each.severity) for each in second.reasons] == [("SIG-25", AMBER), ("SIG-01", INFO)]


def test_accounts_of_equal_weight_stand_in_the_order_they_were_added() -> None:
    assert [
        card.account_id for card in cards(*(account(Tier.REGULAR, 30)._replace(account_id=i) for i in (3, 1, 2)))
    ] == [
        1,
        2,
        3,
    ]


# -- what a settled card covers ----------------------------------------------------------------------------------


def test_what_a_card_covers_is_written_and_read_again() -> None:
    waiting = [reason(AMBER, signal="SIG-25"), reason(RED), reason(AMBER)]
    assert reviews.covers(waiting) == "SIG-01:3 SIG-01#2:2 SIG-25:2"
    assert reviews.covered("SIG-01:3 SIG-25:2") == {"SIG-01": RED, "SIG-25": AMBER}
    assert reviews.covered("") is None
    assert reviews.covers([]) == ""


@pytest.mark.parametrize(
    ("settled", "news"),
    [
        ({"SIG-01": AMBER}, False),
        ({"SIG-01": RED}, False),
        ({"SIG-01": INFO}, True),
        ({"SIG-25": RED}, True),
        ({}, True),
        (None, False),
    ],
)
def test_news_is_what_was_not_there_or_presses_more(settled: reviews.Settled, news: bool) -> None:
    assert reviews.is_news([reason(AMBER)], settled) is news


def test_a_settled_card_comes_back_whole_with_its_news_and_says_that_it_is_news() -> None:
    due = account(Tier.REGULAR, 40)
    assert cards(due, settled={1: {"SIG-01": INFO}}) == []
    assert cards(due, settled={1: None}) == []
    assert [card.account_id for card in cards(due, settled={2: None})] == [1]
    promised = due._replace(ours=Promises(1, TODAY, "offer"))
    (card,) = cards(promised, settled={1: {"SIG-01": INFO}})
    assert [each.signal for each in card.reasons] == ["SIG-25", "SIG-01"]
    assert card.is_new
    assert not cards(promised)[0].is_new


def test_what_the_quarterly_review_says_does_not_age_a_card() -> None:
    ranking = {1: (reason(INFO, ago(50), "SIG-22"),)}
    (card,) = cards(account(Tier.KEY, 1, **WELL), ranking=ranking)
    assert card.weight == pytest.approx(6)


def test_a_second_promise_that_is_late_is_news_on_a_card_put_off_for_the_first() -> None:
    promised = account(Tier.REGULAR, 1, ours=Promises(1, ago(3), "offer"))
    settled = {1: reviews.covered(reviews.covers(cards(promised)[0].reasons))}
    assert cards(promised, settled=settled) == []
    assert len(cards(promised._replace(ours=Promises(2, ago(3), "offer")), settled=settled)) == 1


def test_what_the_whole_book_says_is_settled_with_the_card_whatever_it_says() -> None:
    ranking = {1: (reason(AMBER, signal="SIG-17"),)}
    quiet = account(Tier.REGULAR, 1)
    assert [each.signal for card in cards(quiet, ranking=ranking) for each in card.reasons] == ["SIG-17"]
    assert cards(quiet, ranking=ranking, settled={1: {"-": INFO}}) == []


# -- in hand -----------------------------------------------------------------------------------------------------


def test_a_promised_next_step_takes_a_reason_in_hand() -> None:
    declining = account(Tier.REGULAR, 1, status=Status.DECLINING, status_since=ago(3))
    step = {"SIG-08": ago(-5)}
    assert [card.severity for card in cards(declining)] == [RED]
    assert cards(declining._replace(answered=step)) == []
    (card,) = cards(declining._replace(answered=step, ours=Promises(1, TODAY, "offer")))
    assert [each.signal for each in card.reasons] == ["SIG-25"]
    assert [(each.reason.signal, each.due_on) for each in card.in_hand] == [("SIG-08", ago(-5))]


def test_no_next_step_answers_a_clock_or_a_contradiction() -> None:
    overdue = account(Tier.REGULAR, 60, status=Status.SOLID, status_on=ago(3), people=[someone(1, 1)])
    promised = overdue._replace(answered={"SIG-01": ago(-5), "SIG-08": ago(-5)})
    assert cards(promised)[0].reasons == cards(overdue)[0].reasons
