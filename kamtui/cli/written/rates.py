"""The row of a rate, as a write answers with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.cli.out import day
from kamtui.domain import rates
from kamtui.domain.outcomes.rates import RateSet
from kamtui.store.sqlite import Connection

Shape = Mapping[str, object]


def of_rate_set(outcome: RateSet, conn: Connection) -> Shape:
    row: Shape = outcome._asdict()
    return {"id": outcome.rate_id, **row, "on": day(outcome.on), "value": rates.written(outcome.value)}


SHAPES: Mapping[type[object], Callable[..., Shape]] = {
    RateSet: of_rate_set,
}
