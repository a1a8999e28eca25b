"""Proposals read: what the quarterly reviews say of every account on a day, with what speaks for and against it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import NamedTuple

from kamtui.domain import proposals as rules
from kamtui.domain.cautions import cautions
from kamtui.domain.gates import Load, Objection, objections
from kamtui.domain.measures import OF_ORDERS, Facts
from kamtui.domain.policy import AXES, Method, Policy
from kamtui.domain.proposals import Kind, Reviewed, Verdict, review_days, verdict
from kamtui.domain.scorecards import Scorecard
from kamtui.domain.tiers import Tier
from kamtui.errors import NotFound
from kamtui.i18n import t
from kamtui.store import accounts, assessments, deals, figures, fiscal, owners, policies, rankings, tiers, users
from kamtui.store.assessments import Assessment
from kamtui.store.rankings import Ground, Rankings
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
    """The quarterly reviews, the newest first, which alone ranks by every method."""

    def of(self, account: int) -> tuple[Reviewed, ...]:
        """One account at every review."""
        return tuple(reviewed(each, account) for each in self.past)


def reviewed(ranked: Rankings, account: int) -> Reviewed:
    """One account at one review, by the policy's method."""
    method = ranked.policy.tiers.method
    ranking, score = ranked.by[method], ranked.scores[method].get(account)
    numbers = ranked.numbers.get(account)
    if numbers is None:
        return Reviewed(ranked.on, score, ranking.line, account in ranking.above, 0.0, None, None)
    a, p, _ = numbers.axes
    return Reviewed(ranked.on, score, ranking.line, account in ranking.above, numbers.coverage, a, p)


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
    judged_by = policy or policies.in_force(conn, on)
    base, past = _past(conn, on, judged_by)
    now = assessments.assess(conn, on, policy=judged_by, among=among, currency=base.currency)
    return Reviews(on, judged_by, now, past)


def _past(conn: Connection, on: dt.date, policy: Policy) -> tuple[Ground, tuple[Rankings, ...]]:
    base, tiering = Ground(conn), policy.tiers
    newest, *earlier = review_days(on, tiering.reviews, fiscal.start(conn))
    before = (rankings.ranked(conn, day, policy, base, [tiering.method]) for day in earlier)
    return base, (rankings.ranked(conn, newest, policy, base), *before)


def of_book(conn: Connection, on: dt.date, found: Reviews | None = None) -> list[Proposal]:
    """Every account with its verdict: promotions first, then demotions, what to collect, and what stays."""
    found = found or reviews(conn, on)
    return _in_order(_made(conn, found, found.now.facts))


class Asking(NamedTuple):
    """The accounts to which the reviews propose another tier."""

    reviews: Reviews
    """What they are made from; the present state of these accounts only."""
    proposals: list[Proposal]
    """Waiting or answered, in the order of `of_book`."""
    collect: int
    """Of how many accounts too little is known (D10)."""


def waiting(conn: Connection, on: dt.date, owner: str | None = None) -> list[Proposal]:
    """The proposals that ask for a decision, of one owner or all."""
    return [each for each in asking(conn, on, owner).proposals if each.is_waiting]


def asking(conn: Connection, on: dt.date, owner: str | None = None) -> Asking:
    """What is proposed to the accounts of one owner or all; those that stay as they are, are not read."""
    policy = policies.in_force(conn, on)
    base, past = _past(conn, on, policy)
    there = accounts.there(conn, on)
    if owner is not None:
        there &= {account for account, login in owners.of_all(conn, on).items() if login == owner}
    held, buyers = tiers.of_all(conn, on), base.buyers.by(on) | deals.won(conn, on).keys()
    chosen = changing(policy, past, held, there, buyers)
    among = chosen if MOST * len(chosen) <= len(there) else None
    whole = rankings.whole(conn, on, policy, base)
    now = assessments.assess(conn, on, policy=policy, among=among, currency=base.currency, whole=whole)
    found = Reviews(on, policy, now, past)
    made = [] if not chosen else _made(conn, found, sorted(chosen), held)
    collect = sum(each.verdict.kind is Kind.COLLECT for each in made)
    if policy.tiers.method is Method.SCORECARD:
        enough, newest = policy.tiers.coverage_percent, past[0]
        collect += sum(reviewed(newest, account).coverage < enough for account in there - chosen)
    return Asking(found, _in_order(each for each in made if each.verdict.to is not None), collect)


