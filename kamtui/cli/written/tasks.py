"""The row of a follow-up, as a write answers with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.cli import shapes
from kamtui.domain.outcomes.tasks import TaskAdded, TaskClosed, TaskEdited
from kamtui.store import (
    tasks,
)
from kamtui.store.sqlite import Connection

Shape = Mapping[str, object]


def of_task(outcome: TaskAdded | TaskClosed | TaskEdited, conn: Connection) -> Shape:
    row = shapes.task(tasks.one(conn, outcome.task_id))
    return {**row, "following": task_or_none(conn, outcome.following)} if isinstance(outcome, TaskClosed) else row


def task_or_none(conn: Connection, added: TaskAdded | None) -> Shape | None:
    """A follow-up that was added with something else, where one was."""
    return None if added is None else shapes.task(tasks.one(conn, added.task_id))


SHAPES: Mapping[type[object], Callable[..., Shape]] = {
    TaskAdded: of_task,
    TaskClosed: of_task,
    TaskEdited: of_task,
}
