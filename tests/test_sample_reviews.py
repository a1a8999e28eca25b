"""What the sample book shows of the scores and reviews, on whatever day of the year it is opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from kamtui import paths
from kamtui.clock import Clock
from kamtui.domain import policychecks
from kamtui.domain.gates import Bar
from kamtui.domain.policy import Card
from kamtui.domain.proposals import Kind
from kamtui.domain.scorecards import fill
from kamtui.domain.tiers import Tier
from kamtui.errors import NothingToDo
from kamtui.ops.beginning import let_in
from kamtui.ops.history import undo
from kamtui.ops.proposals import accept_proposal
from kamtui.ops.sample.build import build_sample
from kamtui.store import accounts, assessments, explanations, known, policies, proposals, shedding, tiers
from kamtui.store.assessments import Assessment
from kamtui.store.book import Book
from kamtui.store.proposals import Proposal
from kamtui.store.sqlite import Connection

OPENED = [dt.date.fromisoformat(day) for day in ("2026-02-15", "2026-05-20", "2026-08-31", "2026-11-20", "2027-01-02")]
"""Early and late in a quarter, at the end of a month, at the turn of the year."""


class Opened(NamedTuple):
    """The sample book on the day it was opened."""

    book: Book
    on: dt.date
    ids: dict[str, int]
    reviewed: dict[str, Proposal]

    @property
    def conn(self) -> Connection:
        return self.book.conn

    def ago(self, days: int = 0) -> Assessment:
        """The accounts so many days ago, by the rules of today."""
        policy = policies.in_force(self.conn, self.on)
        return assessments.assess(self.conn, self.on - dt.timedelta(days=days), policy=policy)


TODAY = OPENED[3]
"""The day that the quick suite looks at; the others show the same."""


@pytest.fixture(
    scope="module",
    params=[pytest.param(day, marks=() if day == TODAY else pytest.mark.slow, id=str(day)) for day in OPENED],
)
def sample(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    day: dt.date = request.param
    path = tmp_path_factory.mktemp("sample") / "sample.kam"
    book = Book.create(path, who="visitor", clock=Clock(day), name="Sample", currency="CNY", fiscal_start=1)
    build_sample(book, paths.sample_book())
    let_in(book)
    codes = accounts.codes(book.conn)
    reviewed = {codes[each.account_id]: each for each in proposals.of_book(book.conn, day)}
    yield Opened(book, day, known.account_ids(book.conn), reviewed)
    book.close()


def test_whoever_opens_the_sample_has_nothing_of_it_to_undo(sample: Opened) -> None:
    with pytest.raises(NothingToDo):
        undo(sample.book)


def test_the_reviews_ask_for_a_handful_of_decisions(sample: Opened) -> None:
    waiting = {code: each.verdict.to for code, each in sample.reviewed.items() if each.is_waiting}
    assert len(waiting) <= 8
    wanted = {"A04": Tier.REGULAR, "A05": Tier.KEY, "A25": Tier.UNATTRACTIVE, "A27": Tier.REGULAR}
    assert wanted.items() <= waiting.items()


def test_the_next_key_account_waits_for_another_to_make_room(sample: Opened) -> None:
    assert [each.bar for each in sample.reviewed["A05"].objections] == [Bar.CAPACITY]
    with sample.book.write("tier.accept", dry_run=True) as tx:
        done = accept_proposal.within(tx, sample.ids["A05"], on=sample.on, demote=sample.ids["A04"])
    assert done.demoted is not None
    assert not done.overridden


def test_the_account_under_attack_is_held_by_the_dead_band(sample: Opened) -> None:
    band = policies.in_force(sample.conn, sample.on).tiers.dead_band
    reviews = sample.reviewed["A03"].reviews
    assert not reviews[0].is_above
    assert any((review.score or 0) >= (review.line or 0) - band for review in reviews)
    assert {sample.reviewed[code].verdict.kind for code in ("A01", "A02", "A03")} == {Kind.HOLD}


def test_the_one_huge_order_speaks_against_its_buyer(sample: Opened) -> None:
    found = explanations.explain(sample.conn, sample.ids["A10"], sample.on)
    against = {each.bar: each.text for each in found.against}
    assert {Bar.PATTERN, Bar.PURCHASING, Bar.MARKS} <= set(against)
    assert found.facts.largest_order is not None
    assert 75 < found.facts.largest_order < 90
    assert f"{found.facts.largest_order:.0f} % of three years" in against[Bar.PATTERN]


def test_the_head_was_told_so_when_it_was_made_key(sample: Opened) -> None:
    (made_key,) = [each for each in tiers.history(sample.conn, sample.ids["A10"]) if each.tier is Tier.KEY]
    said = made_key.evidence["objections"]
    assert isinstance(said, list)
    assert any("of three years of revenue" in text for text in said)


def test_decisions_under_the_scorecard_keep_their_scores(sample: Opened) -> None:
    decided = [each for key in sample.ids.values() for each in tiers.history(sample.conn, key)]
    since = sample.on - dt.timedelta(days=365)
    assert all(each.score is not None for each in decided if each.on >= since and each.tier is Tier.KEY)


def test_enough_is_known_of_most_customers_and_too_little_of_a_few(sample: Opened) -> None:
    customers = [each for each in sample.reviewed.values() if each.tier in (Tier.KEY, Tier.REGULAR)]
    known_enough = [each for each in customers if each.reviews[0].coverage >= 60]
    assert len(known_enough) / len(customers) >= 0.75
    collect = {code for code, each in sample.reviewed.items() if each.verdict.kind is Kind.COLLECT}
    assert {"A12", "A21", "A38"} <= collect
    assert all(sample.reviewed[code].collect for code in collect)


def test_scores_fall_with_the_lost_tender_and_rise_with_the_way_back(sample: Opened) -> None:
    then, low, now = (sample.ago(days).card(sample.ids["A08"]).composite for days in (385, 260, 0))
    assert then is not None
    assert low is not None
    assert now is not None
    assert low + 5 < then
    assert low + 15 < now


def test_one_customer_costs_more_than_it_leaves_and_has_no_potential(sample: Opened) -> None:
    found = {each.account_id: each for each in shedding.candidates(sample.conn, sample.on)}
    mine = found[sample.ids["A40"]]
    assert not mine.missing
    assert not mine.is_gross
    assert not {sample.ids[code] for code in ("A01", "A02", "A03", "A04", "A05")} & set(found)


def test_prospects_can_be_told_apart_by_their_fit(sample: Opened) -> None:
    now = sample.ago()
    fit = {
        code: fill(now.policy.cards[Card.IDEAL], now.facts[each.account_id], now.whole, now.judged[each.account_id])
        for code, each in sample.reviewed.items()
        if each.tier is Tier.PROSPECT and each.account_id in now.judged
    }
    scores = {code: card.score for code, card in fit.items() if card.score is not None and card.coverage >= 60}
    assert len(scores) >= 10
    assert max(scores.values()) - min(scores.values()) >= 40


def test_who_resells_is_judged_as_a_dealer(sample: Opened) -> None:
    for code in ("A30", "A31"):
        dealer = explanations.explain(sample.conn, sample.ids[code], sample.on).dealer
        assert dealer is not None
        assert all(each.score is not None for each in dealer.inputs), code


def test_the_rules_were_changed_twice_and_make_sense(sample: Opened) -> None:
    versions = policies.history(sample.conn)
    assert [policies.in_force(sample.conn, each.on).name for each in versions] == ["revenue", "distributor", "lanting"]
    assert policychecks.check(policies.in_force(sample.conn, sample.on)) == ((), ())
