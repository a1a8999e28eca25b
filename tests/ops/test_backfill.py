"""Backfill by hand on tiny books: what reviews of the past would have decided, and what it leaves alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.domain.statuses import Status
from kamtui.domain.tiers import Tier
from kamtui.errors import BadInput, NothingToDo
from kamtui.ops.accounts import add_account, archive_account
from kamtui.ops.backfill import backfill
from kamtui.ops.history import undo
from kamtui.ops.judgements import judge
from kamtui.ops.policies import set_policy
from kamtui.ops.sales import add_sale
from kamtui.ops.statuses import set_status
from kamtui.ops.tiers import set_tier, written
from kamtui.ops.touches import add_touch
from kamtui.ops.users import add_user
from kamtui.store import policies, tiers
from kamtui.store.book import Book
from kamtui.store.tx import instant
from tests.conftest import TODAY

YUAN = 10_000
FIRST, LAST = dt.date(2025, 1, 1), dt.date(2025, 12, 31)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def named(book: Book, name: str) -> int:
    return add_account(book, name).value.account_id


def sell(
    book: Book, account: int, days: Iterable[str], amount: int, profit: int | None = None, currency: str = "CNY"
) -> None:
    """Documents of so many whole units on these days."""
    gained = None if profit is None else profit * YUAN
    for on in days:
        add_sale(book, account, on=day(on), amount=amount * YUAN, profit=gained, currency=currency)


def monthly(first: str, last: str) -> list[str]:
    """The tenth of every month from one to the other."""
    every = [f"{year}-{month:02}" for year in range(2021, 2027) for month in range(1, 13)]
    return [f"{month}-10" for month in every if first <= month <= last]


def told(book: Book, account: int) -> list[tuple[str, str]]:
    """(day, tier) of every decision on an account, oldest first."""
    return [(found.on.isoformat(), found.tier.value) for found in tiers.history(book.conn, account)]


@pytest.fixture
def pair(book: Book) -> tuple[int, int]:
    """One place for two: A leads from 2023 on and falls behind from the second quarter of 2025 on, when B rises."""
    a, b = named(book, "A"), named(book, "B")
    sell(book, a, monthly("2023-01", "2025-03"), 100)
    sell(book, a, monthly("2025-04", "2026-12"), 1)
    sell(book, b, monthly("2023-01", "2025-03"), 10)
    sell(book, b, monthly("2025-04", "2026-12"), 500)
    return a, b


def test_a_book_of_two_by_hand(book: Book, pair: tuple[int, int]) -> None:
    done = backfill(book, FIRST, LAST).value
    a, b = pair
    # twelve months to the end of March: A 1200, B 120; June: 903 and 1590; September: 606 and 3060
    assert told(book, a) == [("2025-03-31", "key"), ("2025-09-30", "regular")]
    assert told(book, b) == [("2025-01-01", "regular"), ("2025-09-30", "key")]
    assert (done.reviews, done.decisions, done.accounts) == (4, 4, 2)


def test_a_decision_says_who_took_it_why_and_on_what(book: Book, pair: tuple[int, int]) -> None:
    backfill(book, FIRST, LAST)
    decision = tiers.history(book.conn, pair[0])[-1]
    assert (decision.decided_by, decision.before, decision.policy_version) == ("policy", Tier.KEY, None)
    assert decision.reason == "below the line at 2 reviews: 50 on 2025-09-30, line 100, 50 on 2025-06-30, line 100"
    assert (decision.score, decision.attractiveness) == (50, 50)
    assert decision.evidence == {"coverage": 100, "proposal": "demote", "method": "pyramid", "line": 100}


def test_one_review_is_not_enough(book: Book, pair: tuple[int, int]) -> None:
    backfill(book, FIRST, day("2025-06-30"))
    assert told(book, pair[0]) == [("2025-03-31", "key")]
    assert told(book, pair[1]) == [("2025-01-01", "regular")]


@pytest.mark.parametrize(
    ("first", "last", "reviews"),
    [
        ("2025-01-01", "2025-12-31", 4),
        ("2025-03-31", "2025-06-30", 2),
        ("2025-04-01", "2025-06-29", 0),
        ("2025-04-01", "2025-09-29", 1),
        ("2025-02-15", "2025-04-01", 1),
        ("2025-12-31", "2025-01-01", 0),
    ],
)
def test_reviews_are_the_quarter_ends_within_the_days(
    book: Book, pair: tuple[int, int], first: str, last: str, reviews: int
) -> None:
    if not reviews:
        with pytest.raises(BadInput, match=f"no complete quarter from {first} to {last}"):
            backfill(book, day(first), day(last))
        return
    told_of = list[tuple[int, int]]()
    done = backfill(book, day(first), day(last), progress=lambda *step: told_of.append(step))
    assert done.value.reviews == reviews
    assert told_of == [(number, reviews) for number in range(1, reviews + 1)]


def test_a_second_run_has_nothing_to_do(book: Book, pair: tuple[int, int]) -> None:
    backfill(book, FIRST, LAST)
    before = [told(book, account) for account in pair]
    for days in ((FIRST, LAST), (FIRST, day("2025-06-30")), (day("2025-07-01"), LAST)):
        with pytest.raises(NothingToDo):
            backfill(book, *days)
    assert [told(book, account) for account in pair] == before


def test_quarter_by_quarter_is_as_all_at_once(book: Book, pair: tuple[int, int]) -> None:
    change = backfill(book, FIRST, LAST).change
    at_once = [told(book, account) for account in pair]
    undo(book, change)
    for end in ("2025-03-31", "2025-06-30", "2025-09-30", "2025-12-31"):
        try:
            backfill(book, day(end), day(end))
        except NothingToDo:
            continue
    assert [told(book, account) for account in pair] == at_once


def test_undo_takes_all_of_it_back(book: Book, pair: tuple[int, int]) -> None:
    change = backfill(book, FIRST, LAST).change
    undo(book, change)
    assert [told(book, account) for account in pair] == [[], []]
    assert backfill(book, FIRST, LAST).value.decisions == 4


def test_without_sales_there_is_nothing_to_do(book: Book) -> None:
    named(book, "A")
    with pytest.raises(NothingToDo, match="there are no sales"):
        backfill(book, FIRST, LAST)


# -- the first order -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "decided"),
    [
        ("2025-05-17", "2025-05-17"),
        ("2025-04-01", "2025-04-01"),
        ("2025-06-30", "2025-06-30"),
        # before the first review, so the first quarter of the backfill is as early as anything is decided
        ("2024-08-17", "2025-01-01"),
    ],
)
def test_a_first_order_is_decided_on_its_day(book: Book, pair: tuple[int, int], order: str, decided: str) -> None:
    new = named(book, "New")
    sell(book, new, [order], 5)
    backfill(book, FIRST, LAST)
    assert told(book, new) == [(decided, "regular")]
    assert tiers.history(book.conn, new)[0].reason == f"first order on {order}"


def test_who_is_known_and_did_not_buy_is_a_prospect_until_the_first_order(book: Book, pair: tuple[int, int]) -> None:
    met, unknown = named(book, "Met"), named(book, "Unknown")
    add_touch(book, met, on=day("2025-02-02"))
    sell(book, met, ["2025-08-20"], 5)
    backfill(book, FIRST, LAST)
    assert told(book, met) == [("2025-03-31", "prospect"), ("2025-08-20", "regular")]
    assert told(book, unknown) == []


def test_returns_alone_are_no_first_order(book: Book, pair: tuple[int, int]) -> None:
    back = named(book, "Back")
    add_sale(book, back, on=day("2025-05-05"), amount=-5 * YUAN, currency="CNY", kind="return")
    backfill(book, FIRST, LAST)
    assert told(book, back) == [("2025-06-30", "prospect")]


def test_what_the_gate_bars_from_key_is_still_a_customer(book: Book) -> None:
    only, other = named(book, "Only"), named(book, "Other")
    sell(book, only, ["2024-08-17"], 9_000)
    sell(book, other, monthly("2024-01", "2025-12"), 1)
    backfill(book, FIRST, LAST)
    # one order made all of it, so it is not key; it has bought all the same
    assert told(book, only) == [("2025-01-01", "regular")]


def test_account_a_is_never_key(book: Book) -> None:
    single, other = named(book, "A"), named(book, "Other")
    sell(book, single, ["2025-02-10"], 9_000)
    sell(book, other, monthly("2023-01", "2026-10"), 100)
    backfill(book, FIRST, day("2026-09-30"))
    assert told(book, single) == [("2025-02-10", "regular")]
    # the other has the place again when the order is more than a year old, at two reviews
    assert told(book, other) == [("2025-01-01", "regular"), ("2026-06-30", "key")]


def test_nobody_is_demoted_on_less_than_a_year(book: Book) -> None:
    young, late = named(book, "Young"), named(book, "Late")
    sell(book, young, monthly("2025-01", "2025-06"), 100)
    sell(book, late, monthly("2025-07", "2026-12"), 900)
    backfill(book, FIRST, day("2026-06-30"))
    # above at the end of March and of June, below at those of September and December, when a year is not over;
    # at the end of March 2026 it is
    assert told(book, young) == [("2025-01-10", "regular"), ("2025-06-30", "key"), ("2026-03-31", "regular")]
    assert told(book, late) == [("2025-07-10", "regular"), ("2025-12-31", "key")]


# -- people come first -----------------------------------------------------------------------------------------------


def test_an_account_is_left_alone_from_the_day_a_person_decided_on_it(book: Book, pair: tuple[int, int]) -> None:
    a, b = pair
    set_tier(book, a, Tier.KEY, on=day("2025-08-01"), reason="a partner for life")
    set_tier(book, b, Tier.PROSPECT, on=day("2023-05-05"), reason="a test")
    backfill(book, FIRST, LAST)
    assert told(book, a) == [("2025-03-31", "key"), ("2025-08-01", "key")]
    assert told(book, b) == [("2023-05-05", "prospect")]


def test_a_decision_on_the_day_of_the_review_is_the_persons(book: Book, pair: tuple[int, int]) -> None:
    set_tier(book, pair[0], Tier.UNATTRACTIVE, on=day("2025-03-31"), reason="does not pay")
    backfill(book, FIRST, LAST)
    assert told(book, pair[0]) == [("2025-03-31", "unattractive")]


def test_what_is_archived_is_not_reviewed_any_more(book: Book, pair: tuple[int, int]) -> None:
    archive_account(book, pair[0], on=day("2025-05-01"))
    backfill(book, FIRST, LAST)
    assert told(book, pair[0]) == [("2025-03-31", "key")]
    # alone in the book, above at the ends of June and September
    assert told(book, pair[1])[-1] == ("2025-09-30", "key")


# -- other years, profit, ties, rules --------------------------------------------------------------------------------


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[list[Book]]:
    """Books that the test made, closed in the end."""
    made: list[Book] = []
    yield made
    for each in made:
        each.close()


def made(kept: list[Book], tmp_path: Path, fiscal_start: int) -> Book:
    """An empty book whose fiscal year starts in some month."""
    path = tmp_path / f"{fiscal_start}.kam"
    book = Book.create(path, who="li.wei", clock=Clock(TODAY), name="Other", currency="CNY", fiscal_start=fiscal_start)
    add_user(book, "li.wei")
    kept.append(book)
    return book


@pytest.mark.parametrize(
    ("fiscal_start", "expected"),
    [
        (4, [("2025-03-31", "key"), ("2025-09-30", "regular")]),
        # quarters end with January, April, July and October: A leads by 1001 to 610 in April, lags in July
        (2, [("2025-01-31", "key"), ("2025-10-31", "regular")]),
    ],
)
def test_quarters_go_with_the_fiscal_year(
    tmp_path: Path, kept: list[Book], fiscal_start: int, expected: list[tuple[str, str]]
) -> None:
    book = made(kept, tmp_path, fiscal_start)
    a, b = named(book, "A"), named(book, "B")
    sell(book, a, monthly("2023-01", "2025-03"), 100)
    sell(book, a, monthly("2025-04", "2026-12"), 1)
    sell(book, b, monthly("2023-01", "2025-03"), 10)
    sell(book, b, monthly("2025-04", "2026-12"), 500)
    backfill(book, FIRST, LAST)
    assert told(book, a) == expected


def test_profit_decides_where_it_is_known_and_revenue_where_it_is_not(tmp_path: Path, kept: list[Book]) -> None:
    for number, profits in enumerate([(-20, 10), (None, None)]):
        book = made(kept, tmp_path, number + 1)
        large, small = named(book, "Large"), named(book, "Small")
        sell(book, large, monthly("2024-01", "2025-12"), 100, profits[0])
        sell(book, small, monthly("2024-01", "2025-12"), 30, profits[1])
        backfill(book, FIRST, LAST)
        kinds = [told(book, account)[-1][1] for account in (large, small)]
        assert kinds == (["regular", "key"] if number == 0 else ["key", "regular"])


def test_who_loses_us_money_is_not_key_even_where_nobody_earns_us_any(book: Book) -> None:
    bad, worse = named(book, "Bad"), named(book, "Worse")
    sell(book, bad, monthly("2024-01", "2025-12"), 100, -1)
    sell(book, worse, monthly("2024-01", "2025-12"), 100, -2)
    backfill(book, FIRST, LAST)
    assert told(book, bad) == [("2025-01-01", "regular")]
    assert told(book, worse) == [("2025-01-01", "regular")]


def test_a_tie_at_the_line_is_decided_by_the_code_as_text_whatever_came_first(tmp_path: Path, kept: list[Book]) -> None:
    for number, names in enumerate([("A10", "A9", "B"), ("B", "A9", "A10")]):
        book = made(kept, tmp_path, number + 1)
        accounts = {name: named(book, name) for name in names}
        for account in accounts.values():
            sell(book, account, monthly("2024-01", "2025-12"), 10)
        backfill(book, FIRST, LAST)
        assert {name: told(book, account)[-1][1] for name, account in accounts.items()} == {
            "A10": "key",
            "A9": "regular",
            "B": "regular",
        }


def test_who_lost_the_tie_is_not_demoted_for_it(book: Book) -> None:
    a, b = named(book, "A"), named(book, "B")
    sell(book, b, monthly("2023-01", "2025-12"), 10)
    sell(book, a, monthly("2024-01", "2025-12"), 10)
    backfill(book, day("2024-01-01"), LAST)
    # alone until A has bought for a year, then equal: A has the place, B stays key because it is not below the line
    assert told(book, b) == [("2024-03-31", "key")]
    assert told(book, a)[0] == ("2024-01-10", "regular")


def test_as_many_reviews_must_agree_as_the_policy_says(book: Book, pair: tuple[int, int]) -> None:
    set_policy(book, policies.starting("revenue").replace("reviews = 2", "reviews = 1"), on=day("2023-01-01"))
    backfill(book, FIRST, LAST)
    assert told(book, pair[0]) == [("2025-03-31", "key"), ("2025-06-30", "regular")]
    assert told(book, pair[1]) == [("2025-01-01", "regular"), ("2025-06-30", "key")]


def test_history_before_the_first_policy_is_judged_by_it_and_says_so(book: Book, pair: tuple[int, int]) -> None:
    rules = policies.starting("revenue").replace("dead_band = 5", "dead_band = 60")
    version = set_policy(book, rules, on=TODAY).value.version
    backfill(book, FIRST, LAST)
    # fifty points below the line is within this band
    assert told(book, pair[0]) == [("2025-03-31", "key")]
    assert tiers.history(book.conn, pair[0])[0].policy_version == version


def test_sales_of_one_currency_are_compared(book: Book, pair: tuple[int, int]) -> None:
    abroad = named(book, "Abroad")
    sell(book, abroad, monthly("2024-01", "2025-12"), 99_999, currency="USD")
    change = backfill(book, FIRST, LAST).change
    assert told(book, abroad) == [("2025-01-01", "regular")]
    assert told(book, pair[0])[0] == ("2025-03-31", "key")
    undo(book, change)
    backfill(book, FIRST, LAST, currency="USD")
    assert told(book, abroad) == [("2025-03-31", "key")]


# -- by the scorecard ------------------------------------------------------------------------------------------------

EVERYTHING = (
    "goal_impact", "loss_impact", "payment", "reference", "wallet_headroom", "margin_headroom", "market_growth",
    "product_fit", "status", "coverage", "relative_strength",
)  # fmt: skip
"""Enough of the distributor policy for a verdict, all of it judged."""


def judged(book: Book, account: int, on: str, score: float) -> None:
    for criterion in EVERYTHING:
        judge(book, account, criterion, score=score, on=day(on))


@pytest.fixture
def dull(book: Book) -> int:
    """A customer of three years without attractiveness and potential, beside one that has both."""
    set_policy(book, policies.starting("distributor"), on=day("2020-01-01"))
    bright, found = named(book, "Bright"), named(book, "Dull")
    sell(book, bright, monthly("2022-01", "2025-12"), 1_000)
    sell(book, found, ["2022-02-02"], 1)
    judged(book, bright, "2022-01-10", 9)
    judged(book, found, "2022-03-01", 1)
    return found


def test_an_unattractive_customer_by_the_scorecard(book: Book, dull: int) -> None:
    backfill(book, FIRST, LAST)
    assert told(book, dull) == [("2025-01-01", "regular"), ("2025-03-31", "unattractive")]


def test_a_second_run_has_nothing_to_do_with_a_scorecard_either(book: Book, dull: int) -> None:
    backfill(book, FIRST, LAST)
    before = told(book, dull)
    with pytest.raises(NothingToDo):
        backfill(book, FIRST, LAST)
    assert told(book, dull) == before


def test_who_is_worth_winning_is_so_from_the_review_that_says_it(book: Book, dull: int) -> None:
    backfill(book, FIRST, day("2025-06-30"))
    judged(book, dull, "2025-07-01", 6.5)
    backfill(book, day("2025-07-01"), LAST)
    # potential 65 at the ends of September and December
    assert told(book, dull)[-2:] == [("2025-03-31", "unattractive"), ("2025-12-31", "regular")]


def test_a_status_and_a_touch_say_since_when_an_account_is_known(book: Book, pair: tuple[int, int]) -> None:
    rated, touched = named(book, "Rated"), named(book, "Touched")
    set_status(book, rated, Status.DEVELOPING, on=day("2025-05-05"))
    add_touch(book, touched, on=day("2025-08-08"))
    backfill(book, FIRST, LAST)
    assert told(book, rated) == [("2025-06-30", "prospect")]
    assert told(book, touched) == [("2025-09-30", "prospect")]


def test_an_earlier_decision_by_the_policy_is_gone_on_from(book: Book, pair: tuple[int, int]) -> None:
    a, b = pair
    with book.write("test") as tx:
        for account, tier in ((a, Tier.REGULAR), (b, Tier.KEY)):
            values = {"account_id": account, "on_date": "2024-06-30", "tier": tier, "decided_by": "policy"}
            tx.insert("tier_decision", {**values, "recorded_at": instant(tx.now), "evidence": written({})})
    backfill(book, FIRST, LAST)
    assert told(book, a) == [("2024-06-30", "regular"), ("2025-03-31", "key"), ("2025-09-30", "regular")]
    assert told(book, b) == [("2024-06-30", "key"), ("2025-03-31", "regular"), ("2025-09-30", "key")]
