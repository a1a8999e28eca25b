"""Why an account has its tier, and what would move it: everything `tier explain` and the app's tier page show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kamtui.domain import gates, measures
from kamtui.domain.cautions import cautions
from kamtui.domain.counterfactuals import Change, Driver, drivers, nearest
from kamtui.domain.gates import Objection
from kamtui.domain.measures import Facts, Whole
from kamtui.domain.policy import Card, Method, Policy
from kamtui.domain.proposals import Ranking
from kamtui.domain.scorecards import Input, Judged, Scored, fill
from kamtui.domain.tiers import Tier
from kamtui.i18n import t
from kamtui.store import assessments, policies, proposals
from kamtui.store.assessments import Assessment
from kamtui.store.proposals import Proposal, Reviews
from kamtui.store.sqlite import Connection

DEALERS = ("dealer", "distributor", "wholesaler", "agent")
"""Kinds of accounts that are evaluated as dealers (R76)."""

RANKS = {Method.SINGLE: "revenue_rank", Method.PYRAMID: "profit_rank"}
"""The measure that a method ranks by; the scorecard's is the composite."""

DAYS = 30
"""Days of moves that are looked at one by one."""

BELOW = 0.1
"""Points under the dead band that are surely under it."""


class Test(NamedTuple):
    """One of the three qualification tests (R16)."""

    name: str
    answer: str
    """"" where nobody knows."""
    passes: bool | None


class Move(NamedTuple):
    """The nearest way to another tier."""

    to: Tier
    score: float | None
    """By the policy's method, today; None where no score decides."""
    target: float | None
    """The score that takes it there."""
    changes: tuple[Change, ...]
    """Empty: no known input alone or together reaches it."""
    note: str = ""
    """What it takes beside the score, or instead of it."""

    @property
    def is_there(self) -> bool:
        """Whether the score of today is across already; then only the reviews have to agree."""
        if self.score is None or self.target is None:
            return False
        return self.score >= self.target if self.to is Tier.KEY else self.score < self.target


class Explanation(NamedTuple):
    """One account on a day."""

    on: dt.date
    policy: Policy
    proposal: Proposal
    facts: Facts
    whole: Whole
    judged: Judged
    marks: tuple[Input, ...]
    """The six marks of a key account (R04)."""
    tests: tuple[Test, ...]
    rfm: tuple[int | None, int, int] | None
    """Recency, frequency, money; recency None for project buyers."""
    ideal: Scored
    """Fit with the ideal customer (R42)."""
    dealer: Scored | None
    """Dealer evaluation, for those who resell."""
    up: Move | None
    down: Move | None
    rankings: dict[Method, Ranking]
    """The newest review by each method."""
    scores: dict[Method, float]
    """What the account scored there; a method is absent where it has no score."""
    against: tuple[Objection, ...]
    """What bars it from key, whether that is proposed or not."""
    cautions: tuple[str, ...]


def explain(conn: Connection, account: int, on: dt.date, found: Reviews | None = None) -> Explanation:
    """Everything that the tier of one account rests on; `found` are the reviews, where they are made already.

    Raises NotFound.
    """
    reviews = found or proposals.reviews(conn, on, among=[account])
    proposal = proposals.of_account(conn, account, on, reviews)
    now, policy = reviews.now, reviews.policy
    facts, judged = now.facts[account], now.judged.get(account, {})
    tests = tuple(Test(name, *gates.answer(name, facts, judged, policy)) for name in gates.TESTS)
    newest = reviews.past[0]
    line = newest.by[policy.tiers.method].line
    load = proposals.Loads(conn, policy, on).of(account) if proposal.tier is not Tier.KEY else None
    against = proposals.against_key(now, account, load)
    up, down = _moves(policy, proposal, facts, now.whole, line, is_barred=bool(against))
    is_project = tests[-1].answer == "project"
    cell = measures.rfm(facts, now.whole)
    return Explanation(
        on=on,
        policy=policy,
        proposal=proposal,
        facts=facts,
        whole=now.whole,
        judged=judged,
        marks=gates.marks(policy, facts, now.whole, judged),
        tests=tests,
        rfm=(None, *cell[1:]) if cell and is_project else cell,
        ideal=fill(policy.cards[Card.IDEAL], facts, now.whole, judged),
        dealer=fill(policy.cards[Card.DEALER], facts, now.whole, judged) if facts.kind in DEALERS else None,
        up=up,
        down=down,
        rankings=dict(newest.by),
        scores=newest.of(account),
        against=against,
        cautions=cautions(policy, proposal.card, facts, now.whole, judged, load),
    )


