"""Proposals read: what the quarterly reviews say of every account on a day, with what speaks for and against it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from kamtui.domain.cautions import cautions
from kamtui.domain.gates import Load, Objection, objections
from kamtui.domain.measures import OF_ORDERS, Facts
from kamtui.domain.policy import AXES, Method, Policy
from kamtui.domain.proposals import Kind, Reviewed, Verdict, review_days, verdict
from kamtui.domain.scorecards import Scorecard
from kamtui.domain.tiers import Tier
from kamtui.errors import NotFound
from kamtui.i18n import t
from kamtui.store import accounts, assessments, deals, figures, fiscal, owners, policies, tiers, users
from kamtui.store.assessments import Assessment, Rankings
from kamtui.store.sqlite import Connection


class Proposal(NamedTuple):
    """One account, what its reviews ask for, and on what ground."""

    account_id: int
    name: str
    owner: str
    tier: Tier | None
    verdict: Verdict
    card: Scorecard
    reviews: tuple[Reviewed, ...]
    """The newest first."""
    results: dict[Method, Tier]
    """The tier that each method alone would give at the newest review."""
    objections: tuple[Objection, ...]
    """What bars it from key until somebody overrides it; only where key is proposed."""
    cautions: tuple[str, ...]
    collect: tuple[str, ...]
    """Criteria that are unknown, the heaviest first."""
    answer: Answer | None
    """What somebody answered to this proposal, as long as that holds."""

    @property
    def is_waiting(self) -> bool:
        """Whether it asks for a decision."""
        return self.verdict.to is not None and self.answer is None

    @property
    def disagree(self) -> bool:
        """Whether the three methods do not say the same (R09)."""
        return len(set(self.results.values())) > 1


class Answer(NamedTuple):
    """A proposal that was rejected or put off."""

    id: int
    on: dt.date
    tier: Tier
    answer: str
    """rejected | deferred"""
    until: dt.date
    reason: str
    by: str


class Reviews(NamedTuple):
    """Everything that the proposals of one day are made from."""

    on: dt.date
    policy: Policy
    now: Assessment
    past: tuple[Rankings, ...]
    """The quarterly reviews, the newest first."""

    def of(self, account: int) -> tuple[Reviewed, ...]:
        """One account at every review."""
        return tuple(reviewed(rankings, account) for rankings in self.past)


def reviewed(rankings: Rankings, account: int) -> Reviewed:
    """One account at one review, by the policy's method."""
    ranking = rankings.by[rankings.policy.tiers.method]
    scores = rankings.scores.get(account)
    if scores is None:
        return Reviewed(rankings.on, None, ranking.line, False, 0.0, None, None)
    a, p, _ = scores.axes
    score = scores.by.get(rankings.policy.tiers.method)
    return Reviewed(rankings.on, score, ranking.line, account in ranking.above, scores.coverage, a, p)


def reviews(
    conn: Connection,
    on: dt.date,
    policy: Policy | None = None,
    among: Iterable[int] | None = None,
    known: Reviews | None = None,
) -> Reviews:
    """The quarterly reviews that count on a day, under the policy in force then, or another one.

    The reviews rank the whole book; `among` says whose present state is read beside them. `known` are the same reviews
    made for other accounts.
    """
    if known is not None:
        now = assessments.assess(conn, on, policy=known.policy, among=among, whole=known.now.whole)
        return known._replace(now=now)
    rules = policy or policies.in_force(conn, on)
    days = review_days(on, rules.tiers.reviews, fiscal.start(conn))
    past = (assessments.rankings(conn, assessments.assess(conn, day, policy=rules)) for day in days)
    return Reviews(on, rules, assessments.assess(conn, on, policy=rules, among=among), tuple(past))


def of_book(conn: Connection, on: dt.date, found: Reviews | None = None) -> list[Proposal]:
    """Every account with its verdict: promotions first, then demotions, what to collect, and what stays."""
    found = found or reviews(conn, on)
    made = _made(conn, found, found.now.facts)
    order = list(Kind)
    return sorted(made, key=lambda each: (order.index(each.verdict.kind), -(each.card.composite or 0), each.name))


def waiting(conn: Connection, on: dt.date, owner: str | None = None) -> list[Proposal]:
    """The proposals that ask for a decision, of one owner or all."""
    return [each for each in of_book(conn, on) if each.is_waiting and owner in (None, each.owner)]


def of_account(conn: Connection, account: int, on: dt.date, found: Reviews | None = None) -> Proposal:
    """The verdict on one account; `found` are the reviews, where they are made already. Raises NotFound."""
    archived_on = accounts.one(conn, account).archived_on
    if archived_on is not None and archived_on <= on:
        raise NotFound(t("account {id} is archived, so it is not reviewed", id=account))
    (made,) = _made(conn, found or reviews(conn, on, among=[account]), [account])
    return made


class Loads:
    """How many key accounts every owner has on a day, and has hours for (D4)."""

    def __init__(self, conn: Connection, policy: Policy, on: dt.date) -> None:
        there = accounts.there(conn, on)
        self.tiers = {key: tier for key, tier in tiers.of_all(conn, on).items() if key in there}
        self.since = tiers.decided_on(conn, on)
        self.owners = owners.of_all(conn, on)
        self._capacity = policy.capacity
        self._keys = Counter(self.owners.get(key, "") for key, tier in self.tiers.items() if tier is Tier.KEY)
        self._hours = {user.login: user.hours_per_week for user in users.all_users(conn)}

    def of(self, account: int) -> Load:
        """The load that the owner of an account, and the company, carries."""
        owner = self.owners.get(account, "")
        return Load(owner, *self.of_owner(owner), self._keys.total())

    def of_owner(self, login: str) -> tuple[int, int]:
        """How many key accounts somebody has, and how many they can look after."""
        return self._keys[login], self._capacity.key_accounts(self._hours.get(login))


