"""Proposals by hand: which reviews count, who is above the line, and what two of them in a row ask for (D9-D11)."""

from __future__ import annotations

import datetime as dt
import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.policy import Method, Policy
from kamtui.domain.policytext import read
from kamtui.domain.proposals import Kind, Ranking, Reviewed, Verdict, is_below, ranking, review_days, verdict
from kamtui.domain.tiers import Tier
from kamtui.store.policies import starting

POLICY = read(starting("distributor"))
BY_SALES = read(starting("revenue"))
NEWEST, BEFORE = dt.date(2026, 9, 30), dt.date(2026, 6, 30)
BOUGHT = dt.date(2024, 2, 5)
LONG = 1_000
"""Days of history, enough for any demotion."""


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def review(
    score: float | None = 50.0,
    line: float | None = 60.0,
    *,
    above: bool | None = None,
    known: float = 100.0,
    a: float | None = 50.0,
    p: float | None = 50.0,
    on: dt.date = NEWEST,
) -> Reviewed:
    is_above = score is not None and line is not None and score >= line if above is None else above
    return Reviewed(on, score, line, is_above, known, a, p)


def said(
    tier: Tier | None,
    *reviews: Reviewed,
    bought: dt.date | None = BOUGHT,
    tracked: int = LONG,
    policy: Policy = POLICY,
) -> Verdict:
    return verdict(policy, tier, reviews, bought_on=bought, ordered_on=bought, tracked_days=tracked)


# -- which reviews ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "start", "expected"),
    [
        ("2026-11-20", 1, ["2026-09-30", "2026-06-30", "2026-03-31", "2025-12-31"]),
        # the quarter that ends on the day is over
        ("2026-09-30", 1, ["2026-09-30", "2026-06-30", "2026-03-31", "2025-12-31"]),
        ("2026-10-01", 1, ["2026-09-30", "2026-06-30", "2026-03-31", "2025-12-31"]),
        ("2026-01-01", 1, ["2025-12-31", "2025-09-30", "2025-06-30", "2025-03-31"]),
        # a year that starts in April has the same quarter ends
        ("2026-11-20", 4, ["2026-09-30", "2026-06-30", "2026-03-31", "2025-12-31"]),
        # one that starts in February has its own
        ("2026-11-20", 2, ["2026-10-31", "2026-07-31", "2026-04-30", "2026-01-31"]),
        # and so does one that starts in March, also in a leap year
        ("2024-02-29", 3, ["2024-02-29", "2023-11-30", "2023-08-31", "2023-05-31"]),
        ("2024-02-28", 3, ["2023-11-30", "2023-08-31", "2023-05-31", "2023-02-28"]),
    ],
)
def test_reviews_are_held_at_the_ends_of_quarters(on: str, start: int, expected: list[str]) -> None:
    assert review_days(day(on), 4, start) == [day(text) for text in expected]


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.integers(1, 6), st.integers(1, 12))
def test_reviews_are_a_quarter_apart_and_never_ahead(on: dt.date, count: int, start: int) -> None:
    days = review_days(on, count, start)
    assert len(days) == count
    assert days[0] <= on < days[0] + dt.timedelta(days=93)
    assert all(28 * 3 <= (later - earlier).days <= 93 for later, earlier in itertools.pairwise(days))
    assert all((end + dt.timedelta(days=1)).day == 1 for end in days)


# -- who is above the line -------------------------------------------------------------------------------------------

CODES = {1: "A10", 2: "A9", 3: "B", 4: "C", 5: "D"}


def test_as_many_are_above_the_line_as_there_are_places() -> None:
    found = ranking({1: 50.0, 2: 80.0, 3: 70.0, 4: 90.0}, CODES, 2)
    assert found == Ranking(2, 80.0, frozenset({2, 4}), frozenset())


def test_a_line_between_equals_is_decided_by_their_codes_as_text_and_said() -> None:
    found = ranking({1: 50.0, 2: 50.0, 3: 90.0, 4: 50.0, 5: 10.0}, CODES, 2)
    assert found == Ranking(2, 50.0, frozenset({3, 1}), frozenset({1, 2, 4}))


def test_equals_who_are_all_above_or_all_below_are_no_tie() -> None:
    assert ranking({1: 50.0, 2: 50.0, 3: 10.0}, CODES, 2).tied == frozenset()
    assert ranking({1: 90.0, 2: 50.0, 3: 50.0}, CODES, 1).tied == frozenset()


