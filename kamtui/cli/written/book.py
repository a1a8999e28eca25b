"""The row of a user, or of what was taken back, as a write answers with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.cli import shapes
from kamtui.domain.outcomes.book import Undone, UserAdded, UserEdited
from kamtui.store import (
    known,
    users,
)
from kamtui.store.sqlite import Connection

Shape = Mapping[str, object]


def of_undone(outcome: Undone, conn: Connection) -> Shape:
    # "change" is the new change, which takes the undo back
    return {"undone": outcome.change, "op": outcome.op, "rows": outcome.rows, "redone": outcome.redone}


def of_user(outcome: UserAdded | UserEdited, conn: Connection) -> Shape:
    return shapes.user(users.one(conn, outcome.login), known.book_currency(conn))


SHAPES: Mapping[type[object], Callable[..., Shape]] = {
    Undone: of_undone,
    UserAdded: of_user,
    UserEdited: of_user,
}
