"""What reaches a head: the ladder in working days, what is in hand, of each manager a few, and handovers."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.overview import RAISED, Handover, Held, Looked, Of, Red, Why, by_owner, handovers, reds
from kamtui.domain.policytext import read
from kamtui.domain.signals.situation import Situation
from kamtui.domain.statuses import Status
from kamtui.domain.tiers import Tier
from kamtui.store.policies import starting

POLICY = read(starting("revenue"))
FRIDAY = dt.date(2026, 11, 13)


def day(after: int) -> dt.date:
    """So many days after the Friday on which everything turned red."""
    return FRIDAY + dt.timedelta(days=after)


def declining(account: int = 1, owner: str = "li.wei", tier: Tier = Tier.REGULAR) -> Situation:
    """An account whose relationship has declined since Friday, touched on that day."""
    return Situation(
        account,
        tier=tier,
        owner=owner,
        status=Status.DECLINING,
        status_on=FRIDAY,
        last_touch_on=FRIDAY,
        next_due_on=day(30),
        overdue_on=day(45),
    )


def raised(situation: Situation, on: dt.date) -> list[Red]:
    return [red for of in reds([situation], POLICY, on) for red in of.shown]


@pytest.mark.parametrize(
    ("after", "reaches", "at_risk"),
    [
        (0, False, False),
        (2, False, False),  # Sunday: no working day has passed
        (3, False, False),  # Monday: the first
        (4, False, False),
        (5, True, False),  # Wednesday: the third
        (8, True, False),  # Saturday: the fifth was Friday
        (10, True, False),  # Monday: the sixth
        (11, True, True),  # Tuesday: the seventh
    ],
)
def test_a_red_account_reaches_the_head_after_three_working_days_and_is_at_risk_after_seven(
    after: int, reaches: bool, at_risk: bool
) -> None:
    found = raised(declining(), day(after))
    assert bool(found) is reaches
    assert [red.step.is_at_risk for red in found] == ([at_risk] if reaches else [])


def test_only_what_climbed_is_named_the_oldest_first() -> None:
    later = declining()._replace(overdue_on=day(8), next_due_on=day(1))
    # the touch is over its maximum since a Sunday: on Tuesday that is two working days
    assert [reason.signal for reason in raised(later, day(11))[0].reasons] == ["SIG-08"]
    # and three on Wednesday
    assert [reason.signal for reason in raised(later, day(12))[0].reasons] == ["SIG-08", "SIG-01"]


def test_what_a_next_step_answers_is_in_hand_and_not_raised() -> None:
    assert raised(declining()._replace(answered={"SIG-08": day(20)}), day(12)) == []


def test_a_step_that_answers_no_touch_is_told_beside_it() -> None:
    silent = Situation(
        1,
        tier=Tier.KEY,
        owner="li.wei",
        last_touch_on=day(-30),
        next_due_on=day(-23),
        overdue_on=day(-16),
        answered={"SIG-01": day(20), "SIG-25": day(1)},
    )
    (red,) = raised(silent, FRIDAY)
    assert (red.reasons[0].signal, red.next_on) == ("SIG-01", day(20))


def test_what_was_done_about_the_card_is_told() -> None:
    looked = Looked(day(1), day(40), "they reorganise", "li.wei")
    (of,) = reds([declining()], POLICY, day(12), {1: looked})
    assert of.shown[0].looked == looked


def test_of_each_manager_five_are_raised_the_most_pressing_and_the_rest_counted() -> None:
    situations = [declining(number) for number in range(1, 9)]
    situations += [declining(9, tier=Tier.KEY), declining(10, owner="chen.jing")]
    first, second = reds(situations, POLICY, day(12))
    assert (first.owner, len(first.shown), first.more) == ("chen.jing", 1, ())
    assert (second.owner, len(second.shown), len(second.more)) == ("li.wei", RAISED, 4)
    assert [red.account_id for red in second.shown] == [9, 1, 2, 3, 4]


def test_who_left_leaves_accounts_to_hand_over_from_that_day_on() -> None:
    held = [Held(1, "Li.Wei", Tier.PROSPECT), Held(2, "chen.jing", Tier.KEY)]
    colleagues = {"li.wei": day(0), "chen.jing": day(1)}
    assert handovers(held, colleagues, day(-1)) == []
    assert handovers(held, colleagues, day(0)) == [
        Of("Li.Wei", (Handover(1, "Li.Wei", Tier.PROSPECT, Why.LEFT, day(0)),), ())
    ]


def test_a_key_account_of_nobody_or_of_a_stranger_needs_an_owner_and_another_account_does_not() -> None:
    held = [Held(1, "", Tier.KEY), Held(2, "stranger", Tier.KEY), Held(3, "", Tier.REGULAR), Held(4, "x", None)]
    found = [each for of in handovers(held, {"li.wei": None}, FRIDAY) for each in of.shown]
    assert [(each.account_id, each.why) for each in found] == [(1, Why.NOBODY), (2, Why.UNKNOWN)]


def test_where_nobody_owns_anything_nobody_is_missing_and_where_nobody_is_entered_nobody_is_unknown() -> None:
    assert handovers([Held(1, "", Tier.KEY)], {"li.wei": None}, FRIDAY, has_owners=False) == []
    assert handovers([Held(1, "li.wei", Tier.KEY)], {}, FRIDAY) == []


@given(st.lists(st.tuples(st.integers(1, 99), st.sampled_from(["", "a", "b"]))))
def test_nothing_is_lost_between_what_is_shown_and_what_is_counted(pairs: list[tuple[int, str]]) -> None:
    held = [Held(account, owner, None) for account, owner in pairs]
    found = by_owner(held)
    assert [of.owner for of in found] == sorted({owner for _, owner in pairs})
    assert all(len(of.shown) == min(RAISED, len(of.shown) + len(of.more)) for of in found)
    assert sorted(each for of in found for each in (*of.shown, *of.more)) == sorted(held)
