"""Sentences about follow-ups and cards."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.domain.outcomes.tasks import Reviewed, TaskAdded, TaskClosed, TaskEdited
from kamtui.i18n import t


def task_added(outcome: TaskAdded) -> str:
    if outcome.repeated:
        return t("task {id} came with this key already; nothing was written", id=outcome.task_id)
    if outcome.due_on is None:
        return t("task {id}: {title}", id=outcome.task_id, title=outcome.title)
    return t("task {id}: {title}, due {due}", id=outcome.task_id, title=outcome.title, due=outcome.due_on)


def task_closed(outcome: TaskClosed) -> str:
    sentence = t("task {id}: {title} is {state}", id=outcome.task_id, title=outcome.title, state=t(outcome.state))
    if outcome.following is None:
        return sentence
    again = t("; again on {on} as task {id}", on=outcome.following.due_on, id=outcome.following.task_id)
    return sentence + again


def task_edited(outcome: TaskEdited) -> str:
    if outcome.fields == ("due_on",) and outcome.due_on is not None:
        return t("task {id}: {title}, due {due}", id=outcome.task_id, title=outcome.title, due=outcome.due_on)
    return t("task {id}: {fields} changed", id=outcome.task_id, fields=", ".join(outcome.fields))


def reviewed(outcome: Reviewed) -> str:
    if outcome.until_on is None:
        return t("{account}: reviewed", account=outcome.account)
    return t("{account}: put off until {on}", account=outcome.account, on=outcome.until_on)


SENTENCES: Mapping[type[object], Callable[..., str]] = {
    TaskAdded: task_added,
    TaskClosed: task_closed,
    TaskEdited: task_edited,
    Reviewed: reviewed,
}
