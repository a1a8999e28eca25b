"""Tasks: what was promised, by when, by whom, how often, and what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kamtui.domain import recurrence
from kamtui.domain.outcomes.tasks import TaskAdded, TaskClosed, TaskEdited
from kamtui.errors import BadInput, NothingToDo
from kamtui.i18n import t
from kamtui.ops.conflicts import unseen
from kamtui.ops.core import operation
from kamtui.store import accounts, tasks
from kamtui.store.tasks import Task
from kamtui.store.tx import Tx, instant
from kamtui.store.values import date_or_none, text_or_none

STATES = ("open", "done", "cancelled")

FIELDS = ("title", "due_on", "owner", "repeat", "by_customer")


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
    repeat: str = "",
    signal: str = "",
    goal_id: int | None = None,
    key: str | None = None,
) -> TaskAdded:
    """Add a follow-up.

    `due_on` None is some day; `on` is when it was promised, today where None; the owner is the author where none is
    given. `by_customer` says that the customer promised it to us, `repeat` how often it comes again (7d, 2w, 1m, 1q,
    1y), `signal` which signal it answers, `goal_id` the goal of a plan that it is an action for. The same `key` twice
    is one task. Raises NotFound, BadInput.
    """
    if goal_id is not None:
        account_id = _account_of_goal(tx, goal_id, account_id)
    if account_id is not None:
        accounts.one(tx.conn, account_id)
    if key is not None and (known := tasks.with_key(tx.conn, key)) is not None:
        found = tasks.one(tx.conn, known)
        return TaskAdded(found.id, found.title, found.due_on, repeated=True)
    values = {
        "account_id": account_id,
        "contact_id": contact_id,
        "touch_id": touch_id,
        "title": _title(title),
        "due_on": text_or_none(due_on),
        "owner": owner or tx.author,
        "on_date": (on or tx.today).isoformat(),
        "by_customer": int(by_customer),
        "repeat": _repeat(repeat, due_on),
        "signal": signal,
        "goal_id": goal_id,
        "key": key,
        "recorded_at": instant(tx.now),
    }
    return TaskAdded(tx.insert("task", values), title.strip(), due_on)


@operation("task.close")
def close_task(tx: Tx, task_id: int, *, on: dt.date, state: str = "done", result: str = "") -> TaskClosed:
    """Close a follow-up: done, or cancelled; "open" opens it again.

    `result` is what came of it. Where it comes again, done adds the next one, on the first day of its series that is
    not over; cancelled ends the series. Raises NotFound, BadInput, NothingToDo.
    """
    if state not in STATES:
        raise BadInput(t("'{state}' is no state of a task; use {states}", state=state, states=", ".join(STATES)))
    task = tasks.one(tx.conn, task_id)
    said: dict[str, object] = {"result": result.strip()} if result.strip() else {}
    if task.state != state:
        said |= {"state": state, "done_on": None if state == "open" else on.isoformat()}
        said |= {"result": ""} if state == "open" else {}
    if not tx.update("task", task_id, said):
        raise NothingToDo(t("task {task} is {state} already", task=task_id, state=t(state)))
    following = _add_following(tx, task, on) if state == "done" and task.state == "open" else None
    return TaskClosed(task_id, task.title, state, following)


@operation("task.edit")
def edit_task(
    tx: Tx, task_id: int, fields: Mapping[str, object], *, was: Mapping[str, object] | None = None
) -> TaskEdited:
    """Change a follow-up.

    `fields`: title, due_on (ISO text or None), owner, repeat ("" for once), by_customer. Another day moves it this
    time only: what comes again keeps its own days. Raises NotFound, BadInput, Conflict, NothingToDo.
    """
    unknown = set(fields) - set(FIELDS)
    if unknown:
        known = ", ".join(FIELDS)
        raise BadInput(t("a task has no field {field}; it has {known}", field=min(unknown), known=known))
    task = tasks.one(tx.conn, task_id)
    unseen(tx, "task", task_id, was)
    if not tx.update("task", task_id, _values(task, fields)):
        raise NothingToDo(t("task {task} is that already", task=task_id))
    edited = tasks.one(tx.conn, task_id)
    return TaskEdited(task_id, edited.title, tuple(fields), edited.due_on)


def _values(task: Task, fields: Mapping[str, object]) -> dict[str, object]:
    """The columns that `fields` mean for a task."""
    values = dict(fields)
    due_on = date_or_none(fields.get("due_on", task.due_on))
    if "title" in fields:
        values["title"] = _title(str(fields["title"]))
    if "by_customer" in fields:
        values["by_customer"] = int(bool(fields["by_customer"]))
    if "repeat" in fields:
        values["repeat"] = _repeat(str(fields["repeat"] or ""), due_on)
    elif task.repeat is not None and due_on != task.due_on:
        if due_on is None or task.due_on is None:
            raise BadInput(_without_a_day())
        values["repeat"] = recurrence.stored(recurrence.moved(task.repeat, task.due_on, due_on))
    return values


def _account_of_goal(tx: Tx, goal_id: int, account_id: int | None) -> int | None:
    """The account whose plan has the goal: the task is of it, too."""
    found = tasks.account_of_goal(tx.conn, goal_id)
    if account_id not in (None, found):
        raise BadInput(t("goal {goal} is of another account", goal=goal_id))
    return found


def _title(text: str) -> str:
    if not text.strip():
        raise BadInput(t("a task needs a title"))
    return text.strip()


def _repeat(text: str, due_on: dt.date | None) -> str:
    """How often, as it is stored; what has no day cannot come again."""
    if not text.strip():
        return ""
    if due_on is None:
        raise BadInput(_without_a_day())
    return recurrence.stored(recurrence.repeat(text))


def _without_a_day() -> str:
    return t("what comes again needs a day to count from: name when it is due")


def _add_following(tx: Tx, task: Task, on: dt.date) -> TaskAdded | None:
    """The next one of a series, unless there is none, or it is there already."""
    if task.repeat is None or task.due_on is None or tasks.is_followed(tx.conn, task):
        return None
    # the day on which it is said counts too: nothing begins as late
    step = recurrence.following(task.repeat, task.due_on, max(on, tx.today))
    if step is None:
        return None
    due_on, repeat = step
    values = {
        "account_id": task.account_id,
        "contact_id": task.contact_id,
        "title": task.title,
        "due_on": due_on.isoformat(),
        "owner": task.owner,
        "on_date": on.isoformat(),
        "by_customer": int(task.by_customer),
        "repeat": recurrence.stored(repeat),
        "signal": task.signal,
        "goal_id": task.goal_id,
        "recorded_at": instant(tx.now),
    }
    return TaskAdded(tx.insert("task", values), task.title, due_on)
