"""Tasks: what was promised, by when, by whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kamtui.domain.outcomes import TaskAdded, TaskClosed, TaskEdited
from kamtui.errors import BadInput, NothingToDo
from kamtui.i18n import t
from kamtui.ops.conflicts import unseen
from kamtui.ops.core import operation
from kamtui.store import accounts, tasks
from kamtui.store.tx import Tx, instant
from kamtui.store.values import text_or_none

STATES = ("open", "done", "cancelled")


@operation("task.add")
def add_task(
    tx: Tx,
    title: str,
    *,
    account_id: int | None = None,
    due_on: dt.date | None = None,
    owner: str = "",
    contact_id: int | None = None,
    touch_id: int | None = None,
    on: dt.date | None = None,
    by_customer: bool = False,
    signal: str = "",
    key: str | None = None,
) -> TaskAdded:
    """Add a follow-up.

    `due_on` None is some day; `on` is when it was promised, today where None; the owner is the author where none is
    given. `by_customer` says that the customer promised it to us, `signal` which signal it answers. The same `key`
    twice is one task. Raises NotFound, BadInput.
    """
    if not title.strip():
        raise BadInput(t("a task needs a title"))
    if account_id is not None:
        accounts.one(tx.conn, account_id)
    if key is not None and (known := tasks.with_key(tx.conn, key)) is not None:
        found = tasks.one(tx.conn, known)
        return TaskAdded(found.id, found.title, found.due_on, repeated=True)
    values = {
        "account_id": account_id,
        "contact_id": contact_id,
        "touch_id": touch_id,
        "title": title.strip(),
        "due_on": text_or_none(due_on),
        "owner": owner or tx.author,
        "on_date": (on or tx.today).isoformat(),
        "by_customer": int(by_customer),
        "signal": signal,
        "key": key,
        "recorded_at": instant(tx.now),
    }
    return TaskAdded(tx.insert("task", values), title.strip(), due_on)


@operation("task.close")
def close_task(tx: Tx, task_id: int, *, on: dt.date, state: str = "done") -> TaskClosed:
    """Close a follow-up: done, or cancelled; "open" opens it again. Raises NotFound, BadInput, NothingToDo."""
    if state not in STATES:
        raise BadInput(t("'{state}' is no state of a task; use {states}", state=state, states=", ".join(STATES)))
    task = tasks.one(tx.conn, task_id)
    if not tx.update("task", task_id, {"state": state, "done_on": None if state == "open" else on.isoformat()}):
        raise NothingToDo(t("task {task} is {state} already", task=task_id, state=state))
    return TaskClosed(task_id, task.title, state)


@operation("task.edit")
def edit_task(
    tx: Tx, task_id: int, fields: Mapping[str, object], *, was: Mapping[str, object] | None = None
) -> TaskEdited:
    """Change a follow-up.

    `fields`: title, due_on (ISO text or None), owner. Raises NotFound, BadInput, Conflict, NothingToDo.
    """
    unknown = set(fields) - {"title", "due_on", "owner"}
    if unknown:
        raise BadInput(t("a task has no field {field}; it has title, due_on, owner", field=min(unknown)))
    task = tasks.one(tx.conn, task_id)
    unseen(tx, "task", task_id, was)
    if not tx.update("task", task_id, fields):
        raise NothingToDo(t("task {task} is that already", task=task_id))
    return TaskEdited(task_id, str(fields.get("title", task.title)), tuple(fields))
