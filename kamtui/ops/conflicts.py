"""Changes carry what the user saw; if that moved, the change is refused and says who moved it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

from kamtui.errors import Conflict
from kamtui.i18n import t
from kamtui.store import accounts, journal
from kamtui.store.journal import Change
from kamtui.store.tx import Tx

_NOTHING = (None, "")

_COLUMNS = {"on": "on_date"}
"""Fields that users know by another name."""


class Overtaken(Conflict):
    """What a change relies on is no longer what its author saw."""

    def __init__(
        self, last: Change | None, field: str, *, of: object, now: object, was: object, name: str = ""
    ) -> None:
        """`of` is what `was` knew the value by: the field of a row, or the account of a decision with its `name`."""
        self.who, self.at = (last.by, last.at) if last is not None else ("?", "?")
        self.field, self.of, self.now, self.was, self.name = field, of, now, was, name
        super().__init__(
            t(
                "{who} changed {field} at {at}: it is now '{now}', you saw '{was}'; nothing was saved",
                who=self.who,
                at=self.at,
                field=f"{name}: {t(field)}" if name else field,
                now=_shown(now),
                was=_shown(was),
            )
        )

    def details(self) -> dict[str, object]:
        return {"field": self.field, "by": self.who, "at": self.at, "now": self.now, "was": self.was}


def unseen(tx: Tx, table: str, row: int, was: Mapping[str, object] | None) -> None:
    """Raise Overtaken if a field of `was` has another value by now.

    Fields that `was` does not name may have moved: who changes the one does not mind who changed the other.
    """
    now = tx.row(table, row) if was else {}
    refuse_overtaken(tx, table, row, {field: now[_COLUMNS.get(field, field)] for field in was or {}}, was)


def refuse_overtaken(
    tx: Tx,
    table: str,
    row: int | None,
    now: Mapping[str, object],
    was: Mapping[str, object] | None,
    *,
    to: Mapping[str, object] = MappingProxyType({}),
    name: str = "",
) -> None:
    """Raise Overtaken if a field of `was` says something else `now`, unless it is what it is to say (`to`).

    `row` is where it is said; None: nothing is said yet. `name`: of what, where the field alone does not tell.
    """
    for field, seen in (was or {}).items():
        value = now[field]
        if not _same(value, seen) and not (field in to and _same(value, to[field])):
            last = None if row is None else journal.last_on(tx.conn, table, row)
            raise Overtaken(last, field, of=field, now=value, was=seen, name=name)


def undecided(
    tx: Tx, table: str, account: int, field: str, was: Mapping[int, object] | None, *, now: object, to: object
) -> None:
    """Raise Overtaken if the decision in force on an account is neither what `was` says nor what is decided now."""
    if was is None or account not in was or _same(now, to) or _same(now, was[account]):
        return
    last, name = journal.last_of(tx.conn, table, account), accounts.one(tx.conn, account).name
    raise Overtaken(last, field, of=account, now=now, was=was[account], name=name)


def _same(one: object, other: object) -> bool:
    return _stored(one) == _stored(other)


def _stored(value: object) -> object:
    """A value as a column holds it; nothing said is nothing, however it is written."""
    return value.isoformat() if isinstance(value, dt.date) else "" if value is None else value


def _shown(value: object) -> str:
    """A value in a sentence; the words of ours are translated."""
    return "–" if value in _NOTHING else t(str(value))
