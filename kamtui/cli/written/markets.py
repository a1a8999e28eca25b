"""The row of a competitor, as a write answers with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.cli import marketshapes
from kamtui.domain.outcomes.markets import RivalGone, RivalNoted
from kamtui.store import (
    rivals,
)
from kamtui.store.sqlite import Connection

Shape = Mapping[str, object]


def of_rival(outcome: RivalNoted | RivalGone, conn: Connection) -> Shape:
    row = marketshapes.rival(rivals.one(conn, outcome.id))
    return {**row, "account": outcome.account}


SHAPES: Mapping[type[object], Callable[..., Shape]] = {
    RivalNoted: of_rival,
    RivalGone: of_rival,
}
