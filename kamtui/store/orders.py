"""Every account's documents read at once, net by day: what the outlook is told from."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from kamtui.store.sqlite import Connection


def by_account(
    conn: Connection, on: dt.date, currency: str, accounts: Iterable[int] | None = None
) -> dict[int, list[tuple[int, int]]]:
    """Account -> (day as an ordinal, net amount in 1/10,000) of each day with documents up to `on`, oldest first.

    Only documents in `currency`, and only these `accounts` where they are named; documents nobody is named for are
    left out, as is an account without any.
    """
    among = "account_id IS NOT NULL"
    values: list[object] = [on.isoformat(), currency]
    if accounts is not None:
        among = "account_id IN (SELECT value FROM json_each(?))"
        values.append(json.dumps(list(accounts)))
    # the + keeps SQLite from the index by date: in the order of sale_by_account nothing needs to be sorted
    found = conn.execute(
        "SELECT account_id, on_date, sum(amount) FROM sale WHERE +on_date <= ? AND currency = ?"
        f" AND {among} GROUP BY account_id, on_date ORDER BY account_id, on_date",
        values,
    )
    ordinals = _Ordinals()
    return {
        account: [(ordinals[day], amount) for _, day, amount in days] for account, days in groupby(found, itemgetter(0))
    }


class _Ordinals(dict[str, int]):
    """ISO date -> ordinal; a book has few days and many documents, so each is read once."""

    def __missing__(self, day: str) -> int:
        self[day] = ordinal = dt.date.fromisoformat(day).toordinal()
        return ordinal
