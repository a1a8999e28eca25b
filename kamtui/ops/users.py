"""Who works in the book."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from kamtui.domain.outcomes.book import UserAdded, UserEdited
from kamtui.domain.outcomes.team import UserLeft
from kamtui.errors import BadInput, NothingToDo
from kamtui.i18n import t
from kamtui.ops.conflicts import unseen
from kamtui.ops.core import operation
from kamtui.store import owners, users
from kamtui.store.tx import Tx
from kamtui.store.values import text_or_none

ROLES = ("head", "kam", "support", "reader")
_LOGIN = re.compile(r"[\w.@+-]{1,64}")


@operation("user.add")
def add_user(
    tx: Tx,
    login: str,
    *,
    name: str = "",
    role: str = "kam",
    hours_per_week: float | None = None,
    hourly_cost: int | None = None,
) -> UserAdded:
    """Enter a colleague.

    `hours_per_week` is the selling time that time allocation is held against (D4), `hourly_cost` what an hour of theirs
    costs us, in 1/10,000 of the book's currency. Raises BadInput.
    """
    if not _LOGIN.fullmatch(login):
        raise BadInput(t("'{login}' is no login; use letters, digits and . _ - @ +", login=login))
    if users.exists(tx.conn, login):
        raise NothingToDo(t("there is a user '{login}' already", login=login))
    values = {"login": login, "name": name, "role": _role(role), "hours_per_week": hours_per_week}
    key = tx.insert("user", {**values, "hourly_cost": _cost(hourly_cost)})
    return UserAdded(key, login, role)


@operation("user.edit")
def edit_user(
    tx: Tx,
    login: str,
    *,
    name: str | None = None,
    role: str | None = None,
    hours_per_week: float | None = None,
    hourly_cost: int | None = None,
    usual_cost: bool = False,
    was: Mapping[str, object] | None = None,
) -> UserEdited:
    """Change a colleague's entry; what is not given stays.

    `usual_cost`: an hour of theirs costs what the policy says again. Raises NotFound, BadInput, Conflict.
    """
    user = users.one(tx.conn, login)
    unseen(tx, "user", user.id, was)
    values: dict[str, object] = {"name": name, "role": None if role is None else _role(role)}
    values |= {"hours_per_week": hours_per_week, "hourly_cost": _cost(hourly_cost)}
    given = {field: value for field, value in values.items() if value is not None}
    if usual_cost:
        given["hourly_cost"] = None
    if not given or not tx.update("user", user.id, given):
        raise NothingToDo(t("{login} is that already", login=user.login))
    return UserEdited(user.id, user.login, tuple(given))


@operation("user.leave")
def leave_user(tx: Tx, login: str, *, on: dt.date | None) -> UserLeft:
    """Say that a colleague leaves.

    From `on` they are no longer offered and count for no hours; what they own stays theirs until it is handed over.
    None: they are back. Raises NotFound, NothingToDo.
    """
    user = users.one(tx.conn, login)
    if not tx.update("user", user.id, {"left_on": text_or_none(on)}):
        raise NothingToDo(t("{login} is that already", login=user.login))
    owned = [] if on is None else owners.owned_by(tx.conn, user.login, on)
    return UserLeft(user.id, user.login, on, sum(not is_archived for _, _, is_archived in owned))


def require(tx: Tx, login: str) -> str:
    """The login as it is written in the book; raises NotFound naming the known ones."""
    return users.one(tx.conn, login).login


def _role(role: str) -> str:
    if role not in ROLES:
        raise BadInput(t("'{role}' is no role; use one of {roles}", role=role, roles=", ".join(ROLES)))
    return role


def _cost(amount: int | None) -> int | None:
    if amount is not None and amount < 0:
        raise BadInput(t("an hour costs nothing or something, not less"))
    return amount
