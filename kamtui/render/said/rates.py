"""The sentence about a rate; `said` registers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.domain.outcomes.rates import RateSet
from kamtui.domain.rates import written
from kamtui.i18n import t


def rate_set(outcome: RateSet) -> str:
    message = "from {on} on 1 {currency} is {value} {base}"
    fields = {"on": outcome.on, "currency": outcome.currency, "value": written(outcome.value), "base": outcome.base}
    return t(message, **fields)


SENTENCES: Mapping[type[object], Callable[..., str]] = {
    RateSet: rate_set,
}