def test_more_places_than_accounts_are_left_empty_and_no_places_have_no_line() -> None:
    assert ranking({1: 50.0, 2: 80.0}, CODES, 9) == Ranking(9, 50.0, frozenset({1, 2}), frozenset())
    assert ranking({1: 50.0}, CODES, 0) == Ranking(0, None, frozenset(), frozenset())
    assert ranking({}, CODES, 3) == Ranking(3, None, frozenset(), frozenset())


@given(
    st.dictionaries(st.integers(1, 40), st.integers(0, 9).map(float)),
    st.integers(0, 12),
    st.randoms(use_true_random=False),
)
def test_a_ranking_does_not_depend_on_the_order_it_is_told_in(
    scores: dict[int, float], slots: int, mixed: random.Random
) -> None:
    codes = {account: f"{account % 7}" for account in scores}
    shuffled = dict(mixed.sample(list(scores.items()), len(scores)))
    found = ranking(scores, codes, slots)
    assert ranking(shuffled, dict(reversed(codes.items())), slots) == found
    assert len(found.above) == min(slots, len(scores))
    outside = scores.keys() - found.above
    assert all(scores[inside] >= scores[other] for inside in found.above for other in outside)
    assert not found.tied or (found.tied & found.above and found.tied & outside)


# -- what two reviews ask for ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("tier", [Tier.REGULAR, Tier.PROSPECT, Tier.UNATTRACTIVE, None])
def test_two_reviews_above_promote_a_buyer_to_key(tier: Tier | None) -> None:
    found = said(tier, review(70), review(60, on=BEFORE))
    assert (found.kind, found.to) == (Kind.PROMOTE, Tier.KEY)
    assert found.why == "above the line at 2 reviews: 70 on 2026-09-30, line 60, 60 on 2026-06-30, line 60"


@pytest.mark.parametrize("reviews", [(70.0, 59.9), (59.9, 70.0), (70.0, None), (None, 70.0)])
def test_one_review_above_promotes_nobody_to_key(reviews: tuple[float | None, float | None]) -> None:
    newest, before = reviews
    found = said(Tier.REGULAR, review(newest), review(before, on=BEFORE))
    assert (found.kind, found.to) == (Kind.HOLD, None)


def test_who_never_bought_is_not_promoted_to_key() -> None:
    assert said(Tier.REGULAR, review(70), review(70), bought=None).kind is Kind.HOLD


@pytest.mark.parametrize(
    ("newest", "before", "kind"),
    [
        (54.9, 54.9, Kind.DEMOTE),
        # exactly at the line less five points is within the dead band
        (55.0, 54.9, Kind.HOLD),
        (54.9, 55.0, Kind.HOLD),
        (55.0, 55.0, Kind.HOLD),
        (0.0, 0.0, Kind.DEMOTE),
        (None, None, Kind.DEMOTE),
        (54.9, 70.0, Kind.HOLD),
        (70.0, 54.9, Kind.HOLD),
    ],
)
def test_a_key_account_is_demoted_after_two_reviews_beyond_the_dead_band(
    newest: float | None, before: float | None, kind: Kind
) -> None:
    found = said(Tier.KEY, review(newest), review(before, on=BEFORE))
    assert found.kind is kind
    assert found.to is (Tier.REGULAR if kind is Kind.DEMOTE else None)


def test_each_review_has_its_own_line() -> None:
    assert said(Tier.KEY, review(56, 62), review(40, 50)).kind is Kind.DEMOTE
    assert said(Tier.KEY, review(56, 60), review(40, 50)).kind is Kind.HOLD
    assert said(Tier.REGULAR, review(56, 55), review(41, 40)).to is Tier.KEY


@pytest.mark.parametrize(("score", "line"), [(59.9, 64.9), (8.7, 13.7), (63.9, 68.9), (0.1, 5.1)])
def test_the_edge_of_the_dead_band_is_inside_whatever_the_line_is(score: float, line: float) -> None:
    assert said(Tier.KEY, review(score, line), review(score, line)).kind is Kind.HOLD