class Moved:
    """What moved scores from one day to another; the book's totals of the two days are read once.

    Both days are scored by the policy of the last one, so that a change of rules is not taken for one of an account.
    """

    def __init__(self, conn: Connection, first: dt.date, last: dt.date) -> None:
        self._conn = conn
        self._policy = policies.in_force(conn, last)
        self._days = (first, last)
        self._wholes: dict[dt.date, Whole] = {}

    def by(self, among: Sequence[int]) -> dict[int, tuple[Driver, ...]]:
        """Account -> what moved its composite, the largest effect first."""
        before, after = (self._on(day, among) for day in self._days)
        both = [key for key in among if key in before.facts and key in after.facts]
        return {key: drivers(before.card(key), after.card(key)) for key in both}

    def _on(self, day: dt.date, among: Sequence[int]) -> Assessment:
        found = assessments.assess(self._conn, day, policy=self._policy, among=among, whole=self._wholes.get(day))
        self._wholes[day] = found.whole
        return found


def moved_by(
    conn: Connection, moved: Mapping[int, dt.date], first: dt.date, last: dt.date
) -> dict[int, tuple[Driver, ...]]:
    """Account -> what moved its composite from `first` to the day it moved, the largest effect first.

    `moved` says on which day each account did; where there are very many such days, up to `last` for all.
    """
    days = sorted(set(moved.values()))
    if len(days) > DAYS:
        return Moved(conn, first, last).by(list(moved))
    found: dict[int, tuple[Driver, ...]] = {}
    for day in days:
        found |= Moved(conn, first, day).by([account for account, on in moved.items() if on == day])
    return found


def _moves(
    policy: Policy, proposal: Proposal, facts: Facts, whole: Whole, line: float | None, *, is_barred: bool
) -> tuple[Move | None, Move | None]:
    """The way to the next tier up and down: a score across the line, a first order, or both axes."""
    rules, tier = policy.tiers, proposal.tier
    if facts.bought_first is None and tier in (Tier.PROSPECT, None):
        return Move(Tier.REGULAR, None, None, (), t("its first order, whatever the score")), _down(policy)
    if tier is Tier.UNATTRACTIVE:
        to = Tier.PROSPECT if facts.bought_first is None else Tier.REGULAR
        message = "potential {line} or above at {count} reviews"
        return Move(to, None, None, (), t(message, line=rules.worth_winning, count=rules.reviews)), None
    rank = RANKS.get(rules.method)
    score = proposal.card.composite if rank is None else measures.MEASURES[rank].figure(facts, whole)
    if line is None or score is None:
        return None, None if tier is Tier.KEY else _down(policy)

    def changes(target: float) -> tuple[Change, ...]:
        if rank is None:
            return nearest(proposal.card, target)
        return (Change(Card.ATTRACTIVENESS, rank, score / 10, target / 10, target, rank, score),)

    if tier is Tier.KEY:
        target = line - rules.dead_band
        return None, Move(Tier.REGULAR, score, target, changes(target - BELOW) if score >= target else ())
    note = t("what speaks against key asks for an answer too") if is_barred else ""
    return Move(Tier.KEY, score, line, changes(line) if score < line else (), note), _down(policy)


def _down(policy: Policy) -> Move | None:
    """The way to unattractive; there is none where axes do not decide."""
    rules = policy.tiers
    if rules.method is not Method.SCORECARD:
        return None
    message = "attractiveness and potential both below {line} at {count} reviews"
    return Move(Tier.UNATTRACTIVE, None, None, (), t(message, line=rules.unattractive_below, count=rules.reviews))
