"""The whole book ranked in columns says of every account what the rules for one account say, on random books."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamtui.domain.facts import Metric
from kamtui.domain.measures import MEASURES, profit_rank, revenue_rank
from kamtui.domain.periods import year
from kamtui.domain.policy import AXES, Card, Criterion, Method, Policy
from kamtui.domain.policytext import read
from kamtui.domain.proposals import Kind, Ranking
from kamtui.domain.scorecards import Scorecard
from kamtui.domain.simulation import changed, indicated
from kamtui.domain.statuses import Status
from kamtui.domain.tiers import Tier, top_count
from kamtui.domain.touches import Kind as TouchKind
from kamtui.errors import KamError
from kamtui.ops.accounts import add_account, archive_account
from kamtui.ops.contacts import add_contact
from kamtui.ops.facts import add_fact
from kamtui.ops.policies import set_policy
from kamtui.ops.sales import add_sale
from kamtui.ops.statuses import set_status
from kamtui.ops.tiers import set_tier
from kamtui.ops.touches import add_touch
from kamtui.store import accounts, assessments, bought, figures, policies, proposals, rankings, simulations, tiers
from kamtui.store.assessments import Assessment
from kamtui.store.book import Book
from kamtui.store.policies import STARTING, starting
from kamtui.store.rankings import Ground
from tests.conftest import TODAY
from tests.store.days import copy_of, on_day
from tests.store.sold import YUAN

ACCOUNTS = 7
WORDS = ("sale", "sale", "sale", "sale", "order", "touch", "status", "judgement", "wallet", "cost", "tier", "archive")
CRITERIA = ("goal_impact", "loss_impact", "payment", "market_growth", "product_fit", "pattern")


class Happened(NamedTuple):
    """Something at an account, so many days before TODAY; what `a` and `b` choose depends on what it is."""

    what: str
    account: int
    back: int
    a: int
    b: int


HAPPENED = st.lists(
    st.builds(
        Happened,
        what=st.sampled_from(WORDS),
        account=st.integers(1, ACCOUNTS),
        back=st.integers(0, 1_200),
        a=st.integers(-2, 12),
        b=st.integers(0, 9),
    ),
    max_size=40,
)
small = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def everything(policy: Policy) -> Policy:
    """The policy with every measure there is on one of its axes."""
    measured = [Criterion(name, 10, "", (), name, (0.0, 10.0, 50.0)) for name in sorted(MEASURES)]
    cards = {card: (*policy.cards[card], *measured[number::3]) for number, card in enumerate(AXES)}
    return policy._replace(cards={**policy.cards, **cards})


POLICIES = [read(starting(name)) for name in STARTING]
POLICIES += [
    everything(policy)._replace(composite={Card.ATTRACTIVENESS: 0, Card.POTENTIAL: 30, Card.RELATIONSHIP: 70})
    for policy in POLICIES
]
POLICIES += [
    policy._replace(tiers=policy.tiers._replace(method=Method.SINGLE, coverage_percent=5, key_percent=40))
    for policy in POLICIES
]


@contextmanager
def lived(path: Path, happened: list[Happened]) -> Iterator[Book]:
    """A book in which all of that happened."""
    with copy_of(path) as target, on_day(target, TODAY) as book:
        for number in range(ACCOUNTS):
            account = add_account(book, f"A{9 - number}", owner="li.wei").value.account_id
            add_contact(book, account, f"P{number}")
        for each in sorted(happened, key=lambda each: -each.back):
            with suppress(KamError):
                _happen(book, each, TODAY - dt.timedelta(days=each.back))
        yield book


def _happen(book: Book, each: Happened, on: dt.date) -> None:
    match each.what:
        case "sale" | "order":
            profit = None if each.b == 9 else (each.b - 2) * YUAN
            currency = "USD" if each.b == 8 else "CNY"
            add_sale(book, each.account, on=on, amount=(each.a or 1) * YUAN, profit=profit, currency=currency)
        case "touch":
            add_touch(book, each.account, kind=list(TouchKind)[each.b], people=[each.account], on=on)
        case "status":
            set_status(book, each.account, list(Status)[each.b % 4], on=on)
        case "judgement":
            word = CRITERIA[each.b % len(CRITERIA)]
            score = None if word == "pattern" else float(max(each.a, 0) % 11)
            answer = "" if score is not None else "one_off" if each.a % 2 else "recurring"
            row = {"account_id": each.account, "criterion": word, "score": score, "answer": answer, "author": "li.wei"}
            with book.write("score.set") as tx:
                tx.insert("judgement", {**row, "on_date": on.isoformat(), "recorded_at": "2026-01-01T00:00:00Z"})
        case "wallet":
            add_fact(book, each.account, Metric.WALLET_EST, (each.a + 3) * YUAN, period=year(on), on=on)
        case "cost":
            add_fact(book, each.account, Metric.COST_TO_SERVE, (each.a + 3) * YUAN, period=year(on), on=on)
        case "tier":
            set_tier(book, each.account, list(Tier)[each.b % 4], on=on)
        case _:
            if each.b < 3 and accounts.one(book.conn, each.account).archived_on is None:
                archive_account(book, each.account, on=on)


def ranked_one_by_one(book: Book, found: Assessment, method: Method) -> tuple[dict[int, float], Ranking]:
    """The scores by a method and its ranking, account by account and by sorting all of them."""
    policy, whole, scores, competing = found.policy, found.whole, dict[int, float](), list[int]()
    for account, facts in found.facts.items():
        card, rank = found.card(account), {Method.SINGLE: revenue_rank, Method.PYRAMID: profit_rank}.get(method)
        score = card.composite if rank is None else rank(facts, whole)
        enough = facts.bought_first is not None and card.coverage >= policy.tiers.coverage_percent
        if score is None or (rank is None and not enough):
            continue
        scores[account] = score
        value = facts.profit if method is Method.PYRAMID and whole.has_profit else facts.revenue
        if rank is None or (value is not None and value > 0):
            competing.append(account)
    held = tiers.of_all(book.conn, found.on)
    customers = {key for key, facts in found.facts.items() if facts.bought_first is not None or key in held}
    base = [key for key in customers if held.get(key) is not Tier.UNATTRACTIVE]
    places = max(1, len(base) * policy.tiers.key_percent // 100)
    if method is Method.SINGLE:
        places = top_count(len(whole.revenues), policy.tiers.key_percent)
    codes = accounts.codes(book.conn)
    order = sorted(competing, key=lambda account: (-scores[account], codes[account], account))
    inside = order[:places]
    if not inside:
        return scores, Ranking(places, None, frozenset(), frozenset())
    line = scores[inside[-1]]
    is_cut = len(order) > places and scores[order[places]] == line
    tied = frozenset(account for account in order if scores[account] == line) if is_cut else frozenset[int]()
    return scores, Ranking(places, line, frozenset(inside), tied)


def axes(card: Scorecard) -> tuple[float | None, ...]:
    return tuple(axis.score for axis in card.axes.values())


@small
@given(happened=HAPPENED, policy=st.sampled_from(POLICIES), back=st.integers(0, 400))
def test_the_book_is_ranked_as_one_account_after_the_other(
    path: Path, happened: list[Happened], policy: Policy, back: int
) -> None:
    on = TODAY - dt.timedelta(days=back)
    with lived(path, happened) as book:
        base = Ground(book.conn)
        found = rankings.ranked(book.conn, on, policy, base, scored=True)
        one_by_one = assessments.assess(book.conn, on, policy=policy)
        assert base.currency == one_by_one.whole.currency
        for method in Method:
            assert (found.scores[method], found.by[method]) == ranked_one_by_one(book, one_by_one, method)
        for account in one_by_one.facts:
            card, numbers = one_by_one.card(account), found.numbers.get(account)
            if numbers is None:
                assert (card.composite, card.coverage) == (None, 0.0)
                continue
            assert (numbers.composite, numbers.coverage) == (card.composite, card.coverage)
            assert numbers.axes[:2] == axes(card)[:2]
        assert found.numbers.keys() <= one_by_one.facts.keys()


@small
@given(happened=HAPPENED, back=st.integers(0, 400))
def test_what_measures_need_is_all_that_is_read_for_them(path: Path, happened: list[Happened], back: int) -> None:
    on, policy = TODAY - dt.timedelta(days=back), POLICIES[1]
    with lived(path, happened) as book:
        whole = figures.whole(book.conn, on, policy, "CNY")
        every, sold = figures.facts(book.conn, on, policy, "CNY"), bought.in_year(book.conn, on, "CNY")
        for name, measure in MEASURES.items():
            found = figures.measured(book.conn, on, policy, sold, "CNY", [name])
            said = {account: measure.figure(facts, whole) for account, facts in found.items()}
            assert {key: figure for key, figure in said.items() if figure is not None} == {
                key: figure for key, facts in every.items() if (figure := measure.figure(facts, whole)) is not None
            }


@small
@given(happened=HAPPENED, name=st.sampled_from(STARTING), owner=st.sampled_from((None, "li.wei", "chen.jing")))
def test_what_is_asked_of_a_few_accounts_is_what_is_asked_of_all(
    path: Path, happened: list[Happened], name: str, owner: str | None
) -> None:
    with lived(path, happened) as book:
        set_policy(book, starting(name), on=dt.date(2020, 1, 1))
        every = [each for each in proposals.of_book(book.conn, TODAY) if owner in (None, each.owner)]
        found = proposals.asking(book.conn, TODAY, owner)
        assert found.proposals == [each for each in every if each.verdict.to is not None]
        assert found.collect == sum(each.verdict.kind is Kind.COLLECT for each in every)
        assert proposals.waiting(book.conn, TODAY, owner) == [each for each in every if each.is_waiting]


@small
@given(happened=HAPPENED, name=st.sampled_from(STARTING), weight=st.sampled_from((0, 30, 100)))
def test_other_rules_indicate_for_all_what_they_indicate_for_each(
    path: Path, happened: list[Happened], name: str, weight: int
) -> None:
    with lived(path, happened) as book:
        others = changed(read(starting(name)), f"composite.potential={weight}")
        found = simulations.simulate(book.conn, TODAY, others)
        rules = policies.in_force(book.conn, TODAY)
        for policy, said in ((rules, [each.before for each in found]), (others, [each.after for each in found])):
            reviews = proposals.reviews(book.conn, TODAY, policy._replace(tiers=policy.tiers._replace(reviews=1)))
            for each, mine in zip(found, said, strict=True):
                (review,) = reviews.of(each.account_id)
                facts = reviews.now.facts[each.account_id]
                against = proposals.against_key(reviews.now, each.account_id, None) if review.is_above else ()
                bought_once = facts.bought_first is not None
                assert mine == indicated(policy, review, against, each.tier, bought=bought_once)
        assert {each.account_id for each in found} == accounts.there(book.conn, TODAY)