def test_without_a_line_nobody_is_below_it() -> None:
    assert not is_below(POLICY, review(None, None, above=False))
    assert said(Tier.KEY, review(None, None, above=False), review(40)).kind is Kind.HOLD


def test_who_lost_a_tie_at_the_line_is_not_below_it() -> None:
    assert said(Tier.KEY, review(60, 60, above=False), review(60, 60, above=False)).kind is Kind.HOLD


def test_a_demoted_key_account_that_never_bought_is_a_prospect() -> None:
    assert said(Tier.KEY, review(10), review(10), bought=None).to is Tier.PROSPECT


@pytest.mark.parametrize(("tracked", "kind"), [(0, Kind.HOLD), (364, Kind.HOLD), (365, Kind.DEMOTE)])
def test_r23_nobody_is_demoted_before_the_tracking_window_is_over(tracked: int, kind: Kind) -> None:
    found = said(Tier.KEY, review(10), review(10), tracked=tracked)
    assert found.kind is kind
    if kind is Kind.HOLD:
        assert found.why == f"tracked for {tracked} days; a demotion needs 365"
    dull = review(10, a=20, p=20)
    assert said(Tier.REGULAR, dull, dull, tracked=tracked).kind is kind


@pytest.mark.parametrize("tier", [Tier.PROSPECT, None])
@pytest.mark.parametrize("known", [0.0, 100.0])
def test_a_first_order_makes_a_regular_account_at_once_however_little_is_known(tier: Tier | None, known: float) -> None:
    found = said(tier, review(None, known=known), review(None, known=known), tracked=3)
    assert found == Verdict(Kind.PROMOTE, Tier.REGULAR, "first order on 2024-02-05")


def test_an_account_without_a_tier_and_without_an_order_is_a_prospect() -> None:
    assert said(None, review(None, known=0), review(None, known=0), bought=None) == Verdict(
        Kind.PROMOTE, Tier.PROSPECT, "no order yet"
    )


@pytest.mark.parametrize("tier", [Tier.KEY, Tier.REGULAR, Tier.UNATTRACTIVE])
@pytest.mark.parametrize(("known", "collects"), [(59.9, True), (60.0, False)])
def test_d10_below_sixty_percent_there_is_nothing_but_what_to_collect(tier: Tier, known: float, collects: bool) -> None:
    found = said(tier, review(70, known=known), review(70, known=known))
    assert (found.kind is Kind.COLLECT) == collects
    if collects:
        assert (found.to, found.why) == (None, f"{known:.0f} % of what counts was known on {NEWEST}")


def test_d10_a_prospect_that_did_not_buy_is_something_to_collect_for() -> None:
    assert said(Tier.PROSPECT, review(None, known=20), review(None, known=20), bought=None).kind is Kind.COLLECT


def test_d10_a_review_of_which_too_little_was_known_demotes_nobody() -> None:
    thin = review(None, known=30, on=BEFORE)
    assert said(Tier.KEY, review(40, known=80), thin).kind is not Kind.DEMOTE


def test_d10_does_not_hold_where_sales_alone_decide() -> None:
    found = said(Tier.KEY, review(70, known=0), review(70, known=0), policy=BY_SALES)
    assert found.kind is Kind.HOLD


@pytest.mark.parametrize(
    ("a", "p", "kind"),
    [
        (29.9, 29.9, Kind.DEMOTE),
        (30.0, 29.9, Kind.HOLD),
        (29.9, 30.0, Kind.HOLD),
        (None, 10.0, Kind.HOLD),
        (10.0, None, Kind.HOLD),
    ],
)
@pytest.mark.parametrize("tier", [Tier.REGULAR, Tier.PROSPECT])
def test_an_account_without_attractiveness_and_potential_is_unattractive(
    tier: Tier, a: float | None, p: float | None, kind: Kind
) -> None:
    dull = review(20, a=a, p=p)
    found = said(tier, dull, dull, bought=BOUGHT if tier is Tier.REGULAR else None)
    assert (found.kind, found.to) == (kind, Tier.UNATTRACTIVE if kind is Kind.DEMOTE else None)


