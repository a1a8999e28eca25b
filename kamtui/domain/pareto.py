"""Pareto: accounts ranked by what they bring, their cumulative share, and who rose and fell between periods (R01).

Conventions, stated with every answer: an account is active when its value, rounded to the currency after summing, is
above zero; accounts are ordered by value, largest first, then by external id as text; the top p % are the first
ceil(p n) accounts and the bottom p % the last floor(p n); a class is decided by the cumulative share *including* the
account: A up to 80 %, B up to 95 %, C the rest (methods 3.1).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kamtui.domain.tiers import top_count

TOP_PERCENT = 10
BOTTOM_PERCENT = 60
A_PERCENT, B_PERCENT = 80, 95


class Valued(NamedTuple):
    """One account with its value in a period, rounded to the currency, in 1/10,000."""

    account_id: int
    code: str
    """External id, or the name where there is none: what orders equal values."""
    name: str
    value: int


class Ranked(NamedTuple):
    """One account in the order of value."""

    rank: int
    account_id: int
    code: str
    name: str
    value: int
    cumulative_share: float
    """Share of the total of all active accounts that this one and the larger ones have, 0-1."""
    abc: str


class Tie(NamedTuple):
    """A cut that runs between accounts of equal value: the order by id decides, not the customer."""

    cut: str
    value: int
    account_ids: tuple[int, ...]


class Pareto(NamedTuple):
    """The ranked accounts of a period."""

    total: int
    top_share_of_top_20pct: float | None
    """Share of the total that the top 20 % bring, 0-1; None where nothing was sold."""
    accounts: tuple[Ranked, ...]
    ties: tuple[Tie, ...]

    @property
    def n(self) -> int:
        """How many accounts are active."""
        return len(self.accounts)


class Moved(NamedTuple):
    """An account with its value in both periods."""

    account_id: int
    code: str
    name: str
    before: int
    after: int


class Movers(NamedTuple):
    """Who changed places between two periods."""

    n_before: int
    n_after: int
    risers: tuple[Moved, ...]
    """In the bottom 60 % before and in the top 10 % after."""
    newcomers: tuple[Moved, ...]
    """Not active before, in the top 10 % after."""
    fallers: tuple[Moved, ...]
    """In the top 10 % before; in the bottom 60 % or not active after."""


def pareto(values: Iterable[Valued]) -> Pareto:
    """Rank the active accounts among `values`."""
    active = ordered(values)
    total = sum(account.value for account in active)
    ranked, running = [], 0
    for rank, account in enumerate(active, 1):
        running += account.value
        abc = "A" if running * 100 <= A_PERCENT * total else "B" if running * 100 <= B_PERCENT * total else "C"
        ranked.append(Ranked(rank, *account[:3], account.value, running / total, abc))
    twenty = top_count(len(active), 20)
    top_share = ranked[twenty - 1].cumulative_share if ranked else None
    return Pareto(total, top_share, tuple(ranked), tuple(_ties(active)))


def movers(before: Iterable[Valued], after: Iterable[Valued]) -> Movers:
    """Risers, newcomers and fallers from one period to the next, the largest value first."""
    first, second = ordered(before), ordered(after)
    was = {account.account_id: account for account in first}
    now = {account.account_id: account for account in second}
    bottom_before, bottom_after = _bottom(first), _bottom(second)
    top_after = second[: top_count(len(second), TOP_PERCENT)]

    def moved(accounts: Sequence[Valued]) -> tuple[Moved, ...]:
        return tuple(Moved(*account[:3], _value(was, account), _value(now, account)) for account in accounts)

    return Movers(
        len(first),
        len(second),
        moved([account for account in top_after if account.account_id in bottom_before]),
        moved([account for account in top_after if account.account_id not in was]),
        moved(
            [
                account
                for account in first[: top_count(len(first), TOP_PERCENT)]
                if account.account_id in bottom_after or account.account_id not in now
            ]
        ),
    )


def ordered(values: Iterable[Valued]) -> list[Valued]:
    """The active accounts, largest value first, equal values by code as text."""
    return sorted(
        (account for account in values if account.value > 0),
        key=lambda account: (-account.value, account.code),
    )


def _bottom(accounts: Sequence[Valued]) -> frozenset[int]:
    count = len(accounts) * BOTTOM_PERCENT // 100
    return frozenset(account.account_id for account in accounts[len(accounts) - count :])


def _ties(accounts: Sequence[Valued]) -> Iterable[Tie]:
    n = len(accounts)
    cuts = {
        "top_10pct": top_count(n, TOP_PERCENT),
        "top_20pct": top_count(n, 20),
        "bottom_60pct": n - n * BOTTOM_PERCENT // 100,
    }
    for name, place in cuts.items():
        if 0 < place < n and accounts[place - 1].value == accounts[place].value:
            value = accounts[place].value
            yield Tie(name, value, tuple(account.account_id for account in accounts if account.value == value))


def _value(values: Mapping[int, Valued], account: Valued) -> int:
    found = values.get(account.account_id)
    return 0 if found is None else found.value
