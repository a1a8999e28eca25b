"""Touches: planned, logged with the people who were there, corrected later, joined where two logged one meeting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from kamtui.domain.outcomes.statuses import StatusSet
from kamtui.domain.outcomes.tasks import TaskAdded
from kamtui.domain.outcomes.touches import TouchEdited, TouchJoined, TouchLogged, Twin
from kamtui.domain.statuses import Status
from kamtui.domain.touches import QUALIFYING, Direction, Feedback, Kind, Purpose, TouchState
from kamtui.errors import BadInput, NothingToDo
from kamtui.i18n import t
from kamtui.ops.conflicts import unseen
from kamtui.ops.core import operation
from kamtui.ops.statuses import set_status
from kamtui.ops.tasks import add_task
from kamtui.store import accounts, contacts, policies, statuses, tiers, touches
from kamtui.store.tx import Tx, instant

SUMMARY_LIMIT = 20_000
"""Characters of a summary, and of a lesson."""

CHOSEN: Mapping[str, type[StrEnum]] = {"feedback": Feedback, "direction": Direction, "purpose": Purpose}
"""Fields that hold one of some words, or nothing."""

FIELDS = frozenset({"kind", "minutes", "summary", "state", "on", "people", "lesson", *CHOSEN})


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
    direction: Direction | None = None,
    feedback: Feedback | None = None,
    purpose: Purpose | None = None,
    lesson: str = "",
    key: str | None = None,
    follow_up: FollowUp | None = None,
    status: Status | None = None,
) -> TouchLogged:
    """Log a touch with the people who were there.

    `on` is the civil date (today where None), `at` the instant where the time is known; `minutes` None takes what the
    policy counts for the kind (D3). `feedback` is how the customer reacted and `lesson` what that changes in our
    judgement (R37). A follow-up becomes a task, `status` a status decision with this touch as evidence. The same
    `key` twice is one touch. The outcome names what a colleague logged of the same meeting (P16). Raises NotFound,
    BadInput.
    """
    account = accounts.one(tx.conn, account_id)
    if key is not None and (known := touches.with_key(tx.conn, key)) is not None:
        return _repeated(touches.one(tx.conn, known))
    day = on or (tx.today if at is None else at.date())
    _refuse_long(summary)
    _refuse_long(lesson)
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
        "direction": direction or "",
        "feedback": feedback or "",
        "purpose": purpose or "",
        "lesson": lesson,
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
    twin = next((Twin(found.id, found.by) for found in touches.rows(tx.conn, touches.twins(tx.conn, touch)[:1])), None)
    return TouchLogged(touch, account_id, account.name, kind, day, spent, names, due, task, changed, twin=twin)


@operation("touch.plan")
def plan_touch(
    tx: Tx,
    account_id: int,
    on: dt.date,
    summary: str = "",
    *,
    kind: Kind = Kind.VISIT,
    people: Sequence[int] = (),
    purpose: Purpose | None = None,
    by: str = "",
    key: str | None = None,
) -> TouchLogged:
    """Plan a touch or an event of theirs.

    An event of the customer's is of kind event (R34), the yearly meeting of the firms' heads of kind annual_forum
    (R35). The same `key` twice is one touch. Raises NotFound, BadInput.
    """
    if on < tx.today:
        raise BadInput(t("{on} is past; log what took place: kamtui touch add --on {on}", on=on))
    scheduled = TouchState.SCHEDULED
    return add_touch.within(
        tx,
        account_id,
        kind=kind,
        people=people,
        on=on,
        summary=summary,
        state=scheduled,
        by=by,
        purpose=purpose,
        key=key,
    )


@operation("touch.edit")
def edit_touch(
    tx: Tx, touch_id: int, fields: Mapping[str, object], *, was: Mapping[str, object] | None = None
) -> TouchEdited:
    """Correct a touch; the journal keeps what it said before.

    `fields`: kind, minutes, summary, state, on (a date), people (contact ids, all of them), direction, feedback and
    purpose (None: not said), lesson. Raises NotFound, BadInput, Conflict, NothingToDo.
    """
    unknown = set(fields) - FIELDS
    if unknown:
        known = ", ".join(sorted(FIELDS))
        raise BadInput(t("a touch has no field {field}; it has {known}", field=min(unknown), known=known))
    touch = touches.one(tx.conn, touch_id)
    unseen(tx, "touch", touch_id, was and _columns(was))
    values = _columns(fields)
    if values.get("state", touch.state) != touch.state:
        _refuse_joined(tx, touch)
    for field in ("summary", "lesson"):
        _refuse_long(str(values.get(field, "")))
    if "on_date" in values:
        # the civil day may be another than that of the instant: both move by as much
        days = dt.date.fromisoformat(str(values["on_date"])) - touch.on
        values["at"] = instant(dt.datetime.fromisoformat(touch.at) + days)
    changed = bool(values) and tx.update("touch", touch_id, values)
    people = fields.get("people")
    if isinstance(people, Sequence):
        changed |= _set_people(tx, touch, [int(person) for person in people])
    if not changed:
        raise NothingToDo(t("touch {touch} is that already", touch=touch_id))
    return TouchEdited(touch_id, touch.account_id, touch.account, tuple(fields))


@operation("touch.join")
def join_touch(tx: Tx, touch_id: int, other_id: int) -> TouchJoined:
    """Join a touch to a colleague's of the same meeting.

    Both keep their minutes, because each of them was there; the meeting counts once (P16). Raises NotFound, BadInput,
    NothingToDo.
    """
    touch, other = touches.one(tx.conn, touch_id), touches.one(tx.conn, other_id)
    if touch.joins == other_id:
        raise NothingToDo(t("touch {touch} joins {other} already", touch=touch_id, other=other_id))
    _refuse_joined(tx, touch)
    if touch_id == other_id:
        raise BadInput(t("a touch cannot join itself"))
    if touch.account_id != other.account_id:
        raise BadInput(
            t("touch {other} is of {account}; only one meeting can be joined", other=other_id, account=other.account)
        )
    if other.joins is not None:
        raise BadInput(t("touch {other} joins {head} itself; join that one", other=other_id, head=other.joins))
    if TouchState.DONE not in (touch.state, other.state) or touch.state is not other.state:
        raise BadInput(t("only touches that took place can be joined"))
    there = [other, *touches.rows(tx.conn, touches.joined_by(tx.conn, other_id))]
    if touch.by in (each.by for each in there):
        raise BadInput(t("{who} logged both; correct one of them instead", who=touch.by))
    tx.update("touch", touch_id, {"joins": other_id})
    return TouchJoined(touch_id, touch.account_id, touch.account, other_id, other.by)


@operation("touch.part")
def part_touch(tx: Tx, touch_id: int) -> TouchJoined:
    """Part a touch from the one it joins. Raises NotFound, NothingToDo."""
    touch = touches.one(tx.conn, touch_id)
    if touch.joins is None:
        raise NothingToDo(t("touch {touch} joins no other", touch=touch_id))
    other = touches.one(tx.conn, touch.joins)
    tx.update("touch", touch_id, {"joins": None})
    return TouchJoined(touch_id, touch.account_id, touch.account, None, other.by)


def _columns(fields: Mapping[str, object]) -> dict[str, object]:
    """Fields of a touch as its columns hold them; people stand in a table of their own."""
    values = {field: value or "" if field in CHOSEN else value for field, value in fields.items() if field != "people"}
    if isinstance(day := values.pop("on", None), dt.date):
        values["on_date"] = day.isoformat()
    return values


def _refuse_joined(tx: Tx, touch: touches.Touch) -> None:
    """What is one meeting with another touch stays as it is until they are parted."""
    others = touches.joined_by(tx.conn, touch.id)
    if touch.joins is not None or others:
        joined = touch.id if touch.joins is not None else others[0]
        raise BadInput(t("touch {touch} is joined; first: kamtui touch part {joined}", touch=touch.id, joined=joined))


def _refuse_long(text: str) -> None:
    if len(text) > SUMMARY_LIMIT:
        raise BadInput(t("a summary has at most {limit} characters", limit=SUMMARY_LIMIT))


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