def test_being_unattractive_takes_two_reviews_of_which_enough_is_known_and_a_scorecard() -> None:
    dull, bright = review(20, a=10, p=10), review(20, a=40, p=10)
    assert said(Tier.REGULAR, dull, bright).kind is Kind.HOLD
    assert said(Tier.REGULAR, bright, dull).kind is Kind.HOLD
    assert said(Tier.REGULAR, dull, review(20, a=10, p=10, known=50)).kind is Kind.HOLD
    assert said(Tier.REGULAR, dull, dull, policy=BY_SALES).kind is Kind.HOLD


@pytest.mark.parametrize(("bought", "to"), [(BOUGHT, Tier.REGULAR), (None, Tier.PROSPECT)])
def test_r10_an_unattractive_account_with_potential_is_worth_winning(bought: dt.date | None, to: Tier) -> None:
    worth = review(50, p=60)
    found = said(Tier.UNATTRACTIVE, worth, worth, bought=bought)
    assert found == Verdict(Kind.PROMOTE, to, "potential 60: worth winning")


@pytest.mark.parametrize(("newest", "before"), [(59.9, 60.0), (60.0, 59.9), (60.0, None), (None, 60.0)])
def test_r10_potential_at_one_review_is_not_enough(newest: float | None, before: float | None) -> None:
    assert said(Tier.UNATTRACTIVE, review(50, p=newest), review(50, p=before)).kind is Kind.HOLD


def test_an_unattractive_account_that_buys_stays_what_it_is() -> None:
    assert said(Tier.UNATTRACTIVE, review(20), review(20)).to is None


def test_as_many_reviews_must_agree_as_are_given() -> None:
    assert said(Tier.REGULAR, review(70), review(70), review(70)).to is Tier.KEY
    assert said(Tier.REGULAR, review(70), review(70), review(50)).to is None
    assert said(Tier.KEY, review(40)).to is Tier.REGULAR


percents = st.none() | st.floats(0, 100)
reviewed = st.builds(
    lambda score, line, wins, known, a, p: review(
        score, line, above=score is not None and line is not None and score >= line and wins, known=known, a=a, p=p
    ),
    percents,
    percents,
    st.booleans(),
    st.floats(0, 100),
    percents,
    percents,
)
tiers = st.none() | st.sampled_from(Tier)
policies = st.sampled_from([POLICY._replace(tiers=POLICY.tiers._replace(method=method)) for method in Method])
bought_on = st.none() | st.just(BOUGHT)


@given(policies, tiers, st.lists(reviewed, min_size=1, max_size=3), bought_on, st.integers(0, 2_000))
def test_no_verdict_proposes_the_tier_there_is(
    policy: Policy, tier: Tier | None, reviews: list[Reviewed], bought: dt.date | None, tracked: int
) -> None:
    found = said(tier, *reviews, bought=bought, tracked=tracked, policy=policy)
    assert found.to is not tier or found.to is None
    assert (found.to is None) == (found.kind in (Kind.HOLD, Kind.COLLECT))
    if found.to is not None and tier is not None:
        assert (found.to.rank < tier.rank) == (found.kind is Kind.PROMOTE)
    assert found.why


@given(policies, st.lists(reviewed, min_size=1, max_size=3), bought_on, st.data())
def test_a_key_account_within_the_dead_band_at_one_review_is_never_demoted(
    policy: Policy, reviews: list[Reviewed], bought: dt.date | None, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(reviews) - 1))
    line = data.draw(st.floats(5, 100))
    reviews[place] = review(data.draw(st.floats(line - 5, 100)), line, above=data.draw(st.booleans()))
    assert said(Tier.KEY, *reviews, bought=bought, policy=policy).kind is not Kind.DEMOTE


@given(policies, tiers, st.lists(reviewed, min_size=1, max_size=3), bought_on, st.integers(0, 364))
def test_nobody_is_demoted_on_a_short_history(
    policy: Policy, tier: Tier | None, reviews: list[Reviewed], bought: dt.date | None, tracked: int
) -> None:
    assert said(tier, *reviews, bought=bought, tracked=tracked, policy=policy).kind is not Kind.DEMOTE


@given(tiers, st.lists(reviewed, min_size=1, max_size=3), bought_on, st.integers(0, 2_000))
def test_a_buyer_is_never_called_a_prospect(
    tier: Tier | None, reviews: list[Reviewed], bought: dt.date | None, tracked: int
) -> None:
    found = said(tier, *reviews, bought=bought, tracked=tracked)
    assert bought is None or found.to is not Tier.PROSPECT
