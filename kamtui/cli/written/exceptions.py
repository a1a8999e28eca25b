"""The row of an exception, as a write answers with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.cli import overseen
from kamtui.domain.outcomes.exceptions import ExceptionCommented, ExceptionDecided, ExceptionRaised
from kamtui.store import (
    exceptions,
)
from kamtui.store.sqlite import Connection

Shape = Mapping[str, object]


def of_exception(outcome: ExceptionRaised | ExceptionDecided | ExceptionCommented, conn: Connection) -> Shape:
    said = exceptions.comments(conn, [outcome.exception_id])
    return overseen.exception(exceptions.one(conn, outcome.exception_id), said.get(outcome.exception_id, ()))


SHAPES: Mapping[type[object], Callable[..., Shape]] = {
    ExceptionRaised: of_exception,
    ExceptionDecided: of_exception,
    ExceptionCommented: of_exception,
}
