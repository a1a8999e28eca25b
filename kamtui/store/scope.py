"""Queries over accounts on a day: of all of them, or of those one is interested in, grouped by account."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Any

from kamtui.store import standing
from kamtui.store.sqlite import Connection

NOTHING: Mapping[str, object] = {}

MANY = 100
"""Accounts from which on they are written into a table for all queries of a scope, instead of being given to each."""

_numbers = count(1)


class Scope:
    """Which accounts, and on which day; SQL says `:on` for the day."""

    def __init__(
        self,
        conn: Connection,
        on: dt.date,
        among: Iterable[int] | None,
        *,
        owner: str | None = None,
        then: bool = False,
    ) -> None:
        """`among` None: all accounts; `then`: the table `standing` may speak of another day, so it is computed.

        `owner`: all of `among` are theirs and in the lists, which may spare a look at each.
        """
        self.conn = conn
        self.on = on
        self.owner = owner
        chosen = None if among is None else list(among)
        self._ids = None if chosen is None else json.dumps(chosen)
        self._number = next(_numbers) if chosen is not None and len(chosen) >= MANY else None
        """Under which the table of the connection holds the accounts; None: they are few, or all."""
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
        if self._number is not None:
            select += f" AND {of}account_id IN temp.chosen"
        elif self._ids is not None:
            select += f" AND {of}account_id IN (SELECT value FROM json_each(:ids))"
        if self._ids is not None:
            texts["ids"] = self._ids
        select += f" GROUP BY {by}" if by else ""
        select += f" ORDER BY {order}" if order else ""
        if self._number is None:
            return self.conn.execute(select, texts)
        self._choose(self._number)
        # read to the end at once: another scope may need the table before the caller is through
        return iter(self.conn.execute(select, texts).fetchall())

    def _choose(self, number: int) -> None:
        """Let the table of the connection hold the accounts, unless it does.

        Which scope it is of is written in it: it goes with it when a transaction is rolled back.
        """
        self.conn.execute("CREATE TEMP TABLE IF NOT EXISTS chosen (account_id INTEGER PRIMARY KEY)")
        self.conn.execute("CREATE TEMP TABLE IF NOT EXISTS chosen_by (scope INTEGER NOT NULL)")
        if self.conn.execute("SELECT scope FROM temp.chosen_by").fetchall() != [(number,)]:
            self.conn.execute("DELETE FROM temp.chosen_by")
            self.conn.execute("DELETE FROM temp.chosen")
            self.conn.execute("INSERT OR IGNORE INTO temp.chosen SELECT value FROM json_each(?)", (self._ids,))
            self.conn.execute("INSERT INTO temp.chosen_by VALUES (?)", (number,))