def answers(conn: Connection, account: int) -> list[Answer]:
    """What was answered to the proposals of an account, the newest first."""
    found = conn.execute(f"{_ANSWER} WHERE account_id = ? ORDER BY on_date DESC, id DESC", (account,))
    return [_answer(*row) for _, *row in found]


def answer(conn: Connection, key: int) -> Answer:
    """One answer."""
    _, *row = conn.execute(f"{_ANSWER} WHERE id = ?", (key,)).fetchone()
    return _answer(*row)


def _made(conn: Connection, found: Reviews, among: Iterable[int]) -> list[Proposal]:
    ids = list(among)
    loads = Loads(conn, found.policy, found.on)
    since = figures.tracked_since(conn, found.on, ids)
    answered, decided = _standing_answers(conn, found.on), tiers.decided_on_scores(conn, found.on)
    names, won = accounts.names(conn), deals.won(conn, found.on)
    made = []
    for account in ids:
        facts, past, tier = found.now.facts[account], found.of(account), loads.tiers.get(account)
        tracked = (found.on - since.get(account, found.on)).days
        said = verdict(
            found.policy,
            tier,
            past,
            bought_on=facts.bought_first,
            ordered_on=_customer_on(facts, won.get(account), decided.get(account)),
            tracked_days=tracked,
            decided_on=decided.get(account),
        )
        answer = answered.get(account)
        judged = found.now.judged.get(account, {})
        room = loads.of(account) if said.to is Tier.KEY else None
        card = found.now.card(account)
        made.append(
            Proposal(
                account_id=account,
                name=names[account],
                owner=loads.owners.get(account, ""),
                tier=tier,
                verdict=said,
                card=card,
                reviews=past,
                results=_results(found.past[0], account, bought=facts.bought_first is not None),
                objections=against_key(found.now, account, room) if room is not None else (),
                cautions=cautions(found.policy, card, facts, found.now.whole, judged, room) if room is not None else (),
                collect=missing(card, facts),
                answer=answer if answer is not None and _holds(answer, said, loads.since.get(account)) else None,
            )
        )
    return made


def _customer_on(facts: Facts, won: tuple[dt.date, dt.date] | None, decided_on: dt.date | None) -> dt.date | None:
    """The first order or won deal that makes a prospect a customer (R18); `won`: the days of the first and the last."""
    ordered = _ordered_on(facts, decided_on)
    if won is None:
        return ordered
    first, last = won
    deal = first if decided_on is None or first > decided_on else last if last > decided_on else None
    return min(filter(None, (ordered, deal)), default=None)


def _ordered_on(facts: Facts, decided_on: dt.date | None) -> dt.date | None:
    """The order that makes a prospect a customer: one that whoever made it a prospect could not know of."""
    if decided_on is None or facts.bought_last is None:
        return facts.bought_first
    if facts.bought_first is not None and facts.bought_first > decided_on:
        return facts.bought_first
    return facts.bought_last if facts.bought_last > decided_on else None


def _holds(answer: Answer, said: Verdict, decided_on: dt.date | None) -> bool:
    """Whether an answer is one to this proposal: to the same tier, and no other tier was decided since."""
    return answer.tier is said.to and (decided_on is None or decided_on <= answer.on)


def against_key(found: Assessment, account: int, load: Load | None) -> tuple[Objection, ...]:
    """What bars an account from being key."""
    judged = found.judged.get(account, {})
    return objections(found.policy, found.card(account), found.facts[account], found.whole, judged, load)


def missing(card: Scorecard, facts: Facts) -> tuple[str, ...]:
    """What somebody could find out: the unknown criteria that count, those with the most weight first.

    What comes with orders is not asked of an account that has none.
    """
    unknown = [
        (card.weights[axis] * each.criterion.weight, each.criterion.name)
        for axis in AXES
        for each in card.axes[axis].inputs
        if each.score is None and card.weights[axis]
        if facts.bought_first is not None or each.criterion.measure not in OF_ORDERS
    ]
    return tuple(name for _, name in sorted(unknown, key=lambda pair: -pair[0]))


def _results(rankings: Rankings, account: int, *, bought: bool) -> dict[Method, Tier]:
    usual = Tier.REGULAR if bought else Tier.PROSPECT
    return {method: Tier.KEY if account in ranking.above else usual for method, ranking in rankings.by.items()}


def _standing_answers(conn: Connection, on: dt.date) -> dict[int, Answer]:
    """Account -> the newest answer, where it still holds."""
    rows = conn.execute(f"{_ANSWER} WHERE on_date <= ? ORDER BY on_date, id", (on.isoformat(),))
    newest = {account: _answer(*row) for account, *row in rows}
    return {account: answer for account, answer in newest.items() if answer.until > on}


def _answer(key: int, on: str, tier: str, answer: str, until: str, reason: str, by: str) -> Answer:
    day = dt.date.fromisoformat
    return Answer(key, day(on), Tier(tier), answer, day(until), reason, by)


_ANSWER = "SELECT account_id, id, on_date, tier, answer, until_on, reason, decided_by FROM proposal_answer"
