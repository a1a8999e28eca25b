"""Touches: logged with the people who were there, corrected later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kamtui.domain.outcomes import StatusSet, TaskAdded, TouchEdited, TouchLogged
from kamtui.domain.statuses import Status
from kamtui.domain.touches import QUALIFYING, Kind, TouchState
from kamtui.errors import BadInput, NothingToDo
from kamtui.i18n import t
from kamtui.ops.conflicts import unseen
from kamtui.ops.core import operation
from kamtui.ops.statuses import set_status
from kamtui.ops.tasks import add_task
from kamtui.store import accounts, contacts, policies, statuses, tiers, touches
from kamtui.store.tx import Tx, instant

SUMMARY_LIMIT = 20_000
"""Characters of a summary."""

FIELDS = frozenset({"kind", "minutes", "summary", "state", "on", "people"})


class FollowUp(NamedTuple):
    """The next step that came out of a touch."""

    title: str
    due_on: dt.date


@operation("touch.add")
def add_touch(
    tx: Tx,
    account_id: int,
    *,
    kind: Kind = Kind.CALL,
    people: Sequence[int] = (),
    on: dt.date | None = None,
    at: dt.datetime | None = None,
    minutes: int | None = None,
    summary: str = "",
    state: TouchState = TouchState.DONE,
    by: str = "",
    key: str | None = None,
    follow_up: FollowUp | None = None,
    status: Status | None = None,
) -> TouchLogged:
    """Log a touch with the people who were there.

    `on` is the civil date (today where None), `at` the instant where the time is known; `minutes` None takes what the
    policy counts for the kind (D3). A follow-up becomes a task, `status` a status decision with this touch as
    evidence. The same `key` twice is one touch. Raises NotFound, BadInput.
    """
    account = accounts.one(tx.conn, account_id)
    if key is not None and (known := touches.with_key(tx.conn, key)) is not None:
        return _repeated(touches.one(tx.conn, known))
    day = on or (tx.today if at is None else at.date())
    if len(summary) > SUMMARY_LIMIT:
        raise BadInput(t("a summary has at most {limit} characters", limit=SUMMARY_LIMIT))
    spent = policies.usual_minutes(tx.conn, day)[kind] if minutes is None else minutes
    values = {
        "account_id": account_id,
        "at": instant(_moment(tx, day, at)),
        "on_date": day.isoformat(),
        "kind": kind,
        "minutes": spent,
        "summary": summary,
        "state": state,
        "by": by or tx.author,
        "key": key,
        "recorded_at": instant(tx.now),
    }
    touch = tx.insert("touch", values)
    for person in dict.fromkeys(people):
        tx.insert("touch_contact", {"touch_id": touch, "contact_id": person}, of=account_id)
    task: TaskAdded | None = None
    if follow_up is not None:
        title, due_on = follow_up
        task = add_task.within(tx, title, account_id=account_id, due_on=due_on, touch_id=touch, on=day)
    changed: StatusSet | None = None
    if status is not None and statuses.in_force(tx.conn, account_id, day)[0] != status:
        changed = set_status.within(tx, account_id, status, on=day, reason=summary.strip(), touch_id=touch)
    names = tuple(contact.name for contact in contacts.rows(tx.conn, list(dict.fromkeys(people))))
    due = _next_due(tx, account_id, kind, day) if state is TouchState.DONE else None
    return TouchLogged(touch, account_id, account.name, kind, day, spent, names, due, task, changed)


@operation("touch.edit")
def edit_touch(
    tx: Tx, touch_id: int, fields: Mapping[str, object], *, was: Mapping[str, object] | None = None
) -> TouchEdited:
    """Correct a touch; the journal keeps what it said before.

    `fields`: kind, minutes, summary, state, on (a date), people (contact ids, all of them). Raises NotFound,
    BadInput, Conflict, NothingToDo.
    """
    unknown = set(fields) - FIELDS
    if unknown:
        known = ", ".join(sorted(FIELDS))
        raise BadInput(t("a touch has no field {field}; it has {known}", field=min(unknown), known=known))
    touch = touches.one(tx.conn, touch_id)
    unseen(tx, "touch", touch_id, was)
    values = {field: value for field, value in fields.items() if field not in ("on", "people")}
    day = fields.get("on")
    if isinstance(day, dt.date):
        values |= {"on_date": day.isoformat(), "at": day.isoformat() + touch.at[10:]}
    changed = bool(values) and tx.update("touch", touch_id, values)
    people = fields.get("people")
    if isinstance(people, Sequence):
        changed |= _set_people(tx, touch, [int(person) for person in people])
    if not changed:
        raise NothingToDo(t("touch {touch} is that already", touch=touch_id))
    return TouchEdited(touch_id, touch.account_id, touch.account, tuple(fields))


def _set_people(tx: Tx, touch: touches.Touch, people: Sequence[int]) -> bool:
    present = {person.contact_id for person in touch.people}
    for contact in sorted(present - set(people)):
        tx.delete("touch_contact", touches.attendance(tx.conn, touch.id, contact), of=touch.account_id)
    for contact in dict.fromkeys(people):
        if contact not in present:
            contacts.one(tx.conn, contact)
            tx.insert("touch_contact", {"touch_id": touch.id, "contact_id": contact}, of=touch.account_id)
    return present != set(people)


def _moment(tx: Tx, day: dt.date, at: dt.datetime | None) -> dt.datetime:
    """The instant: as given, now for today, and the start of the day where only the date is known."""
    if at is not None:
        return at
    return tx.now if day == tx.today else dt.datetime.combine(day, dt.time(), dt.UTC)


def _next_due(tx: Tx, account_id: int, kind: Kind, day: dt.date) -> dt.date | None:
    if kind not in QUALIFYING:
        return None
    tier = tiers.in_force(tx.conn, account_id, tx.today)
    days = policies.cadence(tx.conn, tx.today).get(tier or "prospect")
    return None if days is None else day + dt.timedelta(days=days[0])


def _repeated(touch: touches.Touch) -> TouchLogged:
    names = tuple(person.name for person in touch.people)
    return TouchLogged(
        touch.id,
        touch.account_id,
        touch.account,
        touch.kind,
        touch.on,
        touch.minutes,
        names,
        None,
        None,
        None,
        True,
    )
