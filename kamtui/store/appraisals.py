"""What the quarterly reviews say of each account, as reasons for a card; the whole book is ranked for it."""

from __future__ import annotations

import datetime as dt

from kamtui.domain.cautions import leaning
from kamtui.domain.measures import Facts, left
from kamtui.domain.proposals import Kind, review_days
from kamtui.domain.signals import ranking as rules
from kamtui.domain.signals.ranking import Place, Shares
from kamtui.domain.signals.reason import Reason
from kamtui.domain.whale import ProfitClass, profit_class
from kamtui.store import accounts, fiscal, proposals
from kamtui.store.sqlite import Connection

MOST = 5_000
"""Accounts up to which the daily list ranks the book; in a larger one it would wait for seconds. The proposals
themselves can be asked for in a book of any size."""


def ranking(conn: Connection, on: dt.date) -> dict[int, tuple[Reason, ...]]:
    """Account -> its reasons from the ranking of the book on a day; none in a book of more than MOST accounts."""
    if accounts.count(conn) > MOST:
        return {}
    found = proposals.reviews(conn, on)
    reviewed_on = review_days(on, 1, fiscal.start(conn))[0]
    made = {}
    for proposal in proposals.of_book(conn, on, found):
        facts = found.now.facts[proposal.account_id]
        kept = profit_class(facts.revenue or 0, left(facts), found.policy.profit)
        place = Place(
            tier=proposal.tier,
            reviewed_on=reviewed_on,
            proposed=proposal.verdict.to if proposal.is_waiting else None,
            collect=proposal.collect if proposal.verdict.kind is Kind.COLLECT else (),
            leaning=leaning(proposal.card),
            profit_class=kept,
            shares=_shares(facts) if kept is ProfitClass.DRAINING else None,
        )
        reasons = tuple(rules.reasons(place))
        if reasons:
            made[proposal.account_id] = reasons
    return made


def _shares(facts: Facts) -> Shares | None:
    kept, revenue = left(facts), facts.revenue
    if facts.profit is None or kept is None or revenue is None or revenue <= 0:
        return None
    served = None if facts.cost_to_serve is None else 100 * facts.cost_to_serve / revenue
    return Shares(100 * kept / revenue, 100 * facts.profit / revenue, served, 100 * facts.concessions / revenue)
