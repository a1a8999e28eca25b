"""Proposals read from a book: what two reviews say of everybody, what was answered, and the same as it was then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.domain.gates import Bar
from kamtui.domain.policy import Method
from kamtui.domain.proposals import Kind
from kamtui.domain.tiers import Tier
from kamtui.ops.accounts import add_account, archive_account, assign_account
from kamtui.ops.judgements import judge
from kamtui.ops.policies import set_policy
from kamtui.ops.proposals import accept_proposal, defer_proposal, reject_proposal
from kamtui.ops.sales import add_sale
from kamtui.ops.tiers import set_tier
from kamtui.ops.users import add_user, edit_user
from kamtui.store import policies, proposals, rankings
from kamtui.store.book import Book
from kamtui.store.look import look
from kamtui.store.proposals import Proposal
from kamtui.store.rankings import Ground, Rankings
from kamtui.store.sqlite import Connection
from tests.conftest import TODAY

YUAN = 10_000
START = dt.date(2025, 1, 1)
NEWEST, BEFORE = dt.date(2026, 9, 30), dt.date(2026, 6, 30)
"""The reviews that count on TODAY."""

NEXT = dt.date(2026, 12, 31)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def sell(book: Book, account: int, days: Iterable[dt.date], amount: int) -> None:
    for on in days:
        add_sale(book, account, on=on, amount=amount * YUAN, currency="CNY")


def ranked(book: Book, on: dt.date) -> Rankings:
    return rankings.ranked(book.conn, on, policies.in_force(book.conn, on), Ground(book.conn))


def months(first: str, last: str) -> list[dt.date]:
    """The tenth of every month from one to the other."""
    every = [dt.date(year, month, 10) for year in range(2024, 2028) for month in range(1, 13)]
    return [on for on in every if day(f"{first}-01") <= on <= day(f"{last}-28")]


def market(book: Book) -> dict[str, int]:
    """Ten buyers, so one place: Big is above the line at both reviews, Old was key and buys least; New ordered once.

    Small1 buys most after Big, Small7 least but for Old.
    """
    names = ["Big", "Old", *(f"Small{number}" for number in range(1, 9)), "New"]
    found = {name: add_account(book, name, owner="li.wei").value.account_id for name in names}
    for name, account in found.items():
        tier = {"Old": Tier.KEY, "New": Tier.PROSPECT}.get(name, Tier.REGULAR)
        set_tier(book, account, tier, on=START)
    sell(book, found["Big"], months("2025-01", "2026-12"), 100)
    sell(book, found["Old"], months("2025-01", "2026-12"), 1)
    for number in range(1, 9):
        sell(book, found[f"Small{number}"], months("2025-01", "2026-12"), 20 - number)
    sell(book, found["New"], [day("2026-11-10")], 5)
    return found


@pytest.fixture
def found(book: Book) -> dict[str, int]:
    return market(book)


def proposed(conn: Connection, account: int, on: dt.date = TODAY) -> Proposal:
    return proposals.of_account(conn, account, on)


def said(proposal: Proposal) -> tuple[Kind, Tier | None, bool]:
    return proposal.verdict.kind, proposal.verdict.to, proposal.is_waiting


def test_the_proposals_of_a_small_book_by_hand(book: Book, found: dict[str, int]) -> None:
    every = proposals.of_book(book.conn, TODAY)
    assert [each.name for each in every[:3]] == ["Big", "New", "Old"]
    assert [said(each) for each in every[:3]] == [
        (Kind.PROMOTE, Tier.KEY, True),
        (Kind.PROMOTE, Tier.REGULAR, True),
        (Kind.DEMOTE, Tier.REGULAR, True),
    ]
    assert {said(each) for each in every[3:]} == {(Kind.HOLD, None, False)}
    assert len(every) == 11
    assert [each.name for each in proposals.waiting(book.conn, TODAY)] == ["Big", "New", "Old"]


def test_a_proposal_carries_its_reviews_with_score_and_line(book: Book, found: dict[str, int]) -> None:
    old = proposed(book.conn, found["Old"])
    # the smallest of ten buyers by revenue, because no profit is known; the line is the largest
    assert [(each.on, each.score, each.line, each.is_above) for each in old.reviews] == [
        (NEWEST, 10, 100, False),
        (BEFORE, 10, 100, False),
    ]
    assert old.verdict.why == "below the line at 2 reviews: 10 on 2026-09-30, line 100, 10 on 2026-06-30, line 100"
    assert [each.is_above for each in proposed(book.conn, found["Big"]).reviews] == [True, True]
    assert proposed(book.conn, found["New"]).verdict.why == "first order on 2026-11-10"


def test_one_account_alone_is_proposed_as_in_the_whole_book(book: Book, found: dict[str, int]) -> None:
    for each in proposals.of_book(book.conn, TODAY):
        assert proposed(book.conn, each.account_id) == each


def test_a_proposal_needs_both_reviews(book: Book, found: dict[str, int]) -> None:
    sell(book, found["Small1"], [day("2026-08-01")], 5_000)
    # on top at one review, and Big at the other
    assert said(proposed(book.conn, found["Small1"]))[0] is Kind.HOLD
    assert said(proposed(book.conn, found["Big"]))[0] is Kind.HOLD
    assert said(proposed(book.conn, found["Small1"], NEXT)) == (Kind.PROMOTE, Tier.KEY, True)


def test_waiting_proposals_of_one_owner(book: Book, found: dict[str, int]) -> None:
    assign_account(book, found["Old"], "chen.jing", on=TODAY)
    assert [each.name for each in proposals.waiting(book.conn, TODAY, "chen.jing")] == ["Old"]
    assert [each.name for each in proposals.waiting(book.conn, TODAY, "li.wei")] == ["Big", "New"]


# -- answers ---------------------------------------------------------------------------------------------------------


def test_a_rejected_proposal_comes_back_with_the_next_quarterly_review(book: Book, found: dict[str, int]) -> None:
    big = found["Big"]
    reject_proposal(book, big, on=TODAY, reason="one buyer only")
    rejected = proposed(book.conn, big)
    assert said(rejected) == (Kind.PROMOTE, Tier.KEY, False)
    assert rejected.answer is not None
    assert (rejected.answer.answer, rejected.answer.reason, rejected.answer.by) == (
        "rejected",
        "one buyer only",
        "li.wei",
    )
    assert proposed(book.conn, big, TODAY - dt.timedelta(days=1)).is_waiting
    assert not proposed(book.conn, big, day("2026-12-30")).is_waiting
    assert proposed(book.conn, big, NEXT).is_waiting
    assert [each.name for each in proposals.waiting(book.conn, TODAY)] == ["New", "Old"]


def test_what_is_rejected_on_the_day_of_a_review_waits_for_the_next_one(book: Book, found: dict[str, int]) -> None:
    reject_proposal(book, found["Big"], on=NEWEST, reason="one buyer only")
    for on in ("2026-09-30", "2026-10-01", "2026-12-30"):
        assert not proposed(book.conn, found["Big"], day(on)).is_waiting
    assert proposed(book.conn, found["Big"], NEXT).is_waiting


def test_a_proposal_that_is_put_off_comes_back_on_its_day(book: Book, found: dict[str, int]) -> None:
    defer_proposal(book, found["Old"], on=TODAY, until=day("2026-12-05"), reason="visit first")
    assert [proposed(book.conn, found["Old"], day(on)).is_waiting for on in ("2026-12-04", "2026-12-05")] == [
        False,
        True,
    ]


def test_an_answer_holds_for_the_tier_it_was_given_to(book: Book, found: dict[str, int]) -> None:
    defer_proposal(book, found["New"], on=TODAY, until=day("2027-12-31"), reason="samples only")
    sell(book, found["New"], [day("2026-12-10")], 5_000)
    assert said(proposed(book.conn, found["New"], day("2027-03-30"))) == (Kind.PROMOTE, Tier.REGULAR, False)
    # above the line at the end of December and of March
    assert said(proposed(book.conn, found["New"], day("2027-03-31"))) == (Kind.PROMOTE, Tier.KEY, True)


def test_of_several_answers_the_newest_counts_also_where_it_holds_for_less_long(
    book: Book, found: dict[str, int]
) -> None:
    defer_proposal(book, found["Old"], on=day("2026-11-16"), until=day("2027-06-01"))
    defer_proposal(book, found["Old"], on=TODAY, until=day("2026-12-01"), reason="sooner")
    assert not proposed(book.conn, found["Old"], day("2026-11-30")).is_waiting
    assert proposed(book.conn, found["Old"], day("2026-12-01")).is_waiting


def test_the_answers_to_an_account_are_kept_newest_first(book: Book, found: dict[str, int]) -> None:
    defer_proposal(book, found["Old"], on=day("2026-11-16"), until=day("2026-11-18"))
    reject_proposal(book, found["Old"], on=TODAY, reason="a partner")
    kept = proposals.answers(book.conn, found["Old"])
    assert [(each.answer, each.on, each.until) for each in kept] == [
        ("rejected", TODAY, NEXT),
        ("deferred", day("2026-11-16"), day("2026-11-18")),
    ]


# -- places and room -------------------------------------------------------------------------------------------------


def places(book: Book, method: Method = Method.PYRAMID) -> int:
    return ranked(book, TODAY).by[method].slots


def test_d1_places_are_a_tenth_of_customers_and_prospects_rounded_down_and_one_at_least(book: Book) -> None:
    assert places(book) == 1
    added = [add_account(book, f"P{number:02}").value.account_id for number in range(29)]
    for account in added[:19]:
        set_tier(book, account, Tier.PROSPECT, on=START)
    assert places(book) == 1
    set_tier(book, added[19], Tier.PROSPECT, on=START)
    assert places(book) == 2
    # who is a mere name counts for nothing, who bought without a decision is a customer
    sell(book, added[20], [START], 1)
    assert places(book) == 2
    for account in added[20:]:
        sell(book, account, [START], 1)
    assert places(book) == 2


def test_d1_unattractive_accounts_make_no_places(book: Book) -> None:
    for number in range(20):
        account = add_account(book, f"P{number:02}").value.account_id
        set_tier(book, account, Tier.UNATTRACTIVE if number == 0 else Tier.REGULAR, on=START)
        sell(book, account, [day("2026-05-01")], number + 1)
    # nineteen are left
    assert places(book) == 1


def test_a_full_owner_is_an_objection_and_so_is_a_full_company(book: Book, found: dict[str, int]) -> None:
    assert proposed(book.conn, found["Big"]).objections == ()
    edit_user(book, "li.wei", hours_per_week=4)
    full = proposed(book.conn, found["Big"])
    (objection,) = full.objections
    assert objection.text == "li.wei: 1 of 1 places for key accounts are taken; name one to demote"
    assert said(full) == (Kind.PROMOTE, Tier.KEY, True)
    assign_account(book, found["Old"], "chen.jing", on=TODAY)
    assert proposed(book.conn, found["Big"]).objections == ()
    rules = policies.starting("revenue").replace("company_blocks = 50", "company_blocks = 1")
    rules = rules.replace("company_warns = 35", "company_warns = 1")
    set_policy(book, rules, on=START)
    assert [each.bar for each in proposed(book.conn, found["Big"]).objections] == [Bar.CAPACITY]


def test_an_archived_key_account_takes_nobodys_room(book: Book, found: dict[str, int]) -> None:
    edit_user(book, "li.wei", hours_per_week=4)
    archive_account(book, found["Old"], on=day("2026-11-01"))
    load = proposals.Loads(book.conn, policies.in_force(book.conn, TODAY), TODAY).of(found["Big"])
    assert (load.held, load.room, load.company) == (0, 1, 0)
    assert proposed(book.conn, found["Big"]).objections == ()


def test_the_owner_of_the_day_carries_the_load(book: Book, found: dict[str, int]) -> None:
    add_user(book, "a.meyer", hours_per_week=40)
    assign_account(book, found["Old"], "a.meyer", on=day("2026-11-20"))
    rules = policies.in_force(book.conn, TODAY)
    loads = [proposals.Loads(book.conn, rules, day(on)) for on in ("2026-11-19", "2026-11-20")]
    assert [each.of(found["Old"]).owner for each in loads] == ["", "a.meyer"]
    assert loads[1].of(found["Old"])[1:] == (1, 10, 1)


# -- as it was -------------------------------------------------------------------------------------------------------


def test_a_tie_across_the_line_is_decided_the_same_after_one_of_them_is_archived(book: Book) -> None:
    first, second = (add_account(book, name).value.account_id for name in ("A", "B"))
    for account in (first, second):
        sell(book, account, months("2025-01", "2026-10"), 10)
    before = ranked(book, NEWEST).by[Method.PYRAMID]
    assert set(before.above) == {first}
    assert set(before.tied) == {first, second}
    archive_account(book, second, on=TODAY)
    after = ranked(book, NEWEST).by[Method.PYRAMID]
    assert after == before


def test_an_account_is_proposed_on_the_days_before_it_was_archived(book: Book, found: dict[str, int]) -> None:
    before = {each.account_id: each for each in proposals.of_book(book.conn, day("2026-11-01"))}
    archive_account(book, found["Old"], on=day("2026-11-15"))
    assert proposed(book.conn, found["Old"], day("2026-11-01")) == before[found["Old"]]


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    """A book that was kept from September on, with the same market."""
    path = tmp_path / "diary.kam"
    clock = Clock(day("2026-09-15"))
    book = Book.create(path, who="li.wei", clock=clock, name="Diary", currency="CNY", fiscal_start=1)
    add_user(book, "li.wei", role="head")
    market(book)
    book.close()
    return path


def opened(path: Path, on: dt.date) -> Book:
    return Book.open(path, who="li.wei", clock=Clock(on))


def test_as_of_and_as_known_show_what_was_proposed_then(diary: Path) -> None:
    then = day("2026-10-05")
    book = opened(diary, then)
    found = {each.name: each.account_id for each in proposals.of_book(book.conn, then)}
    judge(book, found["Big"], "relative_strength", score=8, on=then)
    was = proposals.of_book(book.conn, then)
    assert [each.name for each in was if each.is_waiting] == ["Big", "Old"]
    book.close()

    book = opened(diary, TODAY)
    accept_proposal(book, found["Big"], on=TODAY)
    reject_proposal(book, found["Old"], on=TODAY, reason="a partner for life")
    set_policy(book, policies.starting("distributor"), on=TODAY)
    sell(book, found["Small1"], [day("2026-11-11")], 9_000)
    assert proposals.of_book(book.conn, TODAY) != was
    look(book.conn, TODAY, as_of=then)
    assert proposals.of_book(book.conn, then) == was
    look(book.conn, TODAY, as_known=then)
    assert proposals.of_book(book.conn, then) == was

    look(book.conn, TODAY)
    # a large order of last year comes to light
    sell(book, found["Small1"], [day("2026-05-11")], 9_000)
    look(book.conn, TODAY, as_of=then)
    assert next(each.name for each in proposals.of_book(book.conn, then) if each.is_waiting) == "Small1"
    look(book.conn, TODAY, as_known=then)
    assert proposals.of_book(book.conn, then) == was
    book.close()


def test_one_account_as_of_a_day_is_what_it_was(diary: Path) -> None:
    then = day("2026-10-05")
    book = opened(diary, then)
    every = {each.account_id: each for each in proposals.of_book(book.conn, then)}
    book.close()
    book = opened(diary, TODAY)
    for account in every:
        sell(book, account, [TODAY], 1_000 * account)
    look(book.conn, TODAY, as_known=then)
    assert {account: proposed(book.conn, account, then) for account in every} == every
    book.close()


# -- scorecards in a book --------------------------------------------------------------------------------------------


def scored(book: Book, account: int, on: dt.date, **scores: float) -> None:
    for criterion, score in scores.items():
        judge(book, account, criterion, score=score, on=on)


def test_d10_with_a_scorecard_nothing_is_proposed_before_enough_is_known(book: Book, found: dict[str, int]) -> None:
    set_policy(book, policies.starting("distributor"), on=START)
    big = proposed(book.conn, found["Big"])
    assert said(big) == (Kind.COLLECT, None, False)
    # of weight in the composite: goal impact 20*40 and loss impact; wallet 40*35, margin 25*35; status 40*25
    assert big.collect[:4] == ("wallet_headroom", "status", "margin_headroom", "goal_impact")
    # a first order counts whatever is known
    assert said(proposed(book.conn, found["New"])) == (Kind.PROMOTE, Tier.REGULAR, True)


def test_d9_a_scorecard_at_two_reviews_with_its_objections(book: Book, found: dict[str, int]) -> None:
    set_policy(book, policies.starting("distributor"), on=START)
    words = {
        "goal_impact": 9.0, "loss_impact": 9.0, "payment": 9.0, "reference": 9.0, "market_growth": 9.0,
        "product_fit": 9.0, "relative_strength": 9.0, "wallet_headroom": 9.0, "margin_headroom": 9.0, "status": 9.0,
    }  # fmt: skip
    scored(book, found["Big"], day("2026-06-01"), **words)
    big = proposed(book.conn, found["Big"])
    assert said(big) == (Kind.PROMOTE, Tier.KEY, True)
    assert [each.coverage for each in big.reviews] == pytest.approx([92.5, 92.5])
    # marks: a large share of the revenue, goals and loss; not the four years, the future and the time
    assert [each.bar for each in big.objections] == [Bar.MARKS]
    assert big.disagree is False
    scored(book, found["Big"], TODAY, future_potential=8.0)
    assert proposed(book.conn, found["Big"]).objections == ()
    # the day before the older review there was nothing
    assert said(proposed(book.conn, found["Big"], BEFORE))[0] is Kind.HOLD
