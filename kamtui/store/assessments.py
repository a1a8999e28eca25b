"""The accounts as a review sees them on a day: what is known of them, and their scorecards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kamtui.domain.measures import Facts, Whole
from kamtui.domain.policy import Policy
from kamtui.domain.scorecards import Judged, Scorecard, scorecard
from kamtui.store import figures, judgements, known, policies, sales
from kamtui.store.sqlite import Connection


class Assessment(NamedTuple):
    """What is known of the accounts on a day, under one policy."""

    on: dt.date
    policy: Policy
    whole: Whole
    facts: Mapping[int, Facts]
    judged: Mapping[int, Judged]

    def card(self, account: int) -> Scorecard:
        """The scorecard of one account."""
        return scorecard(self.policy, self.facts[account], self.whole, self.judged.get(account, {}))


def assess(
    conn: Connection,
    on: dt.date,
    *,
    policy: Policy | None = None,
    among: Iterable[int] | None = None,
    currency: str | None = None,
    whole: Whole | None = None,
) -> Assessment:
    """The accounts as they stood at the end of a day; `policy` is the one in force then if not said.

    Sales count in `currency`, that of most documents if not said; `whole` is that of the day, where it is known.
    """
    rules = policy or policies.in_force(conn, on)
    money = currency or main_currency(conn)
    chosen = None if among is None else list(among)
    return Assessment(
        on,
        rules,
        whole or figures.whole(conn, on, rules, money, timed=is_timed(rules)),
        figures.facts(conn, on, rules, money, chosen),
        judgements.newest(conn, on, chosen),
    )


def is_timed(policy: Policy) -> bool:
    """Whether any criterion is about our time; all that was logged is added up only for those."""
    return any(criterion.measure == "time_share" for card in policy.cards.values() for criterion in card)


def main_currency(conn: Connection) -> str:
    """The currency that most documents are written in, the book's own where there are none.

    One for all days, so that one review can be compared with another.
    """
    used = sales.currencies(conn)
    return used[0] if used else known.book_currency(conn)
