"""Tiers: decided by a person, or computed month by month over history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from kamtui.domain.money import plain, rounded
from kamtui.domain.outcomes import Backfilled, TierSet
from kamtui.domain.periods import month_ends, trailing_year
from kamtui.domain.tiers import Ranked, Tier, by_sales_rank
from kamtui.errors import BadInput, NothingToDo
from kamtui.i18n import t
from kamtui.ops.core import operation
from kamtui.store import accounts, policies, sales, tiers
from kamtui.store.tx import Tx, instant

Progress = Callable[[int, int], None]
"""Told how many months of how many are done."""

_COLUMNS = ("account_id", "on_date", "tier", "score", "reason", "decided_by", "policy_version", "recorded_at")


@operation("tier.set")
def set_tier(tx: Tx, account_id: int, tier: Tier, *, on: dt.date, reason: str = "") -> TierSet:
    """Decide an account's tier.

    A dated decision by its author; earlier ones stay (R22). Raises NotFound, and NothingToDo where it is that
    already on that day.
    """
    account = accounts.one(tx.conn, account_id)
    before = tiers.in_force(tx.conn, account_id, on)
    if before is tier and not reason:
        raise NothingToDo(t("{name} is {tier} already", name=account.name, tier=tier))
    values = {
        "account_id": account_id,
        "on_date": on.isoformat(),
        "tier": tier,
        "reason": reason.strip(),
        "decided_by": tx.author,
        "policy_version": policies.in_force(tx.conn, on).version or None,
        "recorded_at": instant(tx.now),
    }
    return TierSet(tx.insert("tier_decision", values), account_id, account.name, before, tier, on)


@operation("tier.backfill")
def backfill(
    tx: Tx, first: dt.date, last: dt.date, *, currency: str | None = None, progress: Progress | None = None
) -> Backfilled:
    """Compute month-end tiers over imported history.

    For every complete month from `first` to `last`: rank by the sales of the twelve months up to its end (R02) in
    `currency` (the book's most used one where None), and a decision wherever that differs from the tier in force.
    Accounts on which a person has decided are left alone from that day on. Raises BadInput, NothingToDo.
    """
    ends = month_ends(first, last)
    if not ends:
        raise BadInput(t("there is no complete month from {first} to {last}", first=first, last=last))
    used = sales.currencies(tx.conn)
    if not used:
        raise NothingToDo(t("there are no sales to compute tiers from; import some first"))
    money = currency or used[0]
    tx.may_breathe = True
    codes = accounts.codes(tx.conn)
    by_hand = tiers.decided_by_people(tx.conn)
    now = {account: tier.value for account, tier in tiers.of_all(tx.conn, _month_before(ends[0])[0]).items()}
    written: set[int] = set()
    count = 0
    for done, end in enumerate(ends, 1):
        now |= {found.account_id: found.tier.value for found in tiers.between(tx.conn, *_month_before(end))}
        ranked = _rank(tx, end, codes, money)
        rows = list(_decisions(tx, end, ranked, now, by_hand, money))
        written.update(int(row[0]) for row in rows)
        now |= {int(row[0]): str(row[2]) for row in rows}
        count += len(tx.insert_block("tier_decision", _COLUMNS, rows, accounts=(int(row[0]) for row in rows)))
        if progress is not None:
            progress(done, len(ends))
    if not count:
        raise NothingToDo(t("the tiers of these {months} months are as the sales say already", months=len(ends)))
    return Backfilled(len(ends), count, len(written))


def _rank(tx: Tx, end: dt.date, codes: dict[int, str], currency: str) -> dict[int, tuple[Ranked, int]]:
    since = trailing_year(end)[0]
    revenue = {account: rounded(amount, currency) for account, amount in sales.amounts(tx.conn, since, end, currency)}
    buyers = frozenset(account for account, day in sales.first_orders(tx.conn).items() if day <= end.isoformat())
    policy = policies.in_force(tx.conn, end)
    ranked = by_sales_rank(codes, revenue, codes, buyers, policy.key_percent)
    return {account: (found, revenue.get(account, 0)) for account, found in ranked.items()}


def _decisions(
    tx: Tx,
    end: dt.date,
    ranked: dict[int, tuple[Ranked, int]],
    now: dict[int, str],
    by_hand: dict[int, str],
    currency: str,
) -> Iterator[tuple[int, str, str, float | None, str, str, int | None, str]]:
    day, recorded = end.isoformat(), instant(tx.now)
    version = policies.in_force(tx.conn, end).version or None
    for account, (found, amount) in ranked.items():
        if now.get(account) == found.tier or by_hand.get(account, day + "~") <= day:
            continue
        if found.rank is None:
            reason = t("no purchase yet") if found.tier is Tier.PROSPECT else t("bought nothing in 12 months")
        else:
            reason = t(
                "rank {rank} of {of} by 12-month sales ({amount} {currency})",
                rank=found.rank,
                of=found.of,
                amount=plain(amount, currency),
                currency=currency,
            )
        yield account, day, found.tier.value, found.score, reason, "policy", version, recorded


def _month_before(end: dt.date) -> tuple[dt.date, dt.date]:
    """After the end of the month before, up to this month's end."""
    return end.replace(day=1) - dt.timedelta(days=1), end
