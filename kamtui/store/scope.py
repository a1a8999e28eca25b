"""Queries over accounts on a day: of all of them, or of those one is interested in, grouped by account."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kamtui.store import standing
from kamtui.store.sqlite import Connection

NOTHING: Mapping[str, object] = {}


class Scope:
    """Which accounts, and on which day; SQL says `:on` for the day."""

    def __init__(self, conn: Connection, on: dt.date, among: Iterable[int] | None, *, then: bool = False) -> None:
        """`among` None: all accounts; `then`: the table `standing` may speak of another day, so it is computed."""
        self.conn = conn
        self.on = on
        self._ids = None if among is None else json.dumps(list(among))
        self._then = standing.then(conn, on) if then else None

    @property
    def is_whole(self) -> bool:
        """Whether all accounts are meant."""
        return self._ids is None

    @property
    def is_then(self) -> bool:
        """Whether standings are computed for the day."""
        return self._then is not None

    def rows(
        self,
        select: str,
        *,
        by: str = "account_id",
        order: str = "",
        of: str = "",
        values: Mapping[str, object] = NOTHING,
        **more: object,
    ) -> Iterator[tuple[Any, ...]]:
        """The rows of a SELECT that ends in its WHERE, grouped by account unless `by` says otherwise.

        `of` is the table alias of account_id; `values` are those of the SELECT's parameters beside :on.
        """
        given: dict[str, object] = {"on": self.on, **values, **more}
        if self._then is not None and " standing " in select:
            select = self._then[0] + select
            given |= self._then[1]
        texts = {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in given.items()}
        if self._ids is not None:
            select += f" AND {of}account_id IN (SELECT value FROM json_each(:ids))"
            texts["ids"] = self._ids
        select += f" GROUP BY {by}" if by else ""
        select += f" ORDER BY {order}" if order else ""
        return self.conn.execute(select, texts)