MOST = 4
"""From a part of the book as large as a quarter on, reading all of it is faster than reading one after the other."""


def changing(
    policy: Policy, past: Sequence[Rankings], held: Mapping[int, Tier], there: Set[int], buyers: Set[int]
) -> set[int]:
    """Those of the accounts `there` to which the reviews may propose another tier than they hold."""
    keys = {account for account, tier in held.items() if tier is Tier.KEY} & there
    above = [each.by[each.policy.tiers.method].above for each in past]
    seen = [{account: reviewed(each, account) for account in keys | each.numbers.keys()} for each in past]
    return rules.may_change(policy, held, there, buyers, above, seen)


def _in_order(made: Iterable[Proposal]) -> list[Proposal]:
    order = {kind: place for place, kind in enumerate(Kind)}
    return sorted(made, key=lambda each: (order[each.verdict.kind], -(each.card.composite or 0), each.name))


def of_account(conn: Connection, account: int, on: dt.date, found: Reviews | None = None) -> Proposal:
    """The verdict on one account; `found` are the reviews, where they are made already. Raises NotFound."""
    archived_on = accounts.one(conn, account).archived_on
    if archived_on is not None and archived_on <= on:
        raise NotFound(t("account {id} is archived, so it is not reviewed", id=account))
    (made,) = _made(conn, found or reviews(conn, on, among=[account]), [account])
    return made


class Loads:
    """How many key accounts every owner has on a day, and has hours for (D4)."""

    def __init__(self, conn: Connection, policy: Policy, on: dt.date, held: Mapping[int, Tier] | None = None) -> None:
        """`held` are the tiers on that day, where they are read already."""
        gone = accounts.gone(conn, on)
        every = tiers.of_all(conn, on) if held is None else held
        self.tiers = {key: tier for key, tier in every.items() if key not in gone} if gone else every
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


def _made(
    conn: Connection, found: Reviews, among: Iterable[int], held: Mapping[int, Tier] | None = None
) -> list[Proposal]:
    ids = list(among)
    loads = Loads(conn, found.policy, found.on, held)
    since = figures.tracked_since(conn, found.on, ids)
    few = ids if MOST * len(ids) <= len(loads.tiers) else None
    answered, decided = _standing_answers(conn, found.on), tiers.decided_on(conn, found.on, few)
    scored = tiers.decided_on_scores(conn, found.on, few)
    names, won = accounts.names(conn, few), deals.won(conn, found.on)
    made = []
    for account in ids:
        facts, past, tier = found.now.facts[account], found.of(account), loads.tiers.get(account)
        tracked = (found.on - since.get(account, found.on)).days
        said = verdict(
            found.policy,
            tier,
            past,
            bought_on=facts.bought_first,
            ordered_on=_customer_on(facts, won.get(account), scored.get(account)),
            tracked_days=tracked,
            decided_on=scored.get(account),
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
                answer=answer if answer is not None and _holds(answer, said, decided.get(account)) else None,
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


def _results(ranked: Rankings, account: int, *, bought: bool) -> dict[Method, Tier]:
    usual = Tier.REGULAR if bought else Tier.PROSPECT
    return {method: Tier.KEY if account in ranking.above else usual for method, ranking in ranked.by.items()}


def _standing_answers(conn: Connection, on: dt.date) -> dict[int, Answer]:
    """Account -> the newest answer, where it still holds."""
    rows = conn.execute(f"{_ANSWER} WHERE on_date <= ? ORDER BY on_date, id", (on.isoformat(),))
    newest = {account: _answer(*row) for account, *row in rows}
    return {account: answer for account, answer in newest.items() if answer.until > on}


def _answer(key: int, on: str, tier: str, answer: str, until: str, reason: str, by: str) -> Answer:
    day = dt.date.fromisoformat
    return Answer(key, day(on), Tier(tier), answer, day(until), reason, by)


_ANSWER = "SELECT account_id, id, on_date, tier, answer, until_on, reason, decided_by FROM proposal_answer"
