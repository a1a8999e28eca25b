"""Groups: an account put below another from a day on, or alone again; never in a circle, on no day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kamtui.domain.groups import ALWAYS, Placed, circle
from kamtui.domain.outcomes.structure import AccountMoved
from kamtui.errors import BadInput, NothingToDo
from kamtui.i18n import t
from kamtui.ops.conflicts import unseen
from kamtui.ops.core import operation
from kamtui.store import groups
from kamtui.store.tx import Tx, instant


@operation("account.move")
def move_account(
    tx: Tx,
    account_id: int,
    parent_id: int | None,
    *,
    on: dt.date | None = None,
    was: Mapping[str, object] | None = None,
) -> AccountMoved:
    """Put an account below another, or let it stand alone.

    From the day `on`, so that past figures of the groups stay (P10); without one a first parent holds for as long as
    the account is known, another from today. `was` is the `parent_id` the user saw. Raises NotFound, BadInput,
    NothingToDo, and Conflict where the account was moved since.
    """
    name = str(tx.row("account", account_id)["name"])
    parent = None if parent_id is None else str(tx.row("account", parent_id)["name"])
    unseen(tx, "account", account_id, was)
    day = place(tx, account_id, parent_id, on=on)
    if day is None:
        said = t("{name} stands below {parent} already", name=name, parent=parent)
        raise NothingToDo(said if parent else t("{name} stands alone already", name=name))
    return AccountMoved(account_id, name, parent, dt.date.fromisoformat(day) if day else None)


def place(tx: Tx, account_id: int, parent_id: int | None, *, on: dt.date | None = None) -> str | None:
    """Write that an account stands below another from a day on; the day, ALWAYS or None: it stands there already.

    Without a day: ALWAYS for a first parent, else today. Raises BadInput for a circle, on whatever day, and for a day
    that has not come.
    """
    if on is not None and on > tx.today:
        message = t("{on} has not come: where an account stands now is kept beside it; say it on the day", on=on)
        raise BadInput(message)
    before = groups.history(tx.conn, account_id)
    if groups.parent_of(tx.conn, account_id, on or tx.today) == parent_id:
        return None
    day = on.isoformat() if on is not None else tx.today.isoformat() if before else ALWAYS
    if parent_id is not None:
        _refuse_a_circle(tx, account_id, parent_id, day)
    values = {"account_id": account_id, "on_date": day, "parent_id": parent_id}
    tx.insert("parentage", {**values, "decided_by": tx.author, "recorded_at": instant(tx.now)})
    keep(tx, account_id)
    return day


def keep(tx: Tx, account_id: int) -> None:
    """Write the present parent beside the account, as its placings say."""
    tx.update("account", account_id, {"parent_id": groups.parent_of(tx.conn, account_id, tx.today)})


def refuse_circles(tx: Tx, account_id: int) -> None:
    """Raise BadInput where an account stands below itself on some day."""
    day = circle(groups.around(tx.conn, account_id), account_id)
    if day is not None:
        raise BadInput(_going_round(day))


def _refuse_a_circle(tx: Tx, account_id: int, parent_id: int, day: str) -> None:
    if parent_id == account_id:
        raise BadInput(t("an account cannot stand below itself"))
    placed = groups.around(tx.conn, account_id, parent_id)
    at = sum(each.on <= day for each in placed)
    found = circle([*placed[:at], Placed(account_id, day, parent_id), *placed[at:]], account_id)
    if found is not None:
        raise BadInput(_going_round(found))


def _going_round(day: str) -> str:
    if day == ALWAYS:
        return t("an account cannot stand below itself")
    return t("an account cannot stand below itself, as it would from {day}", day=day)
