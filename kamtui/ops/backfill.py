"""Tiers over history: what the reviews would have decided, quarter by quarter, had kamtui been there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from kamtui.domain.outcomes.tiers import Backfilled
from kamtui.domain.periods import fiscal_quarter
from kamtui.domain.policy import Method
from kamtui.domain.proposals import Reviewed, Verdict, first_order, review_days, verdict
from kamtui.domain.tiers import Tier
from kamtui.errors import BadInput, NothingToDo
from kamtui.i18n import t
from kamtui.ops.core import operation
from kamtui.ops.tiers import rounded, written
from kamtui.store import accounts, assessments, figures, fiscal, policies, proposals, rankings, sales, tiers
from kamtui.store.assessments import Assessment
from kamtui.store.rankings import Ground, Rankings
from kamtui.store.tx import Tx, instant

Progress = Callable[[int, int], None]
"""Told how many reviews of how many are done."""

_COLUMNS = (
    "account_id", "on_date", "tier", "score", "attractiveness", "potential", "relationship", "reason", "decided_by",
    "policy_version", "recorded_at", "evidence",
)  # fmt: skip
_Row = tuple[object, ...]


@operation("tier.backfill")
def backfill(
    tx: Tx, first: dt.date, last: dt.date, *, currency: str | None = None, progress: Progress | None = None
) -> Backfilled:
    """Compute the tiers of past reviews from imported history.

    At the end of every quarter from `first` to `last` each account is judged by the facts of that day, with the same
    rules as proposals: reviews in a row, dead band, tracking window, the gate to key (D9-D11); prospects become
    regular on the day of their first order. What the gate objects to is not promoted; capacity is not looked at. The
    policy is the one in force on the day, the book's first one before that; sales count in `currency` (the one of most
    documents where None). Accounts on which a person has decided are left alone from that day on. Raises BadInput,
    NothingToDo.
    """
    days = _quarter_ends(first, last, fiscal.start(tx.conn))
    if not days:
        raise BadInput(t("there is no complete quarter from {first} to {last}", first=first, last=last))
    if not sales.currencies(tx.conn):
        raise NothingToDo(t("there are no sales to compute tiers from; import some first"))
    tx.may_breathe = True
    history = _History(tx, days, currency)
    reviews = policies.in_force_or_first(tx.conn, days[0]).tiers.reviews
    earlier = review_days(days[0], max(reviews, 2), fiscal.start(tx.conn))[1:]
    past = [history.ranked(day) for day in earlier[: reviews - 1]]
    seen = earlier[0]
    history.now = tiers.of_all(tx.conn, seen)
    written_accounts: set[int] = set()
    count = 0
    for done, day in enumerate(days, 1):
        ranked = history.ranked(day)
        past = [ranked, *past][: ranked.policy.tiers.reviews]
        history.take_over(tiers.between(tx.conn, seen, day))
        rows = list(history.decisions(past, seen))
        accounts = [int(str(row[0])) for row in rows]
        written_accounts.update(accounts)
        count += len(tx.insert_block("tier_decision", _COLUMNS, rows, accounts=accounts))
        seen = day
        if progress is not None:
            progress(done, len(days))
    if not count:
        raise NothingToDo(t("the tiers of these {count} reviews are as the rules say already", count=len(days)))
    return Backfilled(len(days), count, len(written_accounts))


def _quarter_ends(first: dt.date, last: dt.date, fiscal_start: int) -> list[dt.date]:
    """The ends of the quarters that lie within the days, oldest first."""
    ends = []
    end = fiscal_quarter(first, fiscal_start).last
    while end <= last:
        ends.append(end)
        end = fiscal_quarter(end + dt.timedelta(days=1), fiscal_start).last
    return ends


class _History:
    """The tiers as they are while history is gone through."""

    def __init__(self, tx: Tx, days: Sequence[dt.date], currency: str | None) -> None:
        self._tx = tx
        self._base = Ground(tx.conn, currency)
        self._by_hand = tiers.decided_by_people(tx.conn)
        self._since = figures.tracked_since(tx.conn, days[-1])
        of_days = (policies.in_force_or_first(tx.conn, day) for day in days)
        self._scored = any(policy.tiers.method is Method.SCORECARD for policy in of_days)
        self.now: dict[int, Tier] = {}

    def ranked(self, day: dt.date) -> Rankings:
        """The book at the end of a day, by the policy's method."""
        policy = policies.in_force_or_first(self._tx.conn, day)
        return rankings.ranked(self._tx.conn, day, policy, self._base, [policy.tiers.method], scored=self._scored)

    def take_over(self, decided: list[tiers.TierDecision]) -> None:
        """Decisions that the book has already."""
        self.now |= {decision.account_id: decision.tier for decision in decided}

    def decisions(self, reviews: Sequence[Rankings], before: dt.date) -> Iterator[_Row]:
        """What changes at the review of a day, the first of `reviews`; a first order since `before` has its own day."""
        on, today = reviews[0].on, reviews[0].on.isoformat()
        tracked = {
            account
            for account in accounts.there(self._tx.conn, on)
            if account in self._since and self._since[account] <= on and self._by_hand.get(account, "9999") > today
        }
        buyers = self._base.buyers.by(on)
        chosen = proposals.changing(reviews[0].policy, reviews, self.now, tracked, buyers)
        found = self._assessed(reviews[0], chosen, len(tracked))
        for account in sorted(chosen):
            past = tuple(proposals.reviewed(ranked, account) for ranked in reviews)
            yield from self._of(found, account, past, before)

    def _assessed(self, ranked: Rankings, chosen: Collection[int], of: int) -> Assessment:
        few = proposals.MOST * len(chosen) <= of
        among, conn, policy = list(chosen) if few else None, self._tx.conn, ranked.policy
        whole = rankings.whole(conn, ranked.on, policy, self._base)
        return assessments.assess(
            conn, ranked.on, policy=policy, among=among, currency=self._base.currency, whole=whole
        )

    def _of(self, found: Assessment, account: int, past: Sequence[Reviewed], before: dt.date) -> Iterator[_Row]:
        bought_on, tracked = found.facts[account].bought_first, (found.on - self._since[account]).days
        on = None
        # who becomes a customer before the review is judged as one at it
        while on != found.on:
            tier = self.now.get(account)
            said = self._said(found, account, tier, past, tracked)
            if said.to is None:
                break
            is_first = bought_on is not None and first_order(tier, bought_on) == said
            on = max(bought_on, before + dt.timedelta(days=1)) if is_first and bought_on else found.on
            self.now[account] = said.to
            yield self._row(found, account, on, said, past[0].line)

    def _said(
        self, found: Assessment, account: int, tier: Tier | None, past: Sequence[Reviewed], tracked_days: int
    ) -> Verdict:
        bought_on = found.facts[account].bought_first
        said = verdict(found.policy, tier, past, bought_on=bought_on, ordered_on=bought_on, tracked_days=tracked_days)
        if said.to is Tier.KEY and proposals.against_key(found, account, None):
            # what the gate keeps from key is a customer all the same
            return first_order(tier, bought_on) or said._replace(to=None)
        return said

    def _row(self, found: Assessment, account: int, on: dt.date, said: Verdict, line: float | None) -> _Row:
        card = found.card(account)
        evidence: Mapping[str, object] = {
            "coverage": round(card.coverage),
            "proposal": said.kind,
            "method": found.policy.tiers.method,
            "line": rounded(line),
        }
        axes = (rounded(axis.score) for axis in card.axes.values())
        version, recorded = found.policy.version or None, instant(self._tx.now)
        head = (account, on.isoformat(), said.to, rounded(card.composite))
        return (*head, *axes, said.why, "policy", version, recorded, written(evidence))
