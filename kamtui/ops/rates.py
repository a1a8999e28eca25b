"""Rates between currencies entered."""

from __future__ import annotations

import datetime as dt

from kamtui.domain.outcomes.rates import RateSet
from kamtui.domain.rates import written
from kamtui.errors import BadInput, NothingToDo
from kamtui.i18n import t
from kamtui.ops.core import operation
from kamtui.store import rates
from kamtui.store.tx import Tx, instant


@operation("rate.set")
def set_rate(tx: Tx, currency: str, base: str, value: int, *, on: dt.date | None = None, source: str = "") -> RateSet:
    """Enter what a unit of one currency is worth in another from a day on.

    `value` in 1/1,000,000,000,000; `on` is today if not said; the same pair and day again corrects it. Raises BadInput,
    and NothingToDo where it says so already.
    """
    day = on or tx.today
    if currency == base:
        raise BadInput(t("{currency} in {currency} is 1; name two currencies", currency=currency))
    there = rates.same(tx.conn, currency, base, day)
    if there is not None and (there.rate.value, there.rate.source) == (value, source or there.rate.source):
        message = "1 {currency} = {value} {base} on {on} is what the book says already"
        raise NothingToDo(t(message, currency=currency, value=written(value), base=base, on=day))
    if there is not None:
        tx.update("rate", there.id, {"value": value, "source": source or there.rate.source})
        return RateSet(there.id, currency, base, day, value, corrected=True)
    key = tx.insert(
        "rate",
        {
            "currency": currency,
            "base": base,
            "on_date": day.isoformat(),
            "value": value,
            "source": source,
            "recorded_at": instant(tx.now),
        },
    )
    return RateSet(key, currency, base, day, value, corrected=False)
